"""Which waves are due, and which are still to come: read from the sessions, so that moving one moves them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from services.feedback import rules
from services.feedback.tables import CourseSession, Participant, Survey
from shared import clock
from shared.contracts.fields import local
from shared.database import settings_of

# A little more than a wave is after its session, or before it; the rules look closer.
LONGEST = timedelta(days=31 * 6) + 2 * rules.OPEN_FOR


def today_of(tx: Session) -> date:
    settings = settings_of(tx)
    return rules.the_day_that_has_begun(local(clock.now(), settings.time_zone), settings.digest_at)


def due(tx: Session, today: date, session_id: UUID | None = None) -> dict[UUID, list[str]]:
    """Session -> the waves that are to open now and have not. After the course there must be somebody to ask."""
    near = CourseSession.starts_at.between(clock.now() - LONGEST, clock.now() + 2 * rules.BEFORE_THE_COURSE)
    one = [] if session_id is None else [CourseSession.id == session_id]
    found: dict[UUID, list[str]] = {}
    for row in _not_open_yet(tx, near, *one):
        if rules.a_wave_opens_now(row.wave, row.session_on, today) and (row.wave == "t0" or row.was_completed):
            found.setdefault(row.session.id, []).append(row.wave)
    return found


def still_to_come(tx: Session, today: date, *which: ColumnElement[bool]) -> list[dict[str, Any]]:
    """What opens first comes first."""
    planned = [
        {
            "group_id": row.session.group_id,
            "programme_id": row.session.programme_id,
            "wave": row.wave,
            "opens_on": max(rules.the_day_a_wave_opens(row.wave, row.session_on), today),
        }
        for row in _not_open_yet(tx, *which)
        if rules.a_wave_is_still_to_come(row.wave, row.session_on, today)
    ]
    return sorted(planned, key=lambda wave: (wave["opens_on"], wave["group_id"]))


def people_asked(tx: Session, wave: str, group_id: UUID) -> list[UUID]:
    """Before the course who has a place, after it who completed it; in the order of their ids, which says nothing."""
    is_asked = Participant.has_place if wave == "t0" else Participant.completed
    return sorted(tx.scalars(select(Participant.person_id).where(Participant.group_id == group_id, is_asked)))


@dataclass(frozen=True)
class Wave:
    """Of the group of a session; `was_completed`: the course, by anybody."""

    session: CourseSession
    session_on: date
    wave: str
    was_completed: bool


def _not_open_yet(tx: Session, *which: ColumnElement[bool]) -> Iterator[Wave]:
    was_completed = exists().where(Participant.group_id == CourseSession.group_id, Participant.completed)
    opened = select(func.array_agg(Survey.wave)).where(Survey.group_id == CourseSession.group_id).scalar_subquery()
    rows = tx.execute(select(CourseSession, opened, was_completed).where(~CourseSession.cancelled, *which))
    for session, known, completed in rows:
        session_on = local(session.starts_at, settings_of(tx).time_zone).date()
        for wave in rules.WAVES_OF_SESSION[session.kind]:
            if wave not in (known or ()):
                yield Wave(session, session_on, wave, completed)
