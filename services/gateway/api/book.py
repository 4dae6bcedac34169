from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("The session book besides the record: the agenda, who is coming and who is there, earlier versions")

routes = [
    Route("PUT", "/sessions/<uuid:session_id>/agenda", contract.set_agenda, _l("Set the agenda of a session")),
    Route(
        "PUT",
        "/sessions/<uuid:session_id>/apologies/<uuid:person_id>",
        contract.set_apology,
        _l("Note that somebody can't come, or comes after all"),
    ),
    Route(
        "POST", "/sessions/<uuid:session_id>/check-in", contract.open_check_in, _l("Give a session its check-in code")
    ),
    Route(
        "PUT",
        "/sessions/<uuid:session_id>/check-ins/<uuid:person_id>",
        contract.check_in,
        _l("Check somebody in, or take that back"),
    ),
    Route(
        "GET",
        "/sessions/<uuid:session_id>/record/history",
        contract.record_history,
        _l("The record of a session as it was saved each time"),
    ),
]
