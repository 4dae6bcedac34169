"""A gentle check before something is posted: does it look as if it named a person? Whoever writes decides."""

from typing import Any

from flask import request

from services.gateway.clients import bus
from services.gateway.visitor import current
from shared.access import EXPERT
from shared.contracts import identity

SURE = "sure"  # in the form that asks, so that it asks once


def to_ask_about(*texts: str | None) -> list[dict[str, Any]]:
    """What the writer is asked about before the form is sent; nothing when they were asked already."""
    text = "\n".join(filter(None, texts)).strip()
    if not text or SURE in request.form or not current().has(EXPERT):
        return []
    return bus().ask(identity.namings, text=text[:20_000])["found"]
