from flask_babel import lazy_gettext as _l

from services.gateway import council_pages
from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("The page for the council: composed by coordinators, read by anybody once it is published")

ONE = "/programmes/<uuid:programme_id>/council-page"

routes = [
    Route("GET", ONE, contract.council_page, _l("The page as it would be published now")),
    Route("PUT", ONE, contract.save_council_page, _l("Write the page")),
    Route(
        "POST",
        f"{ONE}/publication",
        contract.publish_council_page,
        _l("Publish it, with what the feedback shows now"),
        201,
        known={"outcomes": list},
        by=council_pages.publish,
    ),
    Route("DELETE", f"{ONE}/publication", contract.withdraw_council_page, _l("Withdraw it")),
    Route("GET", "/council", contract.council_pages, _l("The pages that anybody can read")),
    Route("GET", "/council/<address>", contract.published_council_page, _l("A page that was published")),
]
