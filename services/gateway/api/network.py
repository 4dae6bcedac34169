from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("The network of internal experts")

routes = [
    Route("GET", "/network/invitation", contract.invitation, _l("Whether you are invited")),
    Route("PUT", "/network/membership", contract.join, _l("Join, by your own choice")),
    Route("DELETE", "/network/membership", contract.leave, _l("Leave")),
    Route("DELETE", "/network/invitation", contract.decline, _l("Decline the invitation")),
    Route("PUT", "/network/profile", contract.change_profile, _l("Change your profile")),
    Route("GET", "/network/members", contract.members, _l("Members, filtered, a page at a time")),
    Route("GET", "/network/members/<uuid:person_id>", contract.member, _l("A member's profile")),
    Route("GET", "/network/posts", contract.posts, _l("Experiences and requests for advice")),
    Route("POST", "/network/posts", contract.write_post, _l("Share an experience or ask for advice"), 201),
    Route("GET", "/network/posts/<uuid:post_id>", contract.post, _l("A post with its answers")),
    Route("POST", "/network/posts/<uuid:post_id>/answers", contract.write_answer, _l("Answer"), 201),
]
