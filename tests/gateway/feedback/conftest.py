from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.city import City
from tests.gateway.courses import Course, completed_course, links
from tests.gateway.visiting import Visitor, add_people


@pytest.fixture(scope="session")
def course(city: City, coordinator: Visitor, trainer: Visitor) -> Course:
    """Its survey stays open; a test that closes one makes its own."""
    people = add_people(coordinator, [f"Participant {letter}" for letter in "ABCDEF"])
    return completed_course(city, coordinator.id, trainer.id, people)


@pytest.fixture
def link(city: City, course: Course) -> str:
    """The page of a link that nobody has used yet."""
    return f"/feedback/{links(city, course.survey_id, 1)[0]}"


@dataclass(frozen=True)
class ShortSurvey:
    link: str
    close: Callable[[], object]


@pytest.fixture
def short_survey(city: City, coordinator: Visitor, trainer: Visitor) -> ShortSurvey:
    """One that the test may close."""
    course = completed_course(city, coordinator.id, trainer.id, add_people(coordinator, ["Participant G"]))
    token = links(city, course.survey_id, 1)[0]
    closing = f"/surveys/{course.survey_id}/closing"
    return ShortSurvey(f"/feedback/{token}", lambda: coordinator.api("POST", closing))
