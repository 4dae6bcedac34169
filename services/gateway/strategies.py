"""What the pages of a strategy have in common, and the strategy as a document."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.gateway import formats
from services.gateway.clients import bus
from shared import taxonomies
from shared.contracts import municipalities as contract
from shared.contracts import trainings
from shared.errors import Refusal

KINDS_OF_STATE = {"planned": "wait", "started": "busy", "done": "ok", "dropped": "none"}
MOST_SESSIONS = 200  # of one programme, that a strategy is linked to


class OnlyForWriters(Refusal):
    """As the service refuses who sends such a form."""

    code = "strategy_not_yours"
    status = 403


def found(programme_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.strategy, programme_id=programme_id)


def written(programme_id: UUID) -> dict[str, Any]:
    """Before somebody fills in a form for nothing."""
    strategy = found(programme_id)
    if not strategy["writes"]:
        raise OnlyForWriters()
    return strategy


def led(programme_id: UUID) -> dict[str, Any]:
    strategy = found(programme_id)
    if not strategy["leads"]:
        raise OnlyForWriters()
    return strategy


def section_name(code: str) -> str:
    return formats.term(code, "strategy_sections")


def card(code: str) -> dict[str, Any]:
    """`purpose`, and `questions`: nudges, never checks."""
    return taxonomies.card("strategy_sections", code, formats.language()) or {"purpose": "", "questions": []}


def states() -> list[tuple[str, str]]:
    return [(state, formats.label(state, "action_state")) for state in contract.ACTION_STATES]


def sessions_of(programme_id: UUID) -> list[dict[str, Any]]:
    """Those of the programme, for its coordinators, the latest first."""
    return bus().ask(trainings.sessions, programme_id=programme_id, per_page=MOST_SESSIONS)["items"]


@dataclass(frozen=True)
class Document:
    """A strategy on paper. `lines`: what is said of it under the title. `actions`: text, who, when, state."""

    title: str
    about: str
    lines: list[str]
    sections: list[tuple[str, str]]
    actions: list[tuple[str, str, str, str]]
    review: str | None
    file_name: str


def draft_document(strategy: dict[str, Any]) -> Document:
    """As it stands now, with the names of who took on what."""
    names = bus().names(action["owner_id"] for action in strategy["actions"])
    return Document(
        title=_("Strategy"),
        about=strategy["programme_name"],
        lines=[_("Draft. What is written here is being worked on and has not been adopted.")],
        sections=[
            (section_name(each["section"]), each["text"]) for each in strategy["sections"] if each["text"] is not None
        ],
        actions=[
            (action["text"], names[action["owner_id"]] if action["owner_id"] else _("Nobody yet"), *_when(action))
            for action in strategy["actions"]
            if action["state"] != "dropped"
        ],
        review=_review(strategy["review_on"]),
        file_name=_("strategy %(programme)s, draft", programme=strategy["programme_name"]),
    )


def adopted_document(adopted: dict[str, Any]) -> Document:
    number = adopted["number"]
    return Document(
        title=_("Strategy"),
        about=adopted["programme_name"],
        lines=[
            _("Version %(number)s, adopted on %(day)s.", number=number, day=formats.day(adopted["adopted_at"])),
            _("Checksum (SHA-256): %(checksum)s", checksum=adopted["checksum"]),
        ],
        sections=[(heading(each["headings"], each["section"]), each["text"]) for each in adopted["sections"]],
        actions=[(action["text"], "", *_when(action)) for action in adopted["actions"]],
        review=_review(adopted["review_on"]),
        file_name=_("strategy %(programme)s, version %(number)s", programme=adopted["programme_name"], number=number),
    )


def heading(headings: dict[str, str], otherwise: str = "") -> str:
    """As it was when it was adopted, in the reader's language or else in English."""
    return headings.get(formats.language()) or headings.get(taxonomies.FALLBACK_LANGUAGE) or otherwise


def _when(action: dict[str, Any]) -> tuple[str, str]:
    return formats.short_day(action["due_on"]) or _("No day"), formats.label(action["state"], "action_state")


def _review(day: date | None) -> str | None:
    return _("Next review: %(day)s", day=formats.day(day)) if day else None
