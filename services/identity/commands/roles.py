from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.identity import audit, rules
from services.identity.errors import LastOperator, RoleNotYours
from services.identity.queries.people import locked
from services.identity.tables import Account, Role
from shared.access import OPERATOR, Actor
from shared.contracts.identity import AccountInvited, RoleGiven, RoleWithdrawn
from shared.messaging.outbox import publish


def give_role(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    _refuse_a_role_of_others(actor, request["role"])
    person_id = locked(tx, request["person_id"]).id
    given = give(tx, person_id, request["role"], by=actor.person_id)
    if given and tx.get(Account, person_id) is None:  # a role is for somebody who can sign in
        publish(tx, AccountInvited, person_id=person_id)


def withdraw_role(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    _refuse_a_role_of_others(actor, request["role"])
    person_id = locked(tx, request["person_id"]).id
    if request["role"] == OPERATOR:
        refuse_to_lose_the_last_operator(tx, person_id)
    withdraw(tx, person_id, request["role"], by=actor.person_id)


def give(tx: Session, person_id: UUID, role: str, *, by: UUID | None) -> bool:
    """Whether the person did not have it before."""
    given = tx.execute(
        insert(Role).values(person_id=person_id, role=role).on_conflict_do_nothing().returning(Role.role)
    ).first()
    if given is None:
        return False
    audit.note(tx, by, "role_given", person_id, role)
    publish(tx, RoleGiven, person_id=person_id, role=role)
    return True


def withdraw(tx: Session, person_id: UUID, role: str, *, by: UUID | None) -> None:
    withdrawn = tx.execute(
        delete(Role).where(Role.person_id == person_id, Role.role == role).returning(Role.role)
    ).first()
    if withdrawn is not None:
        audit.note(tx, by, "role_withdrawn", person_id, role)
        publish(tx, RoleWithdrawn, person_id=person_id, role=role)


def held(tx: Session, person_id: UUID) -> set[str]:
    return set(tx.scalars(select(Role.role).where(Role.person_id == person_id)))


def refuse_to_lose_the_last_operator(tx: Session, person_id: UUID) -> None:
    """Locks all operators, so that two of them can't be let go of at once."""
    operators = tx.scalars(
        select(Role.person_id).where(Role.role == OPERATOR).order_by(Role.person_id).with_for_update()
    )
    if set(operators) == {person_id}:
        raise LastOperator()


def _refuse_a_role_of_others(actor: Actor, role: str) -> None:
    if not rules.may_give(actor.roles, role):
        raise RoleNotYours()
