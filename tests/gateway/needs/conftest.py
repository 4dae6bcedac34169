from uuid import UUID

import pytest

from tests.city import City
from tests.gateway.courses import Course, completed_course, links
from tests.gateway.visiting import Program, Visitor, add_people

# What six people of a group ask for. Of two such groups six people ask for training and six do not.
ASKED = (["training"], ["training"], ["training"], ["information"], [], [])


@pytest.fixture(scope="module")
def told(city: City, coordinator: Visitor, trainer: Visitor) -> Course:
    """Two closed surveys of one programme: so many asked for further training that it may be told."""
    first = _asked(city, coordinator, trainer, "Group Told")
    _asked(city, coordinator, trainer, "Group Told Too", first.programme_id)
    return first


def _asked(city: City, coordinator: Visitor, trainer: Visitor, name: str, programme_id: UUID | None = None) -> Course:
    people = add_people(coordinator, [f"Participant {letter}" for letter in "ABCDEF"])
    course = completed_course(city, coordinator.id, trainer.id, people, name, programme_id)
    anybody = Program(city.url)
    for token, needs in zip(links(city, course.survey_id, len(ASKED)), ASKED, strict=True):
        anybody("POST", "/feedback/answers", token=token, answers={"recommend": 8, "needs": needs})
    coordinator.api("POST", f"/surveys/{course.survey_id}/closing")
    return course


@pytest.fixture
def need(coordinator: Visitor, told: Course) -> str:
    """The address of one that was heard in a conversation."""
    noted = coordinator.api(
        "POST", f"/programmes/{told.programme_id}/needs", kind="expertise", text="Whom can we call?"
    )
    return f"/needs/{UUID(noted['id'])}"
