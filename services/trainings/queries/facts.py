"""What speaks for somebody on the path: courses, sessions and observations as recorded, and what was noted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, Uuid, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session as Transaction

from services.trainings import rules
from services.trainings.tables import Completion, PathNote, Session, SessionRole, Trainer
from shared.access import TRAINER, Actor
from shared.contracts import trainings as contract
from shared.database import settings_of
from shared.taxonomies import entries

OBSERVED = "observed"


@dataclass(frozen=True)
class Fact:
    """`source` is a requirement that was noted, or what requirements count: course, observed, or a role."""

    person_id: UUID
    source: str
    on: date
    session_id: UUID | None
    by_id: UUID | None
    note_id: UUID | None


def steps() -> list[rules.Step]:
    return rules.steps_of(entries("trainer_path"))


def is_a_mentor(tx: Transaction, actor: Actor) -> bool:
    if not actor.has(TRAINER):
        return False
    trainer = tx.get(Trainer, actor.id)
    return trainer is not None and rules.the_step(steps(), trainer.state).proposes


def facts_of(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, list[Fact]]:
    """Person -> facts, the latest first; in one statement."""
    day = _day_of(tx)
    everything = union_all(_completed(day), _took_part(day), _was_observed(day), _was_noted()).subquery()
    rows = tx.execute(select(everything).where(everything.c.person_id.in_(person_ids)).order_by(everything.c.on.desc()))
    found: dict[UUID, list[Fact]] = {person_id: [] for person_id in person_ids}
    for row in rows:
        found[row.person_id].append(Fact(*row))
    return found


def requirements(facts: Sequence[Fact], since: date | None = None) -> list[str]:
    """The requirement that each fact fulfils, since a day; one fact may count for several."""
    known = entries("trainer_requirements")
    return [
        code
        for fact in facts
        if since is None or fact.on > since
        for code, entry in known.items()
        if fact.source in entry.get("counts", [code])
    ]


def done_by(tx: Transaction, trainer: Trainer, needs: rules.Counts, wanted: str) -> dict[str, int]:
    """What a renewal takes counts since the last decision."""
    facts = facts_of(tx, [trainer.person_id])[trainer.person_id]
    since = trainer.since if rules.is_a_renewal(trainer.state, wanted) else None
    return rules.how_often(requirements(facts, since), needs)


def _day_of(tx: Transaction) -> Any:
    time_zone = settings_of(tx).time_zone
    return cast(func.timezone(time_zone, Session.starts_at), Date)


def _held() -> Any:
    return (Session.state == "recorded") & Session.kind.in_(contract.COURSE_KINDS)


def _completed(day: Any) -> Select[*tuple[Any, ...]]:
    """On the day of the deepening half-day."""
    return (
        select(
            Completion.person_id.label("person_id"),
            literal("course").label("source"),
            day.label("on"),
            Session.id.label("session_id"),
            cast(null(), Uuid).label("by_id"),
            cast(null(), Uuid).label("note_id"),
        )
        .join_from(Completion, Session, Session.group_id == Completion.group_id)
        .where(Session.state == "recorded", Session.kind == "deepening")
    )


def _took_part(day: Any) -> Select[*tuple[Any, ...]]:
    nobody = cast(null(), Uuid)
    return (
        select(SessionRole.person_id, SessionRole.role, day, Session.id, nobody, nobody)
        .join_from(SessionRole, Session)
        .where(_held(), SessionRole.role != "observer")
    )


def _was_observed(day: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(SessionRole.observed_id, literal(OBSERVED), day, Session.id, SessionRole.person_id, cast(null(), Uuid))
        .join_from(SessionRole, Session)
        .where(_held(), SessionRole.role == "observer")
    )


def _was_noted() -> Select[*tuple[Any, ...]]:
    return select(
        PathNote.person_id, PathNote.requirement, PathNote.on, cast(null(), Uuid), PathNote.noted_by, PathNote.id
    )
