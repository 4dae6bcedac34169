"""Chromium, and contexts in it that notice what a person would not: errors in the console, refused content, faults."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
    WebError,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from deploy.local import browser
from tests import machine
from tests.waiting import eventually

TIMEOUT = 15_000
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}

# The console tells of every answer that is no success. What is wrong with an answer is judged by its status instead.
BY_STATUS = re.compile(r"^Failed to load resource: the server responded with a status of \d+")
# A container that starts elsewhere on the machine brings a network interface, at which Chromium drops its connections.
NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED"

T = TypeVar("T")


class NetworkChangedError(Exception):
    """The browser was disturbed by the machine, not by the pages."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    program = browser.find()
    if not program:
        machine.missing(
            "There is no Chromium: install chromium-headless-shell, or run python -m playwright install chromium"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        try:
            yield chromium
        finally:
            chromium.close()


class Watch:
    """What went wrong in a context. A test that takes something down says which faults it `expects`."""

    def __init__(self, context: BrowserContext):
        self.complaints: list[str] = []
        self.is_disturbed = False
        self.expects: set[int] = set()
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        """Violations of the content security policy are told here too."""
        self.is_disturbed |= NETWORK_CHANGED in message.text
        if message.type == "error" and not BY_STATUS.match(message.text):
            self.complaints.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _response(self, response: Response) -> None:
        """A page, or what it sends itself, may well be refused, but never fail; what it is made of is always there."""
        is_page = response.request.resource_type in ("document", "fetch")
        if response.status >= (500 if is_page else 400) and response.status not in self.expects:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")


@contextmanager
def watched(chromium: Browser, **settings: Any) -> Iterator[BrowserContext]:
    """A fresh context of which nothing may be wrong in the end; `watch_of` lets a test expect faults."""
    context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB", **settings})
    context.set_default_timeout(TIMEOUT)
    watch = WATCHES[context] = Watch(context)
    try:
        yield context
        assert not watch.complaints, "\n".join(watch.complaints)
    except (AssertionError, PlaywrightError) as error:
        if watch.is_disturbed or NETWORK_CHANGED in str(error):
            raise NetworkChangedError from error
        raise
    finally:
        del WATCHES[context]
        context.close()


WATCHES: dict[BrowserContext, Watch] = {}


def watch_of(context: BrowserContext) -> Watch:
    return WATCHES[context]


def complain(context: BrowserContext) -> None:
    """Says what went wrong in it until now; raises NetworkChangedError when it was the machine."""
    watch = watch_of(context)
    complaints, watch.complaints = watch.complaints, []
    if watch.is_disturbed:
        raise NetworkChangedError
    assert not complaints, "\n".join(complaints)


def resize(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    eventually(lambda: page.evaluate("window.innerWidth") == size["width"], what="the window to be resized")


def undisturbed(look: Callable[[], T], attempts: int = 5) -> T:
    """What `look` finds when the machine leaves the browser alone; for what can be done again."""
    for _ in range(attempts - 1):
        try:
            return look()
        except NetworkChangedError:
            continue
    return look()
