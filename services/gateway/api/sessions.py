from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("Introductions, training days and deepening half-days, and what was recorded of them")

routes = [
    Route(
        "POST",
        "/programmes/<uuid:programme_id>/introductions",
        contract.plan_introduction,
        _l("Plan an introduction"),
        201,
    ),
    Route("POST", "/groups/<uuid:group_id>/sessions", contract.plan_session, _l("Plan a session of a group"), 201),
    Route("GET", "/sessions", contract.sessions, _l("Sessions")),
    Route(
        "GET",
        "/programmes/<uuid:programme_id>/introductions/first",
        contract.first_introduction,
        _l("The first introduction of a programme, and what to read before it"),
    ),
    Route("GET", "/sessions/<uuid:session_id>", contract.session, _l("A session with its record")),
    Route("PUT", "/sessions/<uuid:session_id>", contract.change_session, _l("Change the plan of a session")),
    Route("POST", "/sessions/<uuid:session_id>/cancellation", contract.cancel_session, _l("Cancel a session")),
    Route("POST", "/sessions/<uuid:session_id>/invitations", contract.invite_people, _l("Invite people")),
    Route(
        "POST",
        "/sessions/<uuid:session_id>/opening",
        contract.open_session,
        _l("Open a session with the ground rules that were agreed"),
    ),
    Route("PUT", "/sessions/<uuid:session_id>/record", contract.record_session, _l("Record a session")),
]
