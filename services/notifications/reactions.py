"""What others announced, turned into mails. Each asks for its mails only when it changes something."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications import folder, rules
from services.notifications.commands import queue
from services.notifications.tables import Mail, PersonConcerned
from services.notifications.tables import Session as PlannedSession
from shared import clock
from shared.database import settings_of

# The links of one survey are handed out together, so that the order of asking says nothing.
GATHERING = timedelta(seconds=3)


def account_invited(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "account_invitation", [event["person_id"]])


def password_reset_requested(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "password_reset", [event["person_id"]])


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    person_id = event["person_id"]
    tx.execute(delete(PersonConcerned).where(PersonConcerned.person_id == person_id))
    for mail_id in tx.scalars(delete(Mail).where(Mail.person_id == person_id).returning(Mail.id)):
        folder.remove(settings_of(tx).mail_dir, mail_id)


def session_planned(tx: Session, event: dict[str, Any]) -> None:
    """A new plan, or a change: only what is newer than what we know."""
    session = tx.get(PlannedSession, event["session_id"], with_for_update=True)
    if session is not None and session.revision >= event["revision"]:
        return
    kind = "session_planned" if session is None else "session_changed"
    session = session or PlannedSession(id=event["session_id"])
    for field in ("group_id", "starts_at", "ends_at", "revision"):
        setattr(session, field, event[field])
    tx.add(session)
    _tell_the_people_concerned(tx, kind, session)


def session_cancelled(tx: Session, event: dict[str, Any]) -> None:
    session = tx.get(PlannedSession, event["session_id"], with_for_update=True)
    if session is None or session.cancelled:
        return
    session.cancelled = True
    _tell_the_people_concerned(tx, "session_cancelled", session)


def people_invited(tx: Session, event: dict[str, Any]) -> None:
    session_id = event["session_id"]
    new = _concern(tx, session_id, event["person_ids"], rules.INVITED)
    session = tx.get(PlannedSession, session_id)
    if session is None or not _is_over(session):
        queue(tx, "introduction_invitation", new, about_id=session_id, role=rules.INVITED)


def person_enrolled(tx: Session, event: dict[str, Any]) -> None:
    if _concern(tx, event["group_id"], [event["person_id"]], rules.ENROLLED):
        _tell_of_group(tx, "promoted" if event["promoted"] else "place_in_group", event, rules.ENROLLED)


def person_waitlisted(tx: Session, event: dict[str, Any]) -> None:
    if _concern(tx, event["group_id"], [event["person_id"]], rules.WAITING):
        _tell_of_group(tx, "waiting_list", event, rules.WAITING)


def person_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    former = tx.scalar(
        delete(PersonConcerned)
        .where(PersonConcerned.about_id == event["group_id"], PersonConcerned.person_id == event["person_id"])
        .returning(PersonConcerned.role)
    )
    if former is not None:
        _tell_of_group(tx, "withdrawn", event, former)


def trainer_assigned(tx: Session, event: dict[str, Any]) -> None:
    if _concern(tx, event["group_id"], [event["person_id"]], rules.TRAINER):
        _tell_of_group(tx, "trainer_assigned", event, rules.TRAINER)


def group_formed(tx: Session, event: dict[str, Any]) -> None:
    """Trainers who no longer give the group hear no more of it."""
    tx.execute(
        delete(PersonConcerned).where(
            PersonConcerned.about_id == event["group_id"],
            PersonConcerned.role == rules.TRAINER,
            PersonConcerned.person_id.not_in(event["trainer_ids"]),
        )
    )


def feedback_requested(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "feedback_link", [event["person_id"]], about_id=event["survey_id"], after=GATHERING)


def network_invitation_made(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "network_invitation", [event["person_id"]], about_id=event["programme_id"])


def answer_written(tx: Session, event: dict[str, Any]) -> None:
    """To who asked, unless they were removed or answered themselves."""
    asker_id = event["asker_id"]
    if asker_id is not None and asker_id != event["author_id"]:
        queue(tx, "advice_answered", [asker_id], about_id=event["post_id"])


def _concern(tx: Session, about_id: UUID, person_ids: list[UUID], role: str) -> list[UUID]:
    """Notes the people's role; gives those for whom that is new."""
    statement = insert(PersonConcerned).values(
        [{"about_id": about_id, "person_id": person_id, "role": role} for person_id in dict.fromkeys(person_ids)]
    )
    return list(
        tx.scalars(
            statement.on_conflict_do_update(
                index_elements=[PersonConcerned.about_id, PersonConcerned.person_id],
                set_={"role": role},
                where=PersonConcerned.role != role,
            ).returning(PersonConcerned.person_id)
        )
    )


def _tell_the_people_concerned(tx: Session, kind: str, session: PlannedSession) -> None:
    if _is_over(session):
        return
    concerned = tx.execute(
        select(PersonConcerned.role, PersonConcerned.person_id)
        .where(PersonConcerned.about_id == (session.group_id or session.id))
        .order_by(PersonConcerned.person_id)
    )
    people: dict[str, list[UUID]] = {}
    for role, person_id in concerned:
        people.setdefault(role, []).append(person_id)
    for role in filter(rules.hears_of_sessions, people):
        queue(tx, kind, people[role], about_id=session.id, role=role)


def _tell_of_group(tx: Session, kind: str, event: dict[str, Any], role: str) -> None:
    queue(tx, kind, [event["person_id"]], about_id=event["group_id"], role=role)


def _is_over(session: PlannedSession) -> bool:
    return rules.a_session_that_is_over_needs_no_mail(session.ends_at, clock.now())
