from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest

from services.municipalities import commands
from services.municipalities.service import MunicipalitiesService
from shared.contracts import municipalities as contract
from shared.contracts.base import Event, load
from shared.messaging import inbox, read_models


@pytest.fixture
def tell(tx) -> Callable[..., None]:
    """Lets events arrive together, as the bus brings them: `tell((trainings.GroupFormed, {"group_id": ...}), ...)`."""

    def arrive(*told: tuple[type[Event], dict[str, Any]]) -> None:
        for event, run in groupby(told, lambda each: each[0]):
            events = [load(event, event().dump(body)) for _, body in run]
            for subscribed, reaction in read_models.subscribed(MunicipalitiesService):
                if subscribed is event:
                    takes_many = inbox.takes_together(reaction)
                    for taken in [events] if takes_many else events:
                        reaction(tx, taken)

    return arrive


def complete(area_id: UUID) -> dict[str, Any]:
    return {
        "name": "Rotterdam-Zuid",
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2027, 12, 31),
        "initiating_domain": "safety_and_order",
        "trigger": "Youth workers and police meet the same us-versus-them talk.",
        "area_ids": [area_id],
        "vision": "People who disagree keep talking.",
        "sectors": ["police", "youth_work"],
    }


@pytest.fixture
def area_id(ask, coordinator) -> UUID:
    return ask(contract.add_area, commands.add_area, coordinator, name="Bloemhof")["id"]


@pytest.fixture
def draft(ask, coordinator) -> UUID:
    return ask(contract.start_programme, commands.start_programme, coordinator)["id"]


@pytest.fixture
def registered(ask, coordinator, draft, area_id) -> UUID:
    ask(contract.save_programme, commands.save_programme, coordinator, programme_id=draft, **complete(area_id))
    ask(contract.register_programme, commands.register_programme, coordinator, programme_id=draft)
    return draft
