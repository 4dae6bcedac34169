from flask_babel import lazy_gettext as _l

from services.gateway import areas, spreadsheets
from services.gateway.api import Route, uploaded
from shared.contracts import identity as contract

DESCRIPTION = _l("People and the organisations they work for")

routes = [
    Route("GET", "/people", contract.people, _l("People, filtered, a page at a time")),
    Route("POST", "/people", contract.add_person, _l("Add a person"), 201),
    Route("GET", "/people/<uuid:person_id>", contract.person, _l("A person")),
    Route("PUT", "/people/<uuid:person_id>", contract.change_person, _l("Change a person's record")),
    Route("DELETE", "/people/<uuid:person_id>", contract.erase_person, _l("Remove a person from all services")),
    Route("POST", "/people/<uuid:person_id>/invitation", contract.invite_account, _l("Invite to make an account")),
    Route("POST", "/people/<uuid:person_id>/links", contract.send_link, _l("Send a new link to their page")),
    Route("DELETE", "/people/<uuid:person_id>/links", contract.withdraw_links, _l("End all links to their page")),
    Route("PUT", "/people/<uuid:person_id>/roles/<role>", contract.give_role, _l("Give a role")),
    Route("DELETE", "/people/<uuid:person_id>/roles/<role>", contract.withdraw_role, _l("Withdraw a role")),
    Route("POST", "/names", contract.names, _l("The names behind ids")),
    Route("GET", "/organisations", contract.organisations, _l("Organisations, with how many people each")),
    Route(
        "POST",
        "/imports",
        contract.preview_import,
        _l("Check rows before importing them"),
        201,
        known={"areas": areas.known},
    ),
    Route(
        "POST",
        "/imports/file",
        contract.preview_import,
        _l("Check a file of people, XLSX or CSV, before importing them"),
        201,
        known={"rows": lambda: spreadsheets.read(uploaded()).rows, "areas": areas.known},
        upload=True,
    ),
    Route("GET", "/imports/<uuid:import_id>", contract.imported, _l("What an import would do")),
    Route("POST", "/imports/<uuid:import_id>/confirmation", contract.confirm_import, _l("Import the checked rows")),
]
