"""A city starts with its past: a list of earlier trainings, read, corrected, counted; then the report and the map."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from shared.access import COORDINATOR
from shared.contracts import identity, trainings
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import PASSWORD, ROTTERDAM, Story, told_in
from tests.waiting import eventually

PEOPLE = 6
LIST = "\n".join(
    [
        "Gebouw;Kwam;Wanneer;Dag twee;Bleef",
        "Zaal A;18;14/05/2012;16;15",
        "Zaal B;twaalf;03/09/2013;9;",
        "Café;12;13/05/2014;9;9",
    ]
).encode()


@pytest.mark.timeout(300)
def test_a_city_starts_with_its_past_and_tells_what_it_did(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, ROTTERDAM) as story:
        official = an_official_with_an_introduction(story)
        an_old_list_is_read_and_counts(story, official)
        the_funnel_shows_it_apart(story, official)
        the_report_tells_of_a_period(story, official)
        the_map_shows_where(story, official)


def an_official_with_an_introduction(story: Story) -> Person:
    name, email = "Coördinator", story.email("coordinator")
    account = {"name": name, "email": email, "language": story.setting.language, "password": PASSWORD}
    official_id = story.city.caller(identity.register_account, **account, roles=[COORDINATOR]).data["id"]
    make = Maker(story.city, official_id)
    area_id = make.area(story.setting.areas[0])
    programme_id = make.programme(area_ids=[area_id], sdgs=["16"])
    plan = {"date": story.today - timedelta(days=7), "start_time": "13:30", "place": "Wijkhuis", "title": "Wij en zij"}
    session_id = make(trainings.plan_introduction, programme_id=programme_id, area_id=area_id, **plan)["id"]
    people = [make.person(f"Agent {number}", sector="police") for number in range(PEOPLE)]
    make(trainings.invite_people, session_id=session_id, person_ids=people)
    make.record(session_id, people)
    story.ids |= {"programme": str(programme_id), "area": str(area_id)}
    official = story.somebody(name)
    official.sign_in(email, PASSWORD)
    return official


def an_old_list_is_read_and_counts(story: Story, official: Person) -> None:
    official.open(f"/programmes/{story.ids['programme']}/past/new")
    official.upload("lijst.csv", LIST)
    official.send(source="Lijst van de opleider")
    official.sees("How the file is read")
    columns = official.main.locator("select[name=columns]")
    for place, holds in enumerate(("place", "attended_1", "date", "attended_2", "completed")):
        columns.nth(place).select_option(holds)
    official.go(official.main.locator("form button[type=submit]").first)
    official.sees_number("Let %(num)s training count", "Let %(num)s trainings count", 2)
    official.sees("This is not a number of people", "twaalf")
    official.press("/confirmation")
    official.sees("The earlier trainings count")


def the_funnel_shows_it_apart(story: Story, official: Person) -> None:
    earlier = story.say_number("%(num)s earlier training", "%(num)s earlier trainings", 2)

    def stands_there() -> bool:
        official.open(f"/programmes/{story.ids['programme']}")
        return earlier in official.main.inner_text()

    eventually(stands_there, what="the past on the dashboard")


def the_report_tells_of_a_period(story: Story, official: Person) -> None:
    asked = f"programme_id={story.ids['programme']}&period=own&from={story.day(-30)}&until={story.today}"
    official.open(f"/report?{asked}")
    official.sees("People reached", story.setting.areas[0])
    for kind, begins in (("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = official.page.request.get(f"{story.city.url}/report.{kind}?{asked}")
        assert (answer.status, answer.body()[: len(begins)]) == (200, begins)


def the_map_shows_where(story: Story, official: Person) -> None:
    official.open("/map/tiles")
    official.send()
    official.open(f"/map?programme_id={story.ids['programme']}")
    official.sees("Map of areas", story.setting.areas[0])
    official.open(f"/map/{story.ids['area']}?programme_id={story.ids['programme']}")
    official.sees_number("%(num)s person was reached here.", "%(num)s people were reached here.", PEOPLE)
