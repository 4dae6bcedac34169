from flask_babel import lazy_gettext as _l

from services.gateway import registering
from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("How people come into a group or an introduction: by link, open call or nomination")

routes = [
    Route("GET", "/courses", contract.open_calls, _l("The open calls")),
    Route("GET", "/courses/<code>", contract.edition, _l("What one can register for with a code")),
    Route(
        "POST",
        "/courses/<code>/registrations",
        registering.REGISTER,
        _l("Register, without sign-in; a mail asks for confirmation"),
        201,
        by=registering.register,
    ),
    Route("POST", "/place", contract.own_place, _l("Somebody's own place, with the token of the mail")),
    Route("PUT", "/place", contract.confirm_place, _l("Confirm a place")),
    Route("DELETE", "/place", contract.leave_place, _l("Give up a place, or leave the waiting list")),
    Route("GET", "/nominations/<code>", contract.nominations, _l("The seats of a partner, used and left")),
    Route(
        "POST",
        "/nominations/<code>/people",
        registering.NOMINATE,
        _l("Nominate one person, or two who stay together"),
        201,
        by=registering.nominate,
    ),
    Route("GET", "/editions/<uuid:edition_id>/ways-in", contract.ways_in, _l("How people come in")),
    Route(
        "PUT",
        "/editions/<uuid:edition_id>/registration",
        contract.open_registration,
        _l("Open a group or an introduction for registration, or close it"),
    ),
    Route(
        "PUT",
        "/editions/<uuid:edition_id>/partners/<uuid:partner_id>",
        contract.ask_partner,
        _l("Give a partner its code for a group, and mail it"),
    ),
]
