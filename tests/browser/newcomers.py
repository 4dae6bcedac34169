"""Coordinators who are about to begin, each at another step of setting up."""

from datetime import timedelta
from uuid import UUID, uuid4

from shared import clock
from shared.access import COORDINATOR, Actor
from shared.contracts import identity, municipalities
from tests.city import City

BEGINNER, DRAFTER, PLANNER = "beginner", "drafter", "planner"
PASSWORD = "whoever begins has an hour"


def newcomers(city: City, area_id: str) -> dict[str, tuple[str, str]]:
    """Who -> address and password. One has nothing, one a draft from an example, one a programme."""
    people = {who: _account(city, who) for who in (BEGINNER, DRAFTER, PLANNER)}
    _start(city, people[DRAFTER], "renovation")
    programme_id = _start(city, people[PLANNER], "young_and_older")
    today = clock.today(city.settings.time_zone)
    period = {"starts_on": today, "ends_on": today + timedelta(days=400)}
    about = {"programme_id": programme_id, "area_ids": [UUID(area_id)], **period}
    city.ask(municipalities.save_programme, _actor(people[PLANNER]), key=str(uuid4()), **about)
    city.ask(municipalities.register_programme, _actor(people[PLANNER]), key=str(uuid4()), programme_id=programme_id)
    return {who: (_email(who), PASSWORD) for who in people}


def _account(city: City, who: str) -> UUID:
    account = {"name": "Nieuwe coördinator", "email": _email(who), "language": "nl", "password": PASSWORD}
    return city.caller(identity.register_account, **account, roles=[COORDINATOR]).data["id"]


def _start(city: City, person_id: UUID, example: str) -> UUID:
    started = {"example": example, "language": "nl"}
    return city.ask(municipalities.start_programme, _actor(person_id), key=str(uuid4()), **started).data["id"]


def _actor(person_id: UUID) -> Actor:
    return Actor(person_id, frozenset({COORDINATOR}))


def _email(who: str) -> str:
    return f"{who}@rotterdam.example"
