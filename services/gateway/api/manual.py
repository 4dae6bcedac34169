from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import handbook as contract

DESCRIPTION = _l("The Global Manual: what all cities share, for everybody to read")

routes = [
    Route("GET", "/handbook/manual", contract.manual, _l("What the cities share, filtered, a page at a time")),
    Route("GET", "/handbook/manual/choices", contract.manual_choices, _l("What one may filter it by")),
    Route(
        "GET",
        "/handbook/manual/<city>/<uuid:chapter_id>/<language>",
        contract.manual_chapter,
        _l("A chapter or lesson as its city shares it, with where it comes from"),
    ),
]
