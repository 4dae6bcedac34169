from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.city import City
from tests.gateway.courses import Course, completed_course, links
from tests.gateway.visiting import Program, Visitor, add_people

Answers = dict[str, Any]


@pytest.fixture(scope="session")
def survey(city: City, coordinator: Visitor, trainer: Visitor) -> Callable[..., Course]:
    """A course whose survey these answers were given in: survey([{"recommend": 9}, ...])."""

    def made(
        answers: Sequence[Answers] = (), invited: int = 6, name: str = "Group West", programme_id: UUID | None = None
    ) -> Course:
        people = add_people(coordinator, [f"Participant {number}" for number in range(invited)])
        course = completed_course(city, coordinator.id, trainer.id, people, name, programme_id)
        if answers:
            anybody = Program(city.url)
            for token, given in zip(links(city, course.survey_id, len(answers)), answers, strict=True):
                anybody("POST", "/feedback/answers", token=token, answers=given)
        return course

    return made


@pytest.fixture(scope="session")
def open_survey(survey: Callable[..., Course]) -> Course:
    """With six answers. For reading."""
    return survey([{"recommend": 9}] * 6, name="Group Open")
