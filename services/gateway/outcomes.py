"""Results of the feedback as tables and before-and-after figures: the same on the page and in files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from services.gateway import formats, technique_outcomes
from services.gateway.asked import options, say
from services.gateway.reports import Document, Row, Table
from shared import clock

Figure = dict[str, Any]
Pair = tuple[Figure, Figure]
ABOUT_ONESELF = ("self_efficacy", "looking_back")


@dataclass(frozen=True)
class Comparison:
    """One moment beside another. `why`: when there is something to see."""

    id: str
    title: str
    text: str
    before: str
    after: str
    rows: list[dict[str, Any]]
    why: str


@dataclass(frozen=True)
class Outcome(Document):
    waves: Table
    comparisons: list[Comparison]
    others: list[Table]


def outcome(found: dict[str, Any], about: str, *, with_tables: bool) -> Outcome:
    """`with_tables`: of a group alone there are none. Techniques stand beside outcomes only for the whole city."""
    seen = _Seen(found)
    waves, comparisons = _waves(found["waves"]), list(_comparisons(seen))
    finer = [_bands(seen), *_options(seen)] if with_tables else []
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
        tables=[waves, *(_as_table(each) for each in comparisons), *others],
        waves=waves,
        comparisons=comparisons,
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

    def pairs(
        self, before: Callable[[dict[str, Any]], Figure | None], wave: str
    ) -> Iterator[tuple[dict[str, Any], Pair]]:
        """The questions about oneself with what was answered before and in `wave`."""
        for question in self.questions:
            if question["part"] == "self_efficacy":
                first, last = before(question), self.figures.get((question["code"], wave))
                if first and last:
                    yield question, (first, last)

    def looking_back(self, question: dict[str, Any]) -> Figure | None:
        codes = [each["code"] for each in self.questions if each["looks_back_on"] == question["code"]]
        return next((self.figures[code, "t1"] for code in codes if (code, "t1") in self.figures), None)


def change_over_the_course(found: dict[str, Any]) -> tuple[str, list[tuple[dict[str, Any], Pair]]]:
    """The questions about oneself as answered before the course and after it, or else looking back after it."""
    seen = _Seen(found)
    pairs = list(seen.pairs(lambda question: seen.figures.get((question["code"], "t0")), "t1"))
    return ("before_after", pairs) if pairs else ("looking_back", list(seen.pairs(seen.looking_back, "t1")))


def mean(figure: Figure) -> str:
    """7.4, about 7.4, 7.8 or higher"""
    value = formats.decimal(figure["mean"])
    return {
        "exact": value,
        "about": _("about %(value)s", value=value),
        "at_least": _("%(value)s or higher", value=value),
        "at_most": _("%(value)s or lower", value=value),
    }[figure["mean_is"]]


def number(figure: Figure) -> str:
    """14, or 10 or more"""
    value = formats.number(figure["n"])
    return value if figure["n_is_exact"] else _("%(value)s or more", value=value)


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


def _comparisons(seen: _Seen) -> Iterator[Comparison]:
    def asked_in(wave: str) -> Callable[[dict[str, Any]], Figure | None]:
        return lambda question: seen.figures.get((question["code"], wave))

    now = _("Now")
    yield Comparison(
        "before-after",
        _("Before and after the course"),
        _("How well people say they can do this, from 0 to 10, asked before the course and after it."),
        _("Before"),
        _("After"),
        [_compared(question, pair) for question, pair in seen.pairs(asked_in("t0"), "t1")],
        _("It is shown when at least five people answered before the course, and at least five after it."),
    )
    yield Comparison(
        "looking-back",
        _("Looking back"),
        _(
            "Asked after the course: how well could you do this before, and how well now? Who has learnt "
            "something often sees that they knew less than they thought."
        ),
        _("Then"),
        now,
        [_compared(question, pair) for question, pair in seen.pairs(seen.looking_back, "t1")],
        _("It is shown when at least five people have looked back."),
    )
    for wave, id_ in (("t3", "three-months"), ("t6", "six-months")):
        yield Comparison(
            id_,
            _("What stays: %(when)s", when=_wave(wave).lower()),
            _("How well people say they can do this right after the course, and later."),
            _wave("t1"),
            _wave(wave),
            [_compared(question, pair) for question, pair in seen.pairs(asked_in("t1"), wave)],
            _("It is shown when at least five people have answered both times."),
        )


def _compared(question: dict[str, Any], pair: Pair) -> dict[str, Any]:
    before, after = pair
    return {
        "label": said(question),
        "before": before["mean"],
        "after": after["mean"],
        "before_text": mean(before),
        "after_text": mean(after),
        "n": f"{number(before)} / {number(after)}",
    }


def _as_table(each: Comparison) -> Table:
    rows: list[Row] = [[row["label"], row["before_text"], row["after_text"], row["n"]] for row in each.rows]
    return Table(each.id, each.title, [_("Question"), each.before, each.after, _("n")], rows, [each.text])


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
