from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared import clock
from tests.gateway.network.conftest import another_member, invite, join, member
from tests.gateway.visiting import Visitor

__all__ = ["another_member", "invite", "join", "member"]


def in_the_city(**later: int) -> datetime:
    """Local time, so much later than now."""
    return (clock.now() + timedelta(**later)).astimezone(ZoneInfo("Europe/Amsterdam"))


def typed(at: datetime) -> dict[str, Any]:
    """Day and time as they are filled in."""
    return {f"date-{part}": getattr(at, part) for part in ("day", "month", "year")} | {"start_time": f"{at:%H:%M}"}


@pytest.fixture
def planned() -> Callable[..., str]:
    """`planned(by=member, minutes=-15)`: the address of a new meeting, made by the API."""

    def planned(by: Visitor, informal: bool = False, title: str = "Spring meeting", **later: int) -> str:
        at = in_the_city(**(later or {"days": 7}))
        plan = {"date": at.date().isoformat(), "start_time": f"{at:%H:%M}", "place": "Library, room 2"}
        made = by.api("POST", "/network/meetings", title=title, informal=informal, **plan)
        return f"/network/meetings/{made['id']}"

    return planned
