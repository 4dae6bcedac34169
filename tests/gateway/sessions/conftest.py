"""A registered programme of `coordinator`, and short ways to a session of it."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from shared import clock
from shared.contracts import trainings
from tests.city import City
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Visitor


class Sessions:
    """Makes what the tests of pages begin with, by the same calls as the pages."""

    def __init__(self, city: City, coordinator_id: UUID, trainer_id: UUID):
        self.make = Maker(city, coordinator_id)
        self.today = clock.today(city.settings.time_zone)
        self.trainer_id = trainer_id
        self.programme_id = self.make.programme()
        self.days = count(14)  # introductions of the tests are on days of their own: nothing clashes
        self.introduction()  # from here on trainings knows the programme, whoever asks

    def in_days(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def people(self, count: int, **more: Any) -> list[UUID]:
        return [self.make.person(f"Participant {number:03}", **more) for number in range(1, count + 1)]

    def introduction(
        self, person_ids: list[UUID] | None = None, days: int | None = None, title: str = "Us and them"
    ) -> UUID:
        day = self.in_days(next(self.days) if days is None else days)
        session_id = self.make.introduction(self.programme_id, day, title)
        if person_ids:
            self.make(trainings.invite_people, session_id=session_id, person_ids=person_ids)
        return session_id

    def group(self, person_ids: list[UUID], name: str = "Group South", **more: Any) -> UUID:
        group = {"programme_id": self.programme_id, "name": name, "trainer_ids": [self.trainer_id]}
        return self.make(trainings.form_group, **{**group, **more}, person_ids=person_ids)["id"]

    def part(self, group_id: UUID, kind: str = "training_day", days: int = -1, *, opened: bool = False) -> UUID:
        session_id = self.make.session(group_id, kind, self.in_days(days))
        if opened:
            self.make(trainings.open_session, session_id=session_id, ground_rules="We listen.", agreed=True)
        return session_id

    def read(self, session_id: UUID | str) -> dict[str, Any]:
        return self.make(trainings.session, session_id=session_id)

    def states(self, session_id: UUID) -> dict[UUID, str]:
        return {line["person_id"]: line["state"] for line in self.read(session_id)["record"]["attendance"]}


def typed_date(day: date, name: str = "date") -> dict[str, Any]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


@pytest.fixture(scope="session")
def sessions(city: City, coordinator: Visitor, trainer: Visitor) -> Sessions:
    return Sessions(city, coordinator.id, trainer.id)


@pytest.fixture
def introduction(sessions) -> UUID:
    return sessions.introduction(sessions.people(3))


@pytest.fixture
def training_day(sessions) -> UUID:
    """Of a group of four, opened."""
    return sessions.part(sessions.group(sessions.people(4)), opened=True)
