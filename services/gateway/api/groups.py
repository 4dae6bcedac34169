from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("Groups, their places, waiting lists and trainers")

routes = [
    Route(
        "GET",
        "/programmes/<uuid:programme_id>/candidates",
        contract.candidates,
        _l("Who attended an introduction and is in no group"),
    ),
    Route("POST", "/programmes/<uuid:programme_id>/groups", contract.form_group, _l("Form a group"), 201),
    Route("GET", "/groups", contract.groups, _l("Groups")),
    Route("GET", "/groups/<uuid:group_id>", contract.group, _l("A group with its members")),
    Route("PUT", "/groups/<uuid:group_id>", contract.change_group, _l("Change the name or the places of a group")),
    Route("PUT", "/groups/<uuid:group_id>/trainers", contract.set_trainers, _l("Say who gives the course")),
    Route(
        "POST",
        "/groups/<uuid:group_id>/members",
        contract.enrol,
        _l("Enrol people; those beyond the places wait"),
    ),
    Route("POST", "/groups/<uuid:group_id>/places", contract.take_place, _l("Give one person a place"), 201),
    Route(
        "DELETE",
        "/groups/<uuid:group_id>/members/<uuid:person_id>",
        contract.withdraw,
        _l("Withdraw a person from the group or its waiting list"),
    ),
]
