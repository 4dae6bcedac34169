from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from services.networks.queries.membership import is_member, refuse_a_stranger, refuse_an_outsider
from services.networks.queries.pages import page_of_rows
from services.networks.tables import AgendaItem, Initiative, Meeting, MeetingAction, MeetingPerson, Member
from shared import clock
from shared.access import Actor
from shared.contracts.networks import MOST_ITEMS, MOST_MEETINGS
from shared.errors import NotFound

A_YEAR = timedelta(days=365)
PLAN = tuple(
    getattr(Meeting, name)
    for name in ("id", "title", "state", "informal", "starts_at", "ends_at", "delivery", "place", "link", "version")
)


def meetings(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that are over the latest first, those to come the next first."""
    refuse_an_outsider(tx, actor)
    if request["past"]:
        statement = _summaries(actor).where(Meeting.ends_at <= clock.now()).order_by(Meeting.starts_at.desc())
    else:
        statement = _summaries(actor).where(Meeting.ends_at > clock.now()).order_by(Meeting.starts_at)
    return page_of_rows(tx, statement.order_by(Meeting.id), request)


def meetings_to_come(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    refuse_a_stranger(tx, actor)
    to_come = select(*PLAN).where(Meeting.ends_at > clock.now(), Meeting.state == "planned")
    return {"meetings": _rows(tx, to_come.order_by(Meeting.starts_at, Meeting.id).limit(MOST_MEETINGS))}


def my_meetings(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The cancelled ones too, so that a calendar can say so. Of who is no member: none."""
    member = select(Member.person_id).where(Member.person_id == actor.id)
    refused = select(MeetingPerson.meeting_id).where(MeetingPerson.person_id == actor.id, MeetingPerson.reply == "no")
    statement = select(*PLAN).where(member.exists(), Meeting.id.not_in(refused), Meeting.ends_at > clock.now() - A_YEAR)
    if request["meeting_id"] is not None:
        statement = statement.where(Meeting.id == request["meeting_id"])
    latest_first = statement.order_by(Meeting.starts_at.desc(), Meeting.id).limit(MOST_MEETINGS)
    return {"meetings": _rows(tx, latest_first)}


def meeting_details(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mails."""
    return {"meetings": _rows(tx, _summaries(actor).where(Meeting.id.in_(request["meeting_ids"])))}


def meeting(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who supports the network without being a member is told of the plan alone."""
    inside = is_member(tx, actor)
    if not inside:
        refuse_an_outsider(tx, actor)
    found = tx.get(Meeting, request["meeting_id"])
    if found is None:
        raise NotFound()
    actions = _actions(tx, found) if inside else []
    return {column.key: getattr(found, column.key) for column in PLAN} | {
        "author_id": found.author_id,
        "people": _people(tx, found.id),
        "agenda": _agenda(tx, found.id),
        "minutes": found.minutes if inside else None,
        "minutes_by": found.minutes_by,
        "minutes_at": found.minutes_at,
        "decisions": found.decisions if inside else [],
        "actions": [action for action in actions if action["meeting_id"] == found.id],
        "open_actions": [action for action in actions if action["meeting_id"] != found.id],
    }


def of_members(tx: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    """For a member to change something of it; every change waits for the one before."""
    refuse_a_stranger(tx, actor, writing=True)
    return locked(tx, meeting_id)


def locked(tx: Session, meeting_id: UUID) -> Meeting:
    found = tx.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def items_of(tx: Session, meeting_id: UUID) -> list[AgendaItem]:
    """In their order."""
    items = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(tx.scalars(items.order_by(AgendaItem.position, AgendaItem.id)))


def _summaries(actor: Actor) -> Select[*tuple[Any, ...]]:
    own = (
        select(MeetingPerson.reply)
        .where(MeetingPerson.meeting_id == Meeting.id, MeetingPerson.person_id == actor.person_id)
        .scalar_subquery()
    )
    return select(
        *PLAN,
        _replies("yes").label("coming"),
        _replies("maybe").label("maybe"),
        select(func.count()).where(AgendaItem.meeting_id == Meeting.id).scalar_subquery().label("agenda_items"),
        own.label("reply"),
        Meeting.minutes_at.is_not(None).label("has_minutes"),
    )


def _replies(reply: str) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(MeetingPerson.meeting_id == Meeting.id, MeetingPerson.reply == reply)
        .scalar_subquery()
    )


def _people(tx: Session, meeting_id: UUID) -> list[dict[str, Any]]:
    columns = (MeetingPerson.person_id, MeetingPerson.reply, MeetingPerson.present)
    return _rows(tx, select(*columns).where(MeetingPerson.meeting_id == meeting_id).order_by(MeetingPerson.person_id))


def _agenda(tx: Session, meeting_id: UUID) -> list[dict[str, Any]]:
    own = (AgendaItem.id, AgendaItem.text, AgendaItem.minutes, AgendaItem.author_id, AgendaItem.initiative_id)
    return _rows(
        tx,
        select(*own, Initiative.title.label("initiative_title"))
        .outerjoin(Initiative, Initiative.id == AgendaItem.initiative_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id),
    )


def _actions(tx: Session, meeting: Meeting) -> list[dict[str, Any]]:
    """Its own; while it has no minutes, also what is open of earlier ones, to come back to."""
    wanted = MeetingAction.meeting_id == meeting.id
    if meeting.minutes is None and not meeting.informal and meeting.state == "planned":
        earlier = and_(Meeting.starts_at < meeting.starts_at, MeetingAction.done_at.is_(None))
        wanted = or_(wanted, earlier)
    about = (MeetingAction.id, MeetingAction.meeting_id, MeetingAction.text, MeetingAction.owner_id)
    return _rows(
        tx,
        select(
            *about,
            MeetingAction.due_on,
            MeetingAction.done_at.is_not(None).label("done"),
            Meeting.title.label("meeting_title"),
            Meeting.starts_at.label("meeting_at"),
        )
        .join(Meeting, Meeting.id == MeetingAction.meeting_id)
        .where(wanted)
        .order_by(MeetingAction.done_at.is_not(None), MeetingAction.due_on.nulls_last(), MeetingAction.id)
        .limit(MOST_ITEMS),
    )


def _rows(tx: Session, statement: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [row._asdict() for row in tx.execute(statement)]
