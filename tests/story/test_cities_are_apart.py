"""Two cities on one broker, one database server and one host name: nothing of the one is visible in the other."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from typing import Any
from uuid import UUID

import pika
import psycopg
import pytest
import requests
from flask import Flask
from pika.exceptions import AMQPConnectionError
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from deploy.broker import Broker
from deploy.local import databases
from services.gateway.app import create_app
from shared import demo
from shared.access import COORDINATOR, EDITOR, EXPERT, MEDIATOR, OPERATOR, TRAINER
from tests import machine
from tests.browser.browsing import watched
from tests.browser.filled import FilledCity, filled_city
from tests.browser.pages import PAGES, Visit
from tests.city import City, running_city
from tests.gateway.visiting import PASSWORD, Program, Visitor, sign_in
from tests.gateway.visiting import Browser as PlainBrowser
from tests.story.setting import GENK

ROLES = (COORDINATOR, TRAINER, EXPERT, MEDIATOR, EDITOR, OPERATOR)
# What stands in no page's address.
MORE = {"earlier": [1], "later": [2], "starts_on": ["2026-11-20"], "ends_on": ["2026-11-21"]}
# A question after the path asks which of many, and none is an answer too.
IN_FEEDBACK = re.compile(r"/programmes/[^/]+/(activities|needs|reports-back|results|what-we-changed)\b")
OF_SOMETHING = [visit for visit in PAGES if "{" in visit.path.partition("?")[0] and not visit.act]


@pytest.fixture(scope="module")
def rotterdam(postgres: str, rabbitmq: dict[str, str]) -> Iterator[FilledCity]:
    with filled_city(postgres, rabbitmq) as filled:
        yield filled


@pytest.fixture(scope="module")
def genk(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    """Nothing has happened here yet. Even the secret is the same as in Rotterdam, which no deployment would do."""
    with running_city(postgres, rabbitmq, gateway=True, demo=True, log_level="WARNING", **GENK.settings) as city:
        yield city


@pytest.fixture(scope="module")
def somebody_in_genk(genk: City) -> Visitor:
    """Who may do there whatever can be done."""
    return sign_in(genk, *ROLES, name="Wie alles mag")


@pytest.fixture(scope="module")
def app(genk: City) -> Flask:
    return create_app(genk.settings)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_signs_in_to_another_city(rotterdam: FilledCity, genk: City, role: str) -> None:
    own = {"email": f"{role}@rotterdam.example", "password": demo.PASSWORDS[role]}
    assert Program(rotterdam.city.url).try_("POST", "/session", **own).status_code == 201
    assert Program(genk.url).try_("POST", "/session", **own).json()["code"] == "wrong_sign_in"
    page = PlainBrowser(genk.url).submit("/sign-in", **own)
    assert (page.path, page.errors) == ("/sign-in", ["The address or the password is not right."])


def test_a_session_of_one_city_is_none_in_the_other(rotterdam: FilledCity, genk: City) -> None:
    own = {"email": f"{COORDINATOR}@rotterdam.example", "password": demo.PASSWORDS[COORDINATOR]}
    token = Program(rotterdam.city.url)("POST", "/session", **own)["session_token"]
    assert Program(rotterdam.city.url, token).try_("GET", "/people").status_code == 200
    assert Program(genk.url, token).try_("GET", "/people").status_code == 401


def test_a_cookie_of_one_city_opens_nothing_in_the_other(rotterdam: FilledCity, genk: City) -> None:
    """Neither as it is, nor under the name that the other city gives to its own."""
    [value] = rotterdam.cookies(COORDINATOR).values()
    for name in ("middleground-rotterdam", "middleground-genk"):
        answer = requests.get(f"{genk.url}/people", cookies={name: value}, allow_redirects=False, timeout=15)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/people")


def test_one_browser_is_signed_in_to_two_cities_at_once(
    rotterdam: FilledCity, genk: City, somebody_in_genk: Visitor, chromium: Browser
) -> None:
    """Cookies know no ports, so the cities must not take each other's."""
    with watched(chromium, storage_state=rotterdam.states[COORDINATOR]) as context:
        page = context.new_page()
        page.goto(f"{genk.url}/sign-in")
        page.fill("input[name=email]", somebody_in_genk.email)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{genk.url}/")
        for url, name in ((rotterdam.city.url, "Coördinator Polarisatie"), (genk.url, somebody_in_genk.name)):
            page.goto(f"{url}/account")
            assert name in page.locator("header").inner_text()


@pytest.mark.parametrize("visit", OF_SOMETHING, ids=str)
def test_what_is_a_page_in_one_city_is_not_found_in_the_other(
    visit: Visit, rotterdam: FilledCity, somebody_in_genk: Visitor
) -> None:
    page = somebody_in_genk.open(visit.path.format(**rotterdam.places))
    assert page.status in _not_found(visit.path), page.main


