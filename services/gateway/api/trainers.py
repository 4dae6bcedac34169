from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("The path of trainers, who can stand in, and who trained whom")

routes = [
    Route("GET", "/trainers", contract.trainers, _l("Trainers and where they stand")),
    Route("POST", "/trainers/free", contract.free_trainers, _l("Who is free at a time")),
    Route("GET", "/trainers/<uuid:person_id>", contract.path, _l("The path of a trainer")),
    Route("GET", "/trainers/<uuid:person_id>/trained", contract.trained, _l("Whom a person trained, and who them")),
    Route("POST", "/trainers/<uuid:person_id>/decisions", contract.decide_step, _l("Decide on a step of the path")),
    Route("PUT", "/trainers/<uuid:person_id>/proposal", contract.propose_step, _l("Propose a step, as a mentor")),
    Route(
        "PUT",
        "/trainers/<uuid:person_id>/languages",
        contract.set_languages,
        _l("Say in which languages a trainer gives sessions"),
    ),
    Route("POST", "/trainers/notes", contract.note_requirement, _l("Note what several people did"), 201),
    Route("DELETE", "/trainers/notes/<uuid:note_id>", contract.withdraw_note, _l("Take back what was noted")),
    Route("GET", "/sessions/<uuid:session_id>/stand-ins", contract.stand_ins, _l("Who can stand in")),
    Route("POST", "/sessions/<uuid:session_id>/stand-ins", contract.assign_stand_in, _l("Assign a stand-in")),
]
