"""Every list as a file that opens in a spreadsheet program, for those who may see the list."""

import csv
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from services.gateway.listed import TABLES
from tests.gateway.visiting import add_people

OF_PROGRAMME = (
    *("quality", "partners", "programme_people", "wishes", "past_imports", "beneficiaries"),
    *("needs", "planned_activities", "reports_back"),
)
OF_MEMBERS = {"initiatives", "intervisions", "meetings", "meeting_people"}  # tests/gateway/network/test_exports.py
NEEDED = dict.fromkeys(OF_PROGRAMME, "programme_id") | {
    **dict.fromkeys(("ways_in", "seats"), "edition_id"),
    **dict.fromkeys(("attendance", "thank_yous"), "session_id"),
    "members": "group_id",
    "past_unused": "import_id",
}
LINES = [{"line": 2, "cells": ["2012-05-14", "12"]}, {"line": 3, "cells": ["some day", "12"]}]
A_FILE = {"source": "list", "heading": ["date", "attended"], "lines": LINES}


def get(visitor, table, kind="csv", **wanted):
    return visitor.http.get(f"{visitor.url}/download/{table}.{kind}", params=wanted, timeout=30)


def lines(answer, separator=","):
    assert answer.ok, answer.text[-1000:]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=separator))


def an_import(coordinator, running):
    return coordinator.api("POST", f"/programmes/{running.id}/past-imports", **A_FILE)["id"]


@pytest.mark.parametrize("table", sorted(TABLES.keys() - OF_MEMBERS))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_table_can_be_taken_out(coordinator, running, table, kind):
    named = {
        "group_id": running.group_id,
        "edition_id": running.group_id,
        "session_id": running.training_day_id,
        "programme_id": running.id,
        "import_id": an_import(coordinator, running),
    }
    needed = [NEEDED[table]] if table in NEEDED else []
    answer = get(coordinator, table, kind, **{name: named[name] for name in needed})
    rows = (
        lines(answer)
        if kind == "csv"
        else list(load_workbook(BytesIO(answer.content), read_only=True).worksheets[0].values)
    )
    assert len(rows[0]) == len(TABLES[table].columns)
    assert f".{kind}" in answer.headers["Content-Disposition"]


def test_all_rows_that_match_the_filter_are_in_it_whatever_page_was_shown(coordinator):
    mark = uuid4().hex[:8]
    add_people(coordinator, [f"Exported {mark} {number:02}" for number in range(55)], sector="police")
    heading, *rows = lines(get(coordinator, "people", q=mark, page=2))
    assert heading[:4] == ["Name", "E-mail address", "Organisation", "Sector"]
    assert (len(rows), rows[0][3]) == (55, "Police")


def test_trainers_stand_in_it_with_their_step_and_certificates_with_their_holders(
    coordinator, trainer, sign_in, running
):
    new = sign_in("trainer", name="Tess Table")
    trainer_ids = [str(trainer.id), str(new.id)]
    coordinator.api("PUT", f"/groups/{running.group_id}/trainers", trainer_ids=trainer_ids)
    assert [new.name, "Participant"] in [[row[0], row[2]] for row in lines(get(coordinator, "trainers"))]
    [holder, *_others] = running.person_ids
    coordinator.api("POST", f"/groups/{running.group_id}/certificates", person_ids=[str(holder)])
    found = lines(get(coordinator, "certificates", group_id=running.group_id, state="valid"))
    assert [[row[0], row[3], row[6]] for row in found[1:]] == [["Participant 0", "Group West", "Valid"]]


def test_what_cannot_be_used_of_a_file_stands_in_it_with_its_line_and_the_reason(coordinator, running):
    _heading, *rows = lines(get(coordinator, "past_unused", import_id=an_import(coordinator, running)))
    assert rows == [["3", "some day", "This is not a date that can be read"]]


def test_people_of_a_programme_stand_in_it_with_their_part(coordinator, running):
    rows = lines(get(coordinator, "programme_people", programme_id=running.id))
    assert ["Coordinators", coordinator.name] in [row[:2] for row in rows]


def test_how_people_came_in_and_that_nobody_thanked_them_yet(coordinator, running):
    came = lines(get(coordinator, "ways_in", edition_id=running.group_id))
    assert ["Participant 0", "Invited", "Has a place"] in [[row[0], row[5], row[7]] for row in came]
    thanked = lines(get(coordinator, "thank_yous", session_id=running.training_day_id))
    assert {row[6] for row in thanked[1:]} <= {""}


def test_wishes_are_for_who_composes_groups(coordinator, trainer, running):
    one, other, *_others = running.person_ids
    coordinator.api("PUT", f"/programmes/{running.id}/wishes/{one}/{other}", kind="not_with")
    rows = lines(get(coordinator, "wishes", programme_id=running.id))
    assert ["Participant 0", "Not to be in one group", "Participant 1"] in rows
    assert get(trainer, "wishes", programme_id=running.id).status_code == 403


def test_in_dutch_it_is_what_a_dutch_excel_opens(sign_in):
    reader = sign_in("coordinator", name="Nora Nederlands", language="nl")
    heading = lines(get(reader, "people"), ";")[0]
    assert heading[:3] == ["Naam", "E-mailadres", "Organisatie"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_name_is_never_a_formula(coordinator, kind):
    mark = uuid4().hex[:8]
    name = f'=HYPERLINK("http://evil.example","{mark}")'
    coordinator.api("POST", "/people", name=name, email=f"{mark}@rotterdam.example")
    answer = get(coordinator, "people", kind, q=mark)
    if kind == "csv":
        assert lines(answer)[1][0] == f"'{name}"
    else:
        cell = load_workbook(BytesIO(answer.content)).worksheets[0]["A2"]
        assert (cell.data_type, cell.value) == ("s", name)


def test_it_is_for_those_who_may_see_the_list(trainer, expert, operator, running):
    assert get(operator, "people").ok
    assert get(trainer, "groups").ok
    for visitor, table, more in (
        (trainer, "people", {}),
        (trainer, "trainers", {}),
        (expert, "groups", {}),
        (operator, "members", {"group_id": running.group_id}),
    ):
        assert get(visitor, table, **more).status_code == 403
    assert get(operator, "nothing").status_code == get(operator, "people", "exe").status_code == 404


def test_taking_people_out_is_noted(city, coordinator):
    mark = uuid4().hex[:8]
    add_people(coordinator, [f"Noted {mark}"])
    get(coordinator, "people", q=mark)
    [[detail]] = city.sql(
        "SELECT detail FROM identity.privileged_acts WHERE act = 'exported' AND actor_id = %s ORDER BY id DESC LIMIT 1",
        coordinator.id,
    )
    assert detail == "people 1"
