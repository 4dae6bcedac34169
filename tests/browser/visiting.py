"""Opening a page of the list as the person whom it is for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import watched
from tests.browser.filled import FilledCity
from tests.browser.pages import Visit


@contextmanager
def visitor(chromium: Browser, filled: FilledCity, role: str | None, **settings: Any) -> Iterator[Page]:
    """A browser in which somebody with this role has signed in, or nobody."""
    with watched(chromium, storage_state=filled.states.get(role or ""), **settings) as context:
        yield context.new_page()


def open_visit(page: Page, filled: FilledCity, visit: Visit, language: str) -> None:
    """Shows the page as the visitor sees it in this language, in the end of what they do there."""
    choice = page.request.get(filled.address(f"/language/{language}"), max_redirects=0)
    assert choice.status == 302, choice.text()
    page.goto(filled.address(visit.path))
    if visit.act:
        visit.act(page)
        page.wait_for_load_state()
    expect(page.locator(".govuk-error-summary")).to_have_count(int(visit.is_refused))
