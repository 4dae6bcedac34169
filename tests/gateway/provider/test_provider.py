"""The page of the training provider: whom to ask, dates of intervision and material."""

from datetime import timedelta

import pytest

from shared import clock
from shared.access import EXPERT
from tests.gateway.courses import completed_course, personal_links
from tests.gateway.test_statement_counts import MOST

GUIDE = {
    "title": "Twenty questions",
    "kind": "exercise",
    "link": "https://provider.example/questions",
    "language": "nl",
    "purpose": "To prepare a talk in the neighbourhood.",
}


@pytest.fixture(scope="module")
def member(city, coordinator, trainer, sign_in):
    person = sign_in(EXPERT, name="Esra Expert")
    completed_course(city, coordinator.id, trainer.id, [person.id])
    person.api("PUT", "/network/membership", agreed=True, expertise=["youth"], area_ids=[], languages=["nl"])
    return person


@pytest.fixture(scope="module")
def in_a_month(city) -> dict[str, int]:
    day = clock.today(city.settings.time_zone) + timedelta(days=30)
    return {"date-day": day.day, "date-month": day.month, "date-year": day.year}


def test_a_coordinator_says_whom_to_ask_and_members_read_it(coordinator, member):
    page = coordinator.open("/network/provider/contact")
    assert coordinator.send(page, organisation="").errors == ["Fill this in"]
    coordinator.send(page, organisation="Inside Polarisation", email="office@provider.example")
    page = member.open("/network/provider")
    assert "Organisation Inside Polarisation E-mail address office@provider.example" in page.main
    assert "/network/provider/contact" not in page.links
    assert "/network/provider" in member.open("/network").links


def test_a_trainer_adds_material_that_is_found_changed_and_removed(trainer, member):
    added = trainer.submit("/network/provider/material/new", **GUIDE)
    assert "Members of the network read of it in their next digest." in added.main
    page = member.open("/network/provider", kind="exercise")
    assert "Twenty questions" in page.main
    assert GUIDE["link"] in page.links
    assert "No material fits this filter." in member.open("/network/provider", kind="form").main
    assert "Twenty questions" in member.open("/download/material.csv", kind="exercise").answer.text
    [address] = [link for link in added.links if link.startswith("/network/provider/material/") and "new" not in link]
    changed = trainer.submit(address, title="Thirty questions")
    assert "Thirty questions" in changed.main
    gone = trainer.submit(address, f"{address}/remove")
    assert "The material has been removed." in gone.main
    assert "Thirty questions" not in gone.main


def test_a_date_is_planned_moved_and_cancelled_and_stands_in_the_calendar_of_members(
    city, trainer, member, in_a_month, any_program, another_trainer
):
    new = "/network/provider/dates/new"
    nowhere = trainer.submit(new, **in_a_month, start_time="13.30", place="")
    assert nowhere.errors == ["Fill this in"]
    planned = trainer.submit(new, **in_a_month, title="Intervision in spring", start_time="13.30", place="Town hall")
    assert "The date stands in the calendar of the network." in planned.main
    assert "Intervision in spring" in planned.main
    [address] = [link for link in planned.links if link.startswith("/network/provider/dates/") and link[-4:] != ".ics"][
        -1:
    ]
    edit = trainer.open(address)
    assert (edit.form().value("start_time"), edit.form().value("minutes")) == ("13:30", "120")
    trainer.send(edit, place="Library")
    file = member.open(f"{address}.ics").answer
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert "LOCATION:Library" in file.text

    feed = f"/calendar/{personal_links(city, member.id)['calendar']}.ics"
    assert "SUMMARY:Intervision in spring" in member.open(feed).answer.text
    of_another = f"/calendar/{personal_links(city, another_trainer.id)['calendar']}.ics"
    assert "Intervision in spring" not in member.open(of_another).answer.text

    cancelled = trainer.submit(address, f"{address}/cancel")
    assert "The date has been cancelled." in cancelled.main
    assert "STATUS:CANCELLED" in member.open(feed).answer.text


def test_who_is_not_in_the_network_is_told_where_it_begins(sign_in):
    stranger = sign_in(EXPERT, name="Stef Stranger")
    page = stranger.open("/network/provider")
    assert page.status == 403
    assert "/network/join" in page.links


def test_the_page_needs_at_most_ten_statements(member, coordinator, statements):
    for visitor in (member, coordinator):
        visitor.sign_in()  # forgets what they changed just now, which services would wait for
        pages = []
        needed = statements.of(lambda reader=visitor, pages=pages: pages.append(reader.open("/network/provider")))
        assert pages[0].status == 200
        assert len(needed) <= MOST, "\n".join(map(str, needed))
