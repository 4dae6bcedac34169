"""A strategy from its first sentence to what the council reads: written by two, asked about by one who decides."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR, EXPERT
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import ROTTERDAM, Story, told_in

CARLA, WIM, DANA = "Carla Programma", "Wim Wijkteam", "Dana Directie"
NAME = "Rotterdam-West in gesprek"
POLES, MIDDLE = "We praten met de uitersten.", "We praten met wie zwijgt."
CHANGED = "We bellen elkaar voordat het spannend wordt."


@pytest.mark.timeout(300)
def test_a_strategy_is_written_together_adopted_and_told_to_the_council(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, ROTTERDAM) as story:
        carla, wim, dana = (story.comes_in(*who) for who in ((CARLA, COORDINATOR), (WIM, EXPERT), (DANA, EXPERT)))
        strategy = a_programme(story)
        carla_begins_and_asks_wim_along(carla, strategy)
        dana_asks_and_wim_rewrites(wim, dana, strategy)
        somebody_takes_on_an_action(story, carla, dana, strategy)
        carla_adopts_what_she_has_read(story, carla, strategy)
        address = the_council_page_is_published(carla)
        anybody_finds_it_until_it_is_withdrawn(story, carla, address)


def a_programme(story: Story) -> str:
    make = Maker(story.city, story.ids[CARLA])
    return f"/programmes/{make.programme(name=NAME, decision_maker_ids=[story.ids[DANA]])}/strategy"


def carla_begins_and_asks_wim_along(carla: Person, strategy: str) -> None:
    carla.open("/strategies")
    carla.follow(strategy)
    carla.sees("%(written)s of %(all)s sections written", written=0, all=16)
    carla.follow("/sections/middle/write")
    carla.sees("Ask yourselves")
    carla.send(text=POLES)
    carla.sees("The section has been saved. Earlier versions stay.", POLES)
    carla.open(f"{strategy}/writers?q=Wim")
    carla.pick()
    carla.send()
    carla.sees(WIM)


def dana_asks_and_wim_rewrites(wim: Person, dana: Person, strategy: str) -> None:
    """She reads and comments; he writes, and both texts stay."""
    dana.open("/strategies")
    dana.follow(strategy)
    dana.sees(POLES)
    dana.follow("/sections/middle")
    dana.fill_in(text="Waarom juist met hen?")
    dana.go(dana.main.locator("form:has([name=text]) button"))
    dana.sees("Your comment stands with the section.", "Waarom juist met hen?")
    assert dana.main.locator("a[href$='/write']").count() == 0
    wim.open("/strategies")
    wim.follow(strategy)
    wim.sees_number("%(num)s open comment", "%(num)s open comments", 1)
    wim.open(f"{strategy}/sections/middle/write")
    wim.send(text=MIDDLE)
    wim.press("/resolution")
    wim.sees("No open comments.")
    dana.open(f"{strategy}/sections/middle/differences")
    dana.sees("uitersten", "zwijgt")


def somebody_takes_on_an_action(story: Story, carla: Person, dana: Person, strategy: str) -> None:
    carla.open(strategy)
    carla.follow("/strategy/actions/new")
    carla.fill_in(text="De school bellen")
    carla.field("owner_id").select_option(label=DANA)
    carla.send(due_on=story.today + timedelta(days=3))
    carla.sees("De school bellen", DANA)
    dana.open(strategy)
    dana.go(dana.row("De school bellen").locator("button"))
    dana.sees("It is done")


def carla_adopts_what_she_has_read(story: Story, carla: Person, strategy: str) -> None:
    carla.open(f"{strategy}/review")
    carla.send(review_on=story.day(180))
    carla.follow("/adoption")
    carla.sees(MIDDLE)
    carla.sees_not(POLES)
    carla.send()
    carla.sees("The strategy has been adopted. You can go on writing: the draft is yours.", MIDDLE)
    carla.open(strategy)
    carla.sees("Adopted: version %(number)s", number=1)


def the_council_page_is_published(carla: Person) -> str:
    carla.follow("/council-page")
    carla.send(changed_practice=CHANGED, sections=["middle"])
    carla.sees("Safe to publish?", CHANGED, MIDDLE)
    carla.send()
    carla.sees("It is published. Anybody can read it at the address of this page.")
    return carla.path


def anybody_finds_it_until_it_is_withdrawn(story: Story, carla: Person, address: str) -> None:
    """From the foot of any page."""
    reader = story.somebody("a council member")
    reader.open("/sign-in")
    reader.go(reader.page.locator("footer a[href='/council']"))
    reader.follow(address)
    reader.sees(NAME, CHANGED, MIDDLE)
    reader.sees_not(DANA)
    carla.open("/strategies")
    carla.follow("/strategy")
    carla.follow("/council-page")
    carla.press("/withdrawal")
    reader.open("/council")
    reader.sees("No page has been published yet")