def test_what_the_api_gives_in_one_city_is_not_found_in_the_other(
    rotterdam: FilledCity, somebody_in_genk: Visitor, app: Flask
) -> None:
    """Every question about things that exist in Rotterdam."""
    things = _things(rotterdam, app)
    paths = sorted({path for rule in _questions(app) for path in _paths(rule, things, {*rotterdam.places.values()})})
    assert len(paths) > 100
    answers = {path: somebody_in_genk.api.try_("GET", path) for path in paths}
    assert {path: a.text for path, a in answers.items() if a.status_code not in _not_found(path)} == {}


def test_there_is_a_thing_for_every_question_of_the_api(rotterdam: FilledCity, app: Flask) -> None:
    named = {rule.rule: rule.arguments - {*_things(rotterdam, app)} for rule in _questions(app)}
    assert {rule: unknown for rule, unknown in named.items() if unknown} == {}


def _questions(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and "GET" in (rule.methods or ()) and rule.arguments
    ]


def _things(filled: FilledCity, app: Flask) -> dict[str, list[Any]]:
    """Name in the addresses of the gateway -> all that stands for it in those of the pages."""
    found: defaultdict[str, set[Any]] = defaultdict(set)
    for visit in OF_SOMETHING:
        path = visit.path.partition("?")[0].format(**filled.places)
        _endpoint, arguments = app.url_map.bind("localhost").match(path)
        for name, value in arguments.items():
            found[name].add(value)
    return {**{name: [*values] for name, values in found.items()}, **MORE}


def _paths(rule: Rule, things: dict[str, list[Any]], places: set[str]) -> Iterator[str]:
    """The question about every thing that it can be about; none when it is about nothing of this city's own."""
    names = sorted(rule.arguments)
    for chosen in product(*(things[name] for name in names)):
        if places & {*map(str, chosen)}:
            _host, path = rule.build(dict(zip(names, chosen, strict=True))) or ("", "")
            yield path.removeprefix("/api/v1")


def _not_found(path: str) -> tuple[int, ...]:
    """A used link is gone. Where only members are let in, or only who runs a programme, whatever is asked is refused;
    Genk has no members, and its feedback knows programmes by nothing but those who run them."""
    for_few = path.startswith("/network/") or IN_FEEDBACK.match(path)
    return (403, 404) if for_few else (404, 410)


def _ids(filled: FilledCity) -> list[str]:
    found = []
    for value in filled.places.values():
        try:
            found.append(str(UUID(value)))
        except ValueError:
            continue
    return found


@pytest.mark.parametrize("path", ["/people", "/programmes", "/groups", "/sessions", "/surveys", "/network/members"])
def test_lists_of_one_city_have_nothing_of_the_other(
    path: str, rotterdam: FilledCity, somebody_in_genk: Visitor
) -> None:
    there = PlainBrowser(rotterdam.city.url)
    there.http.cookies.update(rotterdam.cookies(COORDINATOR))
    theirs = {link for link in there.open(path).links if any(known in link for known in _ids(rotterdam))}
    here = somebody_in_genk.open(path)
    assert here.status == 200
    assert theirs & set(here.links) == set()
    assert "Bloemhof" not in here.html


def test_events_of_one_city_do_not_reach_the_other(rotterdam: FilledCity, genk: City) -> None:
    """In Genk only the one account was made, and told."""
    for service in ("municipalities", "trainings", "networks", "feedback", "mediations", "notifications"):
        there, here = (
            {row.message_id for row in city.sql(f"SELECT message_id FROM {service}.inbox")}
            for city in (rotterdam.city, genk)
        )
        assert there
        assert there & here == set()
        assert len(here) <= len(ROLES) + 1


def test_a_city_may_enter_neither_the_vhost_nor_the_database_of_another(
    postgres: str, rabbitmq: dict[str, str]
) -> None:
    """With the accounts that the demo makes for its cities."""
    broker, one, other = Broker(rabbitmq["amqp"], rabbitmq["api"]), machine.unique("one"), machine.unique("other")
    with ExitStack() as stack:
        urls = {}
        for city in (one, other):
            broker.ensure_vhost(city)
            stack.callback(broker.delete_vhost, city)
            broker.ensure_user(city, "secret", city)
            stack.callback(broker.delete_user, city)
            urls[city] = databases.ensure(postgres, city, "secret")
            stack.callback(databases.drop, postgres, city)
        pika.BlockingConnection(pika.URLParameters(broker.amqp_url_of(one, one, "secret"))).close()
        psycopg.connect(urls[one]).close()
        with pytest.raises(AMQPConnectionError):
            pika.BlockingConnection(pika.URLParameters(broker.amqp_url_of(other, one, "secret")))
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(urls[other].replace(f"{other}:", f"{one}:", 1))
