from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("The language, arrangements and roles of a session, and what it clashes with")

routes = [
    Route(
        "GET",
        "/sessions/<uuid:session_id>/arrangements",
        contract.arrangements,
        _l("Language, arrangements, roles and clashes of a session"),
    ),
    Route(
        "PUT",
        "/sessions/<uuid:session_id>/arrangements",
        contract.save_arrangements,
        _l("Say in which language a session is given and what is arranged for it"),
    ),
    Route(
        "PUT",
        "/sessions/<uuid:session_id>/roles",
        contract.set_session_roles,
        _l("Say who gives, shadows and observes a session"),
    ),
    Route("POST", "/clashes", contract.clashes, _l("What sessions to come clash with")),
    Route("POST", "/clashes/plan", contract.clashes_of_plan, _l("What a plan would clash with")),
    Route("POST", "/clashes/trainers", contract.clashes_of_trainers, _l("What trainers of a group would clash with")),
    Route("GET", "/locations", contract.locations, _l("Where sessions were lately")),
]
