"""Inviting people to an introduction: all who match, and what is said when it is done."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway.clients import bus
from shared.contracts import identity
from shared.contracts import trainings as contract

MOST_AT_ONCE = 1_000  # people of one answer of identity


def everybody(filters: dict[str, Any]) -> list[UUID]:
    """All that match, over all pages of the answer."""
    first = bus().ask(identity.people, **filters, per_page=MOST_AT_ONCE)
    others = ((identity.people, {**filters, "page": number, "per_page": MOST_AT_ONCE}) for number in _rest(first))
    found = [first, *bus().ask_together(*others)]
    return [person["id"] for page in found for person in page["items"]]


def _rest(first: dict[str, Any]) -> range:
    return range(2, min(first["pages"], contract.MOST_INVITED // MOST_AT_ONCE) + 1)


def what_was_done(done: dict[str, int]) -> str:
    if not done["already"]:
        return ngettext("%(num)s person has been invited.", "%(num)s people have been invited.", done["invited"])
    if not done["invited"]:
        return _("Everybody whom you chose had been invited already.")
    return ngettext(
        "%(num)s person has been invited; the others had been already.",
        "%(num)s people have been invited; the others had been already.",
        done["invited"],
    )
