"""A city that has just begun: an introduction that was held, one to come with something to read, and a first group."""

from typing import TYPE_CHECKING

from deploy.demo_data import handbook
from shared.access import EDITOR

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

HELD_DAYS, TO_COME_DAYS, GROUP_DAYS = -12, 16, 30


def fill(filling: "Filling") -> None:
    chapter = handbook.publish(filling.as_role[EDITOR], filling.data["beginning"]["chapter"])
    street, policy = filling.level("street"), filling.level("policy")
    first = [*street[:18], *policy[:2]]
    filling.introduction(0, HELD_DAYS, first, absent=first[12:15])
    filling.introduction(1, TO_COME_DAYS, [*street[18:], *policy[2:]], reading=[chapter])
    group = filling.group(0, first[:11], [])
    filling.session(group, "training_day", GROUP_DAYS)
