from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("Conflict or polarisation: mediation, strategy, both apart, or neither")

OF_PROGRAMME = "/programmes/<uuid:programme_id>/triages"
ONE = "/triages/<uuid:triage_id>"

routes = [
    Route("GET", OF_PROGRAMME, contract.triages, _l("What a programme has wondered about")),
    Route("POST", OF_PROGRAMME, contract.start_triage, _l("Answer the questions about something"), 201),
    Route("GET", ONE, contract.triage, _l("The outcome with its reasons, and those before")),
    Route("PUT", ONE, contract.answer_triage_anew, _l("Answer again, and say why")),
    Route("DELETE", ONE, contract.remove_triage, _l("Remove it, with all that was answered")),
]
