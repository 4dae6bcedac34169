"""Results of the feedback as tables and before-and-after figures: the same on the page and in files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from services.gateway import drop_out, formats, technique_outcomes
from services.gateway.asked import options, say
from services.gateway.comparisons import Comparison, comparisons
from services.gateway.means import mean, number
from services.gateway.reports import Document, Row, Table
from shared import clock

ABOUT_ONESELF = ("self_efficacy", "looking_back")


@dataclass(frozen=True)
class Outcome(Document):
    """`drop_out`: of a group alone there is none."""

    waves: Table
    drop_out: Table | None
    comparisons: list[Comparison]
    others: list[Table]


def outcome(found: dict[str, Any], about: str, left: dict[str, Any] | None = None) -> Outcome:
    """`left`: how far people came. Of a group alone there is none, and nothing finer than means. Techniques stand
    beside outcomes only for the whole city."""
    of_a_group = left is None
    seen, lost = _Seen(found), drop_out.table(left) if left else None
    waves, compared = _waves(found["waves"]), list(comparisons(found, of_a_group=of_a_group))
    finer = [_bands(seen), *_options(seen)] if not of_a_group else []
    others = [_others(seen), *finer]
    if "techniques" in found:
        others.append(technique_outcomes.table(found["techniques"]))
    return Outcome(
        title=_("Results of the feedback"),
        about=about,
        when=_("As shown on %(day)s", day=formats.day(clock.today(current_app.config["CITY"].time_zone))),
        based_on=_(
            "Nothing is shown of fewer than five answers, or ten to a sensitive question. What is shown is rounded so "
            "that it points at nobody."
        ),
        figures=[],
        tables=[*([lost] if lost else []), waves, *(each.as_table for each in compared), *others],
        waves=waves,
        drop_out=lost,
        comparisons=compared,
        others=others,
    )


def of_survey(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The scales of one survey; those that show nothing stand there too, so that one sees that they were asked."""
    figures = {each["question"]: each for each in found["figures"]}
    scales = [question for question in found["questions"] if question["kind"] == "scale"]
    return [
        {"label": _in_its_time(question)}
        | ({"mean": mean(figure), "n": number(figure)} if (figure := figures.get(question["code"])) else {})
        for question in scales
    ]


def _in_its_time(question: dict[str, Any]) -> str:
    return _("Looking back: %(question)s", question=said(question)) if question["looks_back_on"] else said(question)


class _Seen:
    def __init__(self, found: dict[str, Any]):
        self.questions = found["questions"]
        self.tables = found["tables"]
        self.figures = {(each["question"], each["wave"]): each for each in found["figures"]}
        self.waves = [wave["wave"] for wave in found["waves"]]


def said(question: dict[str, Any]) -> str:
    return say(question["label"])


def _wave(code: str) -> str:
    return formats.term(code, "survey_waves")


def _waves(waves: list[dict[str, Any]]) -> Table:
    rows: list[Row] = [
        [
            _wave(wave["wave"]),
            wave["surveys"],
            wave["open"],
            wave["waiting"],
            wave["invited"],
            _of(wave["answered"], wave["invited_to_counted"]),
        ]
        for wave in waves
    ]
    notes = [
        _("Small groups: fewer than five answered. They are counted together as soon as that tells nothing of one.")
    ]
    return Table(
        "waves",
        _("Asked and answered"),
        [_("When"), _("Surveys"), _("Still open"), _("Small groups that wait"), _("Invited"), _("Answered")],
        rows,
        notes if any(wave["waiting"] for wave in waves) else [],
    )


def _of(answered: int | None, invited: int) -> str:
    if answered is None:
        return _("not shown yet")
    return _("%(answered)s of %(invited)s", answered=formats.number(answered), invited=formats.number(invited))


def _others(seen: _Seen) -> Table:
    rows: list[Row] = [
        [said(question), _wave(wave), mean(figure), number(figure)]
        for question in seen.questions
        if question["part"] not in ABOUT_ONESELF
        for wave in seen.waves
        if (figure := seen.figures.get((question["code"], wave)))
    ]
    return Table(
        "scales",
        _("The course and the work"),
        [_("Question"), _("When"), _("Mean, from 0 to 10"), _("n")],
        rows,
        [_("A question stands here when at least five people answered it, or ten if it is a sensitive one.")],
    )


def _bands(seen: _Seen) -> Table:
    asked = {question["code"]: question for question in seen.questions}
    rows: list[Row] = [
        [
            said(asked[table["question"]]),
            _wave(table["wave"]),
            table["n"],
            *(table["cells"][band] for band in ("0-6", "7-8", "9-10")),
            _score(table["net_promoter_score"]),
        ]
        for table in seen.tables
        if table["option"] is None
    ]
    return Table(
        "bands",
        _("Who gave which points"),
        [_("Question"), _("When"), _("n"), _("0 to 6"), _("7 or 8"), _("9 or 10"), _("NPS")],
        rows,
        [
            _(
                "A question stands here once each of the three has five people (ten if it is a sensitive question), "
                "over at least two groups. Then the next groups are collected, so n can be smaller than elsewhere."
            ),
            _("NPS: the share of 9 and 10 minus the share of 0 to 6, from -100 to 100."),
        ],
    )


def _score(score: int | None) -> Any:
    return score if score is not None else ""


def _options(seen: _Seen) -> Iterator[Table]:
    """Those that nobody may be told about yet are left out, and so are questions without any other."""
    for question in seen.questions:
        if question["kind"] != "choices":
            continue
        found = {(each["wave"], each["option"]): each for each in seen.tables if each["question"] == question["code"]}
        rows: list[Row] = [
            [label, _wave(wave), table["cells"]["chosen"], table["n"]]
            for wave in seen.waves
            for option, label in options(question)
            if (table := found.get((wave, option)))
        ]
        yield Table(
            f"q-{question['code']}",
            said(question),
            [_("Answer"), _("When"), _("Chosen by"), _("Of")],
            rows,
            [_("An answer stands here once five people chose it and five did not, over at least two groups.")],
        )
