"""From what a trainer sees to what is decided, and from the question what it is to the map of an issue."""

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR, TRAINER
from shared.contracts import trainings
from shared.contracts.municipalities import TRIAGE_QUESTIONS
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import GENK, Story, told_in
from tests.waiting import eventually

CARLA, TOM = "Carla Coordinator", "Tom Trainer"
NAME = "Winterslag in gesprek"
SEEN = "Op het plein praten groepen over elkaar, en niet met elkaar."
GROUPS = "Shopkeepers\nParents of young children"


@pytest.mark.timeout(300)
def test_what_is_seen_is_judged_and_drawn_before_anything_is_decided(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        carla, tom = story.comes_in(CARLA, COORDINATOR), story.comes_in(TOM, TRAINER)
        programme = a_programme_that_tom_has_a_part_in(story)
        signal = tom_sees_something(story, tom)
        carla_wonders_what_it_is_and_sees_it_otherwise_later(carla, programme)
        issue = she_draws_it_twice(carla, programme)
        the_map_is_read_with_the_strategy(carla, programme, issue)
        she_judges_and_decides(carla, tom, signal)


def a_programme_that_tom_has_a_part_in(story: Story) -> str:
    make = Maker(story.city, story.ids[CARLA])
    programme_id = make.programme(name=NAME, area_ids=[make.area("Winterslag")])
    make(trainings.form_group, programme_id=programme_id, name="Group East", trainer_ids=[story.ids[TOM]])
    return f"/programmes/{programme_id}"


def tom_sees_something(story: Story, tom: Person) -> str:
    eventually(lambda: may_add_a_signal(tom), what="the trainer to have a part in the programme")
    tom.go(tom.main.locator("a[href*='/signals/new']").first)
    tom.field("area_id").select_option(label="Winterslag")
    tom.send(kind="us_them_language", observation=f"{SEEN} Jan de Vries zei het ook.")
    tom.sees("Change the text", "Jan de Vries")
    tom.follow("/edit")
    tom.send(observation=SEEN)
    tom.sees(SEEN, "Not judged yet. A coordinator of the programme does that.")
    tom.sees_not("Jan de Vries")
    return tom.path


def may_add_a_signal(tom: Person) -> bool:
    tom.open("/signals")
    return tom.main.locator("a[href*='/signals/new']").count() > 0


def carla_wonders_what_it_is_and_sees_it_otherwise_later(carla: Person, programme: str) -> None:
    """A conflict has owners, a time and a place; polarisation has none of them."""
    carla.open(f"{programme}/triages")
    carla.follow("/triages/new")
    carla.send(title="Parking and play")
    carla.sees_error("Fill this in")
    carla.send(**dict.fromkeys(TRIAGE_QUESTIONS, "no") | {"owners": "yes", "time_and_place": "yes"})
    carla.sees("Mediation", "The conflict:")
    carla.follow("/edit")
    carla.send(about_groups="yes", why="It is about newcomers now.")
    carla.sees("Mediation and strategy, apart", "It is about newcomers now.")
    carla.follow("/issues")


def she_draws_it_twice(carla: Person, programme: str) -> str:
    """What was drawn before stays as it was."""
    carla.open(f"{programme}/issues")
    carla.send(title="One square")
    issue = carla.path
    carla.follow("/maps/new")
    carla.fill_in_date("drawn_on", 4, 5, 2026)
    carla.send(phase="prevention", us_and_them="The young and the old", middle=GROUPS)
    carla.sees("Shopkeepers", "Parents of young children")
    carla.open(f"{issue}/maps/new")
    carla.fill_in_date("drawn_on", 1, 6, 2026)
    carla.send(phase="intervention", middle="Shopkeepers")
    carla.open(issue)
    carla.go(carla.main.locator("form[action$='/comparison'] button"))
    carla.sees("Prevention", "Intervention", "Parents of young children")
    return issue


def the_map_is_read_with_the_strategy(carla: Person, programme: str, issue: str) -> None:
    carla.open(issue)
    carla.go(carla.main.locator("a[href^='/polarisation-maps/']").first)
    carla.press("/strategy/map")
    carla.sees("The map is read with the strategy.", "One square")
    carla.follow("/sections/map")
    carla.sees("The young and the old", "Shopkeepers")


def she_judges_and_decides(carla: Person, tom: Person, signal: str) -> None:
    """Picture, judgement, decision: in this order."""
    carla.open("/signals")
    carla.follow(signal)
    carla.sees("Who saw it", TOM, "Not decided yet. First comes the judgement.")
    carla.follow("/judgement")
    carla.send(judgement="It grows.")
    carla.follow("/decision")
    carla.send(decision="The neighbourhood worker asks the middle.")
    carla.sees("Decided")
    tom.open(signal)
    tom.sees("It grows.", "The neighbourhood worker asks the middle.")
    tom.press("/confirmation")
    tom.sees("Confirmed. The signal stands for another 90 days.")
