from flask import request
from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import identity
from shared.contracts import trainings as contract

DESCRIPTION = _l("Checking in at a session without an account; nobody learns who is expected")

_client = {"client": lambda: request.remote_addr or "unknown"}

routes = [
    Route("GET", "/check-in/<code>", contract.check_in_door, _l("What a check-in code opens, and when")),
    Route(
        "POST",
        "/check-in/desks/<uuid:desk_id>",
        identity.claim_presence,
        _l("Say that whoever has this address is there"),
        201,
        known=_client,
    ),
]
