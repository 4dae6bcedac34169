from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("Initiatives of the network: whoever takes part changes them")

ONE = "/network/initiatives/<uuid:initiative_id>"
STEP = f"{ONE}/steps/<uuid:step_id>"
NEED = f"{ONE}/needs/<uuid:need_id>"

routes = [
    Route("GET", "/network/initiatives", contract.initiatives, _l("Initiatives, filtered, a page at a time")),
    Route("POST", "/network/initiatives", contract.start_initiative, _l("Start one"), 201),
    Route("GET", ONE, contract.initiative, _l("One with its people, steps, needs and notes")),
    Route("PUT", ONE, contract.change_initiative, _l("Say anew what it is called, and what it is for")),
    Route("PUT", f"{ONE}/state", contract.set_initiative_state, _l("Say how it is")),
    Route("PUT", f"{ONE}/participation", contract.join_initiative, _l("Take part")),
    Route("DELETE", f"{ONE}/participation", contract.leave_initiative, _l("Take part no more")),
    Route("POST", f"{ONE}/steps", contract.add_step, _l("Add a step"), 201),
    Route("PUT", STEP, contract.change_step, _l("Change a step")),
    Route("PUT", f"{STEP}/done", contract.finish_step, _l("Say that a step is done, or is not")),
    Route("DELETE", STEP, contract.remove_step, _l("Remove a step")),
    Route("POST", f"{ONE}/needs", contract.add_need, _l("Say what is needed"), 201),
    Route("PUT", f"{NEED}/met", contract.settle_need, _l("Say that a need is met, or is not")),
    Route("DELETE", NEED, contract.remove_need, _l("Remove a need")),
    Route("POST", f"{NEED}/offers", contract.offer_help, _l("Offer help"), 201),
    Route("DELETE", f"{NEED}/offers/<uuid:offer_id>", contract.withdraw_offer, _l("Take your own offer back")),
    Route("POST", f"{ONE}/notes", contract.write_note, _l("Tell of its progress"), 201),
    Route("DELETE", f"{ONE}/notes/<uuid:note_id>", contract.remove_note, _l("Take your own note back")),
]
