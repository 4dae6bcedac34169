"""The candidates of a programme of one's own: police and housing, one of whom leads another."""

from uuid import UUID

import pytest

from shared.contracts import trainings
from tests.gateway.groups.conftest import Groups
from tests.gateway.visiting import Visitor


class Candidates(Groups):
    def __init__(self, city, coordinator: Visitor):
        super().__init__(city, coordinator.id)
        area_id = self.make.area("Bloemhof")
        self.police = self.people(2, sector="police", level="street", area_ids=[area_id], organisation="Politie Zuid")
        self.housing = self.people(1, first=3, sector="housing", level="policy")
        self.housing += self.people(1, first=4, sector="housing", level="policy", line_manager_id=self.police[0])
        self.attended([*self.police, *self.housing])

    @property
    def all(self) -> list[UUID]:
        return [*self.police, *self.housing]

    @property
    def address(self) -> str:
        return f"/programmes/{self.programme_id}/composition"

    def wish(self, person_id: UUID, other_id: UUID, kind: str) -> None:
        self.make(trainings.add_wish, programme_id=self.programme_id, person_id=person_id, other_id=other_id, kind=kind)


@pytest.fixture
def candidates(city, coordinator) -> Candidates:
    return Candidates(city, coordinator)


@pytest.fixture
def groups_without_anybody(city, coordinator) -> str:
    return f"/programmes/{Groups(city, coordinator.id).programme_id}/composition"
