"""When a meeting is, who changes what of it, and who is asked for its minutes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

Item = TypeVar("Item")

FURTHEST = timedelta(days=2 * 366)


def a_meeting_begins_at(day: date, at: time, time_zone: str) -> datetime | None:
    """None for a time that the clocks leave out when summer begins."""
    if at.tzinfo is not None:
        return None
    local = datetime.combine(day, at, ZoneInfo(time_zone))
    moment = local.astimezone(UTC)
    there_is = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
    return moment if there_is else None


def a_day_is_within_reach(day: date, today: date) -> bool:
    """A meeting that was forgotten to be planned may be planned afterwards, for its minutes."""
    return today - FURTHEST <= day <= today + FURTHEST


def it_needs_a_place(delivery: str) -> bool:
    return delivery != "online"


def it_needs_a_link(delivery: str) -> bool:
    return delivery != "on_site"


def whoever_put_it_on_the_agenda_changes_it(author_id: UUID | None, person_id: UUID) -> bool:
    """What nobody is left to look after is everybody's."""
    return author_id is None or author_id == person_id


def with_one_moved(items: Sequence[Item], item: Item, direction: str) -> list[Item]:
    """One place up or down; at the end it stays."""
    order = list(items)
    at = order.index(item)
    to = min(max(at + (1 if direction == "down" else -1), 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return order


def who_is_asked_for_minutes(present: Sequence[UUID], said_yes: Sequence[UUID], planner: UUID | None) -> list[UUID]:
    """Who was there; while that is not recorded, who said yes; at last who planned it."""
    return [*(present or said_yes or ([planner] if planner else []))]


def what_one_person_said_of_a_meeting(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of two records of one person: an answer before none, and who was seen was there."""
    replies = [row["reply"] for row in (one, other) if row["reply"]]
    seen = [row["present"] for row in (one, other) if row["present"] is not None]
    return one | {"reply": replies[0] if replies else None, "present": any(seen) if seen else None}
