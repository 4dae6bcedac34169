"""An edition is what people come into: a group with its course, or an introduction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.errors import RegistrationClosed
from services.trainings.tables import (
    Enrolment,
    Group,
    Invitation,
    Opening,
    PartnerCode,
    Programme,
    Registration,
    Session,
)
from shared import clock
from shared.access import Actor
from shared.database import settings_of
from shared.errors import NotFound


@dataclass(frozen=True)
class Edition:
    """Either a group, or a session that is an introduction."""

    id: UUID
    programme_id: UUID
    group: Group | None = None
    session: Session | None = None


def find(tx: Transaction, edition_id: UUID) -> Edition:
    group = tx.get(Group, edition_id)
    if group is not None:
        return Edition(group.id, group.programme_id, group=group)
    session = tx.get(Session, edition_id)
    if session is None or session.kind != "introduction":
        raise NotFound()
    return Edition(session.id, session.programme_id, session=session)


def own(tx: Transaction, actor: Actor, edition_id: UUID) -> Edition:
    """For the programme's coordinators."""
    edition = find(tx, edition_id)
    access.own_programme(tx, actor, edition.programme_id)
    return edition


def opened_by(tx: Transaction, code: str) -> tuple[Edition, Opening]:
    opening = tx.scalar(select(Opening).where(Opening.code == rules.as_kept(code)))
    if opening is None:
        raise NotFound()
    return find(tx, opening.edition_id), opening


def nominated_by(tx: Transaction, code: str) -> tuple[Edition, PartnerCode]:
    seats = tx.scalar(select(PartnerCode).where(PartnerCode.code == rules.as_kept(code)))
    if seats is None:
        raise NotFound()
    return find(tx, seats.group_id), seats


def lock(tx: Transaction, edition: Edition) -> None:
    """With the programme, so that two groups of it can't take in the same person at once."""
    access.lock(tx, tx.get(Programme, edition.programme_id), edition.group, edition.session)


def refuse_when_closed(tx: Transaction, edition: Edition, opening: Opening | None, *, is_open: bool) -> None:
    if not can_register(tx, opening, begins_at(tx, edition), is_open=is_open):
        raise RegistrationClosed()


def can_register(tx: Transaction, opening: Opening | None, begins_at: datetime | None, *, is_open: bool) -> bool:
    return rules.one_can_register(
        is_open=is_open,
        closes_on=opening.closes_on if opening else None,
        today=clock.today(settings_of(tx).time_zone),
        begins_at=begins_at,
        now=clock.now(),
    )


def begins_at(tx: Transaction, edition: Edition) -> datetime | None:
    """Its first session; none for a course that is not planned yet. An introduction that was cancelled is over."""
    if edition.session is not None:
        return edition.session.starts_at if edition.session.state == "planned" else clock.now()
    return tx.scalar(
        select(func.min(Session.starts_at)).where(Session.group_id == edition.id, Session.state != "cancelled")
    )


def held(tx: Transaction, edition_id: UUID) -> int:
    """Places that wait for a confirmation."""
    return tx.scalars(
        select(func.count()).where(Registration.edition_id == edition_id, Registration.state == "held")
    ).one()


def free_places_of_introduction(tx: Transaction, edition_id: UUID, places: int | None) -> int | None:
    """None where there is no limit."""
    if places is None:
        return None
    invited = tx.scalars(select(func.count()).where(Invitation.session_id == edition_id)).one()
    return places - invited - held(tx, edition_id)


def waiting(tx: Transaction, group_id: UUID) -> int:
    return tx.scalars(select(func.count()).where(Enrolment.group_id == group_id, Enrolment.state == "waiting")).one()


def standings(tx: Transaction, wanted: list[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """(edition, person) -> how they stand, for as many as one likes in four statements. The editions exist."""
    editions, people = {edition_id for edition_id, _ in wanted}, {person_id for _, person_id in wanted}
    registered = {
        (one.edition_id, one.person_id): one
        for one in tx.scalars(
            select(Registration).where(Registration.edition_id.in_(editions), Registration.person_id.in_(people))
        )
    }
    programmes = dict(tx.execute(select(Group.id, Group.programme_id).where(Group.id.in_(editions))).all())
    enrolled = {(row.programme_id, row.person_id): row for row in tx.execute(_enrolled(programmes, people))}
    invited = set(
        tx.execute(
            select(Invitation.session_id, Invitation.person_id).where(
                Invitation.session_id.in_(editions), Invitation.person_id.in_(people)
            )
        )
    )
    found = {}
    for edition_id, person_id in wanted:
        registration = registered.get((edition_id, person_id))
        enrolment = enrolled.get((programmes.get(edition_id), person_id))
        state, position = _state(edition_id, registration, enrolment, (edition_id, person_id) in invited)
        found[edition_id, person_id] = _as_data(registration, state, position)
    return found


def _enrolled(programmes: dict[UUID, UUID], people: set[UUID]) -> Any:
    place = func.row_number().over(partition_by=(Enrolment.group_id, Enrolment.state), order_by=Enrolment.number)
    lists = (
        select(Enrolment.programme_id, Enrolment.group_id, Enrolment.person_id, Enrolment.state, place.label("place"))
        .where(Enrolment.programme_id.in_(set(programmes.values())))
        .subquery()
    )
    return select(lists).where(lists.c.person_id.in_(people))


def _state(edition_id: UUID, registration: Registration | None, enrolment: Any, is_invited: bool) -> tuple[str, Any]:
    if is_invited:
        return "enrolled", None
    if enrolment is not None and enrolment.group_id == edition_id:
        return enrolment.state, enrolment.place if enrolment.state == "waiting" else None
    if registration is not None and registration.state in ("held", "asked"):
        lapsed = rules.a_registration_lapses(registration.until, clock.now())
        return "lapsed" if lapsed else registration.state, None
    if enrolment is not None:
        return "elsewhere", None
    return (registration.state if registration and registration.state != "confirmed" else "none"), None


def _as_data(registration: Registration | None, state: str, position: int | None) -> dict[str, Any]:
    is_new = registration is None or registration.state == "left"
    return {
        "state": state,
        "position": position,
        "way": "invited" if is_new or registration is None else registration.way,
        "until": registration.until if registration and state in ("held", "asked") else None,
        "together": bool(registration and registration.pair_id and state == "waiting"),
        "partner_id": registration.partner_id if registration and not is_new else None,
    }
