"""Intervisions that are planned, running or held, without anybody who opens a page."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared import clock
from shared.access import Actor
from shared.contracts import networks
from shared.contracts.fields import local
from tests.city import City

SOON = timedelta(minutes=30)


def a_plan(city: City, starts_in: timedelta = SOON) -> dict[str, Any]:
    """Of one whose room is open already."""
    starts_at: datetime = local(clock.now() + starts_in, city.settings.time_zone).replace(second=0, microsecond=0)
    return {"method": "rounds", "date": starts_at.date(), "start_time": starts_at.time(), "place": "Room 2"}


def plan_intervision(city: City, people: list[UUID], starts_in: timedelta = SOON) -> UUID:
    """By the first of them; the others join in their order."""
    planner, *others = map(Actor, people)
    id_: UUID = city.ask(networks.plan_intervision, planner, **a_plan(city, starts_in)).data["id"]
    for person in others:
        city.ask(networks.join_intervision, person, intervision_id=id_)
    return id_


def begin_intervision(city: City, people: list[UUID]) -> UUID:
    """In which the first brings the case and the second facilitates."""
    id_ = plan_intervision(city, people)
    for person_id, role in zip(people, networks.INTERVISION_ROLES[:2], strict=False):
        city.ask(networks.take_role, Actor(person_id), intervision_id=id_, role=role)
    city.ask(networks.begin_intervision, Actor(people[0]), intervision_id=id_, person_ids=people)
    return id_


def hold_intervision(city: City, people: list[UUID]) -> UUID:
    id_ = begin_intervision(city, people)
    city.ask(networks.end_intervision, Actor(people[1]), intervision_id=id_)
    return id_
