from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("Intervision: colleagues look at one case in timed steps")

ALL = "/network/intervisions"
ONE = f"{ALL}/<uuid:intervision_id>"
ROOM = f"{ONE}/room"

routes = [
    Route("GET", ALL, contract.intervisions, _l("Intervisions to come, or those that you were at")),
    Route("POST", ALL, contract.plan_intervision, _l("Plan one, and take part in it"), 201),
    Route("GET", ONE, contract.intervision, _l("An intervision: when, where, who, and what was learnt")),
    Route("PUT", ONE, contract.change_intervision, _l("Change its plan")),
    Route("DELETE", ONE, contract.cancel_intervision, _l("Cancel it")),
    Route("PUT", f"{ONE}/seat", contract.join_intervision, _l("Take part")),
    Route("DELETE", f"{ONE}/seat", contract.leave_intervision, _l("Take part no more")),
    Route("PUT", f"{ONE}/role", contract.take_role, _l("Take a role, or hand yours on")),
    Route("PUT", f"{ONE}/lesson", contract.write_lesson, _l("Keep the learning question and the lesson")),
    Route("GET", ROOM, contract.intervision_room, _l("Where its room is now")),
    Route("PUT", f"{ROOM}/beginning", contract.begin_intervision, _l("Begin, with those who are there")),
    Route("PUT", f"{ROOM}/step", contract.go_to_step, _l("Move the room to a step")),
    Route("POST", f"{ROOM}/extension", contract.extend_step, _l("Five minutes more for the step")),
    Route("PUT", f"{ROOM}/end", contract.end_intervision, _l("End it")),
    Route("GET", "/my/intervisions", contract.my_intervisions, _l("Intervisions that you take part in")),
]
