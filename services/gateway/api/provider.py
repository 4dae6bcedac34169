from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("What the training provider keeps bringing, for the network")

ADDRESS = "/network/provider"
ONE_MATERIAL = f"{ADDRESS}/material/<uuid:material_id>"
ONE_DATE = f"{ADDRESS}/dates/<uuid:date_id>"

routes = [
    Route("GET", ADDRESS, contract.provider, _l("Whom to ask")),
    Route("PUT", ADDRESS, contract.change_provider, _l("Say whom to ask")),
    Route("GET", f"{ADDRESS}/material", contract.material, _l("Material, filtered")),
    Route("POST", f"{ADDRESS}/material", contract.add_material, _l("Add material"), 201),
    Route("PUT", ONE_MATERIAL, contract.change_material, _l("Change material")),
    Route("DELETE", ONE_MATERIAL, contract.remove_material, _l("Remove material")),
    Route("GET", f"{ADDRESS}/dates", contract.provider_dates, _l("Dates of intervision")),
    Route("POST", f"{ADDRESS}/dates", contract.plan_provider_date, _l("Plan a date"), 201),
    Route("PUT", ONE_DATE, contract.change_provider_date, _l("Move a date, or change where it is")),
    Route("DELETE", ONE_DATE, contract.cancel_provider_date, _l("Cancel a date")),
    Route("GET", "/my/provider-dates", contract.my_provider_dates, _l("Dates of intervision for your calendar")),
]
