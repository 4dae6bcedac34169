from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("Programmes, their areas and coordinators, and the dashboard")

routes = [
    Route("GET", "/areas", contract.areas, _l("The areas of the city")),
    Route("POST", "/areas", contract.add_area, _l("Add an area"), 201),
    Route("POST", "/areas/list", contract.add_areas, _l("Add a list of areas; those that are there stay"), 201),
    Route("GET", "/programmes/examples", contract.programme_examples, _l("Examples to start a programme from")),
    Route("GET", "/programmes", contract.programmes, _l("Your programmes")),
    Route("POST", "/programmes", contract.start_programme, _l("Start a programme, as a draft"), 201),
    Route("GET", "/programmes/<uuid:programme_id>", contract.programme, _l("A programme")),
    Route("PUT", "/programmes/<uuid:programme_id>", contract.save_programme, _l("Change the given fields")),
    Route(
        "POST",
        "/programmes/<uuid:programme_id>/registration",
        contract.register_programme,
        _l("Register a programme that has everything it needs"),
    ),
    Route(
        "POST",
        "/programmes/<uuid:programme_id>/coordinators",
        contract.add_coordinator,
        _l("Let somebody else run the programme too"),
        201,
    ),
    Route(
        "DELETE",
        "/programmes/<uuid:programme_id>/coordinators/<uuid:person_id>",
        contract.remove_coordinator,
        _l("Take the programme from somebody"),
    ),
    Route("GET", "/programmes/<uuid:programme_id>/dashboard", contract.dashboard, _l("How the programme goes")),
    Route(
        "GET", "/programmes/<uuid:programme_id>/drop-out", contract.drop_out, _l("How far its people came, and left")
    ),
    Route("GET", "/drop-out", contract.drop_out, _l("How far people of the whole city came, and left")),
]
