"""Opening an edition for registration; registering, confirming and leaving; what partners nominate.

Names and addresses are no part of it: who may be registered, and nothing else, is what a grant says.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import editions, rules
from services.trainings.commands import enrolments
from services.trainings.commands.sessions import refuse_the_cancelled
from services.trainings.editions import Edition
from services.trainings.errors import (
    CourseHasBegun,
    IntroductionFull,
    NomineeHasPlace,
    PartnerNotReady,
    RegistrationOver,
    TooManyNominations,
)
from services.trainings.tables import Enrolment, Group, Invitation, Opening, Partner, PartnerCode, Registration
from services.trainings.tokens import behind
from shared import clock
from shared.access import Actor
from shared.contracts.trainings import NominationsAsked, PeopleInvited, RegistrationAsked, RegistrationConfirmed
from shared.errors import NotFound
from shared.ids import new_id
from shared.messaging.outbox import publish

ASKED = ("held", "asked")
PLAN = ("way", "open", "closes_on", "language", "about")


def open_registration(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Or close it, or change how it is open. The code stays the same."""
    edition = editions.own(tx, actor, request["edition_id"])
    editions.lock(tx, edition)
    if edition.session is not None:
        refuse_the_cancelled(edition.session)
    plan = {field: request[field] for field in PLAN}
    plan["places"] = request["places"] if edition.session is not None else None
    opening = tx.get(Opening, edition.id)
    if opening is None:
        tx.add(Opening(edition_id=edition.id, programme_id=edition.programme_id, code=rules.a_new_code(), **plan))
        return
    for field, value in plan.items():
        setattr(opening, field, value)


