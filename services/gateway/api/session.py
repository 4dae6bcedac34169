from flask_babel import lazy_gettext as _l

from services.gateway import devices
from services.gateway.api import Route
from services.gateway.visitor import client, current, session_token
from shared.contracts import identity as contract

DESCRIPTION = _l("Signing in, and one's own account")

_client = {"client": client}
_device = {"device": devices.of_request}
_own = {"session_id": lambda: current().session_id}

routes = [
    Route("POST", "/session", contract.sign_in, _l("Sign in"), 201, known=_client | _device),
    Route("DELETE", "/session", contract.sign_out, _l("Sign out"), known={"session_token": session_token}),
    Route("GET", "/account/sessions", contract.sessions, _l("The places where you are signed in"), known=_own),
    Route("DELETE", "/account/sessions/<uuid:session_id>", contract.end_session, _l("Sign out there")),
    Route("DELETE", "/account/sessions", contract.end_other_sessions, _l("Sign out everywhere else"), known=_own),
    Route("PUT", "/account/password", contract.change_password, _l("Change your password"), known=_own),
    Route("PUT", "/account/language", contract.set_language, _l("Choose your language")),
    Route("POST", "/password-resets", contract.request_password_reset, _l("Ask for a new password"), known=_client),
    Route("POST", "/account/token", contract.token_holder, _l("Whom an invitation or reset link is for")),
    Route("PUT", "/account", contract.set_password, _l("Set a password with such a link"), known=_device),
]
