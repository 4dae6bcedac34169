"""Who may be in the network, and for how long."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from services.networks.rules.visibility import AUDIENCE_COLUMNS, the_narrower_audience

INVITED = ("open", "accepted", "declined")  # who declined, or joined and left, may still join

RENEWAL_IS_ASKED_BEFORE = timedelta(days=30)


def may_join(invitation: str | None) -> bool:
    return invitation in INVITED


def an_invitation_can_be_taken_back(invitation: str, completions: int) -> bool:
    """Nobody who has answered it loses it, nor who completed another course."""
    return invitation == "open" and completions == 0


def months_later(day: date, months: int) -> date:
    """The same day of the month; the last one where a month is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def the_standing_of_a_member(until: date, today: date) -> str:
    """Whose time has run out rests: they stay a member, and are back as soon as they say so."""
    return "active" if today <= until else "dormant"


def it_is_time_to_renew(until: date, today: date) -> bool:
    return until - RENEWAL_IS_ASKED_BEFORE <= today


def the_better_invitation(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of two of one person: who accepted has accepted, and who answered has answered."""
    return max(one, other, key=lambda row: ("open", "declined", "accepted").index(row["state"]))


def both_profiles(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of a member who joined twice: what they said in either, since when they are one and until when.

    Who may see it is as narrow as in either.
    """
    lists = ("expertise", "area_ids", "languages", "brings", "seeks")
    said = {name: list(dict.fromkeys([*one[name], *other[name]])) for name in lists}
    longer = max(one, other, key=lambda row: row["until"])
    return (
        one
        | said
        | {name: longer[name] for name in ("until", "months", "asked_about")}
        | {name: the_narrower_audience(one[name], other[name]) for name in AUDIENCE_COLUMNS}
        | {"interest": one["interest"] or other["interest"], "joined_at": min(one["joined_at"], other["joined_at"])}
    )
