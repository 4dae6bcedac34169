"""Opening a page of the list as the person whom it is for."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from shared.access import PARTICIPANT
from tests.browser.browsing import WIDE, NetworkChangedError, complain, watched
from tests.browser.filled import FilledCity
from tests.browser.pages import Visit

# Role, language, and whether there is JavaScript.
Key = tuple[str | None, str, bool]


@contextmanager
def visitor(chromium: Browser, filled: FilledCity, role: str | None, **settings: Any) -> Iterator[Page]:
    """A browser in which somebody with this role has signed in, or nobody."""
    with watched(chromium, storage_state=filled.states.get(role or ""), **settings) as context:
        yield context.new_page()


class Visitors:
    """Browsers that stay open, so that they need not fetch anew what every page is made of. Each is as it was before,
    as soon as a visit is over, but for the language that somebody with an account chose.
    `script` runs first in every page."""

    def __init__(self, chromium: Browser, filled: FilledCity, script: str = ""):
        self._chromium, self._filled, self._script = chromium, filled, script
        self._open: dict[Key, tuple[ExitStack, Page]] = {}
        self._chosen: dict[str | None, str] = {}

    @contextmanager
    def look(self, visit: Visit, language: str, javascript: bool) -> Iterator[Page]:
        key = (visit.role, language, javascript)
        _stack, page = self._open.get(key) or self._opened(key)
        page.set_viewport_size(WIDE)
        try:
            if visit.role in (None, PARTICIPANT) or self._chosen.get(visit.role) != language:
                choose(page, self._filled, language)
                self._chosen[visit.role] = language
            show(page, self._filled, visit)
            yield page
            complain(page.context)
            if visit.act or visit.role is None:
                self._forget(page, visit.role, javascript)
        except BaseException:
            self._close(key)
            raise

    def _opened(self, key: Key) -> tuple[ExitStack, Page]:
        role, _language, javascript = key
        stack, state = ExitStack(), self._filled.states.get(role or "")
        context = stack.enter_context(watched(self._chromium, storage_state=state, java_script_enabled=javascript))
        context.add_init_script(self._script)
        self._open[key] = (stack, context.new_page())
        return self._open[key]

    def _forget(self, page: Page, role: str | None, javascript: bool) -> None:
        if javascript:
            page.evaluate("localStorage.clear()")
        page.context.clear_cookies()
        page.context.add_cookies(self._filled.states.get(role or "", {"cookies": []})["cookies"])

    def _close(self, key: Key) -> None:
        stack, _page = self._open.pop(key)
        with suppress(AssertionError, PlaywrightError, NetworkChangedError):
            stack.close()

    def close(self) -> None:
        for key in [*self._open]:
            self._close(key)


def open_visit(page: Page, filled: FilledCity, visit: Visit, language: str) -> None:
    choose(page, filled, language)
    show(page, filled, visit)


def choose(page: Page, filled: FilledCity, language: str) -> None:
    """For this browser; somebody with an account keeps it in every other one too."""
    choice = page.request.get(filled.address(f"/language/{language}"), max_redirects=0)
    assert choice.status == 302, choice.text()


def show(page: Page, filled: FilledCity, visit: Visit) -> None:
    """The page as the visitor sees it, in the end of what they do there."""
    page.goto(filled.address(visit.path))
    if visit.act:
        visit.act(page)
        page.wait_for_load_state()
    expect(page.locator(".govuk-error-summary")).to_have_count(int(visit.is_refused))
