"""The beginning of a day in the city: reminders of sessions, of records that are missing, and digests of the news.

One mail to each person for each of these, however much there is to tell. A day is begun once, by whichever replica
claims it first: the claim and all that it queues are one transaction.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.commands import queue_bundles
from services.notifications.intervisions import remind_of_those_between
from services.notifications.tables import Day, News, PersonConcerned, Reader
from services.notifications.tables import Session as PlannedSession
from services.notifications.the_board import news_of_members
from shared import clock
from shared.contracts import networks, trainings
from shared.contracts.fields import local
from shared.database import settings_of
from shared.errors import Refusal
from shared.ids import new_id
from shared.messaging.service import Resources

log = structlog.get_logger()

Items = Mapping[UUID, list[dict[str, Any]]]


@dataclass(frozen=True)
class Beginning:
    """`since`: the day before those that are begun, of which `today` is the last. `found`: what trainings answered,
    `network` what networks did; `members`: who is in the network, `of_members`: what is new there for those whose
    digest is due."""

    since: date
    today: date
    now: datetime
    last: Day | None
    found: dict[str, Any]
    network: dict[str, Any]
    members: list[UUID]
    of_members: Items

    @property
    def trainers(self) -> dict[UUID | None, list[UUID]]:
        return {each["group_id"]: each["person_ids"] for each in self.found["trainers"]}

    @property
    def coordinators(self) -> dict[UUID | None, list[UUID]]:
        return {each["programme_id"]: each["person_ids"] for each in self.found["coordinators"]}


def begin_the_day(resources: Resources) -> None:
    now = clock.now()
    today = rules.the_day_that_has_begun(local(now, resources.settings.time_zone), resources.settings.digest_at)
    if today is None:
        return
    with resources.database.transaction() as tx:
        last = tx.scalar(select(Day).order_by(Day.day.desc()).limit(1))
    if last is not None and last.day >= today:
        return
    since = rules.the_day_before_what_became_due(last.day if last else None, today)
    try:
        asked = {"since": since, "until": today, "nudge_days": list(rules.NUDGE_DAYS)}
        found = resources.call(trainings.outstanding, **asked).data
        network = resources.call(networks.meetings_outstanding, **asked).data
        members = resources.call(networks.member_ids).data["person_ids"]
        of_members = news_of_members(resources, members, today, now)
    except Refusal as refusal:
        log.warning("day_not_begun", code=refusal.code)
        return
    with resources.database.transaction() as tx:
        beginning = Beginning(since, today, now, last, found, network, members, of_members)
        if _claimed(tx, beginning):
            queue_bundles(tx, "session_reminder", _reminders(tx, beginning))
            _remind_of_intervisions(tx, beginning)
            queue_bundles(tx, "record_missing", _nudges(beginning))
            queue_bundles(tx, "minutes_missing", _minutes_missing(beginning))
            queue_bundles(tx, "digest", _digests(tx, beginning))
            log.info("day_begun", day=str(today))


def _claimed(tx: Session, beginning: Beginning) -> bool:
    """False when another replica was first; it waits until that one is through."""
    questions = {str(each["group_id"]): each["number"] for each in beginning.found["questions"]}
    day = {"day": beginning.today, "begun_at": beginning.now, "questions": questions}
    claim = insert(Day).values(day).on_conflict_do_nothing().returning(Day.day)
    return tx.scalar(claim) is not None


def _reminders(tx: Session, beginning: Beginning) -> Items:
    """To who takes part; who waits for a place hears of the session when they get one."""
    items: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for session in _sessions_to_remind_of(tx, beginning):
        concerned = select(PersonConcerned.person_id).where(
            PersonConcerned.about_id == (session.group_id or session.id),
            PersonConcerned.role.in_((rules.INVITED, rules.ENROLLED)),
        )
        for person_id in tx.scalars(concerned):
            items[person_id].append({"session_id": session.id})
    return items


def _remind_of_intervisions(tx: Session, beginning: Beginning) -> None:
    """The day before."""
    zone = ZoneInfo(settings_of(tx).time_zone)
    first, end = (datetime.combine(day + timedelta(days=2), time(), zone) for day in (beginning.since, beginning.today))
    remind_of_those_between(tx, max(first, beginning.now), end)


def _sessions_to_remind_of(tx: Session, beginning: Beginning) -> list[PlannedSession]:
    """By their start. A day on which nothing ran is made up for, as long as the session is to come."""
    settings = settings_of(tx)
    found: dict[UUID, PlannedSession] = {}
    for days in map(timedelta, settings.reminder_days):
        first, last = (
            datetime.combine(day + days + timedelta(days=1), time(), ZoneInfo(settings.time_zone))
            for day in (beginning.since, beginning.today)
        )
        to_come = select(PlannedSession).where(
            PlannedSession.starts_at >= max(first, beginning.now),
            PlannedSession.starts_at < last,
            PlannedSession.cancelled.is_(False),
        )
        found |= {session.id: session for session in tx.scalars(to_come)}
    return sorted(found.values(), key=lambda session: session.starts_at)


def _nudges(beginning: Beginning) -> Items:
    items: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for each in beginning.found["unrecorded"]:
        trainers = beginning.trainers.get(each["group_id"], [])
        coordinators = beginning.coordinators.get(each["programme_id"], [])
        for person_id in rules.who_is_nudged(each["days"], trainers, coordinators):
            items[person_id].append({"session_id": each["session_id"], "number": each["days"]})
    return items


def _minutes_missing(beginning: Beginning) -> Items:
    """Of meetings of the network: to who was there."""
    items: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for each in beginning.network["without_minutes"]:
        for person_id in each["person_ids"]:
            items[person_id].append({"meeting_id": each["meeting_id"], "number": each["days"]})
    return items


def _digests(tx: Session, beginning: Beginning) -> Items:
    """Nobody gets an empty one. Who reads none is not told later either."""
    _note_what_became_due(tx, beginning)
    tx.execute(delete(News).where(News.happened_at < beginning.now - rules.NEWS_AGE))
    news = list(tx.scalars(select(News).order_by(News.happened_at, News.id)))
    readers = {reader.person_id: reader for reader in tx.scalars(select(Reader))}
    items = {}
    counted = _by_person(news, beginning)
    for person_id in dict.fromkeys([*counted, *beginning.of_members]):
        reader = readers.get(person_id) or Reader(person_id=person_id, rhythm=rules.USUAL_RHYTHM, digested_at=None)
        if not rules.a_digest_is_due(reader.rhythm, beginning.today):
            continue
        told_until = rules.news_is_told_from(reader.digested_at, beginning.now)
        fresh = [each for each in counted.get(person_id, []) if each.happened_at > told_until]
        told = [*_summed(fresh), *beginning.of_members.get(person_id, [])]
        if told:
            items[person_id] = told
            reader.digested_at = beginning.now
            tx.add(reader)
    tx.flush()
    return items


def _note_what_became_due(tx: Session, beginning: Beginning) -> None:
    before = beginning.last.questions if beginning.last else {}
    due = [
        *({"kind": "follow_ups", **each} for each in beginning.found["follow_ups"]),
        *({"kind": "thanks", **each} for each in beginning.found["thanks"]),
        *({"kind": "minutes", "meeting_id": id_, "number": 1} for id_ in beginning.network["minuted"]),
    ]
    for each in beginning.found["questions"]:
        more = each["number"] - before.get(str(each["group_id"]), 0)
        if more > 0:
            due.append({"kind": "questions", **each, "number": more})
    for each in due:
        tx.add(News(id=new_id(), happened_at=beginning.now, **each))
    tx.flush()


def _by_person(news: Iterable[News], beginning: Beginning) -> dict[UUID, list[News]]:
    """To who runs the programme and who gives the group, once to who does both; or to the members of the network."""
    found: defaultdict[UUID, list[News]] = defaultdict(list)
    trainers, coordinators = beginning.trainers, beginning.coordinators
    for each in news:
        concerned = [*coordinators.get(each.programme_id, []), *trainers.get(each.group_id, [])]
        for person_id in dict.fromkeys(beginning.members if each.kind in rules.NETWORK_NEWS_KINDS else concerned):
            found[person_id].append(each)
    return found


def _summed(news: Iterable[News]) -> list[dict[str, Any]]:
    counted: Counter[tuple[Any, ...]] = Counter()
    for each in news:
        counted[(each.kind, each.group_id, each.session_id, each.meeting_id)] += each.number
    return [
        {"kind": kind, "group_id": group_id, "session_id": session_id, "meeting_id": meeting_id, "number": number}
        for (kind, group_id, session_id, meeting_id), number in counted.items()
    ]
