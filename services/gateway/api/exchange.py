from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import handbook as contract

DESCRIPTION = _l("The exchange between cities: what this city shares, what others offer, and who they are")

SHARE = "/handbook/editing/<uuid:chapter_id>/texts/<language>/share"
OFFER = "/handbook/offers/<uuid:offer_id>"

routes = [
    Route("GET", "/handbook/shares", contract.shares, _l("What this city shares or is to share, a page at a time")),
    Route("GET", SHARE, contract.share, _l("How a text stands with the other cities, and what they made of it")),
    Route("POST", SHARE, contract.propose_share, _l("Propose the latest version for other cities"), 201),
    Route("POST", f"{SHARE}/approval", contract.approve_share, _l("Approve it: it leaves for the other cities")),
    Route("POST", f"{SHARE}/return", contract.return_share, _l("Send it back to the editor with a reason")),
    Route("POST", f"{SHARE}/withdrawal", contract.withdraw_share, _l("Withdraw it from the other cities")),
    Route("GET", "/handbook/offers", contract.offers, _l("What other cities offer, a page at a time")),
    Route("GET", OFFER, contract.offer, _l("An offer: the text, where it comes from, and what is new in it")),
    Route("POST", f"{OFFER}/taking", contract.take_offer, _l("Take it over as it is"), 201),
    Route("POST", f"{OFFER}/adaptation", contract.adapt_offer, _l("Take it over as a draft"), 201),
    Route("POST", f"{OFFER}/decline", contract.decline_offer, _l("Decline an offer with a reason")),
    Route("POST", f"{OFFER}/keeping", contract.keep_own, _l("Keep what stands here, whatever its city did since")),
    Route("GET", "/handbook/cities", contract.neighbours, _l("The other cities, and how this one stands with them")),
]
