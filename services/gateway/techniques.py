"""The techniques as a trainer finds them while recording: by what they are for, each with a line on what it does."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from services.gateway import formats
from shared import taxonomies

GROUPS: list[tuple[Any, dict[str, Any]]] = [
    (
        _l("Listening"),
        {
            "active_listening": _l("Showing with words and posture that you hear what is said."),
            "mirroring": _l("Repeating a few of somebody's own words, so that they go on."),
            "paraphrasing": _l("Saying in your own words what you heard, and asking whether that is it."),
            "summarising": _l("Bringing together what was said so far, from all sides."),
            "validation": _l("Recognising what somebody feels, without taking sides."),
            "strategic_silence": _l("Leaving a silence, so that there is room to think."),
        },
    ),
    (
        _l("Asking"),
        {
            "open_question": _l("A question that can't be answered with yes or no."),
            "circular_question": _l("Asking how somebody else would see it."),
            "reality_testing": _l("Asking what would happen if somebody had their way."),
        },
    ),
    (
        _l("Looking at it differently"),
        {
            "normalising": _l("Saying that a reaction like this is a common one."),
            "reframing": _l("Saying the same in words that open a way on."),
            "mutualising": _l("Naming what both sides share: a worry, an interest, a question."),
            "storytelling": _l("Letting people tell what happened to them, from beginning to end."),
            "process_commentary": _l("Saying aloud what happens in the conversation now."),
        },
    ),
    (
        _l("Guiding the conversation"),
        {
            "ground_rules": _l("Agreeing beforehand how we talk with each other."),
            "agenda_setting": _l("Agreeing on what we talk about, and in which order."),
            "parking_lot": _l("Writing down what matters but has to wait."),
            "caucus": _l("Talking with one side apart, in confidence."),
            "shuttle": _l("Going back and forth between sides that do not meet."),
            "co_mediation": _l("Leading the conversation with two, with divided roles."),
        },
    ),
    (
        _l("Towards agreement"),
        {
            "brainstorming": _l("Collecting ideas first, judging them later."),
            "single_text": _l("Working on one text together, until all can live with it."),
            "batna_watna": _l("Looking at the best and the worst that happens without an agreement."),
        },
    ),
]
OTHERS = _l("Others")


@dataclass(frozen=True)
class Group:
    label: str
    codes: list[str]
    about: list[tuple[str, str]]


def groups() -> list[Group]:
    """For `ui.grouped_checkboxes`: all of the city's techniques; those that we do not know come last."""
    known = set(taxonomies.codes("techniques"))
    found = [_group(str(label), [code for code in about if code in known], about) for label, about in GROUPS]
    others = [code for code in taxonomies.codes("techniques") if not any(code in about for _label, about in GROUPS)]
    return [group for group in [*found, _group(str(OTHERS), others, {})] if group.codes]


def _group(label: str, codes: list[str], about: dict[str, Any]) -> Group:
    return Group(
        label, codes, [(formats.term(code, "techniques"), str(about[code])) for code in codes if code in about]
    )
