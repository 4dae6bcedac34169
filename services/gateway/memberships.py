"""What the pages of the network have in common: who is outside, what one sees of a member, and until when they stay."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import errors, formats
from services.gateway.clients import bus
from services.gateway.visitor import current
from shared.contracts import networks as contract
from shared.errors import Refusal

Rows = list[dict[str, Any]]


def tell_strangers(pages: Blueprint) -> None:
    """Who is not a member is told where the network begins for them."""

    @pages.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        if is_for_members(refusal):
            return render_template("network/outside.html", sentence=errors.sentence(refusal)), refusal.status
        return errors.show(refusal)


def refuse_a_stranger() -> None:
    """Before somebody fills in a form for nothing: their own profile is what every member may read."""
    bus().ask(contract.member, person_id=current().person_id)


def is_for_members(refusal: Refusal) -> bool:
    return refusal.code == "not_a_member"


def with_area_names(members: Sequence[dict[str, Any]], areas: Rows) -> Rows:
    """`areas`: their names; None where the member keeps them from the reader."""
    named = {area["id"]: area["name"] for area in areas}
    return [member | {"areas": _names(member["area_ids"], named)} for member in members]


def _names(area_ids: list[Any] | None, named: Mapping[Any, str]) -> list[str] | None:
    return None if area_ids is None else [name for id_, name in named.items() if id_ in area_ids]


def lengths() -> list[tuple[str, str]]:
    """For how long one says that one takes part."""
    return [(str(months), ngettext("%(num)s month", "%(num)s months", months)) for months in (6, 12, 24)]


def standing_wanted(args: Mapping[str, str]) -> str | None:
    """Those who take part now, unless the address says otherwise; None for everybody."""
    chosen = args.get("standing")
    return None if chosen == "all" else chosen if chosen in contract.STANDINGS else "active"


def standings() -> list[tuple[str, str]]:
    labels = [(code, formats.label(code, "standing_of_a_member")) for code in contract.STANDINGS]
    return [*labels, ("all", _("Everybody"))]
