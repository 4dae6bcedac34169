"""What comes of a meeting: who was there, minutes with decisions, and actions."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks.errors import MeetingHasNotBegun, MeetingIsCancelled, MeetingIsInformal
from services.networks.queries import meetings, membership, minutes
from services.networks.tables import Meeting, MeetingAction, MeetingPerson
from shared import clock
from shared.access import Actor
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id


def save_minutes(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By any member, as often as they need to be made better; members hear of them when they are written first."""
    meeting = _recorded(tx, actor, request["meeting_id"])
    if meeting.starts_at > clock.now():
        raise MeetingHasNotBegun()
    if request["version"] != meeting.minutes_version:
        raise ChangedMeanwhile(current=minutes.as_written(tx, meeting))
    _record_who_was_there(tx, meeting, request["present_ids"])
    meeting.minutes, meeting.decisions = request["text"], request["decisions"]
    meeting.minutes_by, meeting.minutes_at = actor.id, meeting.minutes_at or clock.now()
    meeting.minutes_version += 1


def add_action(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    meeting = _recorded(tx, actor, request["meeting_id"])
    owner_id = request["owner_id"]
    if owner_id is not None and owner_id not in membership.member_ids(tx):
        raise Invalid({"owner_id": ["no_member"]})
    told = {name: request[name] for name in ("text", "owner_id", "due_on")}
    action = MeetingAction(id=new_id(), meeting_id=meeting.id, **told)
    tx.add(action)
    return {"id": action.id}


def finish_action(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Or take it up again."""
    action = _action(tx, actor, request)
    action.done_at = (action.done_at or clock.now()) if request["done"] else None


def remove_action(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    tx.delete(_action(tx, actor, request))


def _recorded(tx: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    """One of which something is recorded."""
    meeting = meetings.of_members(tx, actor, meeting_id)
    if meeting.state == "cancelled":
        raise MeetingIsCancelled()
    if meeting.informal:
        raise MeetingIsInformal()
    return meeting


def _record_who_was_there(tx: Session, meeting: Meeting, present_ids: list[UUID]) -> None:
    if not set(present_ids) <= set(minutes.who_may_have_been_there(tx, meeting.id)):
        raise Invalid({"present_ids": ["no_member"]})
    tx.execute(update(MeetingPerson).where(MeetingPerson.meeting_id == meeting.id).values(present=False))
    if present_ids:
        rows = [{"meeting_id": meeting.id, "person_id": id_, "present": True} for id_ in dict.fromkeys(present_ids)]
        key = [MeetingPerson.meeting_id, MeetingPerson.person_id]
        tx.execute(insert(MeetingPerson).on_conflict_do_update(index_elements=key, set_={"present": True}), rows)


def _action(tx: Session, actor: Actor, request: dict[str, Any]) -> MeetingAction:
    meeting = meetings.of_members(tx, actor, request["meeting_id"])
    action = tx.get(MeetingAction, request["action_id"], populate_existing=True)
    if action is None or action.meeting_id != meeting.id:
        raise NotFound()
    return action
