from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("The incident protocol of a programme, and incidents in which it is followed")

PROTOCOL = "/programmes/<uuid:programme_id>/incident-protocol"
STEP = f"{PROTOCOL}/<uuid:step_id>"
INCIDENTS = "/programmes/<uuid:programme_id>/incidents"
ONE = "/incidents/<uuid:incident_id>"

routes = [
    Route("GET", PROTOCOL, contract.incident_protocol, _l("The steps of the protocol, in the order of time")),
    Route("POST", PROTOCOL, contract.add_protocol_step, _l("Add a step to the protocol"), 201),
    Route("PUT", PROTOCOL, contract.begin_protocol, _l("Begin with the steps that come along, in a language")),
    Route("PUT", STEP, contract.change_protocol_step, _l("Change a step of the protocol")),
    Route("DELETE", STEP, contract.remove_protocol_step, _l("Remove a step of the protocol")),
    Route("GET", INCIDENTS, contract.incidents, _l("The incidents of a programme")),
    Route("POST", INCIDENTS, contract.open_incident, _l("Open an incident: its time runs from now"), 201),
    Route("GET", ONE, contract.incident, _l("An incident with its steps")),
    Route("PUT", f"{ONE}/steps/<uuid:step_id>", contract.settle_incident_step, _l("Say that a step was done, or not")),
    Route("PUT", f"{ONE}/closing", contract.close_incident, _l("Close an incident with a lesson")),
]
