from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4, uuid5

import pytest

from services.feedback import reactions
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import surveys as survey_commands
from services.feedback.queries import results as result_queries
from services.feedback.queries import surveys as survey_queries
from shared import clock
from shared.access import NOBODY, SERVICE, TRAINER, Actor
from shared.contracts import feedback as contract
from tests.integration.conftest import an_actor

FIRST_DAY = date(2026, 3, 2)
LAST_DAY = date(2026, 3, 16)
POST_OFFICE = an_actor(SERVICE)


@pytest.fixture
def on_day(monkeypatch) -> Callable[[date], None]:
    """Makes it noon in UTC of a day."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, time(12), UTC))

    return set_day


@pytest.fixture(autouse=True)
def _a_first_day(on_day) -> None:
    on_day(FIRST_DAY)


@pytest.fixture
def trainer() -> Actor:
    return an_actor(TRAINER)


class Group:
    """A group as the events tell of it. `complete` is what trainings announces of one person."""

    def __init__(self, tx, coordinator: Actor, trainer: Actor, programme_id: UUID | None = None):
        self.tx, self.programme_id, self.id = tx, programme_id or uuid4(), uuid4()
        reactions.programme_told(tx, {"programme_id": self.programme_id, "coordinator_ids": [coordinator.id]})
        reactions.group_formed(
            tx, {"group_id": self.id, "programme_id": self.programme_id, "trainer_ids": [trainer.id]}
        )

    def event(self, person_id: UUID) -> dict[str, UUID]:
        return {"group_id": self.id, "programme_id": self.programme_id, "person_id": person_id}

    def complete(self, person_id: UUID | None = None) -> UUID:
        person_id = person_id or uuid4()
        reactions.course_completed(self.tx, self.event(person_id))
        return person_id

    def enrol(self, person_id: UUID | None = None) -> UUID:
        person_id = person_id or uuid4()
        reactions.person_enrolled(self.tx, self.event(person_id) | {"promoted": False})
        return person_id

    def plan(self, kind: str, day: date, revision: int = 1, hour: int = 9) -> UUID:
        """At ten in Rotterdam, in winter; the same session when it is planned again."""
        session_id = uuid5(self.id, kind)
        starts_at = datetime.combine(day, time(hour), UTC)
        about = {"group_id": self.id, "programme_id": self.programme_id, "session_id": session_id, "kind": kind}
        reactions.session_planned(self.tx, about | {"starts_at": starts_at, "revision": revision})
        return session_id


@pytest.fixture
def group(tx, coordinator, trainer) -> Group:
    return Group(tx, coordinator, trainer)


class Survey:
    """The survey of a group, with the people who answer it."""

    def __init__(self, ask, announced, coordinator: Actor, group: Group):
        self.ask, self.coordinator, self.group = ask, coordinator, group
        group.complete()
        self.id = announced(contract.SurveyOpened)[-1]["survey_id"]

    def links(self, count: int) -> list[str]:
        return self.ask(contract.issue_links, answer_commands.issue_links, POST_OFFICE, survey_id=self.id, count=count)[
            "tokens"
        ]

    def answer(self, token: str | None = None, **answers) -> None:
        token = token or self.links(1)[0]
        answers = {"recommend": 8} | answers
        self.ask(contract.submit_answers, answer_commands.submit_answers, NOBODY, token=token, answers=answers)

    def close(self, actor: Actor | None = None) -> None:
        self.ask(contract.close_survey, survey_commands.close_survey, actor or self.coordinator, survey_id=self.id)

    def results(self, actor: Actor | None = None):
        return self.ask(contract.results, result_queries.results, actor or self.coordinator, survey_id=self.id)

    def figure(self, question: str):
        return next((each for each in self.results()["figures"] if each["question"] == question), None)

    def answered_by(self, *answers: dict[str, object]) -> None:
        """Each answers once; then it closes."""
        for token, given in zip(self.links(len(answers)), answers, strict=True):
            self.answer(token, **given)
        self.close()

    def read_by(self, actor: Actor):
        return self.ask(contract.surveys, survey_queries.surveys, actor)["surveys"]


@pytest.fixture
def survey(ask, announced, coordinator, group) -> Survey:
    return Survey(ask, announced, coordinator, group)
