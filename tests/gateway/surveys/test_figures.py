"""What the service answers is all that anybody finds: no page, no file and no answer of the API holds a figure more.

That these answers tell nothing about a small cell is proved of the service (tests/unit/feedback/test_attacker.py and
tests/integration/feedback/test_attacker.py). This is what makes it true of everything that leaves the city.
"""

import csv
import re
import zlib
from contextlib import suppress
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from shared.access import COORDINATOR, Actor
from shared.contracts import feedback as contract
from shared.contracts import municipalities
from tests.gateway.visiting import Page

GIVEN = [
    {
        "recommend": points,
        "relevance": points if points != 4 else None,  # one left it out: nobody is told how many
        "trainer": points if points > 4 else None,  # sensitive, and answered by too few
        "recognise": 7 - number % 2,
        "recognise_before": 4,
        "needs": ["training"] if points > 6 else ["information"],
    }
    for number, points in enumerate((4, 5, 6, 7, 7, 8, 9, 9, 10))
]
SMALL = [{"recommend": points, "recognise": 3} for points in (2, 5, 8)]
NAMES = ("Group First", "Group Second", "Group Third", "Group Fourth")

# What stands there whatever was answered: the words of the tables, and the points that a scale has.
WORDS = (
    *("[Ff]rom 0 to 10", "0 to 6", "7 or 8", "9 or 10", "share of 9 and 10", "from -100 to 100"),
    r"As shown on \w+,? \w+ \w+,? \d{4}",
)
FIGURE = re.compile(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")


@pytest.fixture(scope="module")
def programme(survey, coordinator):
    """Two groups of which a table is shown together, and two small ones that are counted together."""
    courses = []
    for number, name in enumerate(NAMES):
        given = GIVEN if number < 2 else SMALL
        programme_id = courses[0].programme_id if courses else None
        courses.append(survey(given, invited=len(given) + number, name=name, programme_id=programme_id))
    for course in courses:
        coordinator.api("POST", f"/surveys/{course.survey_id}/closing")
    return courses


@pytest.fixture(params=["group", "small group", "programme", "city"])
def place(request, programme):
    """The address of some results, the call that answers them, and what it is asked."""
    first, small = programme[0], programme[2]
    return {
        "group": (f"/groups/{first.group_id}/results", contract.group_results, {"group_id": first.group_id}),
        "small group": (f"/groups/{small.group_id}/results", contract.group_results, {"group_id": small.group_id}),
        "programme": (
            f"/programmes/{first.programme_id}/results",
            contract.programme_results,
            {"programme_id": first.programme_id},
        ),
        "city": ("/results", contract.city_results, {}),
    }[request.param]


@pytest.fixture
def answer(city, coordinator, place):
    _, call, about = place
    return city.ask(call, Actor(coordinator.id, frozenset({COORDINATOR})), **about).data


@pytest.fixture
def attendance(city, coordinator, place):
    """How far people came stands beside it, of programmes and the city: it is told by their attendance."""
    _, _call, about = place
    if "group_id" in about:
        return {}
    return city.ask(municipalities.drop_out, Actor(coordinator.id, frozenset({COORDINATOR})), **about).data


def figures_of(answer: Any) -> set[str]:
    """Every number of an answer."""
    if isinstance(answer, dict):
        return figures_of([value for name, value in answer.items() if name != "questions"])
    if isinstance(answer, (list, tuple)):
        return {figure for each in answer for figure in figures_of(each)}
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return set()
    return {f"{answer:.1f}"} if isinstance(answer, float) else {str(answer)}


def figures_in(text: str) -> set[str]:
    text = " ".join(text.split())
    for words in WORDS:
        text = re.sub(words, " ", text)
    return {figure.replace(",", "") for figure in FIGURE.findall(text)}


def text_of_page(page: Page) -> str:
    """Without the axis of a chart, whose points are always the same."""
    main = page.html.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return unescape(
        re.sub(r"<[^>]+>", " ", re.sub(r'<tr [^>]*class="app-chart__axis.*?</tr>', " ", main, flags=re.DOTALL))
    )


def text_of_csv(content: bytes) -> str:
    """Cell by cell: 9 beside 100 is not 9,100."""
    return "\n".join(" | ".join(row) for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def text_of_workbook(content: bytes) -> str:
    rows = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return "\n".join(" | ".join(str(cell) for cell in row if cell is not None) for row in rows)


def text_of_pdf(content: bytes) -> str:
    """Without the numbers of its pages. Its fonts say which sign a glyph stands for, all the same of digits."""
    streams = []
    for stream in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            streams.append(zlib.decompress(stream).decode("latin-1"))
    signs: dict[str, str] = {}
    for stream in streams:
        for glyph, written in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]{4,})>", stream.partition("beginbfchar")[2]):
            sign = bytes.fromhex(written).decode("utf-16-be")  # of more than one letter where they are joined
            known = signs.setdefault(glyph, sign)
            assert known == sign or not any(each.isdigit() for each in known + sign)
    lines = []
    for stream in streams:
        if drawn := re.findall(r"\[(.*?)\] ?TJ", stream, re.DOTALL):
            *page, number = ("".join(signs[each] for each in re.findall(r"<([0-9a-f]{4})>", line)) for line in drawn)
            assert re.fullmatch(r"\d+ / \d+", number)
            lines += page
    return "\n".join(lines)


def test_the_answer_of_the_api_is_that_of_the_service(coordinator, place, answer):
    assert figures_of(coordinator.api("GET", place[0])) == figures_of(answer)


def test_a_page_holds_no_other_figure(coordinator, place, answer, attendance):
    assert figures_in(text_of_page(coordinator.open(place[0]))) <= figures_of([answer, attendance])


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_a_file_holds_the_figures_of_the_page(coordinator, place, answer, attendance, kind):
    content = coordinator.open(f"{place[0]}.{kind}").answer.content
    text_of = {"csv": text_of_csv, "xlsx": text_of_workbook, "pdf": text_of_pdf}[kind]
    found = figures_in(text_of(content))
    assert found <= figures_of([answer, attendance])
    assert found == figures_in(text_of_page(coordinator.open(place[0])))


def test_the_page_of_a_survey_holds_no_other_figure(coordinator, programme):
    for course in (programme[0], programme[2]):
        address = f"/surveys/{course.survey_id}"
        held = figures_of(coordinator.api("GET", f"{address}/results"))
        assert figures_in(text_of_page(coordinator.open(address))) <= held


def test_what_is_looked_at_is_there(coordinator, programme):
    """Means, a bound, a number that is not told exactly, tables of two groups, and small groups that say nothing."""
    first, small = programme[0], programme[2]
    page = coordinator.open(f"/programmes/{first.programme_id}/results")
    assert figures_in(text_of_page(page)) >= {"18", "6", "4.0", "24"}
    assert "7.2" in figures_in(text_of_page(coordinator.open(f"/groups/{first.group_id}/results")))
    shown = coordinator.api("GET", f"/groups/{first.group_id}/results")["figures"]
    assert not all(each["n_is_exact"] for each in shown)
    assert "trainer" not in {each["question"] for each in shown}
    assert coordinator.api("GET", f"/surveys/{small.survey_id}/results")["state"] == "together"
