"""The page for the council as it is shown, before and after it was published."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.gateway import formats, means
from services.gateway.asked import say
from services.gateway.clients import bus
from services.gateway.strategies import heading
from shared.contracts import feedback
from shared.contracts import municipalities as contract
from shared.wording import addresses_in


def outcomes_of(programme_id: UUID) -> list[dict[str, Any]]:
    """Of whole groups and rounded already, as the results of the feedback show it: before the course and after;
    where too few were asked before, what they say of that time when they look back."""
    found = bus().ask(feedback.programme_results, programme_id=programme_id)
    labels = {question["code"]: question["label"] for question in found["questions"]}
    names = ("mean", "mean_is", "n", "n_is_exact")
    told = {each["comparison"] for each in found["comparisons"]}
    compared = "before_after" if "before_after" in told else "looking_back"
    return [
        {
            "compared": compared,
            "label": labels[each["question"]],
            "before": {name: each["before"][name] for name in names},
            "after": {name: each["after"][name] for name in names},
        }
        for each in found["comparisons"]
        if each["comparison"] == compared
    ]


def publish(key: str | None, programme_id: UUID, version: Any, adopted_number: Any, **_typed: Any) -> dict[str, Any]:
    """With the outcomes of now: they are asked for, not typed."""
    draft = {"programme_id": programme_id, "version": version, "adopted_number": adopted_number}
    draft["outcomes"] = outcomes_of(programme_id)
    return bus().order(contract.publish_council_page, key, **draft)


def as_shown(page: dict[str, Any], shown: list[dict[str, Any]], sections: list[dict[str, Any]]) -> dict[str, Any]:
    """For council/snapshot.html."""
    return {
        "cards": cards(page["figures"]),
        "outcomes": [_compared(each) for each in shown],
        "looking_back": any(each["compared"] == "looking_back" for each in shown),
        "sections": [(heading(each["headings"]), each["text"]) for each in sections],
        **{name: page[name] for name in ("changed_practice", "lessons", "review_on", "programme_name")},
    }


def cards(figures: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _sessions(figures["introductions_held"], figures["sessions_held"]),
        {"label": _("People at an introduction"), **_people(figures["introduced"])},
        {"label": _("Completed the course"), **_people(figures["completed"])},
        {"label": _("In the network of internal experts"), **_people(figures["experts"])},
    ]


def _sessions(introductions: int, course: int) -> dict[str, Any]:
    kinds = {"introductions": formats.number(introductions), "course": formats.number(course)}
    return {
        "label": _("Sessions held"),
        "figure": formats.number(introductions + course),
        "note": _("introductions: %(introductions)s, in courses: %(course)s", **kinds),
    }


def _people(count: int | None) -> dict[str, Any]:
    if count is None:
        return {"figure": _("fewer than 5"), "note": _("not told, so that nobody is recognised")}
    return {"figure": formats.number(count), "note": _("people, each counted once")}


def _compared(each: dict[str, Any]) -> dict[str, Any]:
    before, after = each["before"], each["after"]
    return {
        "label": say(each["label"]),
        "before": before["mean"],
        "after": after["mean"],
        "before_text": means.mean(before),
        "after_text": means.mean(after),
        "n": f"{means.number(before)} / {means.number(after)}",
    }


def what_looks_like_a_person(
    texts: Iterable[str | None], names: Iterable[str], look_like_names: Iterable[str] = ()
) -> list[str]:
    """Names of people of the programme, what looks like a name, and addresses or telephone numbers in the texts."""
    written = "\n".join(text for text in texts if text)
    named = {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written, re.IGNORECASE)}
    known = {name.casefold() for name in named}
    others = [each for each in look_like_names if each.casefold() not in known]
    return sorted(named) + others + addresses_in(written)
