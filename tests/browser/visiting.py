"""Opening a page of the list as the person whom it is for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.browsing import watched
from tests.browser.filled import FilledCity
from tests.browser.pages import Visit


@contextmanager
def visitor(chromium: Browser, filled: FilledCity, role: str | None, **settings: Any) -> Iterator[BrowserContext]:
    """A browser in which somebody with this role has signed in, or nobody."""
    with watched(chromium, storage_state=filled.states.get(role or ""), **settings) as context:
        yield context


def open_visit(context: BrowserContext, filled: FilledCity, visit: Visit, language: str) -> Page:
    """The page as the visitor sees it in this language, in the end of what they do there."""
    choice = context.request.get(filled.address(f"/language/{language}"), max_redirects=0)
    assert choice.status == 302, choice.text()
    page = context.new_page()
    page.goto(filled.address(visit.path))
    if visit.act:
        visit.act(page)
    page.wait_for_load_state()
    return page
