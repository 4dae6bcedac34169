from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("Thanking those who were at a session")

ADDRESS = "/sessions/<uuid:session_id>/thank-yous"

routes = [
    Route("GET", ADDRESS, contract.thank_yous, _l("Who has been thanked, and who has not")),
    Route("PUT", ADDRESS, contract.save_thank_yous, _l("Write what they will read")),
    Route("POST", f"{ADDRESS}/sending", contract.send_thank_yous, _l("Send it to some of them")),
]
