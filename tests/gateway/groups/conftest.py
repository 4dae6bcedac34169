"""A registered programme for each test, which counts who is in which group; made by the same calls as pages."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared import clock
from shared.contracts import trainings
from tests.city import City
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Visitor


class Groups:
    def __init__(self, city: City, coordinator_id: UUID):
        self.make = Maker(city, coordinator_id)
        self.today = clock.today(city.settings.time_zone)
        self.programme_id = self.make.programme()
        # From here on trainings knows the programme, whoever asks.
        self.introduction_id = self.make.introduction(self.programme_id, self.in_days(-7))

    def in_days(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def people(self, count: int, first: int = 1, **more: Any) -> list[UUID]:
        return [self.make.person(f"Participant {number:03}", **more) for number in range(first, first + count)]

    def attended(self, person_ids: list[UUID]) -> None:
        """The introduction of last week."""
        session_id = self.introduction_id
        self.make(trainings.invite_people, session_id=session_id, person_ids=person_ids)
        present = [{"person_id": person_id, "state": "present"} for person_id in person_ids]
        self.make(trainings.record_session, session_id=session_id, version=0, attendance=present)

    def group(self, person_ids: list[UUID] | None = None, name: str = "Group South", **more: Any) -> UUID:
        asked = {"programme_id": self.programme_id, "name": name, "person_ids": person_ids or []}
        return self.make(trainings.form_group, **asked, **more)["id"]

    def read(self, group_id: UUID | str) -> dict[str, Any]:
        return self.make(trainings.group, group_id=group_id)

    def formed(self) -> list[dict[str, Any]]:
        return self.make(trainings.groups, programme_id=self.programme_id)["items"]

    def members(self, group_id: UUID | str, state: str = "enrolled") -> list[UUID]:
        return [member["person_id"] for member in self.read(group_id)["members"] if member["state"] == state]


@pytest.fixture
def groups(city: City, coordinator: Visitor) -> Groups:
    return Groups(city, coordinator.id)
