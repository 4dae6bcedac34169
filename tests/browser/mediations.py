"""Where the pages of mediations lead in the filled city, for pages.py; and unlocking them."""

from playwright.sync_api import Page

from deploy.demo_data.filling import Filling
from deploy.demo_data.mediations import PASSPHRASE
from shared.access import COORDINATOR, MEDIATOR


def places_of_mediations(filling: Filling) -> dict[str, str]:
    mediator, coordinator = filling.as_role[MEDIATOR], filling.as_role[COORDINATOR]
    there_are = mediator("GET", "/mediations")["items"]
    under_way = next(each["id"] for each in there_are if each["stage"] == "exploration")
    entries = mediator("GET", f"/mediations/{under_way}")["entries"]
    new = coordinator("POST", "/mediations", step="new", referred_from="education", consented=True)["id"]
    referred = coordinator("POST", "/mediations", step="out")["id"]
    mediator_id = filling.ids[MEDIATOR]
    coordinator("PUT", f"/mediations/{referred}/mediator", mediator_id=mediator_id)
    mediator("PUT", f"/mediations/{referred}/request", answer="no_conflict")
    out = {"outcome": "referred", "referred_to": "health", "consented": True}
    mediator("PUT", f"/mediations/{referred}/outcome", **out)
    return {
        "mediation": under_way,
        "closed_mediation": next(each["id"] for each in there_are if each["outcome"]),
        "asked_mediation": next(each["id"] for each in there_are if each["asked"]),
        "new_mediation": new,
        "referred_mediation": referred,
        "party": next(each["id"] for each in entries if each["kind"] == "party"),
        "session_of_mediation": next(each["id"] for each in entries if each["kind"] == "session"),
    }


def unlocked(page: Page) -> None:
    """Gives the passphrase where it is asked for, and goes on to the page that was wanted."""
    if page.locator("main a[href*='/mediations/unlock']").count():
        with page.expect_navigation():
            page.locator("main a[href*='/mediations/unlock']").first.click()
    if page.locator("main [name=passphrase]").count():
        page.locator("main [name=passphrase]").fill(PASSPHRASE)
        with page.expect_navigation():
            page.locator("main form[method=post] button[type=submit].govuk-button").last.click()
