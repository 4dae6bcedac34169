from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("The city's own strategy of a programme: written in sections, discussed, adopted")

ONE = "/programmes/<uuid:programme_id>/strategy"
SECTION = f"{ONE}/sections/<section>"
COMMENT = f"{ONE}/comments/<uuid:comment_id>"
ACTION = f"{ONE}/actions/<uuid:action_id>"

routes = [
    Route("GET", "/strategies", contract.strategies, _l("Strategies that concern you")),
    Route("GET", ONE, contract.strategy, _l("A strategy with its sections, actions and adopted versions")),
    Route("GET", SECTION, contract.strategy_section, _l("A section with its versions and comments")),
    Route("PUT", SECTION, contract.save_section, _l("Write a section: a new version")),
    Route(
        "GET",
        f"{SECTION}/versions/<int:earlier>/<int:later>",
        contract.section_versions,
        _l("The texts of two versions of a section"),
    ),
    Route(
        "DELETE",
        f"{SECTION}/versions/<int:number>",
        contract.remove_section_version,
        _l("Remove an earlier version for good"),
    ),
    Route("POST", f"{SECTION}/comments", contract.comment_on_section, _l("Comment on a section"), 201),
    Route("PUT", f"{COMMENT}/resolution", contract.resolve_section_comment, _l("Settle a comment, or open it again")),
    Route("DELETE", COMMENT, contract.remove_section_comment, _l("Remove a comment")),
    Route("POST", f"{ONE}/actions", contract.add_strategy_action, _l("Add an action"), 201),
    Route("PUT", ACTION, contract.change_strategy_action, _l("Change an action")),
    Route("PUT", f"{ACTION}/state", contract.set_strategy_action_state, _l("Say how far an action is")),
    Route("DELETE", ACTION, contract.remove_strategy_action, _l("Remove an action")),
    Route("PUT", f"{ONE}/review", contract.plan_strategy_review, _l("Plan the next review")),
    Route("PUT", f"{ONE}/sources", contract.set_strategy_sources, _l("Name the sessions that it came from")),
    Route("PUT", f"{ONE}/map", contract.choose_strategy_map, _l("Choose the polarisation map that is read with it")),
    Route("PUT", f"{ONE}/writers/<uuid:person_id>", contract.add_strategy_writer, _l("Let somebody write along")),
    Route(
        "DELETE", f"{ONE}/writers/<uuid:person_id>", contract.remove_strategy_writer, _l("Let somebody write no more")
    ),
    Route("POST", f"{ONE}/adopted", contract.adopt_strategy, _l("Adopt the draft as it was read"), 201),
    Route("GET", f"{ONE}/adopted/<int:number>", contract.adopted_strategy, _l("A version that was adopted")),
]
