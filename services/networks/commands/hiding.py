"""What was hidden comes back, or goes for good."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.tables import Answer, Hiding, Post, Report
from shared import clock


def corrected(tx: Session, subject: Post | Answer) -> None:
    if rules.a_correction_shows_it_again(subject.hidden_for):
        subject.hidden_for = None
        over(tx, subject.id, "corrected")


def gone(tx: Session, post_id: UUID, answer_ids: Sequence[UUID] | None = None) -> None:
    """Deleted by its author, the post with all that stood under it or these answers: nothing is left to decide."""
    for table, ended in ((Hiding, Hiding.ended_at), (Report, Report.decided_at)):
        of_it = [table.post_id == post_id, *([table.subject_id.in_(answer_ids)] if answer_ids else [])]
        values = {"outcome": "gone", ended.key: clock.now()} | ({"person_id": None} if table is Report else {})
        tx.execute(update(table).where(*of_it, ended.is_(None)).values(values))


def over(tx: Session, subject_id: UUID, outcome: str) -> None:
    standing = update(Hiding).where(Hiding.subject_id == subject_id, Hiding.ended_at.is_(None))
    tx.execute(standing.values(outcome=outcome, ended_at=clock.now()))
