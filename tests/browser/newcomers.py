"""Coordinators who are about to begin, each at another step of setting up: with nothing, with a draft from an example,
with a programme, with its first introduction."""

from datetime import timedelta
from uuid import UUID

from shared import clock
from shared.access import COORDINATOR
from shared.contracts import identity, municipalities
from tests.city import City
from tests.gateway.running_programme import Maker

BEGINNER, DRAFTER, PLANNER, HOST = "beginner", "drafter", "planner", "host"
PASSWORD = "whoever begins has an hour"


def newcomers(city: City, area_id: str) -> dict[str, tuple[str, str]]:
    """Who -> address and password."""
    people = {who: _account(city, who) for who in (BEGINNER, DRAFTER, PLANNER, HOST)}
    make = {who: Maker(city, person_id) for who, person_id in people.items()}
    make[DRAFTER](municipalities.start_programme, example="renovation", language="nl")
    today = clock.today(city.settings.time_zone)
    registered = {who: make[who].programme(area_ids=[UUID(area_id)]) for who in (PLANNER, HOST)}
    make[HOST].introduction(registered[HOST], today + timedelta(days=30), "Hoe polarisatie werkt")
    return {who: (_email(who), PASSWORD) for who in people}


def _account(city: City, who: str) -> UUID:
    account = {"name": "Nieuwe coördinator", "email": _email(who), "language": "nl", "password": PASSWORD}
    return city.caller(identity.register_account, **account, roles=[COORDINATOR]).data["id"]


def _email(who: str) -> str:
    return f"{who}@rotterdam.example"
