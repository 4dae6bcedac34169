"""A mediation from the intake to the last thank-you. What is said in it, nobody reads but who mediates."""

import pytest
from playwright.sync_api import Browser

from shared import taxonomies
from shared.access import COORDINATOR, MEDIATOR
from tests.story.person import Person
from tests.story.setting import ROTTERDAM, Story, told_in
from tests.waiting import eventually

CARLA, MIRA = "Carla Programma", "Mira Bemiddelaar"
PASSPHRASE = "een lamp in het raam, voor niemand"
NOISE, RULES, MET = "Het lawaai in de nacht", "Een spreekt, de ander luistert", "Zij hoorden elkaar voor het eerst"
THANKS, LESSON = "Dank voor uw komst", "Twee stoelen aan dezelfde kant van de tafel"


@pytest.mark.timeout(300)
def test_two_neighbours_are_heard_and_nobody_else_reads_of_it(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, ROTTERDAM) as story:
        carla, mira = story.comes_in(CARLA, COORDINATOR), story.comes_in(MIRA, MEDIATOR)
        mira_chooses_a_passphrase(mira)
        mediation = carla_opens_one_and_asks_her(story, carla)
        she_says_first_that_she_is_impartial(mira, mediation)
        nothing_is_written_before_all_agree(mira, mediation)
        she_talks_with_both_before_they_meet(mira, mediation)
        they_meet(mira, mediation)
        it_ends_and_everybody_is_thanked(mira, mediation)
        she_tells_others_what_can_be_learnt(mira, mediation)
        carla_sees_how_it_ended_and_no_more(story, carla, mediation)


def mira_chooses_a_passphrase(mira: Person) -> None:
    mira.open("/mediations")
    mira.sees("You have no passphrase yet")
    mira.follow("/mediations/key")
    mira.send(passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    mira.sees("Print this code, and put it away")


def carla_opens_one_and_asks_her(story: Story, carla: Person) -> str:
    known = "SELECT 1 FROM mediations.mediators WHERE person_id = %s"
    eventually(lambda: story.city.sql(known, story.ids[MIRA]), what="it to be known who mediates")
    carla.open("/mediations")
    carla.follow("/mediations/new")
    carla.send(referred_from="housing")
    carla.sees_error("Nobody is referred without the agreement of the parties. Ask them first.")
    carla.send(consented=True)
    carla.sees("The mediation is there. Ask somebody to mediate.")
    carla.send(mediator_id=[story.ids[MIRA]])
    carla.sees(MIRA)
    return carla.path


def she_says_first_that_she_is_impartial(mira: Person, mediation: str) -> None:
    mira.open("/mediations")
    mira.follow(mediation)
    mira.sees("You are asked to mediate")
    mira.follow("/request")
    mira.send(answer="no_conflict")
    mira.sees("This mediation is yours. Begin with the agreement on confidentiality.")


def nothing_is_written_before_all_agree(mira: Person, mediation: str) -> None:
    mira.open(f"{mediation}/entries/new/party")
    mira.sees("Nothing is written down before everybody has agreed to confidentiality.")
    mira.open(f"{mediation}/confidentiality")
    mira.send()
    mira.open(f"{mediation}/suitability")
    mira.send(verdict="suitable", signs=["violence"])
    mira.sees_error("Where there is a sign of this, mediation is suitable with measures, or not at all")
    mira.main.locator("[name=signs][value=violence]").uncheck()
    mira.send()
    mira.sees("Suitable")


def she_talks_with_both_before_they_meet(mira: Person, mediation: str) -> None:
    """Under pseudonyms, with each of them apart."""
    for pseudonym in ("Wilg", "Els"):
        mira.open(f"{mediation}/entries/new/party")
        mira.send(pseudonym=pseudonym)
    mira.sees("Wilg", "Els")
    mira.open(f"{mediation}/entries/new/session")
    mira.send(notes=MET)
    mira.sees_error("No session opens before the parties have agreed on ground rules.")
    for pseudonym in ("Wilg", "Els"):
        mira.open(f"{mediation}/entries/new/talk")
        mira.field("party_id").select_option(label=pseudonym)
        mira.send(concerns=NOISE)
    mira.sees(NOISE)
    mira.sees_not("Not talked with yet: %(who)s", who="Wilg")


def they_meet(mira: Person, mediation: str) -> None:
    mira.follow("/entries/new/ground_rules")
    mira.send(ground_rules=RULES)
    mira.follow("/entries/new/session")
    mira.main.locator("summary").first.click()
    mira.send(notes=MET, techniques=["mirroring"])
    mira.sees(MET)
    stage = mira.field("stage").locator("option[value=exploration]").inner_text()
    mira.fill_in(stage="exploration")
    mira.press("/stage")
    mira.sees("You are at: %(stage)s.", stage=stage)
    mira.open("/mediations")
    mira.press("/mediations/lock")
    mira.open(mediation)
    mira.sees_not(MET)
    mira.go(mira.main.locator("a[href*='/mediations/unlock']").first)
    mira.send(passphrase=PASSPHRASE)
    mira.sees(MET)


def it_ends_and_everybody_is_thanked(mira: Person, mediation: str) -> None:
    mira.open(f"{mediation}/close")
    mira.send(outcome="improved_understanding")
    mira.sees("Not thanked yet: %(who)s", who="Wilg, Els")
    for pseudonym in ("Wilg", "Els"):
        mira.open(f"{mediation}/entries/new/thank_you")
        mira.field("party_id").select_option(label=pseudonym)
        mira.send(message=THANKS)
        mira.go(mira.main.locator("form[action$='/done']:has([value=yes]) button").first)
    mira.sees_not("Not thanked yet: %(who)s", who="Wilg")
    mira.open(f"{mediation}/end")
    mira.send()
    mira.sees("Ended. What stands here is destroyed on the day that it says.")


def she_tells_others_what_can_be_learnt(mira: Person, mediation: str) -> None:
    """In a text of its own, which does not say from which mediation it comes."""
    mira.go(mira.main.locator("a[href*='/handbook/contributions/new']"))
    assert mediation.rpartition("/")[2] not in mira.page.url
    mira.fill_in(title="Naast elkaar", theme="identity", context=NOISE, action=LESSON, effect=LESSON)
    mira.send(adaptation="Een tafel is genoeg.", agreed=True)
    mira.sees("An editor will read it.")


def carla_sees_how_it_ended_and_no_more(story: Story, carla: Person, mediation: str) -> None:
    carla.open(mediation)
    carla.sees(MIRA, taxonomies.label("mediation_outcomes", "improved_understanding", story.setting.language))
    for said in (NOISE, RULES, MET, THANKS, "Wilg"):
        carla.sees_not(said)
    kept = story.city.sql("SELECT content FROM mediations.entries")
    assert len(kept) == 8
    assert all(entry.content.startswith("v1:") for entry in kept)
