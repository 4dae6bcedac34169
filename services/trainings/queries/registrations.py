from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import editions, rules
from services.trainings.errors import RegistrationClosed
from services.trainings.queries.described import described
from services.trainings.tables import Enrolment, Invitation, Opening, Partner, PartnerCode, Registration
from services.trainings.tokens import behind, token_of
from shared import access, clock
from shared.access import APPLICANT, Actor
from shared.database import settings_of
from shared.errors import NotFound

MOST_CALLS = 200
FAR = datetime.max.replace(tzinfo=UTC)


def open_calls(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By the day on which they begin; those without a day last."""
    calls = select(Opening.edition_id).where(Opening.open, Opening.way == "open_call").limit(MOST_CALLS)
    found = [edition for edition in described(tx, tx.scalars(calls).all()).values() if edition["open"]]
    return {"editions": sorted(found, key=lambda edition: edition["begins_at"] or FAR)}


def edition(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    code = rules.as_kept(request["code"])
    edition_id = tx.scalar(select(Opening.edition_id).where(Opening.code == code))
    if edition_id is None:
        raise NotFound()
    return described(tx, [edition_id])[edition_id]


def nominations(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seats = _seats_behind(tx, request["code"])
    if seats is None:
        raise NotFound()
    found = described(tx, [seats.group_id])[seats.group_id]
    is_open = editions.can_register(tx, found["opening"], found["begins_at"], is_open=True)
    return {
        "edition": found | {"open": is_open},
        "partner_id": seats.partner_id,
        "used": seats.used,
        "left": max(rules.MOST_NOMINATIONS - seats.used, 0),
    }


def applicant_grant(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Only for a code with which somebody can be registered now."""
    code = rules.as_kept(request["code"])
    seats = _seats_behind(tx, code)
    if seats is not None:
        is_open = nominations(tx, actor, request)["edition"]["open"]
    else:
        is_open = edition(tx, actor, request)["open"]
    if not is_open:
        raise RegistrationClosed()
    return {"token": access.sign(Actor(roles=frozenset({APPLICANT})), settings_of(tx).secret_key)}


def own_place(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    edition_id, person_id = behind(tx, request["token"])
    found = described(tx, [edition_id]).get(edition_id)
    if found is None:
        raise NotFound()
    standing = editions.standings(tx, [(edition_id, person_id)])[edition_id, person_id]
    may_leave = standing["state"] in ("held", "asked") or (
        found["kind"] == "course" and standing["state"] in ("enrolled", "waiting")
    )
    has_begun = rules.it_has_begun(found["begins_at"], clock.now())
    return standing | {"edition": found, "may_leave": may_leave and not has_begun}


def ways_in(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    one = editions.own(tx, actor, request["edition_id"])
    found = described(tx, [one.id])[one.id]
    opening = found["opening"]
    return {
        "edition_id": one.id,
        "programme_id": one.programme_id,
        "edition": found,
        "way": opening.way if opening else None,
        "is_set_open": bool(opening and opening.open),
        "people": _people(tx, one),
        "seats": _seats_of(tx, one) if one.group is not None else [],
    }


def place_details(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the service that sends mail about them."""
    wanted = [(place["edition_id"], place["person_id"]) for place in request["places"]]
    return {
        "places": [
            {"edition_id": edition_id, "person_id": person_id, "token": token_of(tx, edition_id, person_id)} | standing
            for (edition_id, person_id), standing in editions.standings(tx, wanted).items()
        ]
    }


def partner_seats(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = tx.execute(
        _seats(request["edition_id"]).where(
            Partner.id == request["partner_id"], PartnerCode.group_id == request["edition_id"]
        )
    ).first()
    if found is None:
        raise NotFound()
    return _seats_as_data(found)


def _people(tx: Transaction, one: editions.Edition) -> list[dict[str, Any]]:
    """Who has a place or waits, in their order, then who has still to confirm."""
    if one.group is not None:
        here = select(Enrolment.person_id, Enrolment.state, Enrolment.number).where(Enrolment.group_id == one.id)
    else:
        invited = select(Invitation.person_id, literal("enrolled").label("state"), literal(0).label("number"))
        here = invited.where(Invitation.session_id == one.id)
    lists = here.subquery()
    registered = select(Registration).where(Registration.edition_id == one.id).subquery()
    rows = tx.execute(
        select(
            func.coalesce(lists.c.person_id, registered.c.person_id).label("person_id"),
            func.coalesce(lists.c.state, registered.c.state).label("state"),
            registered.c.state.label("registration"),
            registered.c.way,
            registered.c.partner_id,
            registered.c.pair_id,
            registered.c.until,
        )
        .select_from(lists.join(registered, registered.c.person_id == lists.c.person_id, full=True))
        .where(or_(lists.c.person_id.is_not(None), registered.c.state.in_(("held", "asked"))))
        .order_by("state", lists.c.number, "person_id")
    )
    return [_entrant(row._asdict()) for row in rows]


def _entrant(row: dict[str, Any]) -> dict[str, Any]:
    """Who was enrolled by a coordinator after leaving was invited, however they came in before."""
    is_theirs = row.pop("registration") in ("held", "asked", "confirmed")
    nothing: dict[str, Any] = {"way": "invited", "partner_id": None, "pair_id": None, "until": None}
    return row if is_theirs else row | nothing


def _seats(group_id: Any) -> Any:
    used = (
        select(func.count())
        .where(
            Registration.edition_id == group_id,
            Registration.partner_id == Partner.id,
            Registration.state == "confirmed",
        )
        .correlate(Partner, PartnerCode)
        .scalar_subquery()
    )
    ready = and_(Partner.ready, Partner.contact_id.is_not(None))
    columns = (Partner.id.label("partner_id"), ready.label("ready"), PartnerCode.code, PartnerCode.group_id)
    return (
        select(*columns, used.label("used"))
        .select_from(Partner)
        .outerjoin(PartnerCode, and_(PartnerCode.partner_id == Partner.id, PartnerCode.group_id == group_id))
    )


def _seats_of(tx: Transaction, one: editions.Edition) -> list[dict[str, Any]]:
    rows = tx.execute(_seats(one.id).where(Partner.programme_id == one.programme_id).order_by(Partner.id))
    return [_seats_as_data(row) for row in rows]


def _seats_as_data(row: Any) -> dict[str, Any]:
    return {
        "partner_id": row.partner_id,
        "ready": row.ready,
        "code": rules.as_shown(row.code) if row.code else None,
        "used": row.used,
        "left": max(rules.MOST_NOMINATIONS - row.used, 0),
    }


def _seats_behind(tx: Transaction, code: str) -> Any:
    return tx.execute(_seats(PartnerCode.group_id).where(PartnerCode.code == rules.as_kept(code))).first()
