"""The techniques as a trainer finds them while recording: by what they are for, each with a card to read."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from services.gateway import formats
from shared import taxonomies

TAXONOMY = "techniques"

GROUPS: list[tuple[Any, tuple[str, ...]]] = [
    (
        _l("Listening"),
        ("active_listening", "mirroring", "paraphrasing", "summarising", "validation", "strategic_silence"),
    ),
    (_l("Asking"), ("open_question", "circular_question", "reality_testing")),
    (
        _l("Looking at it differently"),
        ("normalising", "reframing", "mutualising", "storytelling", "process_commentary"),
    ),
    (
        _l("Guiding the conversation"),
        ("ground_rules", "agenda_setting", "parking_lot", "caucus", "shuttle", "co_mediation"),
    ),
    (_l("Towards agreement"), ("brainstorming", "single_text", "batna_watna")),
]
OTHERS = _l("Others")


@dataclass(frozen=True)
class Card:
    """One with a name alone is a technique that the city has added or dropped without a card."""

    code: str
    name: str
    href: str
    purpose: str | None = None
    not_when: str | None = None
    phrase: str | None = None
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    label: str
    cards: list[Card]

    @property
    def codes(self) -> list[str]:
        return [card.code for card in self.cards]

    @property
    def about(self) -> list[tuple[str, str, str]]:
        """name, purpose and address of each card that can be read"""
        return [(card.name, card.purpose, card.href) for card in self.cards if card.purpose]


def groups() -> list[Group]:
    """For `ui.grouped_checkboxes`: all of the city's techniques; those that we do not know come last."""
    known = set(taxonomies.codes(TAXONOMY))
    grouped = {code for _label, codes in GROUPS for code in codes}
    others = [code for code in taxonomies.codes(TAXONOMY) if code not in grouped]
    found = [
        Group(str(label), cards([code for code in codes if code in known]))
        for label, codes in [*GROUPS, (OTHERS, tuple(others))]
    ]
    return [group for group in found if group.cards]


def cards(codes: list[str]) -> list[Card]:
    return [card(code) for code in codes]


def card(code: str) -> Card:
    found = taxonomies.card(TAXONOMY, code, formats.language()) or {}
    return Card(
        code=code,
        name=formats.term(code, TAXONOMY),
        href=url_for("techniques.show", code=code),
        purpose=found.get("purpose"),
        not_when=found.get("not_when"),
        phrase=found.get("phrase"),
        stages=tuple(formats.term(stage, "mediation_stages") for stage in found.get("stages", [])),
    )
