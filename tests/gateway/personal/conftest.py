from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared import clock
from shared.contracts import trainings
from tests.gateway.courses import personal_links
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Browser


@dataclass(frozen=True)
class Course:
    """A group with two people in it and one who waits; its training day is in a week."""

    programme_id: UUID
    group_id: UUID
    day_id: UUID
    member_id: UUID
    colleague_id: UUID
    waiting_id: UUID


@pytest.fixture(scope="module")
def make(city, coordinator) -> Maker:
    return Maker(city, coordinator.id)


@pytest.fixture
def course(city, make, trainer) -> Course:
    people = [make.person(name, language="en") for name in ("Marie Member", "Colin Colleague", "Wim Waiter")]
    programme_id = make.programme()
    group = {"programme_id": programme_id, "name": f"Group {uuid4().hex[:6]}", "places": 2, "person_ids": people}
    group_id = make(trainings.form_group, **group, trainer_ids=[trainer.id])["id"]
    day = clock.today(city.settings.time_zone) + timedelta(days=7)
    return Course(programme_id, group_id, make.session(group_id, "training_day", day), *people)


@pytest.fixture
def participant(city):
    """Opens the link of somebody's mail, in a browser of their own."""

    def participant(person_id: UUID) -> Browser:
        browser = Browser(city.url)
        page = browser.open(f"/my/{personal_links(city, person_id)['page']}")
        assert (page.status, page.path) == (200, "/my"), page.main
        return browser

    return participant
