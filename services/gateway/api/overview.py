from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("Who takes part in a programme, and what its figures still lack")

routes = [
    Route("POST", "/groups/trainers", contract.add_trainer, _l("Give several groups one trainer more")),
    Route(
        "GET",
        "/programmes/<uuid:programme_id>/participants",
        contract.participants,
        _l("Who takes part, by group, completion or place"),
    ),
    Route("GET", "/programmes/<uuid:programme_id>/gaps", contract.gaps, _l("Records that make a figure incomplete")),
    Route("GET", "/gaps", contract.all_gaps, _l("How many of them in each of your programmes")),
]
