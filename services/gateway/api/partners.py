from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("Partner organisations of a programme")

routes = [
    Route("GET", "/programmes/<uuid:programme_id>/partners", contract.partners, _l("The partners of a programme")),
    Route("POST", "/programmes/<uuid:programme_id>/partners", contract.add_partner, _l("Add a partner"), 201),
    Route(
        "PUT",
        "/programmes/<uuid:programme_id>/partners/<uuid:partner_id>",
        contract.change_partner,
        _l("Change a partner"),
    ),
]
