from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import notifications as contract

DESCRIPTION = _l("The digest by mail")

routes = [
    Route("GET", "/account/digest", contract.digest_choice, _l("How often you get the digest")),
    Route("PUT", "/account/digest", contract.choose_digest, _l("Choose how often you get the digest")),
]
