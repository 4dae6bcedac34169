from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("Who trained whom in the network, over generations")

ONE = "/network/trainings/<uuid:training_id>"

routes = [
    Route("GET", "/network/tree", contract.tree, _l("The tree, with how many each reached")),
    Route("GET", "/network/trainings", contract.onward_trainings, _l("What you gave, and what others say you took")),
    Route("POST", "/network/trainings", contract.record_onward_training, _l("Record a training that you gave"), 201),
    Route("GET", ONE, contract.onward_training, _l("A training that you gave")),
    Route("DELETE", ONE, contract.remove_onward_training, _l("Remove it")),
    Route("PUT", f"{ONE}/trainees/<uuid:person_id>", contract.name_trainee, _l("Ask a member whether to name them")),
    Route("PUT", f"{ONE}/answer", contract.answer_as_trainee, _l("Agree to be named, or take that back")),
]
