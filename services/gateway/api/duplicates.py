from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import identity as contract

DESCRIPTION = _l("Two records of one person: found, merged, taken apart again; and one change to many people")

routes = [
    Route("GET", "/people/duplicates", contract.duplicates, _l("Records that may be one person")),
    Route("GET", "/people/<uuid:person_id>/pairs/<uuid:other_id>", contract.pair, _l("Two records side by side")),
    Route(
        "PUT",
        "/people/<uuid:person_id>/distinct/<uuid:other_id>",
        contract.keep_apart,
        _l("Remember that these are two people"),
    ),
    Route("GET", "/people/merges", contract.merges, _l("Merges that can be undone")),
    Route("POST", "/people/merges", contract.merge_people, _l("Merge two records into one person"), 201),
    Route("DELETE", "/people/merges/<uuid:merge_id>", contract.undo_merge, _l("Undo a merge")),
    Route("POST", "/people/changes", contract.change_people, _l("Give many people the same value in one field")),
    Route("POST", "/people/roles/<role>", contract.give_role_to_people, _l("Give many people a role")),
    Route("POST", "/exports", contract.note_export, _l("Note that a list of people is taken out of the system")),
]
