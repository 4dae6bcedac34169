"""One moment beside another, over the same groups both times: on the page as charts, in files as tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import formats
from services.gateway.asked import say
from services.gateway.means import mean, number
from services.gateway.reports import Row, Table


@dataclass(frozen=True)
class Comparison:
    """`why`: when there is something to see. `over`: how many groups it is about, where it is of several."""

    id: str
    title: str
    text: str
    before: str
    after: str
    rows: list[dict[str, Any]]
    why: str
    over: str

    @property
    def as_table(self) -> Table:
        rows: list[Row] = [
            [row["label"], row["before_text"], row["after_text"], row["n"], row["groups"]] for row in self.rows
        ]
        headings = [_("Question"), self.before, self.after, _("n"), _("Groups")]
        return Table(self.id, self.title, headings, rows, [self.text, *([self.over] if self.over else [])])


def comparisons(found: dict[str, Any], *, of_a_group: bool) -> Iterator[Comparison]:
    asked = {question["code"]: say(question["label"]) for question in found["questions"]}

    def compared(name: str) -> dict[str, Any]:
        """What is the same for each of them."""
        rows = [_row(each, asked) for each in found["comparisons"] if each["comparison"] == name]
        return {"rows": rows, "over": "" if of_a_group else _over(rows)}

    both_times = _(
        "It is shown once at least five people of the same group, or of the same small groups together, answered both "
        "times."
    )
    yield Comparison(
        id="before-after",
        title=_("Before and after the course"),
        text=_("How well people say they can do this, from 0 to 10, asked before the course and after it."),
        before=_("Before"),
        after=_("After"),
        why=both_times,
        **compared("before_after"),
    )
    yield Comparison(
        id="looking-back",
        title=_("Looking back"),
        text=_(
            "Asked after the course: how well could you do this before, and how well now? Who has learnt "
            "something often sees that they knew less than they thought."
        ),
        before=_("Then"),
        after=_("Now"),
        why=_("It is shown when at least five people have looked back."),
        **compared("looking_back"),
    )
    for wave, id_, name in (("t3", "three-months", "three_months"), ("t6", "six-months", "six_months")):
        yield Comparison(
            id=id_,
            title=_("What stays: %(when)s", when=_wave(wave).lower()),
            text=_("How well people say they can do this right after the course, and later."),
            before=_wave("t1"),
            after=_wave(wave),
            why=both_times,
            **compared(name),
        )


def _wave(code: str) -> str:
    return formats.term(code, "survey_waves")


def _row(each: dict[str, Any], asked: dict[str, str]) -> dict[str, Any]:
    before, after = each["before"], each["after"]
    return {
        "label": asked[each["question"]],
        "before": before["mean"],
        "after": after["mean"],
        "before_text": mean(before),
        "after_text": mean(after),
        "n": f"{number(before)} / {number(after)}",
        "groups": each["groups"],
    }


def _over(rows: list[dict[str, Any]]) -> str:
    """The number may differ from question to question: a group may show nothing of one of them."""
    if not rows:
        return ""
    fewest, most = (of(row["groups"] for row in rows) for of in (min, max))
    groups = (
        ngettext("%(num)s group", "%(num)s groups", most)
        if fewest == most
        else _("%(fewest)s to %(most)s groups, by question", fewest=fewest, most=most)
    )
    return _(
        "The same groups both times: %(groups)s. Left out is a group of which nothing can be shown at one of the two "
        "moments, or only together with other groups.",
        groups=groups,
    )
