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

# So much text takes smaller type to stay on one sheet.
MUCH = 1_500


def is_much(drawn: dict[str, Any]) -> bool:
    texts = [drawn[name] or "" for name in TEXTS]
    return sum(map(len, [*texts, *(group for role in ROLES for group in drawn[role])])) > MUCH


def rows(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.summary_list`."""
    return [{"key": label, "value": drawn[name] or None} for name, label in (TEXTS | ROLES).items()]


def side_by_side(left: dict[str, Any], right: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`."""
    phases = [formats.term(each["phase"], "polarisation_phases") for each in (left, right)]
    told = [{"key": _l("Phase"), "theirs": phases[0], "yours": phases[1]}]
    told += [{"key": label, "theirs": left[name] or "", "yours": right[name] or ""} for name, label in TEXTS.items()]
    for name, label in ROLES.items():
        told.append({"key": label, "theirs": "; ".join(left[name]), "yours": "; ".join(right[name])})
    return told
