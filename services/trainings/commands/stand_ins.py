from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.commands import groups
from services.trainings.commands.arrangements import replace_roles, write_down_who_gives
from services.trainings.commands.sessions import refuse_the_cancelled
from services.trainings.errors import NotInGroup, SessionIsRecorded
from services.trainings.queries import facts
from services.trainings.queries.arrangements import arrangements_and_roles, role_as_data
from services.trainings.queries.next_session import TO_COME
from services.trainings.tables import Arrangements, Group, Session, Trainer
from shared.access import Actor


def assign_stand_in(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """For one session. The stand-in comes among the trainers of the group too, and so gets the mail and the rights;
    who gives the other sessions of the group is written down first, so that it stays as it is.
    """
    session = access.own_session(tx, actor, request["session_id"])
    access.lock_session(tx, session)
    refuse_the_cancelled(session)
    if session.state == "recorded":
        raise SessionIsRecorded()
    group = tx.get(Group, session.group_id) if session.group_id else None
    _write_down_all(tx, group)
    arranged, roles = arrangements_and_roles(tx, session.id)
    kept = [role_as_data(role) for role in roles if role.person_id != request["person_id"]]
    replace_roles(tx, session.id, [*_without(kept, request["instead_of"]), _stand_in(tx, request["person_id"])])
    if arranged is None:
        tx.add(Arrangements(session_id=session.id, version=1, interpreter="none"))
    else:
        arranged.version += 1
    if group is not None:
        groups.assign(tx, group, rules.each_once([*group.trainer_ids, request["person_id"]]))


def _write_down_all(tx: Transaction, group: Group | None) -> None:
    if group is None:
        return
    to_come = select(Session).where(Session.group_id == group.id, Session.state.in_(TO_COME)).order_by(Session.id)
    for session in tx.scalars(to_come).all():
        access.lock(tx, session)
        write_down_who_gives(tx, session, group)


def _without(roles: list[dict[str, Any]], person_id: UUID | None) -> list[dict[str, Any]]:
    """Whoever came to observe the absent one has nobody to observe, and is left out with them."""
    if person_id is None:
        return roles
    if person_id not in [role["person_id"] for role in roles]:
        raise NotInGroup()
    return [role for role in roles if person_id not in (role["person_id"], role["observed_id"])]


def _stand_in(tx: Transaction, person_id: UUID) -> dict[str, Any]:
    trainer = tx.get(Trainer, person_id)
    role = rules.the_step(facts.steps(), trainer.state).gives if trainer else None
    return {"person_id": person_id, "role": role or "trainer", "observed_id": None}
