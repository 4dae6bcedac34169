"""A coordinator composes three groups of forty-eight people, with JavaScript on a desk and without it on a phone."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, expect

from shared.access import COORDINATOR
from shared.contracts import identity, trainings
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, ROTTERDAM, Setting, Story, told_in

SECTORS = ("police", "youth_work", "housing", "social_work", "education", "safety")
PEOPLE = 48
MANAGER, STAFF = "Teamleider", "Wijkagent 1"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("setting", [ROTTERDAM, GENK], ids=str)
def test_groups_are_composed_changed_and_formed(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser, setting: Setting
) -> None:
    with told_in(postgres, rabbitmq, chromium, setting) as story:
        official = an_official_with_candidates(story)
        three_groups_are_proposed(story, official)
        somebody_goes_to_their_line_manager(story, official)
        the_groups_are_formed(story, official)


def an_official_with_candidates(story: Story) -> Person:
    name, email = "Coördinator", story.email("coordinator")
    account = {"name": name, "email": email, "language": story.setting.language, "password": PASSWORD}
    official_id = story.city.caller(identity.register_account, **account, roles=[COORDINATOR]).data["id"]
    make = Maker(story.city, official_id)
    area_ids = [make.area(area) for area in story.setting.areas]
    manager_id = make.person(MANAGER, sector="police", level="policy")
    more = {"sector": "police", "level": "street", "line_manager_id": manager_id}
    staff = [make.person(f"Wijkagent {number}", area_ids=[area_ids[number % 2]], **more) for number in range(1, 9)]
    others = [
        make.person(f"Collega {number:02}", sector=SECTORS[number % 6], level="street", area_ids=area_ids[:1])
        for number in range(PEOPLE - len(staff) - 1)
    ]
    programme_id = make.programme()
    everybody: list[UUID] = [manager_id, *staff, *others]
    introduction_id = make.introduction(programme_id, story.today - timedelta(days=7))
    make(trainings.invite_people, session_id=introduction_id, person_ids=everybody)
    make.record(introduction_id, everybody)
    story.ids["programme"] = str(programme_id)
    official = story.somebody(name)
    official.sign_in(email, PASSWORD)
    return official


def three_groups_are_proposed(story: Story, official: Person) -> None:
    official.open(f"/programmes/{story.ids['programme']}/groups")
    official.follow("/composition")
    assert official.field("count").input_value() == "3"
    official.go(official.main.locator("form[method=get] button"))
    official.sees("Everybody has a place.", "Kept")
    assert [len(names_in(official, number)) for number in (1, 2, 3)] == [16, 16, 16]
    assert group_of(official, STAFF) != group_of(official, MANAGER)
    official.sees_not("%(person)s is with their line manager, %(other)s.", person=STAFF, other=MANAGER)


def somebody_goes_to_their_line_manager(story: Story, official: Person) -> None:
    left, entered = group_of(official, STAFF), group_of(official, MANAGER)
    choice_of(official, STAFF).select_option(entered)
    if story.setting is not ROTTERDAM:
        official.go(official.main.locator("button.govuk-button[name=show]"))
    standing = official.main.locator("#standing")
    warning = story.say("%(person)s is with their line manager, %(other)s.", person=STAFF, other=MANAGER)
    expect(standing).to_contain_text(warning)
    expect(standing).to_contain_text("17/16")
    balance = official.main.locator("#balance tbody tr")
    expect(balance.nth(int(entered) - 1)).to_contain_text("17/16")
    expect(balance.nth(int(entered) - 1)).to_contain_text(warning)
    expect(balance.nth(int(left) - 1)).to_contain_text("15/16")


def the_groups_are_formed(story: Story, official: Person) -> None:
    """It was said that somebody is with their line manager: who forms them now means it so."""
    somebody_else = next(name for name in names_in(official, int(group_of(official, MANAGER))) if name[:7] == "Collega")
    choice_of(official, somebody_else).select_option("")
    official.fill_in(**{"names-0": "Groep Noord"})
    official.send("forming")
    official.is_at("/groups")
    official.sees_number("%(num)s group has been formed.", "%(num)s groups have been formed.", 3)
    official.sees_number("%(num)s person is in it.", "%(num)s people are in them.", PEOPLE - 1)
    official.sees("Groep Noord")


def names_in(official: Person, number: int) -> list[str]:
    cells = official.main.locator(f"section[aria-labelledby='group-{number}'] tbody th").all()
    return [cell.inner_text().splitlines()[0].strip() for cell in cells]


def group_of(official: Person, name: str) -> str:
    """The number of the group into which the form puts them."""
    return choice_of(official, name).input_value()


def choice_of(official: Person, name: str) -> Locator:
    return official.main.get_by_label(official.language.say("Where %(name)s goes", name=name), exact=True)
