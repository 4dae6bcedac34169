from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.commands.sessions import announce_plan, planned, refuse_the_cancelled
from services.trainings.errors import NotAnIntroduction
from services.trainings.tables import Invitation, Session
from shared.access import Actor
from shared.contracts.trainings import EVENT_PEOPLE, MOST_INVITED, PeopleInvited
from shared.errors import Invalid
from shared.messaging.outbox import publish


def plan_introduction(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = access.own_programme(tx, actor, request["programme_id"])
    session = planned(tx, request, kind="introduction", programme_id=programme.id)
    announce_plan(tx, session)
    return {"id": session.id}


def invite_people(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Also to an introduction that was held: who came unannounced is invited afterwards, and then recorded."""
    session = access.own_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    if session.kind != "introduction":
        raise NotAnIntroduction()
    refuse_the_cancelled(session)
    people = rules.each_once(request["person_ids"])
    added = _add(tx, session, people)
    invited = [person_id for person_id in people if person_id in added]
    _refuse_too_many(tx, session)
    for start in range(0, len(invited), EVENT_PEOPLE):
        publish(
            tx,
            PeopleInvited,
            session_id=session.id,
            programme_id=session.programme_id,
            person_ids=invited[start : start + EVENT_PEOPLE],
        )
    return {"invited": len(invited), "already": len(people) - len(invited)}


def _add(tx: Transaction, session: Session, people: list[UUID]) -> set[UUID]:
    """Who was not invited before."""
    return set(
        tx.scalars(
            insert(Invitation).on_conflict_do_nothing().returning(Invitation.person_id),
            [{"session_id": session.id, "person_id": person_id} for person_id in people],
        )
    )


def _refuse_too_many(tx: Transaction, session: Session) -> None:
    """A record lists everybody, so there is an end to them."""
    everybody = select(func.count()).select_from(Invitation).where(Invitation.session_id == session.id)
    if tx.scalars(everybody).one() > MOST_INVITED:
        raise Invalid({"person_ids": [f"too_many:{MOST_INVITED}"]})
