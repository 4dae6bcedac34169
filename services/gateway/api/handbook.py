from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import handbook as contract

DESCRIPTION = _l("The handbook: everybody reads it, editors write it, partners contribute to it")

ONE = "/handbook/editing/<uuid:chapter_id>"
TEXT = f"{ONE}/texts/<language>"
CONTRIBUTION = "/handbook/contributions/<uuid:contribution_id>"

routes = [
    Route("GET", "/handbook", contract.contents, _l("What can be read, filtered, a page at a time")),
    Route("GET", "/handbook/languages/<language>", contract.whole_handbook, _l("All of it in one language")),
    Route(
        "GET",
        "/handbook/chapters/<uuid:chapter_id>/<language>",
        contract.published_chapter,
        _l("The latest version of a chapter or lesson in a language"),
    ),
    Route("GET", "/handbook/editing", contract.chapters, _l("What editors work on, a page at a time")),
    Route("POST", "/handbook/editing", contract.start_chapter, _l("Start a chapter or a lesson"), 201),
    Route("PUT", f"{ONE}/theme", contract.change_theme, _l("Say to which theme it belongs")),
    Route("GET", TEXT, contract.chapter_text, _l("A text with its original, hints and versions")),
    Route("POST", TEXT, contract.start_translation, _l("Start a translation"), 201),
    Route("PUT", TEXT, contract.write_text, _l("Write a text anew")),
    Route("POST", f"{TEXT}/versions", contract.publish_text, _l("Publish what is written as a new version"), 201),
    Route("DELETE", f"{TEXT}/publication", contract.withdraw_text, _l("Withdraw it: editors alone read it then")),
    Route("GET", f"{TEXT}/differences", contract.differences, _l("What two versions say differently")),
    Route("GET", "/handbook/partner-links", contract.partner_links, _l("The links of partners")),
    Route("POST", "/handbook/partner-links", contract.make_partner_link, _l("Make a link for a partner"), 201),
    Route("DELETE", "/handbook/partner-links/<uuid:link_id>", contract.revoke_partner_link, _l("Revoke a link")),
    Route(
        "GET",
        "/handbook/invitations/<token>",
        contract.invitation_to_contribute,
        _l("What a link of a partner is for, and what came by it"),
    ),
    Route("POST", "/handbook/invitations/<token>", contract.contribute, _l("Contribute a local solution"), 201),
    Route("GET", "/handbook/contributions", contract.contributions, _l("What partners and colleagues contributed")),
    Route(
        "POST",
        "/handbook/contributions",
        contract.contribute_lesson,
        _l("Contribute a lesson from your own practice; who sends it is not kept"),
        201,
    ),
    Route("GET", f"{CONTRIBUTION}/outcome", contract.contribution_outcome, _l("What became of it, for who sent it")),
    Route("GET", CONTRIBUTION, contract.contribution, _l("A contribution")),
    Route("POST", f"{CONTRIBUTION}/acceptance", contract.accept_contribution, _l("Make a lesson of it"), 201),
    Route("POST", f"{CONTRIBUTION}/decline", contract.decline_contribution, _l("Decline it with a reason")),
]
