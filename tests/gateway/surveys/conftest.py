from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.feedback import questionnaire
from shared.ids import new_id
from tests.city import City
from tests.gateway.courses import Course, completed_course, links
from tests.gateway.visiting import Program, Visitor, add_people

Answers = dict[str, Any]


@pytest.fixture(scope="session")
def survey(city: City, coordinator: Visitor, trainer: Visitor) -> Callable[..., Course]:
    """A course whose survey these answers were given in: survey([{"recommend": 9}, ...])."""

    def made(
        answers: Sequence[Answers] = (),
        invited: int = 6,
        name: str = "Group West",
        programme_id: UUID | None = None,
    ) -> Course:
        people = add_people(coordinator, [f"Participant {number}" for number in range(invited)])
        course = completed_course(city, coordinator.id, trainer.id, people, name, programme_id)
        give(city, course.survey_id, answers)
        return course

    return made


@pytest.fixture(scope="session")
def wave(city: City, coordinator: Visitor) -> Callable[..., None]:
    """Another wave of the same group, answered and closed: wave(course, "t0", [{"recognise": 4}, ...]). It opens by the
    calendar, so here it is put where it would be if its day had come."""

    def closed(course: Course, name: str, answers: Sequence[Answers]) -> None:
        survey_id = new_id()
        with psycopg.connect(city.settings.database_url) as connection:
            connection.execute(
                "INSERT INTO feedback.surveys (id, group_id, wave, programme_id, state, questions_version, opened_on,"
                " closes_on, invited) SELECT %s, group_id, %s, programme_id, 'open', %s, opened_on, closes_on, invited"
                " FROM feedback.surveys WHERE id = %s",
                (survey_id, name, questionnaire.newest_version(name), course.survey_id),
            )
        give(city, survey_id, answers)
        coordinator.api("POST", f"/surveys/{survey_id}/closing")

    return closed


def give(city: City, survey_id: UUID, answers: Sequence[Answers]) -> None:
    anybody = Program(city.url)
    for token, given in zip(links(city, survey_id, len(answers)) if answers else (), answers, strict=True):
        anybody("POST", "/feedback/answers", token=token, answers=given)


@pytest.fixture(scope="session")
def open_survey(survey: Callable[..., Course]) -> Course:
    """With six answers. For reading."""
    return survey([{"recommend": 9}] * 6, name="Group Open")
