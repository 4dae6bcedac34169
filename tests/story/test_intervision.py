"""An intervision from its plan to its lesson: three colleagues, of whom one has JavaScript and two have not."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from shared import clock
from shared.access import COORDINATOR, TRAINER, Actor
from shared.contracts import identity, networks, trainings
from shared.contracts.fields import local
from tests.browser.browsing import watched
from tests.city import City
from tests.gateway.running_programme import Maker
from tests.overhearing import CALLS, overheard
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, Story, told_in

BRINGER, FACILITATOR, LISTENER = "Ada Bakker", "Bram Celik", "Cor Demir"
# What is told in the room, which one of them notes. No other sentence of the story has its words.
CASE = "Kermiskoers zeventien, de hoofdklusser wou niet meer"
QUESTION, LESSON = "How do I stay in the middle?", "Ask what people need before you answer."
# Without JavaScript a page shows itself anew every ten seconds.
REFRESHED = 20_000


@pytest.mark.timeout(300)
def test_a_case_is_told_and_only_the_lesson_is_kept(postgres: str, rabbitmq: dict[str, str], chromium: Browser) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story, overheard(story.city, CALLS, "networks.events") as said:
        bringer, facilitator, listener = members(story)
        it_is_planned_and_joined(story, facilitator, (listener, bringer))
        they_settle_who_does_what(story, bringer, facilitator)
        it_begins_on_all_screens(story, bringer, facilitator, listener)
        notes_stay_on_one_screen(listener, bringer)
        the_facilitator_moves_and_the_others_follow(bringer, facilitator, listener)
        the_lesson_is_written_and_it_ends(story, bringer, facilitator, listener)
        the_lesson_is_shared(story, bringer, listener)
        nothing_of_the_case_is_kept(story.city, said())


def members(story: Story) -> tuple[Person, Person, Person]:
    """Who completed the course, and joined the network."""
    people = {}
    for name in (BRINGER, FACILITATOR, LISTENER, "Trainer"):
        account = {"name": name, "email": story.email(name), "language": story.setting.language}
        found = story.city.caller(identity.register_account, **account, password=PASSWORD, roles=[TRAINER])
        people[name] = found.data["id"]
    trainer_id = people.pop("Trainer")
    official = {"name": "Official", "email": story.email("official"), "language": "en", "password": PASSWORD}
    make = Maker(story.city, story.city.caller(identity.register_account, **official, roles=[COORDINATOR]).data["id"])
    group = {"programme_id": make.programme(), "name": "Group Winterslag", "trainer_ids": [trainer_id]}
    group_id = make(trainings.form_group, **group, person_ids=list(people.values()))["id"]
    for kind, days in (("training_day", 21), ("deepening", 2)):
        make.record(make.session(group_id, kind, story.today - timedelta(days=days)), list(people.values()))
    for person_id in people.values():
        profile = {"expertise": ["mediation"], "area_ids": [], "languages": ["nl"]}
        story.city.ask(networks.join, Actor(person_id), **profile, agreed=True, after=make.changes[-10:])
    bringer, facilitator = story.somebody(BRINGER), story.somebody(FACILITATOR)
    listener = with_javascript(story, LISTENER)
    for person in (bringer, facilitator, listener):
        person.sign_in(story.email(person.name), PASSWORD)
    return bringer, facilitator, listener


def with_javascript(story: Story, name: str) -> Person:
    settings = story.setting.browser | {"java_script_enabled": True}
    context = story.stack.enter_context(watched(story.chromium, **settings))
    return Person(context, story.city.url, name, story)


def it_is_planned_and_joined(story: Story, planner: Person, others: tuple[Person, Person]) -> None:
    """For so soon that the room is open."""
    soon: datetime = local(clock.now() + timedelta(minutes=30), story.city.settings.time_zone)
    planner.open("/network/intervisions")
    planner.sees("Nothing is planned")
    planner.follow("/network/intervisions/new")
    planner.send(method="rounds", date=soon.date(), start_time=f"{soon:%H:%M}", place="Room 2")
    planner.sees("It is planned, and you take part.")
    story.ids["intervision"] = planner.path
    for person in others:
        person.open(planner.path)
        person.press("/seat")
        person.sees("You take part.", "Room 2")


def they_settle_who_does_what(story: Story, bringer: Person, facilitator: Person) -> None:
    """Who joined first would bring the case; they swap."""
    facilitator.open(story.ids["intervision"])
    expect(facilitator.row(FACILITATOR)).to_contain_text("Brings the case")
    facilitator.go(facilitator.main.get_by_role("button", name="I facilitate"))
    bringer.open(story.ids["intervision"])
    bringer.go(bringer.main.get_by_role("button", name="I bring the case"))
    expect(bringer.row(BRINGER)).to_contain_text("Brings the case")
    expect(bringer.row(FACILITATOR)).to_contain_text("Facilitator")


def it_begins_on_all_screens(story: Story, bringer: Person, facilitator: Person, listener: Person) -> None:
    room = f"{story.ids['intervision']}/room"
    for person in (bringer, facilitator, listener):
        person.open(room)
        person.sees("As soon as everybody is here, one of you begins.")
    facilitator.follow("/room/begin")
    facilitator.send()
    facilitator.sees("Step 1 of 6", "Keep the time")
    expect(listener.main).to_contain_text("Step 1 of 6")
    expect(bringer.main).to_contain_text("Step 1 of 6", timeout=REFRESHED)
    bringer.sees("Tell what happened")
    listener.sees("Listen. Keep your questions and advice for later.")


def notes_stay_on_one_screen(listener: Person, bringer: Person) -> None:
    expect(bringer.main.locator("#notes")).to_be_hidden()
    listener.main.locator("#notes textarea").fill(CASE)
    listener.page.reload()
    expect(listener.main.locator("#notes textarea")).to_have_value(CASE)


def the_facilitator_moves_and_the_others_follow(bringer: Person, facilitator: Person, listener: Person) -> None:
    facilitator.press("/room/step")
    expect(listener.main).to_contain_text("Step 2 of 6")
    expect(listener.page.locator("#room-said")).to_contain_text("Step 2 of 6: Clarifying questions.")
    expect(listener.main.locator("#notes textarea")).to_have_value(CASE)
    facilitator.press("/room/extension")
    facilitator.sees("15 minutes")
    expect(listener.main.locator("[data-clock]")).to_contain_text("14:")
    facilitator.go(facilitator.main.get_by_role("button", name="Skip to here Learning question and lesson"))
    expect(listener.main).to_contain_text("Step 6 of 6")
    expect(bringer.main).to_contain_text("Step 6 of 6", timeout=REFRESHED)


def the_lesson_is_written_and_it_ends(story: Story, bringer: Person, facilitator: Person, listener: Person) -> None:
    bringer.follow("/lesson")
    bringer.send(learning_question=QUESTION, lesson=LESSON)
    expect(listener.main).to_contain_text(LESSON)
    facilitator.open(f"{story.ids['intervision']}/room")
    facilitator.press("/room/end")
    facilitator.sees("This intervision is over")
    expect(listener.main).to_contain_text("Your notes are gone.")
    listener.page.wait_for_function("sessionStorage.length + localStorage.length === 0")


def the_lesson_is_shared(story: Story, bringer: Person, listener: Person) -> None:
    """With one click of who brought the case, and no sooner."""
    listener.open("/network")
    listener.sees_not(QUESTION)
    bringer.open(story.ids["intervision"])
    bringer.follow("/share")
    bringer.send()
    listener.open("/network")
    listener.sees(QUESTION)


def nothing_of_the_case_is_kept(city: City, said: str) -> None:
    """Not in the database, on the broker, in the logs or in a mail; the lesson, which is kept, shows that one looks."""
    kept = {
        "database": rows_of_all_tables(city),
        "broker": said,
        "logs": "\n".join(process.log for process in city.processes.values()),
        "mail": "\n".join(file.read_text(errors="replace") for file in city.mail_dir.rglob("*") if file.is_file()),
    }
    assert LESSON in kept["database"]
    assert LESSON in kept["broker"]
    assert all(kept.values())
    words = [word.strip(",").lower() for word in CASE.split() if len(word.strip(",")) > 5]
    assert [(place, word) for place, text in kept.items() for word in words if word in text.lower()] == []


def rows_of_all_tables(city: City) -> str:
    tables = city.sql(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    return "\n".join(
        row.line for table in tables for row in city.sql(f"SELECT each::text AS line FROM {table.name} each")
    )
