"""Parked messages in words, for the pages and for the terminal."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway.formats import LABELS

# In an address: whose messages.
SERVICE = f"<any({', '.join(LABELS['service'])}):service>"

REASONS = {
    "waits_for_an_earlier_one": _l("It waits for an earlier message about the same thing"),
    "out_of_order": _l("It came after a later message about the same thing"),
    "unknown_type": _l("It is of a kind or version that this part does not know"),
    "ended_the_process": _l("The process ended each time it was tried"),
    "too_large": _l("It is too large"),
    "not_json": _l("It cannot be read: it is no JSON"),
    "content_type": _l("It cannot be read: it is of another content type"),
    "attribute_missing": _l("It cannot be read: a header is missing"),
    "attribute_wrong": _l("It cannot be read: a header is not right"),
    "foreign_source": _l("It does not come from where it should"),
    "no_sender": _l("It does not say who sent it"),
    "content": _l("What stands in it is not as it should be"),
    # the broker's own
    "delivery_limit": _l("It was delivered too often without being taken over"),
    "rejected": _l("It was refused when it came"),
    "expired": _l("It was too old when its turn came"),
    "maxlen": _l("There was no room for it in its queue"),
    "dead_letter": _l("It was among the dead letters, without a reason"),
}


def reason(code: str) -> str:
    """Why it was parked. What is no code of ours is the class of the error that the reaction failed with."""
    known = REASONS.get(code)
    return str(known) if known else _("Taking it over failed: %(error)s", error=code.rpartition(".")[2])
