from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from shared import clock
from shared.contracts import trainings
from tests.city import City
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Visitor

HOLDER = "Zoë Vermeulen"


@dataclass(frozen=True)
class Graduates:
    """A group of which everybody completed the course; `holder` is one of them."""

    make: Maker
    group_id: UUID
    holder: UUID
    people: list[UUID]

    def issue(self) -> dict[str, str]:
        """To everybody; the certificate of the holder."""
        self.make(trainings.issue_certificates, group_id=self.group_id, person_ids=self.people)
        return self.of_holder()

    def of_holder(self) -> dict[str, str]:
        asked = {"group_id": self.group_id, "person_ids": [self.holder]}
        return self.make(trainings.certificates, **asked)["items"][0]


def graduates_of(city: City, coordinator: Visitor, trainer: Visitor, name: str = HOLDER) -> Graduates:
    make = Maker(city, coordinator.id)
    today = clock.today(city.settings.time_zone)
    people = [make.person(each) for each in (name, "Karim Bakker")]
    group = {"programme_id": make.programme(), "name": "Group North", "trainer_ids": [trainer.id]}
    group_id = make(trainings.form_group, **group, person_ids=people)["id"]
    for kind, days in (("training_day", 30), ("deepening", 9)):
        make.record(make.session(group_id, kind, today - timedelta(days=days)), people)
    return Graduates(make, group_id, people[0], people)


@pytest.fixture
def graduates(city: City, coordinator: Visitor, trainer: Visitor) -> Graduates:
    return graduates_of(city, coordinator, trainer)
