"""A file of earlier trainings through the pages: odd columns, corrected by selects, counted once, undone."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Page
from tests.waiting import eventually

ODD = "\r\n".join(
    [
        "Overzicht trainingen;;;;;",
        "",
        "Gebouw;Kwam;Wanneer;Dag twee;Bleef;Opmerking",
        "Zaal A;18;14/05/2012;16;15;",
        "Zaal B;1.200;03/09/2013;9;;",
        "Café;12;05/14/2014;9;;",
        "Totaal;46;;;;",
    ]
).encode("cp1252")


@pytest.fixture
def programme_id(city, coordinator):
    return Maker(city, coordinator.id).programme()


def upload(visitor, programme_id, content, name="lijst.csv", **typed):
    page = visitor.open(f"/programmes/{programme_id}/past/new")
    sent = {"data": page.form().filled_in(typed), "files": {"file": (name, content)}}
    return Page(visitor.http.post(page.answer.url, **sent, timeout=30))


def choose(visitor, page, *columns, **typed):
    return visitor.send(page, page.path, columns=columns, **typed)


def lines_left_out(page):
    return page.main.partition("What stands there Why")[2]


def confirm(visitor, page):
    return visitor.send(page, f"{page.path}/confirmation")


def test_a_person_corrects_what_the_page_guessed_and_sees_what_would_count(coordinator, programme_id):
    page = upload(coordinator, programme_id, ODD)
    assert "Look at names with accents" in page.main
    assert "No line would count" in page.main
    refused = choose(coordinator, page, "place", "attended_1", "date", "attended_2", "completed", "ignored")
    assert refused.status == 422
    assert refused.errors == ["Fill this in"]
    page = choose(
        coordinator,
        page,
        *("place", "attended_1", "date", "attended_2", "completed", "ignored"),
        date_order="day_first",
    )
    assert "Let 1 training count" in page.html
    assert "14 May 2012 Line 4" in page.main
    left_out = lines_left_out(page)
    assert "Line 5 1.200 This is not a number of people" in left_out
    assert "Line 6 05/14/2014 This is not a date that can be read" in left_out
    assert "Line 7 \N{EN DASH} There is no date" in left_out


def test_the_funnel_shows_the_past_apart_and_undoing_takes_it_away(coordinator, programme_id):
    file = (
        b"date,kind,registered,attended,completed\n2012-05-14,introduction,60,50,\n2012-06-14,course,1816,1800,1500\n"
    )
    done = confirm(coordinator, upload(coordinator, programme_id, file, source="List of the provider"))
    assert "The earlier trainings count List of the provider" in done.main
    dashboard = f"/programmes/{programme_id}"
    eventually(lambda: "2 earlier trainings" in coordinator.open(dashboard).main, what="the past on the dashboard")
    funnel = coordinator.open(dashboard).main.partition("From introduction to network")[2]
    assert "At an introduction earlier, from files: 50 0" in funnel
    assert "Completed the course earlier, from files: 1,500 0" in funnel
    again = upload(coordinator, programme_id, file)
    assert "2 lines count already and are not taken again." in again.main
    undone = coordinator.submit(f"{done.path}/undoing")
    assert "Nothing of it counts any more." in undone.main
    assert "List of the provider" in undone.main
    eventually(lambda: "from files" not in coordinator.open(dashboard).main, what="the past to be gone")


def test_a_workbook_is_read_like_a_list(coordinator, programme_id):
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Datum", "Plaats", "Aanwezig", "Afgerond"])
    sheet.append([date(2012, 5, 14), "Bloemhof", 18, 15])
    content = BytesIO()
    workbook.save(content)
    page = upload(coordinator, programme_id, content.getvalue(), "lijst.xlsx")
    assert "14 May 2012 Line 2 Course Bloemhof \N{EN DASH} 18 15" in page.main


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "There is nothing in this file"),
        (b"date,attended\n", "There are no lines in this file, only headings"),
        (b"%PDF-1.7 \x00\x01", "This is not a spreadsheet. Save your list as .xlsx or .csv and upload that"),
    ],
)
def test_what_is_no_list_is_refused(coordinator, programme_id, content, complaint):
    page = upload(coordinator, programme_id, content)
    assert (page.status, page.errors) == (422, [complaint])


def test_nothing_new_cannot_be_confirmed(coordinator, programme_id):
    page = upload(coordinator, programme_id, b"date,attended\n2012-05-14,18\n")
    confirm(coordinator, page)
    again = upload(coordinator, programme_id, b"date,attended\n2012-05-14,18\n")
    assert "No line would count" in again.main
    answer = coordinator.api.try_("POST", f"/past-imports/{again.path.rsplit('/', 1)[1]}/confirmation")
    assert answer.json()["code"] == "nothing_to_import"
