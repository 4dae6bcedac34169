"""The activity report: one set of figures as page, PDF, CSV and workbook; goals and beneficiaries; the map."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from services.gateway.report_files import _harmless
from shared import clock
from shared.contracts import trainings
from tests.gateway.running_programme import Maker


@pytest.fixture
def make(city, coordinator):
    return Maker(city, coordinator.id)


@pytest.fixture
def today(city):
    return clock.today(city.settings.time_zone)


@pytest.fixture
def programme_id(make, today):
    """Two introductions in Bloemhof, of which one is recorded: six police officers and three others were there."""
    programme_id = make.programme(area_ids=[make.area("Bloemhof")])
    police = [make.person(f"Officer {number}", sector="police") for number in range(6)]
    others = [make.person(f"Other {number}", sector="housing") for number in range(3)]
    for days in (20, 10):
        plan = {"date": today - timedelta(days=days), "start_time": "13:30", "place": "Hall", "title": "Evening"}
        session_id = make(
            trainings.plan_introduction, programme_id=programme_id, area_id=make.area("Bloemhof"), **plan
        )["id"]
        make(trainings.invite_people, session_id=session_id, person_ids=[*police, *others])
    make.record(session_id, [*police, *others])
    return programme_id


def asked(programme_id, today, days=30):
    start = today - timedelta(days=days)
    return f"programme_id={programme_id}&period=own&from={start}&until={today}"


def test_the_report_says_what_it_is_based_on_and_hides_small_sectors(coordinator, programme_id, today):
    page = coordinator.open(f"/report?{asked(programme_id, today)}")
    assert "Based on 1 of 2 sessions that were held. 1 is not recorded yet" in page.main
    assert "People reached 9 each counted once; 9 contacts" in page.main
    assert "Introduction, on site 2 1 0 0 9" in page.main
    assert "Bloemhof 1 9" in page.main
    sectors = page.main.partition("Sector People, each once")[2].partition("A sector of fewer")[0]
    assert " ".join(sectors.split()) == "Sectors too small to show, together 9"


def test_it_is_the_same_in_a_file(coordinator, programme_id, today):
    pdf = coordinator.http.get(f"{coordinator.url}/report.pdf?{asked(programme_id, today)}", timeout=60)
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"activity-report-{today - timedelta(days=30)}" in pdf.headers["Content-Disposition"]
    listed = coordinator.open(f"/report.csv?{asked(programme_id, today)}").answer.content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(listed)))
    assert ["Introduction, on site", "2", "1", "0", "0", "9"] in rows
    book = coordinator.open(f"/report.xlsx?{asked(programme_id, today)}").answer.content
    cells = [list(row) for row in load_workbook(BytesIO(book)).worksheets[0].iter_rows(values_only=True)]
    assert ["Introduction, on site", 2, 1, 0, 0, 9] in cells


def test_no_cell_is_a_formula():
    assert _harmless("=1+1") == "'=1+1"
    assert _harmless(-1) == -1


def test_a_period_that_runs_backwards_is_told(coordinator):
    page = coordinator.open("/report?period=own&from=2026-05-01&until=2026-04-01")
    assert page.errors == ["The last day must not be before the first."]
    assert coordinator.open("/report?period=2026-Q9&programme_id=").status == 200


def test_goals_and_beneficiaries_stand_in_the_report(coordinator, programme_id, today):
    goals = coordinator.submit(f"/programmes/{programme_id}/goals", sdgs=["16", "11"])
    assert "The goals have been saved." in goals.main
    day = {f"{name}-{part}": getattr(today, part) for name in ("starts_on", "ends_on") for part in DAY}
    refused = coordinator.submit(
        f"/programmes/{programme_id}/beneficiaries/new", beneficiary="women", people="0", **day
    )
    assert refused.errors == ["Enter a number of at least 1"]
    added = coordinator.submit(f"/programmes/{programme_id}/beneficiaries/new", beneficiary="women", people="65", **day)
    assert "Women 65" in added.main
    page = coordinator.open(f"/report?{asked(programme_id, today)}")
    assert "16. Peace, justice and strong institutions Rotterdam-Zuid" in page.main
    assert "Women 65" in page.main
    removed = coordinator.send(added, f"/programmes/{programme_id}/beneficiaries/remove")
    assert "Nothing counted yet" in removed.main


DAY = ("day", "month", "year")


def test_figures_of_the_city_are_there_for_another_coordinator_without_its_people(
    another_coordinator, coordinator, programme_id, today
):
    period = asked("", today)
    page = another_coordinator.open(f"/report?{period}")
    assert page.status == 200
    assert "in programmes that you coordinate" in page.main
    assert another_coordinator.open(f"/report?{asked(programme_id, today)}").status == 403


def test_a_tile_leads_to_what_was_done_there(coordinator, programme_id, today):
    page = coordinator.open(f"/map?{asked(programme_id, today)}")
    assert "Bloemhof 9 1 2 Rotterdam-Zuid" in page.main
    [tile] = [href for href in page.links if "/map/" in href and "tiles" not in href][:1]
    assert 'aria-label="Bloemhof, 9 people reached, 1 session recorded, a programme is about it"' in page.html
    area = coordinator.open(tile)
    assert "What was done in Bloemhof" in area.main
    assert "9 people were reached here." in area.main
    sessions = [href for href in area.links if href.startswith("/sessions/")]
    assert len(sessions) == 2
    assert "Bloemhof" in coordinator.open(sessions[0]).main


def test_two_areas_do_not_get_one_tile(coordinator, make):
    for name in ("Bloemhof", "Hillesluis"):
        make.area(name)
    page = coordinator.open("/map/tiles")
    everywhere = {name: "3" for name, _value in page.form().values if name.startswith(("column-", "row-"))}
    refused = coordinator.send(page, **everywhere)
    assert refused.status == 422
    assert any("Another area has this tile" in error for error in refused.errors)
    columns = [name for name in everywhere if name.startswith("column-")]
    apart = {name: str(place % 12 + 1) for place, name in enumerate(columns)}
    apart |= {name.replace("column", "row"): str(place // 12 + 1) for place, name in enumerate(columns)}
    assert "The map has been changed." in coordinator.send(page, **apart).main


def test_the_plan_of_a_session_names_its_area(coordinator, programme_id, make, today):
    path = f"/programmes/{programme_id}/introductions/new"
    when = today + timedelta(days=5)
    plan = {"title": "Evening", "start_time": "9", "place": "Hall", "area_id": make.area("Bloemhof")}
    checked = coordinator.submit(path, **{f"date-{part}": getattr(when, part) for part in DAY}, **plan)
    assert "Area Bloemhof" in checked.main
    planned = coordinator.send(checked)
    assert coordinator.open(planned.path.removesuffix("/planned")).main.count("Bloemhof") >= 1
