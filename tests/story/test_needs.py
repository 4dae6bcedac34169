"""From what people need to what was changed: a told need, a planned activity, and a text that everybody who was invited
reads, in their mail and on their own page."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity
from tests.gateway.courses import completed_course
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Program
from tests.story.mails import links_in, text_of
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, Story, told_in

# Of each group the first three ask for practice, the last one does not answer.
WINTERSLAG = ("Ada Bakker", "Bram Celik", "Cor Demir", "Dina Evers", "Elif Faber", "Fien Gul", "Gust Haak")
WATERSCHEI = ("Hana Ibis", "Ivo Jans", "Joke Kaya", "Kim Lenaerts", "Lara Maes", "Mo Nijs", "Noor Ozan")
PEOPLE = (*WINTERSLAG, *WATERSCHEI)
ASKING = (*WINTERSLAG[:3], *WATERSCHEI[:3])
SILENT = (WINTERSLAG[-1], WATERSCHEI[-1])
NEED = "Practise a difficult conversation at the door."
CHANGED = "You asked to practise. From May on there is an afternoon of practice every month."


@pytest.mark.timeout(300)
def test_a_told_need_becomes_an_activity_and_everybody_who_was_asked_reads_what_changed(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        official = an_official_after_two_courses(story)
        half_of_them_ask_for_practice(story, official)
        the_official_notes_the_need(story, official)
        something_is_planned_for_it(story, official)
        the_official_tells_what_changed(story, official)
        who_was_silent_reads_it_too(story)
        the_programme_shows_it(story, official)


def an_official_after_two_courses(story: Story) -> Person:
    staff = {}
    for role in (COORDINATOR, TRAINER):
        account = {"name": role.title(), "email": story.email(role), "language": story.setting.language}
        found = story.city.caller(identity.register_account, **account, password=PASSWORD, roles=[role])
        staff[role] = found.data["id"]
    make = Maker(story.city, staff[COORDINATOR])
    programme_id = None
    for group, names in (("Group Winterslag", WINTERSLAG), ("Group Waterschei", WATERSCHEI)):
        people = [make.person(name, language=story.setting.language) for name in names]
        course = completed_course(story.city, staff[COORDINATOR], staff[TRAINER], people, group, programme_id)
        programme_id = course.programme_id
        story.ids |= {"programme": str(programme_id), group: str(course.survey_id)}
    official = story.somebody(COORDINATOR.title())
    official.sign_in(story.email(COORDINATOR), PASSWORD)
    return official


def half_of_them_ask_for_practice(story: Story, official: Person) -> None:
    anybody = Program(story.city.url)
    links = story.mails.with_link("/feedback/", len(PEOPLE))
    assert len(links) == len(PEOPLE)
    for address, link in links.items():
        if not is_of(address, SILENT):
            token = link.rsplit("/", 1)[1]
            answers = {"needs": ["training"], "needs_training": ["practise_conversations"]}
            given = {"recommend": 8} | (answers if is_of(address, ASKING) else {})
            anybody("POST", "/feedback/answers", token=token, answers=given)
    official.open(f"/programmes/{story.ids['programme']}/needs")
    official.sees_not("Told in surveys")
    for group in ("Group Winterslag", "Group Waterschei"):
        official.open(f"/surveys/{story.ids[group]}/close")
        official.send()


def is_of(address: str, people: Sequence[str]) -> bool:
    return address.startswith(tuple(name.lower().replace(" ", ".") for name in people))


def the_official_notes_the_need(story: Story, official: Person) -> None:
    official.open(f"/programmes/{story.ids['programme']}/needs")
    official.sees("Told in surveys", "Practising difficult conversations", "Not yet")
    official.go(official.row("Practising difficult conversations").get_by_role("link", name="Note a need"))
    official.sees("Told in a survey", "Practising difficult conversations")
    official.send(text=NEED, theme="group_dynamics")
    official.sees("The need has been noted.", NEED, "Open")


def something_is_planned_for_it(story: Story, official: Person) -> None:
    official.go(official.main.get_by_role("button", name="Plan an activity"))
    day = story.today + timedelta(days=30)
    official.send(title="An afternoon of practice", kind="session", planned_on=day)
    official.sees("The activity has been planned.", NEED)
    official.go(official.main.get_by_role("link", name=NEED))
    official.sees("Planned", "An afternoon of practice")


def the_official_tells_what_changed(story: Story, official: Person) -> None:
    official.open(f"/programmes/{story.ids['programme']}/what-we-changed")
    official.sees("Nothing published yet")
    official.go(official.main.get_by_role("button", name="Write what changed"))
    official.fill_in(text=CHANGED)
    official.main.locator("[name=need_ids]").first.check()
    official.send()
    official.sees("Check before it is published", CHANGED, NEED)
    official.send()
    official.sees_number(
        "It is published, and goes by mail to %(num)s person.",
        "It is published, and goes by mail to %(num)s people.",
        len(PEOPLE),
    )


def who_was_silent_reads_it_too(story: Story) -> None:
    """In the mail, and by its link on a page of their own, without an account."""
    reader = story.somebody(SILENT[0])
    [mail] = story.mails.to(SILENT[0].lower().replace(" ", "."), CHANGED)
    assert NEED in text_of(mail)
    reader.open(links_in(mail, "/my/")[0])
    reader.sees("What we changed", CHANGED, NEED)


def the_programme_shows_it(story: Story, official: Person) -> None:
    official.open(f"/programmes/{story.ids['programme']}")
    official.sees("What people need", "What we changed", CHANGED)
