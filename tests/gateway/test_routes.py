"""Who gets in where: every route of routes.py is asked by everybody, with records of their own and of others."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from requests import Response

from services.gateway.app import create_app
from shared import clock
from shared.access import COORDINATOR, EXPERT, MEDIATOR, TRAINER, Actor
from shared.contracts import networks
from tests import machine
from tests.gateway import routes
from tests.gateway.courses import completed_course
from tests.gateway.mediations import making
from tests.gateway.records import PROFILE, Records
from tests.gateway.routes import ANONYMOUS, LINES, Line
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import SECONDS, Browser, Form, Program

Who = dict[str, Browser]

ALLOWED = "allowed"
ROUTES = {line.route for line in LINES}
TOKENS: dict[Browser, str | None] = {}
# What was sent with which records: who is refused is refused whatever they send, so all send the same.
SENT: dict[tuple[str, Records], Any] = {}

# A name in an address: <uuid:person_id>, <any(name, reason):part>, <code>
NAME = re.compile(r"<(?:[^<>]*:)?(\w+)>")


class Anonymous(Browser):
    def __init__(self, url: str):
        super().__init__(url)
        self.api = Program(url)


@pytest.fixture(scope="module")
def coordinator(sign_in):
    """As all who ask here: who has done nothing else, as what some pages show depends on what one has done."""
    return sign_in(COORDINATOR, name="Carla Coordinator")


@pytest.fixture(scope="module")
def another_coordinator(sign_in):
    return sign_in(COORDINATOR, name="Cor Coordinator")


@pytest.fixture(scope="module")
def trainer(sign_in):
    return sign_in(TRAINER, name="Tom Trainer")


@pytest.fixture(scope="module")
def another_trainer(sign_in):
    return sign_in(TRAINER, name="Tessa Trainer")


@pytest.fixture(scope="module")
def expert(city, sign_in, coordinator, trainer):
    """A member of the network."""
    return sign_in(EXPERT, name="Esra Expert")


@pytest.fixture(scope="module")
def mediator(sign_in):
    return making.with_a_key(sign_in(MEDIATOR, name="Mira Mediator"))


@pytest.fixture(scope="module")
def course(city, coordinator, trainer, expert):
    made = completed_course(city, coordinator.id, trainer.id, [expert.id])
    expert.api("PUT", "/network/membership", **PROFILE, agreed=True)
    return made


@pytest.fixture(scope="module")
def other_member(city, coordinator, trainer) -> Actor:
    other = Actor(Maker(city, coordinator.id).person("Member Meyer"))
    completed_course(city, coordinator.id, trainer.id, [other.id])
    city.ask(networks.join, other, **PROFILE, agreed=True)
    return other


@pytest.fixture(scope="module")
def new_records(city, coordinator, trainer, expert, course, mediator, other_member) -> Callable[[], Records]:
    return lambda: Records(city, coordinator, trainer, expert, course, mediator, other_member)


@pytest.fixture(scope="module")
def records(new_records) -> Records:
    """For those who change nothing: who reads, and who is refused."""
    return new_records()


@pytest.fixture(scope="module")
def everybody(
    city,
    coordinator,
    another_coordinator,
    trainer,
    another_trainer,
    expert,
    support,
    mediator,
    editor,
    operator,
    course,
) -> Who:
    """The trainer is a mentor, who may propose a step for others."""
    step = {"version": coordinator.api("GET", f"/trainers/{trainer.id}")["version"], "state": "mentor"}
    today = str(clock.today(city.settings.time_zone))
    coordinator.api("POST", f"/trainers/{trainer.id}/decisions", **step, decided_on=today, reason="Long experience.")
    return {
        routes.COORDINATOR: coordinator,
        routes.FOREIGN_COORDINATOR: another_coordinator,
        routes.TRAINER: trainer,
        routes.FOREIGN_TRAINER: another_trainer,
        routes.EXPERT: expert,
        routes.SUPPORT: support,
        routes.MEDIATOR: mediator,
        routes.EDITOR: editor,
        routes.OPERATOR: operator,
        routes.ANONYMOUS: Anonymous(city.url),
    }


def test_every_route_is_listed():
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/"))
    there_are = {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there_are == ROUTES
    assert len(ROUTES) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.route)
def test_a_route_lets_in_who_is_listed_and_nobody_else(line: Line, everybody: Who, records: Records, new_records):
    """What is changed by who is let in is of no concern to those who are refused or only read."""
    surprises, changed = {}, None
    for name, visitor in everybody.items():
        if line.changes and name in line.allowed:
            given, changed = what_is_given_to_change(line, visitor, changed, new_records, everybody)
        else:
            given = what_is_given(line, visitor, records, everybody)
        if given != what_is_expected(line, name):
            surprises[name] = given
    assert surprises == {}


def what_is_given_to_change(
    line: Line, visitor: Browser, changed: Records | None, new_records: Callable[[], Records], everybody: Who
) -> tuple[str, Records]:
    """About what was `changed` by who came before, as it is by now; about something new where that is used up."""
    if changed is not None:
        del SENT[line.route, changed]
        given = what_is_given(line, visitor, changed, everybody)
        if given == ALLOWED:
            return given, changed
    changed = new_records()
    return what_is_given(line, visitor, changed, everybody), changed


def what_is_expected(line: Line, name: str) -> str:
    if name in line.allowed:
        return ALLOWED
    if name == ANONYMOUS:
        return "asked to sign in"
    return "not found" if name in line.blind else "refused"


def what_is_given(line: Line, visitor: Browser, records: Records, everybody: Who) -> str:
    answer = ask(line, visitor, records, everybody)
    if line.signs_out:
        sign_in_anew(visitor)
        if visitor is everybody[routes.MEDIATOR]:
            making.unlock(visitor)
    if answer.status_code == line.answers or (answer.ok and not leads_to_signing_in(answer)):
        line.afterwards(records)
        return ALLOWED
    if answer.status_code == 401 or leads_to_signing_in(answer):
        return "asked to sign in"
    return {403: "refused", 404: "not found"}.get(answer.status_code, f"{answer.status_code} {answer.text[-2000:]}")


def leads_to_signing_in(answer: Response) -> bool:
    return answer.is_redirect and answer.headers["Location"].partition("?")[0] == "/sign-in"


def ask(line: Line, visitor: Browser, records: Records, everybody: Who) -> Response:
    path = NAME.sub(lambda name: str(getattr(records, line.instead.get(name[1], name[1]))), line.rule)
    file = {"files": {"file": ("people.csv", line.file(records))}} if line.file else {}
    if not line.changes and not line.is_api:
        return visitor.http.get(visitor.url + path, allow_redirects=False, timeout=SECONDS)
    sent = (line.route, records)
    if sent not in SENT:
        sends = line.sends(records)
        SENT[sent] = sends if line.is_api else form_of(line, path, everybody).filled_in(sends)
    if line.is_api:
        return ask_as_program(line, visitor, path, SENT[sent], file)
    values = [*SENT[sent], ("csrf_token", csrf_token(visitor))]
    return visitor.http.post(visitor.url + path, data=values, allow_redirects=False, timeout=SECONDS, **file)


def ask_as_program(line: Line, visitor: Browser, path: str, sends: dict[str, Any], file: dict[str, Any]) -> Response:
    headers = {"Idempotency-Key": str(uuid4())}
    if line.changes and not file:
        file = {"data": json.dumps(sends, default=str)}
        headers["Content-Type"] = "application/json"
    return visitor.api.http.request(line.method, visitor.url + path, headers=headers, timeout=SECONDS, **file)


def form_of(line: Line, path: str, everybody: Who) -> Form:
    """The form as it stands in the page, for somebody who is let in; an empty one where there is no such page."""
    empty = Form(None, "post")
    if f"GET {line.rule}" not in ROUTES:
        return empty
    owner = next(visitor for name, visitor in everybody.items() if name in line.allowed)
    forms = [form for form in owner.open(path).forms if form.method == "post" and form.action is None]
    return Form(None, "post", [value for value in (forms or [empty])[0].values if value[0] != "csrf_token"])


def csrf_token(visitor: Browser) -> str | None:
    """The same as long as the session lasts."""
    if visitor not in TOKENS:
        TOKENS[visitor] = visitor.open("/reset").form().value("csrf_token")
    return TOKENS[visitor]


def sign_in_anew(visitor: Browser) -> None:
    TOKENS.pop(visitor, None)
    if isinstance(visitor, Anonymous):
        visitor.http.cookies.clear()
    else:
        visitor.api.http.headers["Authorization"] = f"Bearer {visitor.sign_in()}"
