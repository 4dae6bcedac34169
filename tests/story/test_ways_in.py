"""How people come into a group without being invited, as they live it: each in a browser of their own."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR
from shared.contracts import identity, municipalities, trainings
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, Story, told_in
from tests.waiting import eventually

GROUP = "Open avondgroep"


@dataclass
class Evening:
    """A group of two for which a partner may nominate, and its coordinator."""

    story: Story
    coordinator: Person
    make: Maker
    group_id: str
    partner_id: str


def an_evening_group(story: Story) -> Evening:
    email = story.email("coordinator")
    account = {"name": "Coördinator", "email": email, "language": story.setting.language, "password": PASSWORD}
    made = story.city.caller(identity.register_account, **account, roles=[COORDINATOR]).data
    coordinator = story.somebody("Coördinator")
    coordinator.sign_in(email, PASSWORD)
    make = Maker(story.city, made["id"])
    programme_id = make.programme()
    group_id = make(trainings.form_group, programme_id=programme_id, name=GROUP, places=2, places_reason=None)["id"]
    contact = {"name": "Contact van de woningcorporatie", "email": story.email("contact")}
    contact_id = make(identity.add_person, **contact)["id"]
    about = {"programme_id": programme_id, "name": "Woningcorporatie", "contact_id": contact_id}
    partner_id = make(municipalities.add_partner, **about)["id"]
    eventually(lambda: make(trainings.ways_in, edition_id=group_id)["seats"], what="the partner to be known")
    return Evening(story, coordinator, make, str(group_id), str(partner_id))


def the_coordinator_opens_a_call(evening: Evening) -> None:
    coordinator = evening.coordinator
    coordinator.open(f"/groups/{evening.group_id}")
    coordinator.follow(f"/ways-in/{evening.group_id}")
    coordinator.follow("/registration")
    coordinator.send(way="open_call", about="Voor wie het midden wil vinden.")
    coordinator.sees("Everybody, by an open call")


def a_visitor_registers_and_gets_a_place(evening: Evening, name: str) -> Person:
    visitor, email = evening.story.somebody(name), evening.story.email(name)
    visitor.open("/courses")
    visitor.sees(GROUP)
    visitor.follow(visitor.main.locator("a[role=button]").first.get_attribute("href") or "")
    visitor.send(name=name, email=email, organisation="Buurtwerk")
    visitor.sees("One more step: confirm by mail")
    visitor.open(evening.story.mails.link(email, "/place/"))
    visitor.press(visitor.path)
    visitor.sees("You have a place in this group.")
    return visitor


def a_visitor_comes_too_late_and_waits(evening: Evening, name: str) -> Person:
    visitor, email = evening.story.somebody(name), evening.story.email(name)
    visitor.open("/courses")
    visitor.follow(visitor.main.locator("a[role=button]").first.get_attribute("href") or "")
    visitor.sees("All places are taken")
    visitor.send(name=name, email=email)
    visitor.open(evening.story.mails.link(email, "/place/"))
    visitor.press(visitor.path)
    visitor.sees("How the waiting list works")
    return visitor


def a_partner_nominates_two_and_is_refused_a_third(evening: Evening) -> None:
    story, coordinator = evening.story, evening.coordinator
    coordinator.open(f"/ways-in/{evening.group_id}")
    coordinator.press(f"/partners/{evening.partner_id}")
    contact = story.somebody("Contact")
    contact.open(story.mails.link(story.email("contact"), "/nominations/"))
    address = contact.path
    contact.sees("%(used)s used, %(left)s left", used=0, left=2)
    late = story.somebody("Collega van het contact")
    late.open(address)
    pair = {"name": "Ada", "email": story.email("ada"), "second_name": "Bo", "second_email": story.email("bo")}
    contact.send(**pair)
    contact.sees("Nominated")
    late.send(name="Cas", email=story.email("cas"))
    late.sees_error("A partner nominates at most %(most)s people for a group. Seats left: %(left)s.", most=2, left=0)
    late.open(address)
    late.sees("Both seats are used")


def the_waiting_list_promotes_first_come_and_keeps_the_pair_together(evening: Evening, *leaving: Person) -> None:
    """Who waits alone came before the pair; then the pair waits for two places."""
    coordinator = evening.coordinator
    for person in leaving:
        assert {_people(evening)[name] for name in ("Ada", "Bo")} == {"waiting"}
        person.open(person.path)
        person.follow("/leave")
        person.send()
    assert _people(evening) == {"Ada": "enrolled", "Bo": "enrolled"}
    coordinator.open(f"/ways-in/{evening.group_id}")
    coordinator.sees("Ada", "Bo", "Nominated")
    evening.story.mails.to(evening.story.email("ada"), "Woningcorporatie")


def _people(evening: Evening) -> dict[str, str]:
    """Name -> where they stand."""
    found = evening.make(trainings.ways_in, edition_id=evening.group_id)["people"]
    names = evening.make(identity.names, person_ids=[person["person_id"] for person in found])["people"]
    known = {person["id"]: person["name"] for person in names}
    return {known[person["person_id"]]: person["state"] for person in found}


@pytest.mark.timeout(300)
def test_people_come_in_by_themselves_and_by_a_partner(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        evening = an_evening_group(story)
        the_coordinator_opens_a_call(evening)
        first = a_visitor_registers_and_gets_a_place(evening, "Eerste")
        second = a_visitor_registers_and_gets_a_place(evening, "Tweede")
        third = a_visitor_comes_too_late_and_waits(evening, "Derde")
        a_partner_nominates_two_and_is_refused_a_third(evening)
        the_waiting_list_promotes_first_come_and_keeps_the_pair_together(evening, first, second, third)
