"""The programmes that the visitor coordinates: what they are called, and what the visitor may do in them."""

from uuid import UUID

from flask_babel import gettext as _

from services.gateway.clients import bus
from services.gateway.visitor import current
from shared.access import COORDINATOR
from shared.contracts import municipalities


def names() -> dict[UUID, str]:
    """Empty for somebody who is no coordinator; others' programmes, which an operator sees too, are left out."""
    visitor = current()
    if not visitor.has(COORDINATOR):
        return {}
    return {
        programme["id"]: programme["name"] or _("Programme without a name yet")
        for programme in bus().ask(municipalities.programmes)["programmes"]
        if visitor.person_id in programme["coordinator_ids"]
    }
