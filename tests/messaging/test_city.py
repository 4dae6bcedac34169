"""A city's own services together: what one of them is told shows on the dashboard of another."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared import clock
from shared.access import COORDINATOR, OPERATOR, Actor
from shared.contracts import municipalities, operation, trainings
from tests.city import City, running_city
from tests.waiting import eventually


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq) as city:
        yield city


class Official:
    """A coordinator with a registered programme, who always sees their own last change."""

    def __init__(self, city: City):
        self.city = city
        self.actor = Actor(uuid4(), frozenset({COORDINATOR}))
        self.last_change: list[tuple[str, str]] = []

    def order(self, call: Any, **data: Any) -> dict[str, Any]:
        answer = self.city.ask(call, self.actor, key=str(uuid4()), **data)
        self.last_change = answer.published or self.last_change
        return answer.data

    def registers_a_programme(self) -> UUID:
        area = self.order(municipalities.add_area, name=f"Bloemhof {uuid4().hex[:6]}")["id"]
        programme_id = self.order(municipalities.start_programme)["id"]
        self.order(
            municipalities.save_programme,
            programme_id=programme_id,
            name="Rotterdam-Zuid",
            starts_on=date(2026, 1, 1),
            ends_on=date(2030, 1, 1),
            initiating_domain="social_work",
            trigger="People avoid the square.",
            area_ids=[area],
            vision="People who disagree keep talking.",
            sectors=["police"],
        )
        self.order(municipalities.register_programme, programme_id=programme_id)
        eventually(lambda: self.city.sql("SELECT id FROM trainings.programmes WHERE id = %s", programme_id))
        return programme_id

    def sees(self, programme_id: UUID) -> dict[str, Any]:
        """On a busy machine it may say that it is still behind; a page then says so, and a person looks again."""

        def look() -> Any:
            asked = {"after": self.last_change, "programme_id": programme_id}
            seen = self.city.ask(municipalities.dashboard, self.actor, **asked)
            return seen.data if seen.up_to_date else None

        return eventually(look, what="the dashboard to be up to date")

    def plans_an_introduction(self, programme_id: UUID, people: list[UUID]) -> None:
        tomorrow = clock.today("Europe/Amsterdam") + timedelta(days=1)
        plan = {
            "programme_id": programme_id,
            "title": "Introduction",
            "date": tomorrow,
            "start_time": time(10),
            "place": "Town hall",
        }
        session_id = self.order(trainings.plan_introduction, **plan)["id"]
        self.order(trainings.invite_people, session_id=session_id, person_ids=people)


@pytest.fixture
def official(city: City) -> Official:
    return Official(city)


def test_the_dashboard_always_shows_the_readers_own_last_change(official: Official):
    programme_id = official.registers_a_programme()
    official.plans_an_introduction(programme_id, [uuid4() for _ in range(40)])
    shown = official.sees(programme_id)
    assert (shown["introductions_planned"], shown["funnel"]["invited"]) == (1, 40)
    people = [uuid4() for _ in range(5)]
    official.order(trainings.form_group, programme_id=programme_id, name="Group 1", places=3, person_ids=people)
    shown = official.sees(programme_id)
    assert (shown["funnel"]["grouped"], shown["funnel"]["waiting"]) == (3, 2)
    assert (shown["places_taken"], shown["places_total"]) == (3, 3)


def test_the_services_are_killed_while_a_group_fills_and_the_dashboard_comes_out_right(official: Official):
    programme_id = official.registers_a_programme()
    group = {"programme_id": programme_id, "name": "Group 1", "places": 30, "places_reason": "Two trainers"}
    group_id = official.order(trainings.form_group, **group)["id"]
    for _ in range(3):
        official.order(trainings.enrol, group_id=group_id, person_ids=[uuid4() for _ in range(8)])
        official.city.services.kill()
        official.city.services.start()
    eventually(lambda: official.sees(programme_id)["funnel"]["grouped"] == 24)
    assert official.sees(programme_id)["places_taken"] == 24


def test_the_dashboard_is_rebuilt_from_the_log_and_is_the_same(official: Official):
    programme_id = official.registers_a_programme()
    people = [uuid4() for _ in range(30)]
    official.plans_an_introduction(programme_id, people)
    official.order(trainings.form_group, programme_id=programme_id, name="Group 1", places=3, person_ids=people[:5])
    before = official.sees(programme_id)
    operator = Actor(uuid4(), frozenset({OPERATOR}))
    official.city.sql("UPDATE municipalities.dashboard_funnel SET people = 1000")
    rebuild = operation.of("municipalities", operation.rebuild)
    official.city.relay.freeze()
    try:
        official.city.ask(rebuild, operator, read_model="dashboard")
        emptied = official.city.ask(municipalities.dashboard, official.actor, programme_id=programme_id).data
    finally:
        official.city.relay.thaw()
    assert (emptied["rebuilding"], emptied["groups_total"], emptied["funnel"]["invited"]) == (True, 0, 0)
    assert (emptied["alerts"], emptied["next_steps"]) == ([], [])
    eventually(lambda: not official.sees(programme_id)["rebuilding"], what="the dashboard to be rebuilt")
    assert official.sees(programme_id) == before
