"""What others announced, turned into mails. Each asks for its mails only when it changes something."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications import folder, rules
from services.notifications.commands import queue
from services.notifications.tables import Bundle, Mail, Merge, News, PersonConcerned, Reader
from services.notifications.tables import Session as PlannedSession
from shared import clock, context
from shared.database import merging, settings_of
from shared.database.merging import Held
from shared.ids import new_id

# The links of one survey are handed out together, so that the order of asking says nothing.
GATHERING = timedelta(seconds=3)

# Everything that names a person here; a test sees that nothing is left out. Of two mails that say the same each keeps
# the id it went to: identity knows the address of both.
PLACES = (
    Held(PersonConcerned, apart=("about_id",), better=rules.the_better_role),
    Held(Mail, apart=("cause_id", "kind"), stays=True),
    Held(Reader, apart=()),
    Held(Bundle),
)


def account_invited(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "account_invitation", [event["person_id"]])


def password_reset_requested(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "password_reset", [event["person_id"]])


def personal_link_requested(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "personal_link", [event["person_id"]])


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    person_id = event["person_id"]
    merging.forget(tx, Merge, person_id)
    for kept in (PersonConcerned, Reader, Bundle):
        tx.execute(delete(kept).where(kept.person_id == person_id))
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


@merging.following(Merge)
def people_invited(tx: Session, event: dict[str, Any]) -> None:
    session_id = event["session_id"]
    new = _concern(tx, session_id, event["person_ids"], rules.INVITED)
    session = tx.get(PlannedSession, session_id)
    if session is None or not _is_over(session):
        queue(tx, "introduction_invitation", new, about_id=session_id, role=rules.INVITED)


@merging.following(Merge)
def person_enrolled(tx: Session, event: dict[str, Any]) -> None:
    _note_news(tx, "registered", event)
    if _concern(tx, event["group_id"], [event["person_id"]], rules.ENROLLED):
        _tell_of_group(tx, "promoted" if event["promoted"] else "place_in_group", event, rules.ENROLLED)


@merging.following(Merge)
def person_waitlisted(tx: Session, event: dict[str, Any]) -> None:
    _note_news(tx, "waitlisted", event)
    if _concern(tx, event["group_id"], [event["person_id"]], rules.WAITING):
        _tell_of_group(tx, "waiting_list", event, rules.WAITING)


@merging.following(Merge)
def person_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    _note_news(tx, "withdrawn", event)
    former = tx.scalar(
        delete(PersonConcerned)
        .where(PersonConcerned.about_id == event["group_id"], PersonConcerned.person_id == event["person_id"])
        .returning(PersonConcerned.role)
    )
    if former is not None:
        _tell_of_group(tx, "withdrawn", event, former)


@merging.following(Merge)
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


def registration_asked(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "registration_confirmation", [event["person_id"]], about_id=event["edition_id"])


def nominations_asked(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "nomination_request", [event["person_id"]], about_id=event["group_id"], partner_id=event["partner_id"])


def certificate_issued(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "certificate_issued", [event["person_id"]], about_id=event["certificate_id"])


def certificate_renewed(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "certificate_renewed", [event["person_id"]], about_id=event["certificate_id"])


def certificate_revoked(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "certificate_revoked", [event["person_id"]], about_id=event["certificate_id"])


def thank_you_sent(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "thank_you", [event["person_id"]], about_id=event["thank_you_id"])


def feedback_requested(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "feedback_link", [event["person_id"]], about_id=event["survey_id"], after=GATHERING)


@merging.following(Merge)
def survey_half_way(tx: Session, event: dict[str, Any]) -> None:
    """To everybody whose link has left: nobody knows who answered."""
    links = select(Mail.person_id).where(Mail.kind == "feedback_link", Mail.about_id == event["survey_id"])
    told = set(tx.scalars(links.where(Mail.sent_at.is_not(None))))
    people = [person_id for person_id in event["person_ids"] if person_id in told]
    queue(tx, "feedback_reminder", people, about_id=event["survey_id"])


@merging.following(Merge)
def report_back_published(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "report_back", event["person_ids"], about_id=event["report_back_id"])


def network_invitation_made(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "network_invitation", [event["person_id"]], about_id=event["programme_id"])


def advice_asked(tx: Session, event: dict[str, Any]) -> None:
    _tell_once_a_day(tx, "advice_asked", event["person_id"], event["post_id"])


def answer_written(tx: Session, event: dict[str, Any]) -> None:
    """To who asked, unless they were removed or answered themselves. Of what needs no answer the digest tells."""
    asker_id = event["asker_id"]
    is_asked_for = event["kind"] is None or rules.an_answer_is_told_at_once(event["kind"])
    if asker_id is not None and asker_id != event["author_id"] and is_asked_for:
        _tell_once_a_day(tx, "advice_answered", asker_id, event["post_id"])


def post_reported(tx: Session, event: dict[str, Any]) -> None:
    """For the digest of who runs the programme; a post whose author has left belongs to none."""
    if event["programme_id"] is not None:
        _note_news(tx, "reported", event | {"group_id": None})


def post_hidden(tx: Session, event: dict[str, Any]) -> None:
    if event["author_id"] is not None:
        queue(tx, "post_hidden", [event["author_id"]], about_id=event["subject_id"])


def second_look_given(tx: Session, event: dict[str, Any]) -> None:
    if event["author_id"] is not None:
        queue(tx, "second_look_given", [event["author_id"]], about_id=event["subject_id"])


def _tell_once_a_day(tx: Session, kind: str, person_id: UUID, post_id: UUID) -> None:
    last = tx.scalar(select(func.max(Mail.queued_at)).where(Mail.person_id == person_id, Mail.kind == kind))
    if not rules.one_a_day_is_enough(last, clock.now()):
        queue(tx, kind, [person_id], about_id=post_id)


def material_added(tx: Session, event: dict[str, Any]) -> None:
    _note_news(tx, "material", event)


def provider_date_planned(tx: Session, event: dict[str, Any]) -> None:
    """Or moved; what was cancelled leaves the calendars by itself."""
    _note_news(tx, "provider_dates", event)


def membership_ending(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "membership_ending", [event["person_id"]])


@merging.following(Merge)
def trainee_named(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "trainee_named", [event["person_id"]], about_id=event["training_id"])


@merging.following(Merge)
def buddies_proposed(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "buddy_proposed", event["person_ids"])


@merging.following(Merge)
def buddies_paired(tx: Session, event: dict[str, Any]) -> None:
    queue(tx, "buddies_paired", event["person_ids"])


def _note_news(tx: Session, kind: str, event: dict[str, Any]) -> None:
    """For the digests of those who run the programme and give the group, or else of the members of the network; the
    same event is news once."""
    cause = context.current().causation_id
    statement = insert(News).values(
        id=new_id(),
        kind=kind,
        programme_id=event.get("programme_id"),
        group_id=event.get("group_id"),
        number=1,
        happened_at=clock.now(),
        cause_id=UUID(cause) if cause else None,
    )
    tx.execute(statement.on_conflict_do_nothing())


def person_merged(tx: Session, event: dict[str, Any]) -> None:
    """Nobody is told twice from now on."""
    merging.merge(tx, Merge, PLACES, event["kept_id"], event["dropped_id"])


def person_merge_undone(tx: Session, event: dict[str, Any]) -> None:
    merging.undo(tx, Merge, PLACES, event["dropped_id"])


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
