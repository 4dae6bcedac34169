from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("Composing several groups at once, and wishes about who learns with whom")

PROGRAMME = "/programmes/<uuid:programme_id>"

routes = [
    Route("GET", f"{PROGRAMME}/composition", contract.compose_groups, _l("A proposal; nothing is kept of it")),
    Route(
        "POST",
        f"{PROGRAMME}/composition",
        contract.weigh_groups,
        _l("What is to be said of groups that somebody composed; nothing is kept of it"),
    ),
    Route("POST", f"{PROGRAMME}/composition/groups", contract.form_groups, _l("Form several groups, all or none"), 201),
    Route("GET", f"{PROGRAMME}/wishes", contract.wishes, _l("Who wishes to learn with whom")),
    Route("PUT", f"{PROGRAMME}/wishes/<uuid:person_id>/<uuid:other_id>", contract.add_wish, _l("Note a wish")),
    Route("DELETE", f"{PROGRAMME}/wishes/<uuid:person_id>/<uuid:other_id>", contract.remove_wish, _l("Remove a wish")),
]
