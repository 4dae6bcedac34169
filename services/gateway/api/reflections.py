from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("What participants write for themselves before the course, and what they share of it")

OWN = "/my/groups/<uuid:group_id>/reflection"

routes = [
    Route("GET", OWN, contract.my_reflection, _l("Your reflection")),
    Route("PUT", OWN, contract.save_reflection, _l("Save your reflection")),
    Route("PUT", f"{OWN}/sharing", contract.share_reflection, _l("Share it with the trainers of the group, or not")),
    Route(
        "GET",
        "/groups/<uuid:group_id>/reflections",
        contract.shared_reflections,
        _l("What participants shared with the trainers of the group"),
    ),
]
