from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("Polarisation maps: an issue of a programme, as it looked on a day")

OF_PROGRAMME = "/programmes/<uuid:programme_id>/issues"
ISSUE = "/issues/<uuid:issue_id>"
MAP = "/polarisation-maps/<uuid:map_id>"

routes = [
    Route("GET", OF_PROGRAMME, contract.issues, _l("The issues of a programme")),
    Route("POST", OF_PROGRAMME, contract.add_issue, _l("Add an issue"), 201),
    Route("GET", ISSUE, contract.issue, _l("An issue with its maps")),
    Route("PUT", ISSUE, contract.change_issue, _l("Call an issue otherwise")),
    Route("DELETE", ISSUE, contract.remove_issue, _l("Remove an issue, with its maps")),
    Route("POST", f"{ISSUE}/maps", contract.draw_map, _l("Draw a map of a day"), 201),
    Route("GET", MAP, contract.polarisation_map, _l("A map")),
    Route("PUT", MAP, contract.change_map, _l("Change a map")),
    Route("DELETE", MAP, contract.remove_map, _l("Remove a map")),
]
