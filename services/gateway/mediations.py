"""What the pages of a mediation have in common: which words each kind of entry has, and opening what is sealed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from services.gateway import mediation_keys, sealing
from services.gateway.clients import bus
from services.gateway.sealing import NotSealedByThis
from shared import clock
from shared.contracts import mediations as contract
from shared.errors import NotFound, Refusal

LONGEST = 5_000
SUITABILITY = "suitability"
SIGNS = {
    "violence": _l("Violence, or threats"),
    "exploitation": _l("Trafficking or exploitation"),
    "imbalance": _l("One has much power over the other"),
}
MEASURES = {
    "voluntary": _l("Everybody comes of their own free will, and can stop at any time"),
    "separate_arrival": _l("They arrive and leave apart, and wait in different rooms"),
    "support_person": _l("Who wants to brings somebody along"),
}
VERDICT_KINDS = {"suitable": "ok", "with_measures": "wait", "unsuitable": "stop"}


class NoConfidentialityYet(Refusal):
    """As the service refuses who sends such a form."""

    code = "no_confidentiality_yet"


class MediationNotReadable(Refusal):
    """It was sealed with another key than the one that is unlocked."""

    code = "mediation_not_readable"


@dataclass(frozen=True)
class Kind:
    """`texts`: the names of its words, the first of which is filled in always. `party`: whether it is about one;
    `needs_party`: always. `day`: when it happened, and `due`: when it is to be done."""

    texts: tuple[str, ...]
    party: bool = False
    needs_party: bool = False
    day: bool = True
    due: bool = False
    techniques: bool = False


KINDS = {
    "party": Kind(("pseudonym", "about"), day=False),
    "talk": Kind(("concerns", "may_raise", "keep_out"), party=True, needs_party=True),
    "ground_rules": Kind(("ground_rules",)),
    "session": Kind(("notes", "clarified", "shared"), techniques=True),
    "caucus": Kind(("notes",), party=True, needs_party=True),
    "approach": Kind(("approach",)),
    "agreement": Kind(("agreed",)),
    "thank_you": Kind(("message",), party=True, needs_party=True, day=False),
    "promise": Kind(("promised",), party=True, day=False, due=True),
    "contact": Kind(("notes",), party=True),
}
TEXTS = {
    "pseudonym": _l("What do you call them here?"),
    "about": _l("Part in the conflict"),
    "concerns": _l("Concerns"),
    "may_raise": _l("What may be raised"),
    "keep_out": _l("What stays out of it"),
    "ground_rules": _l("Ground rules"),
    "notes": _l("Notes"),
    "clarified": _l("What became clear"),
    "shared": _l("What they share"),
    "approach": _l("What you do differently, and why"),
    "agreed": _l("What they agreed"),
    "message": _l("Thank-you"),
    "promised": _l("What was promised, and by whom"),
}
HINTS = {
    "pseudonym": _l("A pseudonym that only you understand, such as Willow. Never a name or an address."),
    "message": _l("A few words of your own. You send it yourself, by hand or by mail: nothing leaves from here."),
    "keep_out": _l("What was told to you alone, and is not brought to the table."),
}


def found(mediation_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.mediation, mediation_id=mediation_id)


def own(mediation_id: UUID) -> dict[str, Any]:
    """For pages of its mediator alone."""
    mediation = found(mediation_id)
    if not mediation["mine"] or mediation["asked"]:
        raise NotFound()
    return mediation


def begun(mediation_id: UUID) -> dict[str, Any]:
    """Before somebody fills in a form for nothing: nothing is written down before all have agreed to it."""
    mediation = own(mediation_id)
    if mediation["confidential_on"] is None:
        raise NoConfidentialityYet()
    return mediation


def opened(mediation: dict[str, Any]) -> dict[str, Any] | None:
    """`entries`, each with its `words` and the `party` that it is about, and `suitability`, None before it is judged.
    None where it is locked, or can't be read with this key."""
    key = mediation_keys.unlocked()
    if key is None:
        return None
    if mediation["wrapped_key"] is None:
        return {"entries": [], "suitability": None}
    mediation_key = mediation_keys.of_mediation(mediation, key)
    if mediation_key is None:
        return None

    def words(kind: str, content: str) -> dict[str, Any]:
        return sealing.opened(mediation_key, mediation["id"], kind, content)

    try:
        entries = [{**entry, "words": words(entry["kind"], entry["content"])} for entry in mediation["entries"]]
        judged = mediation["suitability"]
        suitability = words(SUITABILITY, judged) if judged else None
    except NotSealedByThis:
        return None
    called = {entry["id"]: entry["words"]["pseudonym"] for entry in entries if entry["kind"] == "party"}
    return {
        "entries": [{**entry, "party": called.get(entry["party_id"])} for entry in entries],
        "suitability": suitability,
    }


def of_kind(entries: list[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    """In the order in which they happened, as far as that is known."""
    wanted = [entry for entry in entries if entry["kind"] in kinds]
    return sorted(wanted, key=lambda entry: str(entry["happened_on"] or entry["due_on"] or ""))


def unthanked(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parties for whom no thank-you has been sent yet."""
    thanked = {entry["party_id"] for entry in entries if entry["kind"] == "thank_you" and entry["done_on"]}
    return [party for party in of_kind(entries, "party") if party["id"] not in thanked]


def without_talk(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parties who were not talked with in preparation yet."""
    talked = {entry["party_id"] for entry in entries if entry["kind"] == "talk"}
    return [party for party in of_kind(entries, "party") if party["id"] not in talked]


def today() -> date:
    return clock.today(current_app.config["CITY"].time_zone)
