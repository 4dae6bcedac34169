from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import queries, rules
from services.networks.tables import Answer, Completion, Invitation, Member, Post
from shared.contracts.networks import NetworkInvitationMade, NetworkInvitationWithdrawn
from shared.messaging.outbox import publish


def course_completed(tx: Session, event: dict[str, Any]) -> None:
    """Each person is invited once, however many courses they complete."""
    person_id, programme_id = event["person_id"], event["programme_id"]
    queries.locked_invitation(tx, person_id)
    tx.execute(insert(Completion).values(person_id=person_id, group_id=event["group_id"]).on_conflict_do_nothing())
    made = tx.execute(
        insert(Invitation)
        .values(person_id=person_id, programme_id=programme_id, state="open")
        .on_conflict_do_nothing()
        .returning(Invitation.person_id)
    ).first()
    if made is not None:
        publish(tx, NetworkInvitationMade, person_id=person_id, programme_id=programme_id)


def course_completion_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    person_id = event["person_id"]
    invitation = queries.locked_invitation(tx, person_id)
    tx.execute(delete(Completion).where(Completion.person_id == person_id, Completion.group_id == event["group_id"]))
    left = tx.scalar(select(func.count()).select_from(Completion).where(Completion.person_id == person_id)) or 0
    if invitation is not None and rules.an_invitation_can_be_taken_back(invitation.state, left):
        tx.delete(invitation)
        tx.flush()
        publish(tx, NetworkInvitationWithdrawn, person_id=person_id, programme_id=invitation.programme_id)


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """What they wrote stays, without their id."""
    person_id = event["person_id"]
    for table in (Completion, Invitation, Member):
        tx.execute(delete(table).where(table.person_id == person_id))
    for written in (Post, Answer):
        tx.execute(update(written).where(written.author_id == person_id).values(author_id=None))
