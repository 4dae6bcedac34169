from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import MeetingHasMinutes, MeetingIsCancelled, MeetingIsOver
from services.networks.queries import meetings, membership
from services.networks.tables import Meeting, MeetingPerson
from shared import clock
from shared.access import Actor
from shared.contracts import networks as contract
from shared.contracts.base import Event
from shared.contracts.networks import MeetingCancelled, MeetingMoved, MeetingPlanned
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid
from shared.ids import new_id
from shared.messaging.outbox import publish


def plan_meeting(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who plans it comes."""
    membership.refuse_a_stranger(tx, actor, writing=True)
    meeting = Meeting(
        id=new_id(), author_id=actor.id, informal=request["informal"], version=1, decisions=[], **_plan(tx, request)
    )
    tx.add(meeting)
    tx.flush()
    _answer(tx, meeting, actor, "yes")
    _announce(tx, MeetingPlanned, meeting)
    return {"id": meeting.id}


def change_meeting(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Any member may, and who supports the network: a room falls through, and somebody finds another."""
    membership.refuse_an_outsider(tx, actor, writing=True)
    meeting = meetings.locked(tx, request["meeting_id"])
    refuse_what_is_settled(meeting)
    if request["version"] != meeting.version:
        raise ChangedMeanwhile(current=contract.PlannedMeeting().dump(meeting))
    for field, value in _plan(tx, request).items():
        setattr(meeting, field, value)
    meeting.version += 1
    _announce(tx, MeetingMoved, meeting)


def cancel_meeting(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Also afterwards, of one that did not take place."""
    meeting = meetings.of_members(tx, actor, request["meeting_id"])
    if meeting.minutes is not None:
        raise MeetingHasMinutes()
    if meeting.state != "cancelled":
        meeting.state = "cancelled"
        _announce(tx, MeetingCancelled, meeting)


def answer_meeting(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    meeting = meetings.of_members(tx, actor, request["meeting_id"])
    refuse_what_is_settled(meeting)
    if meeting.ends_at <= clock.now():
        raise MeetingIsOver()
    _answer(tx, meeting, actor, request["reply"])


def forget_answers(tx: Session, person_id: UUID) -> None:
    """Of somebody who leaves the network: they are not expected at what is to come. Where they were, they were."""
    to_come = select(Meeting.id).where(Meeting.starts_at > clock.now())
    own = (MeetingPerson.person_id == person_id, MeetingPerson.meeting_id.in_(to_come))
    tx.execute(delete(MeetingPerson).where(*own))


def refuse_what_is_settled(meeting: Meeting) -> None:
    if meeting.state == "cancelled":
        raise MeetingIsCancelled()
    if meeting.minutes is not None:
        raise MeetingHasMinutes()


def _answer(tx: Session, meeting: Meeting, actor: Actor, reply: str) -> None:
    said = insert(MeetingPerson).values(meeting_id=meeting.id, person_id=actor.id, reply=reply)
    key = [MeetingPerson.meeting_id, MeetingPerson.person_id]
    tx.execute(said.on_conflict_do_update(index_elements=key, set_={"reply": reply}))


def _announce(tx: Session, event: type[Event], meeting: Meeting) -> None:
    """To every member but who said that they do not come."""
    refused = select(MeetingPerson.person_id).where(MeetingPerson.meeting_id == meeting.id, MeetingPerson.reply == "no")
    publish(
        tx,
        event,
        meeting_id=meeting.id,
        person_ids=membership.member_ids(tx, without=refused),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        revision=meeting.version,
    )


def _plan(tx: Session, request: dict[str, Any]) -> dict[str, Any]:
    """What the request says of the plan, complete; raises Invalid with all that is wrong in it."""
    time_zone, delivery = settings_of(tx).time_zone, request["delivery"]
    wrong = {}
    starts_at = rules.a_meeting_begins_at(request["date"], request["start_time"], time_zone)
    if starts_at is None:
        wrong["start_time"] = ["not_a_time"]
    if not rules.a_day_is_within_reach(request["date"], clock.today(time_zone)):
        wrong["date"] = ["date_too_far"]
    where = {
        "place": request["place"] if rules.it_needs_a_place(delivery) else None,
        "link": request["link"] if rules.it_needs_a_link(delivery) else None,
    }
    if rules.it_needs_a_place(delivery) and where["place"] is None:
        wrong["place"] = ["required"]
    if rules.it_needs_a_link(delivery) and where["link"] is None:
        wrong["link"] = ["required"]
    if wrong or starts_at is None:
        raise Invalid(wrong)
    ends_at = starts_at + timedelta(minutes=request["minutes"])
    return {"title": request["title"], "delivery": delivery, "starts_at": starts_at, "ends_at": ends_at, **where}
