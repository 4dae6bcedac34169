from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("Buddies of new and old members of the network")

PAIR = "/network/buddies/<uuid:pair_id>"

routes = [
    Route("GET", "/network/buddies", contract.buddies, _l("Your buddies")),
    Route("PUT", "/network/buddies/search", contract.search_buddy, _l("Ask for a buddy, or offer to be one")),
    Route("DELETE", "/network/buddies/search", contract.stop_search, _l("Look for nobody any more")),
    Route("PUT", f"{PAIR}/answer", contract.answer_buddy, _l("Say yes or no to who was proposed")),
    Route("DELETE", PAIR, contract.end_buddy, _l("End it, without a reason")),
]
