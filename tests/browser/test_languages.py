"""Every page that is there in Finnish and Indonesian, in both: whole, fitting, and with a translation of every text.

The gateway runs within the test, before the same city, so that each text that it looks up can be overheard.
"""

import gettext
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import flask_babel
import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.exceptions import NotFound
from werkzeug.serving import make_server

from deploy.local.program import free_ports
from services.gateway import languages
from services.gateway.app import create_app
from shared.languages import LANGUAGES, PUBLIC, WHOLE
from tests import machine
from tests.browser import looking
from tests.browser.browsing import NARROW, WIDE, resize, undisturbed
from tests.browser.filled import FilledCity
from tests.browser.pages import PAGES, Visit
from tests.browser.visiting import Visitors
from tests.gateway.visiting import Browser as PlainBrowser

# The library that forms are made with will want choices in another form some day.
pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")

MISSING = "/chapters/01a1fb65-113a-736b-99fa-ab0157b41301/fi"


def is_public(app: Flask, visit: Visit) -> bool:
    """Whether the page of a visit is there in every language; so is that which says that there is no such page."""
    path = visit.path.format_map(defaultdict(lambda: "01a1fb65-113a-736b-99fa-ab0157b41301"))
    with app.test_request_context(path):
        return languages.is_public()


APP = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/none"))
PUBLIC_PAGES = [visit for visit in PAGES if is_public(APP, visit)]
FOR_OFFICIALS = [visit for visit in PAGES if visit not in PUBLIC_PAGES and visit.name in ("people", "forbidden", "api")]


class Overheard(gettext.NullTranslations):
    """What was looked up in one language, and is not in its catalog."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(scope="module")
def overheard() -> Iterator[dict[str, Overheard]]:
    """By language, while the gateway of this module runs."""
    found = {language: Overheard() for language in PUBLIC}
    original = flask_babel.Domain.get_translations

    def translations(self: flask_babel.Domain) -> gettext.NullTranslations:
        known = original(self)
        listener = found.get(str(flask_babel.get_locale()))
        if listener is not None and known._fallback is not listener:
            known._fallback = listener
        return known

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flask_babel.Domain, "get_translations", translations)
        yield found


@pytest.fixture(scope="module")
def filled_here(filled: FilledCity, overheard: dict[str, Overheard]) -> Iterator[FilledCity]:
    """The filled city, at the address of a gateway that is overheard."""
    [port] = free_ports(1)
    settings = replace(filled.city.settings, public_url=f"http://127.0.0.1:{port}")
    server = make_server("127.0.0.1", port, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield replace(filled, city=replace(filled.city, settings=settings))
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def visitors(chromium: Browser, filled_here: FilledCity) -> Iterator[Visitors]:
    with closing(Visitors(chromium, filled_here)) as visitors:
        yield visitors


@pytest.mark.parametrize("visit", PUBLIC_PAGES, ids=str)
@pytest.mark.parametrize("language", PUBLIC)
def test_a_public_page_is_whole_in_its_language_and_fits(
    visit: Visit, language: str, visitors: Visitors, overheard: dict[str, Overheard]
) -> None:
    overheard[language].texts.clear()
    undisturbed(lambda: _look_at(visit, visitors, language))
    assert overheard[language].texts == set(), (
        "name where they stand in babel-public.cfg, run `make messages`, translate"
    )


def _look_at(visit: Visit, visitors: Visitors, language: str) -> None:
    with visitors.look(visit, language, javascript=True) as page:
        complaints = [*looking.wrong_in_the_content(looking.read(page), language)]
        for size in (WIDE, NARROW):
            resize(page, size)
            complaints += (f"at {size['width']} px {complaint}" for complaint in looking.too_wide(page))
        offered = page.locator(".app-languages__item").evaluate_all("all => all.map(one => one.lang)")
        assert offered == [*LANGUAGES]
        assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("visit", FOR_OFFICIALS, ids=str)
def test_a_page_of_officials_is_whole_in_another_language_of_the_city(visit: Visit, visitors: Visitors) -> None:
    def look() -> None:
        with visitors.look(visit, "fi", javascript=True) as page:
            shown = looking.read(page)
            assert [*looking.wrong_in_the_content(shown, "en")] == []  # the browser's, as the tests' prefer English
            assert page.locator(".app-languages__item").count() == len(WHOLE)

    undisturbed(look)


@pytest.mark.parametrize("language", PUBLIC)
def test_a_public_page_is_told_from_the_others_by_its_title(filled_here: FilledCity, language: str) -> None:
    addresses = defaultdict(set)
    for role in {visit.role for visit in PUBLIC_PAGES}:
        browser = _browser(filled_here, role, language)
        for visit in PUBLIC_PAGES:
            if visit.role == role and not visit.act:
                page = browser.open(visit.path.format(**filled_here.places))
                if page.status == requests.codes.ok:
                    addresses[page.title].add(page.path)
    assert {title: found for title, found in addresses.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", PUBLIC)
def test_what_is_refused_and_what_is_on_paper_is_said_in_the_language_too(
    filled_here: FilledCity, overheard: dict[str, Overheard], language: str
) -> None:
    """A chapter that is not there, a form without its token, a method that there is not, and the handbook as a PDF."""
    overheard[language].texts.clear()
    browser = _browser(filled_here, None, language)
    paper = f"/handbook/{language}/handbook.pdf", "/handbook/nl/handbook.pdf"
    answers = [browser.http.get(browser.url + path) for path in (f"/handbook{MISSING}", "/nowhere", *paper)]
    answers += [browser.http.post(browser.url + path) for path in ("/sign-in", "/handbook")]
    for answer in answers:
        is_page = answer.headers["Content-Type"].startswith("text/html")
        assert not is_page or f'<html lang="{language}"' in answer.text
    assert {answer.status_code for answer in answers} >= {200, 400, 404, 405}
    assert overheard[language].texts == set()


def test_every_public_page_is_looked_at() -> None:
    names = {visit.name for visit in PUBLIC_PAGES}
    assert names >= {"sign-in", "handbook", "chapter", "courses", "feedback", "not-found", "contribute", "edit-chapter"}
    with pytest.raises(NotFound):
        APP.url_map.bind("localhost").match("/somewhere")


def _browser(filled: FilledCity, role: str | None, language: str) -> PlainBrowser:
    browser = PlainBrowser(filled.city.url, language)
    browser.http.cookies.update(filled.cookies(role))
    browser.open(f"/language/{language}")
    return browser
