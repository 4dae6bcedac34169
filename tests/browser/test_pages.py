"""Every page of the gateway, as the person whom it is for meets it: wide and narrow, in Dutch with JavaScript and in
English without."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from playwright.sync_api import Browser
from requests import codes
from werkzeug.exceptions import NotFound

from services.gateway.app import create_app
from tests import machine
from tests.browser import looking
from tests.browser.browsing import NARROW, WIDE, resize, undisturbed
from tests.browser.filled import FilledCity
from tests.browser.pages import NO_PAGES, PAGES, Visit
from tests.browser.visiting import Visitors
from tests.gateway.visiting import Browser as PlainBrowser


@pytest.fixture(scope="module")
def visitors(chromium: Browser, filled: FilledCity) -> Iterator[Visitors]:
    with closing(Visitors(chromium, filled, looking.AXE)) as visitors:
        yield visitors


# First all of them in the one language, because somebody who chooses one tells it to the whole city.
@pytest.mark.parametrize("visit", PAGES, ids=str)
@pytest.mark.parametrize(("language", "javascript"), [("nl", True), ("en", False)], ids=["nl", "en-without-javascript"])
def test_a_page_is_readable_for_everybody(visit: Visit, language: str, javascript: bool, visitors: Visitors) -> None:
    undisturbed(lambda: _look_at(visit, visitors, language, javascript))


def _look_at(visit: Visit, visitors: Visitors, language: str, javascript: bool) -> None:
    with visitors.look(visit, language, javascript) as page:
        complaints = [*looking.wrong_in_the_content(looking.read(page), language)]
        for size in (WIDE, NARROW):
            resize(page, size)
            # Axe cannot run without JavaScript, and what it looks at is the same in every language.
            found = [*looking.too_wide(page), *(looking.inaccessible(page) if javascript else ())]
            complaints += (f"at {size['width']} px {complaint}" for complaint in found)
        assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_is_told_from_the_others_by_its_title(filled: FilledCity, language: str) -> None:
    addresses = defaultdict(set)
    for role in {visit.role for visit in PAGES}:
        browser = PlainBrowser(filled.city.url, language)
        browser.http.cookies.update(filled.cookies(role))
        browser.open(f"/language/{language}")
        for visit in PAGES:
            if visit.role == role and not visit.act:
                page = browser.open(visit.path.format(**filled.places))
                if page.status == codes.ok:
                    addresses[page.title].add(page.path)
    assert {title: found for title, found in addresses.items() if len(found) > 1} == {}


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(machine.city(postgres_url="postgresql://nowhere.invalid/none"))


def test_every_page_is_in_the_list(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.rule for rule in rules if rule.endpoint not in NO_PAGES and not rule.endpoint.startswith("api_")}
    pages |= {"/api/v1/"}
    assert pages - {_rule(app, visit) for visit in PAGES} == set()


def test_what_is_no_page_is_still_there(app: Flask) -> None:
    assert set(NO_PAGES) - {rule.endpoint for rule in app.url_map.iter_rules()} == set()


def _rule(app: Flask, visit: Visit) -> str | None:
    """The rule by which a page of the list is found; none for what there is not."""
    some: defaultdict[str, str] = defaultdict(lambda: "01a1fb65-113a-736b-99fa-ab0157b41301")
    path = visit.path.format_map(some).partition("?")[0]
    try:
        rule, _arguments = app.url_map.bind("localhost").match(path, return_rule=True)
    except NotFound:
        return None
    return rule.rule
