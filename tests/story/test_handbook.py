"""The handbook: an editor writes and publishes, a partner without an account and a colleague send in, anybody reads."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR, EDITOR
from shared.contracts.handbook import PARTS, REDACTION_CHECKS
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import GENK, Story, told_in

EVA, CARLA = "Eva Editor", "Carla Coordinator"
TITLE, COFFEE, QUESTION = "Who keeps silent does not agree", "Coffee on the pavement", "Wait for the second answer"
THEORY = dict.fromkeys(PARTS["theme"], "Polarisation is a **thought construct**.")
LESSON = dict.fromkeys(PARTS["lesson"], "A table in front of the door, every Tuesday.")
PARTNER = "Community centre"


@pytest.mark.timeout(300)
def test_what_a_city_knows_is_written_sent_in_and_read_by_everybody(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        eva, carla = story.comes_in(EVA, EDITOR), story.comes_in(CARLA, COORDINATOR)
        partner, reader = story.somebody("a partner"), story.somebody("a reader")
        chapter = eva_writes_a_chapter(eva, reader)
        she_looks_it_through_and_publishes(eva, reader, chapter)
        link = she_makes_a_link_for_a_partner(eva)
        the_partner_contributes(partner, link)
        eva_makes_a_lesson_of_it(eva, COFFEE)
        the_partner_reads_that_it_is_published(partner, link)
        outcome = carla_sends_what_a_session_taught(story, carla)
        eva_declines_with_a_reason(eva, carla, outcome)
        anybody_finds_it_all(reader)


def eva_writes_a_chapter(eva: Person, reader: Person) -> str:
    eva.open("/handbook")
    eva.follow("/handbook/editing")
    eva.follow("/handbook/editing/new")
    eva.send(kind="theme", title=TITLE, theme="identity", language="en")
    eva.sees("The draft is there. Editors alone read it.")
    chapter = eva.path
    eva.send(**THEORY | {"field_experience": "Later somebody asked mr. Amrani what he saw."})
    eva.sees("Perhaps a name", "mr. Amrani")
    reader.open("/handbook")
    reader.sees_not(TITLE)
    return chapter


def she_looks_it_through_and_publishes(eva: Person, reader: Person, chapter: str) -> None:
    eva.open(f"{chapter}/publish")
    eva.sees("There may be names in it")
    eva.open(chapter)
    eva.send(field_experience="Then somebody came in.")
    publish(eva, chapter)
    reader.open("/handbook?q=silent")
    reader.follow(chapter.replace("/editing/", "/chapters/"))
    reader.sees(TITLE, "thought construct")


def publish(eva: Person, draft: str) -> None:
    eva.open(f"{draft}/publish")
    eva.send()
    eva.sees_error("Look it through and tick every point. Whoever reads it cannot be called back.")
    eva.send(confirmed=list(REDACTION_CHECKS))
    eva.sees("Version %(number)s is published. Everybody can read it.", number=1)


def she_makes_a_link_for_a_partner(eva: Person) -> str:
    eva.open("/handbook/partner-links")
    eva.send(partner=PARTNER, theme="exclusion", language="en")
    eva.sees("Copy or print it now: it is shown this once.")
    return eva.main.locator("a[href*='/handbook/contribute/']").get_attribute("href") or ""


def the_partner_contributes(partner: Person, link: str) -> None:
    """Without an account."""
    partner.open(link)
    partner.sees(PARTNER)
    partner.send(title=COFFEE, **LESSON)
    partner.sees_error("Tick this if others may use it: without it nobody can publish it")
    partner.send(agreed=True)
    partner.sees("Thank you. An editor reads it, and you find here what becomes of it.", "Waits for an editor")


def eva_makes_a_lesson_of_it(eva: Person, title: str) -> None:
    eva.open("/handbook/editing")
    eva.sees_number("%(num)s contribution waits", "%(num)s contributions wait", 1)
    eva.open("/handbook/contributions")
    eva.go(eva.main.get_by_role("link", name=title))
    eva.press("/acceptance")
    eva.sees("It is the draft of a lesson now. Look it through, and publish it.")
    publish(eva, eva.path)


def the_partner_reads_that_it_is_published(partner: Person, link: str) -> None:
    partner.open(link)
    partner.go(partner.main.get_by_role("link", name=COFFEE))
    partner.sees(PARTNER, LESSON["action"])


def carla_sends_what_a_session_taught(story: Story, carla: Person) -> str:
    """She is no editor; which session it was is not kept."""
    make = Maker(story.city, story.ids[CARLA])
    session = f"/sessions/{make.introduction(make.programme(), story.today - timedelta(days=3))}"
    carla.open(f"{session}/record")
    carla.send(insights=QUESTION)
    carla.open(session)
    carla.go(carla.main.locator("a[href*='/handbook/contributions/new']"))
    assert carla.field("effect").input_value() == QUESTION
    more = {name: LESSON[name] for name in ("context", "action", "adaptation")}
    carla.send(title=QUESTION, theme="group_dynamics", **more, agreed=True)
    carla.sees("An editor will read it.")
    return carla.path


def eva_declines_with_a_reason(eva: Person, carla: Person, outcome: str) -> None:
    eva.open("/handbook/contributions?state=waiting")
    eva.sees("A colleague", "A session")
    eva.go(eva.main.get_by_role("link", name=QUESTION))
    eva.fill_in(reason="We have this one already.")
    eva.go(eva.main.locator("form:has([name=reason]) button"))
    eva.sees("Declined. Whoever sent it reads your reason.")
    carla.open(outcome)
    carla.sees("We have this one already.")


def anybody_finds_it_all(reader: Person) -> None:
    """Their browser keeps the pages that it has for five minutes, so that they look for it in other words."""
    reader.open("/handbook?language=en")
    reader.sees(TITLE, COFFEE)
    reader.sees_not(QUESTION)
    reader.open("/handbook?q=pavement")
    reader.sees(COFFEE)
    reader.sees_not(TITLE)
