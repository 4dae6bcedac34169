from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import notifications as contract

DESCRIPTION = _l("For operators")

routes = [
    Route("GET", "/mails", contract.mails, _l("Mails and what became of them")),
    Route("GET", "/mails/<uuid:mail_id>", contract.mail, _l("A mail that was kept for lack of a mail server")),
    Route("POST", "/mails/<uuid:mail_id>/sending", contract.send_again, _l("Send a mail again")),
]