def register(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Holds a place until it is confirmed; in a full group, the confirmation leads to the waiting list.

    The answer is what a newcomer gets, so that it tells nobody whether this person was known, or has a place.
    """
    edition, opening = editions.opened_by(tx, request["code"])
    editions.lock(tx, edition)
    editions.refuse_when_closed(tx, edition, opening, is_open=opening.open)
    answer = _for_a_newcomer(tx, edition, opening)
    person_id = request["person_id"]
    standing = editions.standings(tx, [(edition.id, person_id)])[edition.id, person_id]
    if standing["state"] in ("none", "left", "lapsed"):
        _note(tx, edition, person_id, way=opening.way, state=answer["state"], until=answer["until"])
    _announce(tx, RegistrationAsked, edition, person_id)
    return answer


def confirm_place(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """By the link of the mail. Confirmed twice is confirmed once."""
    edition_id, person_id = behind(tx, request["token"])
    edition = editions.find(tx, edition_id)
    editions.lock(tx, edition)
    standing = editions.standings(tx, [(edition_id, person_id)])[edition_id, person_id]
    if standing["state"] in ("enrolled", "waiting"):
        return standing
    if standing["state"] not in ASKED:
        raise RegistrationOver()
    registration = tx.get_one(Registration, (edition_id, person_id))
    was_held = registration.state == "held"
    registration.state, registration.until = "confirmed", None
    tx.flush()
    if edition.group is not None:
        _let_in(tx, edition.group, person_id, was_held)
    else:
        _invite(tx, edition, person_id)
    _announce(tx, RegistrationConfirmed, edition, person_id)
    return editions.standings(tx, [(edition_id, person_id)])[edition_id, person_id]


def leave_place(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Off the waiting list, out of the group, or before confirming. Nobody is put back by itself."""
    edition_id, person_id = behind(tx, request["token"])
    edition = editions.find(tx, edition_id)
    editions.lock(tx, edition)
    if rules.it_has_begun(editions.begins_at(tx, edition), clock.now()):
        raise CourseHasBegun()
    registration = tx.get(Registration, (edition_id, person_id))
    if registration is not None and registration.state in ASKED:
        registration.state, registration.until = "left", None
        tx.flush()
    elif edition.group is None or not enrolments.leave(tx, edition.group, person_id):
        return
    if edition.group is not None:
        enrolments.fill_free_places(tx, edition.group)


def ask_partner(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Gives the partner its code for the group, and mails it to the partner's contact, again if need be."""
    edition = editions.own(tx, actor, request["edition_id"])
    partner = tx.get(Partner, request["partner_id"])
    if edition.group is None or partner is None or partner.programme_id != edition.programme_id:
        raise NotFound()
    if not partner.ready or partner.contact_id is None:
        raise PartnerNotReady()
    values = {"group_id": edition.id, "partner_id": partner.id, "code": rules.a_new_code()}
    tx.execute(insert(PartnerCode).values(values).on_conflict_do_nothing())
    about = {"group_id": edition.id, "programme_id": edition.programme_id}
    publish(tx, NominationsAsked, **about, partner_id=partner.id, person_id=partner.contact_id)
    return {"code": rules.as_shown(tx.get_one(PartnerCode, (edition.id, partner.id)).code)}


def nominate(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """One person or a pair. The group's lock makes two at the same moment come one after the other."""
    edition, seats = editions.nominated_by(tx, request["code"])
    editions.lock(tx, edition)
    editions.refuse_when_closed(tx, edition, tx.get(Opening, edition.id), is_open=True)
    group = tx.get_one(Group, edition.id)
    people = rules.each_once(request["person_ids"])
    nominated = nominated_people(tx, group.id, seats.partner_id)
    new = [person_id for person_id in people if person_id not in nominated]
    left = rules.MOST_NOMINATIONS - len(nominated)
    if not rules.a_partner_nominates_at_most_two(len(nominated), len(new)):
        raise TooManyNominations(most=rules.MOST_NOMINATIONS, left=left)
    _refuse_who_has_a_place(tx, edition, new)
    pair_id = new_id() if len(new) > 1 else None
    for person_id in new:
        way = {"way": "nomination", "partner_id": seats.partner_id, "pair_id": pair_id}
        _note(tx, edition, person_id, state="confirmed", **way)
        _announce(tx, RegistrationConfirmed, edition, person_id)
    enrolments.share_out_places(tx, group, new, together=True)
    states = {tx.get_one(Enrolment, (group.id, person_id)).state for person_id in people}
    return {"state": "waiting" if "waiting" in states else "enrolled", "left": left - len(new)}


def nominated_people(tx: Transaction, group_id: UUID, partner_id: UUID) -> set[UUID]:
    """Who left since does not count."""
    return set(
        tx.scalars(
            select(Registration.person_id).where(
                Registration.edition_id == group_id,
                Registration.partner_id == partner_id,
                Registration.state == "confirmed",
            )
        )
    )


def release(tx: Transaction, edition: Edition) -> None:
    """Places that nobody confirmed in time, and those kept for a pair long enough. Under the edition's lock."""
    late = select(Registration).where(
        Registration.edition_id == edition.id, Registration.state.in_(ASKED), Registration.until <= clock.now()
    )
    for registration in tx.scalars(late):
        registration.state, registration.until = "lapsed", None
    tx.flush()
    if edition.group is not None:
        enrolments.fill_free_places(tx, edition.group)


def _for_a_newcomer(tx: Transaction, edition: Edition, opening: Opening) -> dict[str, Any]:
    until: datetime = clock.now() + rules.A_PLACE_IS_HELD_FOR
    if edition.group is None:
        free = editions.free_places_of_introduction(tx, edition.id, opening.places)
        if free is not None and free < 1:
            raise IntroductionFull()
        return {"state": "held", "position": None, "until": until}
    if enrolments.free_for_newcomers(tx, edition.group) > 0:
        return {"state": "held", "position": None, "until": until}
    return {"state": "asked", "position": editions.waiting(tx, edition.id) + 1, "until": until}


def _let_in(tx: Transaction, group: Group, person_id: UUID, was_held: bool) -> None:
    enrolments.refuse_who_is_in_another_group(tx, group.programme_id, [person_id], group.id)
    if was_held:
        enrolments.give_places(tx, group, [person_id])
    else:
        enrolments.share_out_places(tx, group, [person_id])


def _invite(tx: Transaction, edition: Edition, person_id: UUID) -> None:
    tx.execute(insert(Invitation).values(session_id=edition.id, person_id=person_id).on_conflict_do_nothing())
    publish(tx, PeopleInvited, session_id=edition.id, programme_id=edition.programme_id, person_ids=[person_id])


def _refuse_who_has_a_place(tx: Transaction, edition: Edition, people: list[UUID]) -> None:
    taken = select(func.count()).where(Enrolment.programme_id == edition.programme_id, Enrolment.person_id.in_(people))
    if tx.scalars(taken).one():
        raise NomineeHasPlace()


def _note(tx: Transaction, edition: Edition, person_id: UUID, **values: Any) -> None:
    """In place of an earlier registration that lapsed, or that the person left."""
    known = {"edition_id": edition.id, "person_id": person_id, "programme_id": edition.programme_id}
    fresh = {"until": None, "partner_id": None, "pair_id": None, **values}
    tx.execute(
        insert(Registration)
        .values(**known, **fresh)
        .on_conflict_do_update(index_elements=[Registration.edition_id, Registration.person_id], set_=fresh)
    )


def _announce(tx: Transaction, event: Any, edition: Edition, person_id: UUID) -> None:
    publish(tx, event, person_id=person_id, programme_id=edition.programme_id, edition_id=edition.id)
