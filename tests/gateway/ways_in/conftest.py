"""A programme with a group that people may come into, and what they find in their mail."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared import clock
from shared.access import OPERATOR, Actor
from shared.contracts import identity, municipalities, notifications, trainings
from tests.city import City
from tests.gateway.records import new_address
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Visitor
from tests.waiting import eventually


class Door:
    def __init__(self, city: City, coordinator_id: UUID):
        self.city, self.make = city, Maker(city, coordinator_id)
        self.programme_id = self.make.programme()

    def group(self, *person_ids: UUID, name: str = "Group South", **more: Any) -> UUID:
        about = {"programme_id": self.programme_id, "name": name, "person_ids": list(person_ids)}
        return self.make(trainings.form_group, **about, **more)["id"]

    def opened(self, edition_id: UUID, **more: Any) -> str:
        plan = {"way": "open_call", "open": True, "language": "nl"} | more
        self.make(trainings.open_registration, edition_id=edition_id, **plan)
        return self.make(trainings.ways_in, edition_id=edition_id)["edition"]["code"]

    def people(self, count: int) -> list[UUID]:
        return [self.make.person(f"Participant {number}") for number in range(count)]

    def in_a_month(self) -> Any:
        return clock.today(self.city.settings.time_zone) + timedelta(days=30)

    def entrants(self, edition_id: UUID) -> list[dict[str, Any]]:
        return self.make(trainings.ways_in, edition_id=edition_id)["people"]

    def entrant(self, edition_id: UUID, email: str) -> dict[str, Any]:
        """Somebody who came in, by their address, whom identity may not list yet."""
        people = self.entrants(edition_id)
        contacts = self.city.caller(identity.contacts, person_ids=[person["person_id"] for person in people])
        [found] = [contact["id"] for contact in contacts.data["people"] if contact["email"] == email]
        return next(person for person in people if person["person_id"] == found)

    def link(self, edition_id: UUID, person_id: UUID) -> str:
        """To their own place, as it stands in the mail."""
        wanted = [{"edition_id": edition_id, "person_id": person_id}]
        return f"/place/{self.city.caller(trainings.place_details, places=wanted).data['places'][0]['token']}"

    def partner(self, name: str = "Housing association") -> UUID:
        contact_id = self.make.person(f"Contact of {name}")
        about = {"programme_id": self.programme_id, "name": name, "contact_id": contact_id}
        partner_id = self.make(municipalities.add_partner, **about)["id"]
        group_id = self.group(name=f"Group {uuid4().hex[:4]}")
        eventually(
            lambda: partner_id in [each["partner_id"] for each in self._seats(group_id)], what="trainings to know it"
        )
        return partner_id

    def _seats(self, group_id: UUID) -> list[dict[str, Any]]:
        return self.make(trainings.ways_in, edition_id=group_id)["seats"]

    def code_of(self, group_id: UUID, partner_id: UUID) -> str:
        return self.make(trainings.ask_partner, edition_id=group_id, partner_id=partner_id)["code"]

    def mails_to(self, person_id: UUID) -> list[str]:
        operator = Actor(uuid4(), frozenset({OPERATOR}))
        mails = self.city.ask(notifications.mails, operator, per_page=200).data["items"]
        return [mail["kind"] for mail in mails if mail["person_id"] == person_id]


@pytest.fixture
def door(city: City, coordinator: Visitor) -> Door:
    return Door(city, coordinator.id)


def somebody(**more: Any) -> dict[str, Any]:
    return {"name": "Nora Nieuw", "email": new_address(), "organisation": "Jeugdzorg", "sector": "police", **more}
