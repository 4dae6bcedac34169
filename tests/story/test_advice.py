"""Advice in the network of Rotterdam: asked, put to members who know of it, left by one of them, answered, accepted."""

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR, EXPERT, TRAINER, Actor
from shared.contracts import identity, networks
from tests.gateway.courses import completed_course
from tests.story.mails import links_in
from tests.story.person import Person
from tests.story.setting import PASSWORD, ROTTERDAM, Story, told_in

# By when they joined: who asks is the last, so that all others are more experienced.
KNOWS = ("Ada Bakker", "Bram Celik", "Cor Demir", "Dina Evers")
ASKER = "Eva Fens"
TITLE = "Ruzie over het vuurwerk"


@pytest.mark.timeout(300)
def test_advice_is_asked_left_to_somebody_else_answered_and_accepted(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, ROTTERDAM) as story:
        the_members(story)
        asker = signed_in(story, ASKER)
        somebody_asks_for_advice(story, asker)
        first, *others = three_members_are_asked(story)
        one_of_them_says_not_now(story, first)
        [fourth] = [name for name in KNOWS if name not in (first, *others)]
        the_next_is_asked_and_answers(story, fourth)
        who_asked_says_that_it_helped(story, asker, fourth)


def the_members(story: Story) -> None:
    """All of them know of young people, and nobody has asked them anything yet."""
    staff = [register(story, role.title(), role) for role in (COORDINATOR, TRAINER)]
    people = {name: register(story, name, EXPERT) for name in (*KNOWS, ASKER)}
    completed_course(story.city, staff[0].id, staff[1].id, [person.id for person in people.values()])
    for person in people.values():
        profile = {"expertise": ["youth"], "languages": ["nl"], "agreed": True}
        story.city.ask(networks.join, person, **profile)


def register(story: Story, name: str, role: str) -> Actor:
    account = {"name": name, "email": story.email(name), "language": story.setting.language, "password": PASSWORD}
    return Actor(story.city.caller(identity.register_account, **account, roles=[role]).data["id"])


def signed_in(story: Story, name: str) -> Person:
    person = story.somebody(name)
    person.sign_in(story.email(name), PASSWORD)
    return person


def somebody_asks_for_advice(story: Story, asker: Person) -> None:
    asker.open("/network")
    asker.follow("kind=advice")
    asker.send(title=TITLE, text="Wie vraag ik? Bel mij op 06 12345678.", expertise="youth", theme="identity")
    asker.sees("Does this name somebody?", "06 12345678")
    asker.send(text="Jongeren en buren praten niet meer. Bij wie begin ik?")
    asker.sees("It is on the board. Everybody in the network can read it now.", TITLE)
    asker.sees_number(
        "%(num)s member has been asked for advice. If nobody answers within three days, others are.",
        "%(num)s members have been asked for advice. If nobody answers within three days, others are.",
        3,
    )
    story.ids["post"] = asker.path.rsplit("/", 1)[1]


def three_members_are_asked(story: Story) -> list[str]:
    """Those to whom a mail went; it leads to the post."""
    asked = story.mails.with_link(f"/network/posts/{story.ids['post']}", 3)
    return [name for name in KNOWS if story.email(name) in asked]


def one_of_them_says_not_now(story: Story, name: str) -> None:
    member = signed_in(story, name)
    [mail, *_] = story.mails.to(story.email(name), TITLE)
    member.open(links_in(mail, "/network/posts/")[0])
    member.sees("Your advice is asked", TITLE)
    member.press("/not-now")
    member.sees("That is fine. Somebody else is asked now.", "Nothing is asked of you now")


def the_next_is_asked_and_answers(story: Story, name: str) -> None:
    story.mails.to(story.email(name), TITLE)
    member = signed_in(story, name)
    member.open("/network")
    member.sees_number("%(num)s colleague asks for your advice", "%(num)s colleagues ask for your advice", 1)
    member.follow("/network/asked")
    member.follow(f"/network/posts/{story.ids['post']}")
    member.send(text="Begin bij wie nog niets heeft gezegd.")
    member.sees("Your answer has been posted.")
    member.open("/network/asked")
    member.sees("Nothing is asked of you now")


def who_asked_says_that_it_helped(story: Story, asker: Person, helper: str) -> None:
    [mail] = story.mails.to(story.email(ASKER), TITLE)
    asker.open(links_in(mail, "/network/posts/")[0])
    asker.sees("Begin bij wie nog niets heeft gezegd.", helper)
    asker.press("/accept")
    asker.sees("Thank you: others see that this helped.", "This helped", "Take back that this helped")
    asker.open("/network?state=accepted")
    asker.sees(TITLE, "An answer helped")
