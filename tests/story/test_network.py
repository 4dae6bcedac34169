"""In the network: somebody joins, gets a buddy, is trained onward by a member, and agrees to stand in the tree."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from shared.access import COORDINATOR, EXPERT, TRAINER, Actor
from shared.contracts import identity, networks, trainings
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, Story, told_in
from tests.waiting import eventually

OLD, NEW = "Olga Oud", "Nora Nieuw"


@pytest.mark.timeout(300)
def test_a_new_member_gets_a_buddy_and_stands_in_the_tree(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        old, new = two_who_completed_the_course(story)
        each_joins_and_says_what_for(old, new)
        they_become_buddies(story, old, new)
        the_old_one_records_a_training(old)
        the_new_one_agrees_to_be_named(old, new)
        the_tree_shows_it_until_they_take_it_back(old, new)


def two_who_completed_the_course(story: Story) -> tuple[Person, Person]:
    ids = {}
    for name, roles in (("Coordinator", [COORDINATOR]), ("Trainer", [TRAINER]), (OLD, [EXPERT]), (NEW, [EXPERT])):
        account = {"name": name, "email": story.email(name), "language": story.setting.language}
        ids[name] = story.city.caller(identity.register_account, **account, password=PASSWORD, roles=roles).data["id"]
    make = Maker(story.city, ids["Coordinator"])
    people = [ids[OLD], ids[NEW]]
    group = {"programme_id": make.programme(), "name": "Group North", "trainer_ids": [ids["Trainer"]]}
    group_id = make(trainings.form_group, **group, person_ids=people)["id"]
    for kind, days in (("training_day", 50), ("deepening", 30)):
        make.record(make.session(group_id, kind, story.today - timedelta(days=days)), people)
    for person_id in people:
        eventually(lambda: is_invited(story, person_id), what="the invitation to the network")  # noqa: B023 at once
    old, new = story.somebody(OLD), story.somebody(NEW)
    for person in (old, new):
        person.sign_in(story.email(person.name), PASSWORD)
    return old, new


def is_invited(story: Story, person_id: UUID) -> bool:
    return story.city.ask(networks.invitation, Actor(person_id)).data["state"] == "open"


def each_joins_and_says_what_for(old: Person, new: Person) -> None:
    old.open("/network/join")
    old.send(expertise=["youth"], languages=["nl"], brings=["listening"], agreed=True)
    new.open("/network/join")
    new.fill_in(expertise=["schools"], languages=["nl"], seeks=["advice"], interest="Learning to stay in the middle")
    new.send(months="6", agreed=True)
    new.sees("Welcome to the network. Colleagues can find you now.")
    old.open("/network/members")
    old.go(old.row(NEW).locator("a").first)
    old.sees("Advice in a difficult situation", "Learning to stay in the middle")


def they_become_buddies(story: Story, old: Person, new: Person) -> None:
    old.open("/network/buddies")
    old.go(old.main.get_by_role("button", name="I offer to be a buddy"))
    new.open("/network/buddies")
    new.go(new.main.get_by_role("button", name="I would like a buddy"))
    new.sees("%(name)s could be your buddy", name=OLD)
    story.mails.to("nora.nieuw", "/network/buddies")
    for person in (new, old):
        person.open("/network/buddies")
        person.press("/answer")
    old.sees("You are the buddy of %(name)s", "The first talk", name=NEW)
    story.mails.to("olga.oud", "from now on you are buddies")


def the_old_one_records_a_training(old: Person) -> None:
    old.open("/network/trainings")
    old.send(setting="communal", people="12")
    old.open(f"{old.path}?q=Nora")
    old.pick()
    old.go(old.main.get_by_role("button", name="Ask them"))
    old.sees("Has been asked", NEW)


def the_new_one_agrees_to_be_named(old: Person, new: Person) -> None:
    old.open("/network/tree")
    old.sees(OLD)
    old.sees_not(NEW)
    new.open("/network/trainings")
    new.sees("Who says that they trained you", OLD)
    new.press("/answer")
    new.sees("You stand in the tree now.")


def the_tree_shows_it_until_they_take_it_back(old: Person, new: Person) -> None:
    old.open("/network/tree")
    old.sees("Who trained whom", OLD, NEW)
    expect(old.main.locator(".app-treelist li", has_text=OLD).last).to_contain_text(NEW)
    new.open("/network/trainings")
    new.press("/answer")
    new.sees("You are not named for it. You are counted, and no more.")
    old.open("/network/tree")
    old.sees(OLD)
    old.sees_not(NEW)
