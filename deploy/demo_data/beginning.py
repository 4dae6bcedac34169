"""A city that has just begun: an introduction that was held, one to come with something to read, and a first group."""

from typing import TYPE_CHECKING, Any

from deploy.demo_data import handbook
from shared.access import COORDINATOR, EDITOR

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

HELD_DAYS, TO_COME_DAYS, GROUP_DAYS = -12, 16, 30


def fill(filling: "Filling") -> None:
    told = filling.data["beginning"]
    street, policy = filling.level("street"), filling.level("policy")
    first = [*street[:18], *policy[:2]]
    filling.introduction(0, HELD_DAYS, first, absent=first[12:15])
    to_come = filling.introduction(1, TO_COME_DAYS, [*street[18:], *policy[2:]])
    group = filling.group(0, first[:11], [])
    filling.session(group, "training_day", GROUP_DAYS)
    _to_read(filling, to_come, handbook.publish(filling.as_role[EDITOR], told["chapter"]))


def _to_read(filling: "Filling", session: str, chapter: str) -> None:
    coordinator, address = filling.as_role[COORDINATOR], f"/sessions/{session}/arrangements"
    arranged: dict[str, Any] = coordinator("GET", address)
    if not arranged["reading"]:
        coordinator("PUT", address, version=arranged["version"], reading=[chapter])
