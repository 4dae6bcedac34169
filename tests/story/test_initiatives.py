"""An initiative from an idea to a meeting where it is presented, with minutes, a decision and an action."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from shared import clock
from shared.access import COORDINATOR, SUPPORT, TRAINER, Actor
from shared.contracts import identity, networks
from tests.gateway.courses import completed_course
from tests.story.mails import text_of
from tests.story.person import Person
from tests.story.setting import PASSWORD, ROTTERDAM, Story, told_in

ADA, BRAM, SAM = "Ada Bakker", "Bram Celik", "Sam Steun"
TABLE = "Een lange tafel op het plein"
ROOM = "Huis van de wijk, zaal 2"


@pytest.mark.timeout(300)
def test_an_initiative_goes_from_an_idea_to_a_meeting_and_on(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, ROTTERDAM) as story:
        ada, bram, sam = the_network(story)
        initiative = ada_has_an_idea(ada)
        bram_joins_and_takes_a_step(bram, initiative)
        sam_finds_what_is_needed(ada, sam, initiative)
        meeting = ada_presents_it_at_a_meeting(ada, initiative)
        bram_hears_of_it_and_comes(story, bram, meeting)
        they_write_down_what_came_of_it(bram, meeting)
        the_action_comes_back_until_it_is_done(ada, bram, meeting)


def the_network(story: Story) -> tuple[Person, Person, Person]:
    """Two who completed the course and joined, and somebody who supports them."""
    ids = {}
    for name, roles in (
        (ADA, [TRAINER]),
        (BRAM, [TRAINER]),
        (SAM, [SUPPORT]),
        ("Coordinator", [COORDINATOR]),
        ("Trainer", [TRAINER]),
    ):
        account = {"name": name, "email": story.email(name), "language": story.setting.language}
        ids[name] = story.city.caller(identity.register_account, **account, password=PASSWORD, roles=roles).data["id"]
    completed_course(story.city, ids["Coordinator"], ids["Trainer"], [ids[ADA], ids[BRAM]])
    profile = {"expertise": ["youth"], "area_ids": [], "languages": ["nl"], "agreed": True}
    for name in (ADA, BRAM):
        story.city.ask(networks.join, Actor(ids[name]), **profile)
    ada, bram, sam = (story.somebody(name) for name in (ADA, BRAM, SAM))
    for person in (ada, bram, sam):
        person.sign_in(story.email(person.name), PASSWORD)
    return ada, bram, sam


def ada_has_an_idea(ada: Person) -> str:
    ada.open("/network")
    ada.follow("/network/initiatives")
    ada.sees("No initiatives yet")
    ada.follow("/network/initiatives/new")
    ada.send(title=TABLE, purpose="Wie naast elkaar zit, hoort wat de ander bezighoudt.")
    ada.sees("Your initiative is there. Everybody in the network can join it.", "Idea", ADA)
    return ada.path


def bram_joins_and_takes_a_step(bram: Person, initiative: str) -> None:
    """Without asking Ada: whoever takes part changes it."""
    bram.open("/network/initiatives")
    bram.follow(initiative)
    bram.press("/joining")
    bram.sees("You take part. You can change everything in it, as the others can.", BRAM)
    bram.follow("/steps/new")
    bram.fill_in(text="Met de winkeliers praten")
    bram.field("owner_id").select_option(label=BRAM)
    bram.send()
    bram.press("/doing")
    bram.sees("Well done: the step is ready.")
    bram.field("state").select_option("running")
    bram.press("/state")
    bram.sees("Running")


def sam_finds_what_is_needed(ada: Person, sam: Person, initiative: str) -> None:
    """Support answers what is needed, and finds no button to change anything else."""
    ada.open(f"{initiative}/needs/new")
    ada.send(kind="material", text="Twaalf tafels")
    sam.open("/network")
    sam.follow(initiative)
    sam.sees_not("Add a step")
    sam.follow("/offers/new")
    sam.send(text="Acht staan er in onze kelder, vier leen ik bij de school.")
    sam.press("/settling")
    sam.sees("Good: that is arranged.")
    ada.open(initiative)
    ada.sees("Arranged", "vier leen ik bij de school")


def ada_presents_it_at_a_meeting(ada: Person, initiative: str) -> str:
    """One that has just begun, so that its minutes can be written."""
    begun: datetime = clock.now().astimezone(ZoneInfo("Europe/Amsterdam")) - timedelta(minutes=10)
    ada.open("/network/meetings/new")
    ada.send(title="Netwerkoverleg", date=begun.date(), start_time=f"{begun:%H:%M}", place=ROOM)
    ada.sees("The meeting is planned. Every member gets a mail with a file for their calendar.")
    meeting = ada.path
    ada.open(f"{initiative}/present")
    ada.fill_in(meeting_id=[meeting.rpartition("/")[2]])
    ada.send(minutes=20)
    ada.sees("Your initiative is on the agenda.", "Initiative: %(title)s", title=TABLE)
    ada.open(initiative)
    ada.sees("Netwerkoverleg")
    return meeting


def bram_hears_of_it_and_comes(story: Story, bram: Person, meeting: str) -> None:
    [mail] = story.mails.to("bram.celik", meeting)
    assert ROOM in text_of(mail)
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]
    bram.open(meeting)
    bram.go(bram.main.locator("form[action$='/reply']:has([value=yes]) button"))
    bram.sees("That is noted. You can change it until the meeting.")
    bram.fill_in(text="Rondvraag")
    bram.go(bram.main.locator("form:has([name=text]) button.govuk-button"))
    bram.go(bram.row("Rondvraag").locator("form[action$='/moving'] button"))
    bram.sees("1. Rondvraag")


def they_write_down_what_came_of_it(bram: Person, meeting: str) -> None:
    bram.open(meeting)
    bram.follow("/minutes")
    bram.send(text="Iedereen zag wat in de tafel.", decisions="We beginnen in mei.")
    bram.sees("Who was there", ADA, BRAM, "Iedereen zag wat in de tafel.", "Decided", "We beginnen in mei.")
    bram.follow("/actions/new")
    bram.fill_in(text="Een vergunning vragen")
    bram.field("owner_id").select_option(label=ADA)
    bram.send()
    bram.sees("Een vergunning vragen", ADA)


def the_action_comes_back_until_it_is_done(ada: Person, bram: Person, meeting: str) -> None:
    later = clock.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(days=40)
    bram.open("/network/meetings/new")
    bram.send(title="Volgend overleg", date=later.date(), start_time="16:00", place=ROOM)
    bram.sees("Open from before", "Een vergunning vragen")
    ada.open(bram.path)
    ada.go(ada.row("Een vergunning vragen").locator("form[action$='/doing'] button"))
    ada.sees("Well done: the action is ready.")
    ada.sees_not("Open from before")
    ada.open(meeting)
    ada.sees("Een vergunning vragen", "Done")
