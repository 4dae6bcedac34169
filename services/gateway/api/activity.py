from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import identity, municipalities, trainings

DESCRIPTION = _l("What was done in a period, in figures, and what a programme contributes to")

PERIOD = "<starts_on>/<ends_on>"
BENEFICIARIES = "/programmes/<uuid:programme_id>/beneficiaries"

routes = [
    Route("GET", f"/activity/{PERIOD}", trainings.activity, _l("Sessions, people reached and completions of a period")),
    Route("GET", f"/area-activity/{PERIOD}", trainings.area_activity, _l("What was done in an area")),
    Route(
        "GET",
        f"/background/{PERIOD}",
        municipalities.background,
        _l("Programmes, areas, goals and beneficiaries of a period"),
    ),
    Route("POST", "/sector-counts", identity.sector_counts, _l("People by sector, without small numbers")),
    Route("PUT", "/areas/tiles", municipalities.place_areas, _l("Say where areas lie on the map")),
    Route("GET", BENEFICIARIES, municipalities.beneficiaries, _l("For how many people a programme meant something")),
    Route("POST", BENEFICIARIES, municipalities.add_beneficiaries, _l("Add a count of beneficiaries"), 201),
    Route(
        "DELETE",
        f"{BENEFICIARIES}/<uuid:count_id>",
        municipalities.remove_beneficiaries,
        _l("Remove a count of beneficiaries"),
    ),
]
