"""Two groups that were asked before the course, after it, and three and six months later: on the page, in the files
and in the API. And how far their people came."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests.gateway.surveys.pdf_text import text_of

QUESTION = "I notice when an us-and-them story is starting."
RECOMMENDING = (5, 6, 6, 7, 8, 8, 9, 9, 10, 10)
# Wave -> how many of each group answered, and what they gave.
LATER = {"t0": (7, 4), "t3": (6, 6), "t6": (5, 5)}
COMPARED = {
    "Before and after the course": (QUESTION, "4.0", "7.0", "14 / 20", 2),
    "Looking back": (QUESTION, "3.0", "7.0", "20 / 20", 2),
    "What stays: three months later": (QUESTION, "7.0", "6.0", "20 / 12", 2),
    "What stays: six months later": (QUESTION, "7.0", "5.0", "20 / 10", 2),
}
BANDS = ("Would you recommend this course to a colleague?", "After the course", 20, 6, 6, 8, 10)
DROP_OUT = [
    ("At an introduction", 20, 20, 0, 0),
    ("In a group", 20, 20, 0, 0),
    ("At the training day", 20, 20, 0, 0),
    ("At the deepening half-day", 20, 20, 0, 0),
    ("Completed the course", 20, 0, 20, 0),
]


@pytest.fixture(scope="module")
def groups(survey, wave, coordinator):
    found = []
    for name in ("Group Before", "Group Later"):
        answers = [{"recommend": points, "recognise": 7, "recognise_before": 3} for points in RECOMMENDING]
        programme_id = found[0].programme_id if found else None
        found.append(survey(answers, invited=10, name=name, programme_id=programme_id))
        for later, (people, points) in LATER.items():
            wave(found[-1], later, [{"recognise": points}] * people)
        coordinator.api("POST", f"/surveys/{found[-1].survey_id}/closing")
    return found


@pytest.fixture(scope="module")
def address(groups):
    return f"/programmes/{groups[0].programme_id}/results"


def test_the_page_shows_before_and_after_and_what_stays_of_the_same_groups(coordinator, address):
    main = coordinator.open(address).main
    for *row, _groups in COMPARED.values():
        assert " ".join(row) in main
    assert main.count("The same groups both times: 2 groups.") == len(COMPARED)


def test_the_page_shows_the_net_promoter_score_with_how_many_it_is_of(coordinator, address):
    main = coordinator.open(address).main
    assert " ".join(map(str, BANDS)) in main
    assert "NPS: the share of 9 and 10 minus the share of 0 to 6" in main


def test_the_page_shows_how_far_people_came_and_how_many_left(coordinator, address):
    main = coordinator.open(address).main
    for row in DROP_OUT:
        assert " ".join(map(str, row)) in main
    assert "Left: the next part of their course is over without them" in main


def test_a_group_shows_its_own_means_over_time_and_no_score(trainer, groups):
    main = trainer.open(f"/groups/{groups[0].group_id}/results").main
    for row in ("4.0 7.0 7 / 10", "7.0 6.0 10 / 6", "7.0 5.0 10 / 5"):
        assert f"{QUESTION} {row}" in main
    for finer in ("NPS", "How far people came", "The same groups both times"):
        assert finer not in main


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_spreadsheet_holds_every_figure_of_the_page(coordinator, address, kind):
    tables = _tables(coordinator.open(f"{address}.{kind}").answer.content, kind)
    for title, row in COMPARED.items():
        assert tables[title][1] == _as_in(kind, row)
    assert tables["Who gave which points"][1] == _as_in(kind, BANDS)
    assert tables["How far people came, and where they left"][1:6] == [_as_in(kind, row) for row in DROP_OUT]


def test_the_pdf_can_be_read_and_holds_every_figure_of_the_page(coordinator, address):
    text = text_of(coordinator.open(f"{address}.pdf").answer.content)
    for title, row in COMPARED.items():
        assert title in text
        assert " ".join(map(str, row)) in text
    for row in (BANDS, *DROP_OUT):
        assert " ".join(map(str, row)) in text


def test_the_api_tells_the_same(coordinator, groups):
    found = coordinator.api("GET", f"/programmes/{groups[0].programme_id}/results")
    means = {
        each["comparison"]: (each["groups"], each["before"]["mean"], each["after"]["mean"])
        for each in found["comparisons"]
    }
    assert means == {
        "before_after": (2, 4.0, 7.0),
        "looking_back": (2, 3.0, 7.0),
        "three_months": (2, 7.0, 6.0),
        "six_months": (2, 7.0, 5.0),
    }
    [score] = [each["net_promoter_score"] for each in found["tables"] if each["question"] == "recommend"]
    assert score == 10


def test_how_far_people_came_through_the_api(coordinator, another_coordinator, trainer, groups):
    address = f"/programmes/{groups[0].programme_id}/drop-out"
    [first, *_] = coordinator.api("GET", address)["parts"]
    assert first == {"part": "introduction", "came": 20, "went_on": 20, "may_go_on": 0, "left": 0}
    assert coordinator.api("GET", "/drop-out")["parts"][0]["came"] >= first["came"]
    assert another_coordinator.api.try_("GET", address).status_code == 403
    assert trainer.api.try_("GET", "/drop-out").status_code == 403


def test_no_page_and_no_file_of_results_lists_groups_or_trainers(coordinator, trainer, groups, address):
    """So nobody can be put in an order by them; nor programmes, on the page of the city."""
    programme = coordinator.api("GET", address.removesuffix("/results"))["name"]
    names = ("Group Before", "Group Later", trainer.name)
    for page in (address, "/results"):
        for kind in ("", ".csv"):
            text = coordinator.open(f"{page}{kind}").html
            assert not [name for name in names if name in text]
    assert programme not in coordinator.open("/results").main


def test_no_result_of_the_api_tells_whose_it_is(coordinator, address):
    for path in (address, "/results"):
        found = coordinator.api("GET", path)
        assert not [key for key in _keys(found) if key.endswith("_id") or key in ("group", "trainer", "city", "name")]


def _keys(found):
    if isinstance(found, dict):
        return [*found, *(key for value in found.values() for key in _keys(value))]
    return [key for each in found for key in _keys(each)] if isinstance(found, list) else []


def _tables(content, kind):
    """Title -> its rows, headings first."""
    if kind == "csv":
        rows = [tuple(row) for row in csv.reader(StringIO(content.decode("utf-8-sig")))]
    else:
        rows = [
            tuple(cell for cell in row if cell is not None)
            for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        ]
    starts = [place + 1 for place, row in enumerate(rows) if not row]
    ends = [*(start - 1 for start in starts[1:]), len(rows)]
    return {rows[start][0]: rows[start + 1 : end] for start, end in zip(starts, ends, strict=True)}


def _as_in(kind, row):
    return tuple(map(str, row)) if kind == "csv" else row
