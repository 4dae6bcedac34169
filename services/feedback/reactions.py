from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.feedback import rules
from services.feedback.commands import planned_activities, waves
from services.feedback.tables import (
    Coordinator,
    CourseSession,
    Group,
    Invitation,
    Merge,
    Participant,
    SessionTechnique,
    Trainer,
)
from shared.database import merging
from shared.database.merging import Held

AFTER_THE_COURSE = ("t1", "t3", "t6")

# Everything that names a person here; a test sees that nothing is left out.
PLACES = (
    Held(Coordinator, apart=("programme_id",)),
    Held(Trainer, apart=("group_id",)),
    Held(Invitation, apart=("survey_id",)),
    Held(Participant, apart=("group_id",), better=rules.what_either_has),
)


def programme_told(tx: Session, event: dict[str, Any]) -> None:
    """Registered or changed: the event names all coordinators."""
    programme_id = event["programme_id"]
    tx.execute(delete(Coordinator).where(Coordinator.programme_id == programme_id))
    for person_id in set(event["coordinator_ids"]):
        tx.execute(insert(Coordinator).values(programme_id=programme_id, person_id=person_id))


def group_formed(tx: Session, event: dict[str, Any]) -> None:
    """Formed or changed: the event names all trainers."""
    group_id = event["group_id"]
    tx.merge(Group(id=group_id, programme_id=event["programme_id"]))
    tx.execute(delete(Trainer).where(Trainer.group_id == group_id))
    for person_id in set(event["trainer_ids"]):
        tx.execute(insert(Trainer).values(group_id=group_id, person_id=person_id))


def session_planned(tx: Session, event: dict[str, Any]) -> None:
    """Planned or changed. Waves that have not opened go along by themselves."""
    if event["group_id"] is None:
        return
    session = tx.get(CourseSession, event["session_id"], with_for_update=True)
    if session is not None and session.revision >= event["revision"]:
        return
    session = session or CourseSession(id=event["session_id"])
    for field in ("group_id", "programme_id", "kind", "starts_at", "revision"):
        setattr(session, field, event[field])
    tx.add(session)
    tx.flush()
    if session.kind == "training_day":
        waves.follow_the_training_day(tx, session)


def session_cancelled(tx: Session, event: dict[str, Any]) -> None:
    tx.execute(update(CourseSession).where(CourseSession.id == event["session_id"]).values(cancelled=True))
    planned_activities.follow_session(tx, event["session_id"], rules.CALLED_OFF)


def session_recorded(tx: Session, event: dict[str, Any]) -> None:
    planned_activities.follow_session(tx, event["session_id"], rules.DONE)
    if event["group_id"] is not None:
        about = {"session_id": event["session_id"], "group_id": event["group_id"]}
        tx.execute(delete(SessionTechnique).where(SessionTechnique.session_id == event["session_id"]))
        tx.add_all(SessionTechnique(**about, technique=code) for code in event["techniques"])


@merging.following(Merge)
def person_enrolled(tx: Session, event: dict[str, Any]) -> None:
    """Who gets a place while the group is being asked, is asked too."""
    _note(tx, event, has_place=True)
    _ask(tx, event, "t0")


@merging.following(Merge)
def person_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    _note(tx, event, has_place=False)
    _take_back(tx, event, "t0")


@merging.following(Merge)
def course_completed(tx: Session, event: dict[str, Any]) -> None:
    """The first of a group opens its survey after the course. A survey that is over invites nobody any more."""
    _note(tx, event, completed=True)
    if waves.survey_of(tx, event["group_id"], "t1") is None:
        waves.open_after_the_course(tx, event["group_id"], event["programme_id"])
    _ask(tx, event, *AFTER_THE_COURSE)


@merging.following(Merge)
def course_completion_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    _note(tx, event, completed=False)
    _take_back(tx, event, *AFTER_THE_COURSE)


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """How many were invited stays as it was."""
    merging.forget(tx, Merge, event["person_id"])
    for table in (Invitation, Participant, Coordinator, Trainer):
        tx.execute(delete(table).where(table.person_id == event["person_id"]))


def person_merged(tx: Session, event: dict[str, Any]) -> None:
    """How many links went out stays as it was: who has two of them can't be told, nor which."""
    merging.merge(tx, Merge, PLACES, event["kept_id"], event["dropped_id"])


def person_merge_undone(tx: Session, event: dict[str, Any]) -> None:
    merging.undo(tx, Merge, PLACES, event["dropped_id"])


def _note(tx: Session, event: dict[str, Any], **state: bool) -> None:
    """What is so now of a person in a group."""
    who = {"group_id": event["group_id"], "person_id": event["person_id"]}
    noted = insert(Participant).values({"has_place": False, "completed": False} | who | state)
    tx.execute(noted.on_conflict_do_update(index_elements=[Participant.group_id, Participant.person_id], set_=state))


def _ask(tx: Session, event: dict[str, Any], *asked: str) -> None:
    for wave in asked:
        survey = waves.survey_of(tx, event["group_id"], wave)
        if survey is not None:
            waves.invite(tx, survey, event["person_id"])


def _take_back(tx: Session, event: dict[str, Any], *asked: str) -> None:
    for wave in asked:
        survey = waves.survey_of(tx, event["group_id"], wave)
        if survey is not None:
            waves.take_back(tx, survey, event["person_id"])
