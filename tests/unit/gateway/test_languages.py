"""In which language a page is: the whole of it in one, and in one in which it is there."""

from types import SimpleNamespace

import pytest
from flask import Flask, g, session

from services.gateway import errors, languages
from services.gateway.app import create_app
from shared.errors import Refusal
from shared.languages import LANGUAGES
from tests import machine

NOWHERE = "postgresql://nowhere.invalid/none"
FOR_OFFICIALS, FOR_EVERYBODY = "/programmes", "/handbook"


class LastOperator(Refusal):
    code = "last_operator"


def a_city(*codes: str) -> Flask:
    return create_app(machine.city(postgres_url=NOWHERE, languages=codes))


def language_of(app: Flask, path: str, *, browser: str = "", chosen: str | None = None, own: str | None = None) -> str:
    with app.test_request_context(path, headers={"Accept-Language": browser}):
        g.visitor = SimpleNamespace(language=own) if own else None
        if chosen:
            session["language"] = chosen
        return languages.choose(app.config["CITY"])


def offered(app: Flask, path: str) -> tuple[str, ...]:
    with app.test_request_context(path):
        return languages.of_this_page(app.config["CITY"])


@pytest.fixture(scope="module")
def rotterdam() -> Flask:
    return a_city("nl", "en", "fi", "id")


def test_a_page_for_everybody_is_there_in_every_language_of_the_city(rotterdam: Flask) -> None:
    assert offered(rotterdam, FOR_EVERYBODY) == ("nl", "en", "fi", "id")
    assert {language_of(rotterdam, FOR_EVERYBODY, chosen=code) for code in LANGUAGES} == {*LANGUAGES}
    assert language_of(rotterdam, FOR_EVERYBODY, browser="id,nl;q=0.5") == "id"
    assert language_of(rotterdam, FOR_EVERYBODY, own="fi", browser="nl") == "fi"


def test_a_page_for_officials_is_there_in_the_whole_languages_alone(rotterdam: Flask) -> None:
    assert offered(rotterdam, FOR_OFFICIALS) == ("nl", "en")
    assert language_of(rotterdam, FOR_OFFICIALS, own="en") == "en"


def test_where_a_page_is_not_there_in_the_language_of_a_visitor_it_is_in_another_of_their_browser(rotterdam) -> None:
    assert language_of(rotterdam, FOR_OFFICIALS, own="fi", browser="fi,en;q=0.8,nl;q=0.2") == "en"
    assert language_of(rotterdam, FOR_OFFICIALS, own="fi", browser="fi") == "nl"


def test_where_the_city_has_no_whole_language_the_pages_of_officials_are_in_english() -> None:
    forssa = a_city("fi")
    assert language_of(forssa, FOR_EVERYBODY, browser="nl") == "fi"
    assert offered(forssa, FOR_OFFICIALS) == ("en",)
    assert language_of(forssa, FOR_OFFICIALS, own="fi", browser="fi") == "en"


def test_that_there_is_no_such_page_is_said_in_every_language(rotterdam: Flask) -> None:
    assert language_of(rotterdam, "/nowhere-at-all", chosen="fi") == "fi"


@pytest.mark.parametrize(("language", "title"), [("fi", "Ei käytettävissä juuri nyt"), ("id", "Sedang tidak tersedia")])
def test_that_nothing_answers_is_said_in_every_language(rotterdam: Flask, language: str, title: str) -> None:
    answer = rotterdam.test_client().get("/courses", headers={"Accept-Language": language})
    assert answer.status_code == 503
    assert f'<html lang="{language}"' in answer.text
    assert title in answer.text


def test_a_refusal_that_no_public_page_is_known_to_meet_is_said_in_general(rotterdam: Flask) -> None:
    for own, said in (("fi", "Tämä ei ole mahdollista."), ("en", "There must always be an operator.")):
        with rotterdam.test_request_context("/account"):
            g.visitor = SimpleNamespace(language=own)
            assert errors.sentence(LastOperator()).startswith(said)


def test_a_program_is_answered_in_a_whole_language(rotterdam: Flask) -> None:
    assert language_of(rotterdam, "/api/v1/handbook", browser="fi,en") == "en"


def test_what_is_listed_as_public_is_there(rotterdam: Flask) -> None:
    there_are = {*rotterdam.blueprints, *rotterdam.view_functions}
    assert languages.PUBLIC - there_are == set()


def test_whatever_needs_no_account_is_there_in_every_language(rotterdam: Flask) -> None:
    """Whether it needs none is said by `@public` and `@for_participants` at the page itself."""
    no_page = {"home.overview", "api_docs", "openapi", "site.live", "site.ready"}
    for endpoint, view in rotterdam.view_functions.items():
        open_to_all = hasattr(view, "public") or hasattr(view, "for_participants")
        if open_to_all and not endpoint.startswith("api") and endpoint not in no_page:
            assert not languages.PUBLIC.isdisjoint((endpoint, endpoint.partition(".")[0])), endpoint
