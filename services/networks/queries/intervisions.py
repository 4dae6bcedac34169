"""Intervisions as members, calendars and mails see them. What is shown in the room: rooms.py."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.queries.membership import refuse_a_stranger
from services.networks.queries.pages import page
from services.networks.rules import Had
from services.networks.tables import AtIntervision, Intervision
from shared import clock
from shared.access import Actor
from shared.contracts.networks import MOST_IN_CALENDAR
from shared.errors import NotFound

PLAN = ("id", "method", "state", "starts_at", "ends_at", "place", "link", "revision")
A_YEAR = timedelta(days=366)

Seats = Sequence[AtIntervision]


def intervisions(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """To come: the next first, the one that runs too. Held: the latest first."""
    refuse_a_stranger(tx, actor)
    own = _is_at(actor.id)
    if request["held"]:
        came = own.where(AtIntervision.came.is_(True))
        statement = select(Intervision).where(Intervision.state == "ended", came)
        statement = statement.order_by(Intervision.starts_at.desc(), Intervision.id)
    else:
        to_come = Intervision.starts_at > clock.now() - rules.ROOM_STAYS
        statement = select(Intervision).where(Intervision.state.in_(("planned", "open")), to_come)
        statement = statement.order_by(Intervision.starts_at, Intervision.id)
    found = page(tx, statement, request, lambda intervision: intervision)
    at = seats(tx, [each.id for each in found["items"]])
    items = [
        _plan(each)
        | {"people": len(at[each.id]), "takes_part": any(seat.person_id == actor.id for seat in at[each.id])}
        for each in found["items"]
    ]
    return found | {"items": items}


def intervision(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    found = tx.get(Intervision, request["intervision_id"])
    if found is None:
        raise NotFound()
    at = who_takes_part(tx, [found])[found.id]
    own: dict[str, Any] = next((seat for seat in at if seat["person_id"] == actor.id), {})
    return _plan(found) | {
        "people": len(at),
        "takes_part": bool(own),
        "planned_by": found.planned_by,
        "at": at,
        "role": own.get("role"),
        "came": own.get("came"),
        "room_is_open": rules.the_room_is_open(found.state, found.starts_at, clock.now()),
        "learning_question": found.learning_question if own.get("came") else None,
        "lesson": found.lesson if own.get("came") else None,
    }


def my_intervisions(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The cancelled ones too, so that a calendar can say so."""
    of_a_year = Intervision.ends_at > clock.now() - A_YEAR
    statement = select(Intervision).where(_is_at(actor.id), of_a_year)
    latest_first = statement.order_by(Intervision.starts_at.desc(), Intervision.id).limit(MOST_IN_CALENDAR)
    return {"intervisions": [_plan(each) for each in tx.scalars(latest_first)]}


def intervision_details(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mails."""
    found = list(tx.scalars(select(Intervision).where(Intervision.id.in_(request["intervision_ids"]))))
    at = who_takes_part(tx, found)
    return {"intervisions": [_plan(each) | {"at": at[each.id]} for each in found]}


def seats(tx: Session, intervision_ids: Iterable[UUID]) -> dict[UUID, list[AtIntervision]]:
    """In the order of joining."""
    wanted = select(AtIntervision).where(AtIntervision.intervision_id.in_(list(intervision_ids)))
    found: defaultdict[UUID, list[AtIntervision]] = defaultdict(list)
    for seat in tx.scalars(wanted.order_by(AtIntervision.joined_at, AtIntervision.person_id)):
        found[seat.intervision_id].append(seat)
    return found


def roles_of(tx: Session, at: Seats) -> dict[UUID, str]:
    """Whose turn it is, of those who take part in one intervision that has not begun."""
    return rules.roles_in_turn({seat.person_id: seat.role for seat in at}, _had(tx, [seat.person_id for seat in at]))


def who_takes_part(tx: Session, found: Sequence[Intervision]) -> dict[UUID, list[dict[str, Any]]]:
    """With the role of each: settled once it has begun, in turn before."""
    at = seats(tx, [each.id for each in found])
    planned = [each.id for each in found if each.state == "planned"]
    had = _had(tx, {seat.person_id for id_ in planned for seat in at[id_]})
    in_turn = {id_: rules.roles_in_turn({seat.person_id: seat.role for seat in at[id_]}, had) for id_ in planned}
    return {
        each.id: [
            {
                "person_id": seat.person_id,
                "role": in_turn.get(each.id, {}).get(seat.person_id) or seat.role or rules.PARTICIPANT,
                "came": seat.came,
            }
            for seat in at[each.id]
        ]
        for each in found
    }


def _had(tx: Session, person_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Had]:
    people = list(person_ids)
    if not people:
        return {}
    rows = tx.execute(
        select(AtIntervision.person_id, AtIntervision.role, func.count(), func.max(Intervision.starts_at))
        .join(Intervision)
        .where(Intervision.state == "ended", AtIntervision.came.is_(True), AtIntervision.role.in_(rules.ROTATING))
        .where(AtIntervision.person_id.in_(people))
        .group_by(AtIntervision.person_id, AtIntervision.role)
    )
    return {(person_id, role or ""): Had(times, last) for person_id, role, times, last in rows}


def _is_at(person_id: UUID) -> Any:
    return exists().where(AtIntervision.intervision_id == Intervision.id, AtIntervision.person_id == person_id)


def _plan(intervision: Intervision) -> dict[str, Any]:
    return {field: getattr(intervision, field) for field in PLAN}
