"""What the pages, the comparison and the sheet of a polarisation map share: its parts in their order."""

from typing import Any

from flask_babel import lazy_gettext as _l

from services.gateway import formats

TEXTS = {
    "us_and_them": _l("Us and them"),
    "fuel": _l("Fuel: what is said about identities"),
    "gut_feeling": _l("Where gut feeling shows"),
    "middle_asks": _l("What the middle asks itself"),
    "position": _l("Where we stand"),
}
ROLES = {
    "pushers": _l("Pushers"),
    "joiners": _l("Joiners"),
    "middle": _l("The middle"),
    "bridge_builders": _l("Bridge builders"),
    "scapegoats": _l("Scapegoats"),
}


def rows(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.summary_list`."""
    texts = [{"key": label, "value": drawn[name]} for name, label in TEXTS.items()]
    return [*texts, *({"key": label, "value": ", ".join(drawn[name])} for name, label in ROLES.items())]


def side_by_side(left: dict[str, Any], right: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`."""
    phases = [formats.term(each["phase"], "polarisation_phases") for each in (left, right)]
    told = [{"key": _l("Phase"), "theirs": phases[0], "yours": phases[1]}]
    for one, other in zip(rows(left), rows(right), strict=True):
        told.append({"key": one["key"], "theirs": one["value"] or "", "yours": other["value"] or ""})
    return told
