from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("The network of internal experts")

routes = [
    Route("GET", "/network/invitation", contract.invitation, _l("Whether you are invited")),
    Route("PUT", "/network/membership", contract.join, _l("Join, by your own choice")),
    Route("DELETE", "/network/membership", contract.leave, _l("Leave")),
    Route("DELETE", "/network/invitation", contract.decline, _l("Decline the invitation")),
    Route("GET", "/network/membership", contract.membership, _l("Until when you take part")),
    Route("POST", "/network/membership/renewal", contract.renew, _l("Stay, or come back from a rest")),
    Route("GET", "/network/visibility", contract.who_can_see_me, _l("What others see of you")),
    Route("PATCH", "/network/visibility", contract.let_see, _l("Choose who sees which part of your profile")),
    Route("PUT", "/network/profile", contract.change_profile, _l("Change your profile")),
    Route("GET", "/network/members", contract.members, _l("Members, filtered, a page at a time")),
    Route("GET", "/network/members/<uuid:person_id>", contract.member, _l("A member's profile")),
]
