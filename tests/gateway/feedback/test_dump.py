"""An attacker takes everything that a city keeps once people have answered: all tables of all services with what the
database itself notes of their rows, what waits on the broker, every log, and the folder of the mails. They also heard
every event. So they know who was invited, who got which link, which hash that link has, and in which order people began
and answered.

What they want to know is which answers are whose. They lay every order in which people can be put beside every order
in which answers lie, and do not do better than somebody who guesses: see guessing.py for what that is.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from typing import Any
from uuid import UUID

import pytest

from deploy.broker import Broker
from services.feedback import tokens as link_tokens
from shared.access import COORDINATOR, TRAINER
from tests.city import City, running_city
from tests.gateway.courses import completed_course
from tests.gateway.feedback.guessing import tells_something
from tests.gateway.visiting import Browser, Program, Visitor, add_people, sign_in
from tests.overhearing import EVENTS, overheard
from tests.story.mails import Mails, links_in, text_of
from tests.waiting import eventually

PEOPLE = 22  # two for each point of a scale
SYSTEM_COLUMNS = "ctid::text AS ctid, xmin::text AS xmin, xmax::text AS xmax, cmin::text AS cmin"
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|[\w-]{40,}={0,2}")
QUESTIONS = ("recommend", "map", "what_helped")

Row = dict[str, Any]


def points(number: int) -> int:
    """What person number n gives to the one question, and eleven minus that to the other."""
    return number // 2


def comment(number: int) -> str:
    return f"What number {number:02} of us wrote."


@dataclass
class Asked:
    """What really happened. People, their addresses and their tokens are in the order in which they answered, and in
    `began` are their numbers in the order in which they began. `drafts`: how many there were before anybody sent."""

    city: City
    coordinator: Visitor
    survey_id: str
    people: list[str]
    addresses: list[str]
    tokens: list[str]
    began: list[int]
    drafts: int
    heard_before: str
    heard_meanwhile: str


@dataclass
class Dump:
    asked: Asked
    tables: dict[str, list[Row]]
    logs: dict[str, str]
    mails: list[EmailMessage]

    def answers(self, question: str) -> list[Row]:
        """With the number that `value` stands for, wherever they are by now: `people` says who it may be."""
        if question == "what_helped":
            said = {comment(number): number for number in range(PEOPLE)}
            rows = [(row, row["value"]) for row in self._given(question)]
            rows += [(row, row["text"]) for row in self.tables["feedback.comments"]]
            return [row | {"value": said[text]} for row, text in rows]
        points_given = [row | {"value": int(row["value"])} for row in self._given(question)]
        return points_given if question == "recommend" else [row | {"value": 10 - row["value"]} for row in points_given]

    def _given(self, question: str) -> list[Row]:
        return [row for row in self.tables["feedback.answers"] if row["question"] == question]

    @cached_property
    def orders_of_people(self) -> dict[str, list[int]]:
        """Their numbers, in every order in which the attacker can put all of them."""
        asked = self.asked
        person = {id_: number for number, id_ in enumerate(asked.people)}
        link = {link_tokens.read(token)[1]: number for number, token in enumerate(asked.tokens)}
        addressee = {address: number for number, address in enumerate(asked.addresses)}
        sent = [(mail, mail["To"].addresses[0].addr_spec) for mail in self.mails if links_in(mail, "/feedback/")]
        orders = {
            "as they answered": list(range(PEOPLE)),
            "as they began": asked.began,
            "by id": [person[id_] for id_ in sorted(asked.people)],
            "by token": [number for _, number in sorted((token, n) for n, token in enumerate(asked.tokens))],
            "by hash of the link": [number for _, number in sorted(link.items())],
            "by mail": [addressee[address] for _, address in sent],
            "by message id": [
                addressee[address] for _, address in sorted((mail["Message-ID"], address) for mail, address in sent)
            ],
        }
        for table, column in (("feedback.invitations", "person_id"), ("notifications.mails", "person_id")):
            rows = [row for row in self.tables[table] if row.get("kind", "feedback_link") == "feedback_link"]
            orders[f"by row in {table}"] = [person[str(row[column])] for row in rows]
        if rows := self.tables["feedback.links"]:
            orders["by row in feedback.links"] = [link[row["hash"]] for row in rows]
        return orders


@pytest.fixture(scope="module")
def asked(postgres: str, rabbitmq: dict[str, str]) -> Iterator[Asked]:
    """Everybody has begun, and later answered, by the link in their mail: every other on the pages, the others by a
    program. The survey is still open."""
    with running_city(postgres, rabbitmq, gateway=True, demo=True) as city:
        with overheard(city, *EVENTS) as heard:
            made = everybody_answers(city, heard)
        yield made


def everybody_answers(city: City, heard: Callable[[], str]) -> Asked:
    coordinator = sign_in(city, COORDINATOR, name="Carla Coordinator")
    trainer = sign_in(city, TRAINER, name="Tom Trainer")
    by_id = {
        str(id_): coordinator.api("GET", f"/people/{id_}")["email"]
        for id_ in add_people(coordinator, [f"Answering {number}" for number in range(PEOPLE)])
    }
    course = completed_course(city, coordinator.id, trainer.id, [UUID(id_) for id_ in by_id], "Group Dumped")
    links = Mails(city.mail_dir).with_link("/feedback/", PEOPLE)
    people = random.Random(7).sample([*by_id], PEOPLE)
    addresses = [by_id[person] for person in people]
    tokens = [links[address].rpartition("/")[2] for address in addresses]
    heard_before = heard()
    began = random.Random(8).sample(range(PEOPLE), PEOPLE)
    for number in began:
        (begin_with_a_program if number % 2 else begin)(city, tokens[number], number)
    drafts = len(city.sql("SELECT hash FROM feedback.drafts"))
    for number, token in enumerate(tokens):
        (answer_with_a_program if number % 2 else go_on)(city, token, number)
    whose = (people, addresses, tokens, began)
    return Asked(city, coordinator, str(course.survey_id), *whose, drafts, heard_before, heard())


def begin(city: City, token: str, number: int) -> None:
    """On the pages, up to the first question; some read them in another language."""
    visitor = Browser(city.url)
    start = visitor.open(f"/feedback/{token}")
    if number % 4 == 0:
        start = visitor.open(next(href for href in start.links if href.startswith("/language/nl")))
    visitor.send(visitor.send(start, go="next"), go="next", **{"a-recommend": points(number)})


def go_on(city: City, token: str, number: int) -> None:
    """Later, in another browser."""
    visitor = Browser(city.url)
    page = visitor.send(visitor.open(f"/feedback/{token}"), go="resume")
    others = {"a-map": 10 - points(number), "a-what_helped": comment(number)}
    assert visitor.send(page, go="send", **others).path == "/feedback/thanks"


def begin_with_a_program(city: City, token: str, number: int) -> None:
    Program(city.url)("PUT", "/feedback/draft", token=token, answers={"recommend": points(number)}, at=2)


def answer_with_a_program(city: City, token: str, number: int) -> None:
    answers = {"recommend": points(number), "map": 10 - points(number), "what_helped": comment(number)}
    Program(city.url)("POST", "/feedback/answers", token=token, answers=answers)


@pytest.fixture(scope="module", params=["open", "closed"])
def dump(request: pytest.FixtureRequest, asked: Asked) -> Dump:
    if request.param == "closed":
        asked.coordinator.api("POST", f"/surveys/{asked.survey_id}/closing")
    logs = {name: process.log for name, process in asked.city.processes.items()}
    return Dump(asked, dict(tables(asked.city)), logs, Mails(asked.city.mail_dir).all())


def tables(city: City) -> Iterator[tuple[str, list[Row]]]:
    """As the rows lie on disk."""
    names = city.sql(
        "SELECT table_schema AS service, table_name AS name FROM information_schema.tables "
        "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    for service, name in names:
        rows = city.sql(f'SELECT *, {SYSTEM_COLUMNS} FROM "{service}"."{name}" ORDER BY ctid')
        yield f"{service}.{name}", [row._asdict() for row in rows]


def as_text(row: Row) -> str:
    return " ".join(value.hex() if isinstance(value, bytes) else str(value) for value in row.values())


def said_in(text: str) -> bool:
    return any(comment(number) in text for number in range(PEOPLE))


# that the attacker has something to look at


def test_the_attacker_finds_mails_logs_and_events(asked, dump):
    assert {"services", "relay", "gateway"} <= dump.logs.keys()
    assert "submit_answers" in dump.logs["services"]
    assert "POST" in dump.logs["gateway"]
    assert all(dump.logs.values())
    assert sum(asked.survey_id in line for line in asked.heard_before.splitlines()) >= PEOPLE
    for number, token in enumerate(asked.tokens):
        [mail] = [each for each in dump.mails if token in text_of(each)]
        assert asked.addresses[number] in mail["To"]


def test_everybody_had_left_a_draft_which_is_gone(asked, dump):
    assert asked.drafts == PEOPLE
    assert dump.tables["feedback.drafts"] == []


# by an id, a name, an address or a token


def test_no_answer_stands_beside_a_person(asked, dump):
    """Neither in one row, nor over rows that share an id or a hash, however many of them."""
    hashes = [link_tokens.read(token)[1].hex() for token in asked.tokens]
    people = {*asked.people, *asked.addresses, *asked.tokens, *hashes}
    anonymous = [row for question in QUESTIONS for row in dump.answers(question)]
    assert len(anonymous) == len(QUESTIONS) * PEOPLE
    own = {clue for row in anonymous for clue in IDS.findall(as_text({"id": row["id"]}))}
    for table, rows in dump.tables.items():
        for row in rows:
            text = as_text(row)
            if table not in ("feedback.answers", "feedback.comments"):
                assert own.isdisjoint(IDS.findall(text)), table
            assert not (said_in(text) and any(clue in text for clue in people)), table


def test_what_was_written_stands_in_one_table_and_nowhere_else(asked, dump):
    holding = {table for table, rows in dump.tables.items() if any(said_in(as_text(row)) for row in rows)}
    assert len(holding) == 1
    assert holding <= {"feedback.answers", "feedback.comments"}
    for place, text in dump.logs.items():
        assert not said_in(text), place
    assert not any(said_in(text_of(mail)) for mail in dump.mails)
    assert not said_in(asked.heard_before + asked.heard_meanwhile)


def test_a_token_stands_in_its_mail_and_nowhere_else(asked, dump):
    for table, rows in dump.tables.items():
        assert not any(token in as_text(row) for row in rows for token in asked.tokens), table
    for place, text in dump.logs.items():
        assert not any(token in text for token in asked.tokens), place
    assert not any(token in asked.heard_before + asked.heard_meanwhile for token in asked.tokens)


def test_nothing_is_announced_when_somebody_answers(asked):
    assert asked.survey_id not in asked.heard_meanwhile


def test_nothing_waits_on_the_broker(asked, rabbitmq):
    """Calls carry answers and links."""
    broker = Broker(asked.city.settings.amqp_url, rabbitmq["api"])

    def waiting() -> dict[str, int]:
        return {name: messages for name, (messages, _) in broker.queues(broker.vhost()).items()}

    assert any("rpc" in name for name in waiting())
    eventually(lambda: not any(waiting().values()), 30, "nothing to wait any more")


# by order


@pytest.mark.parametrize("by", ["ctid", "id", "xmin", "xmax", "cmin"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_order_of_people_is_that_of_their_answers(dump, question, by):
    rows = sorted(dump.answers(question), key=lambda row: _comparable(row[by]))
    found = [row["value"] for row in rows]
    assert len(dump.orders_of_people) >= 9
    for name, numbers in dump.orders_of_people.items():
        assert sorted(numbers) == list(range(PEOPLE)), name
        if question != "what_helped":
            numbers = [points(number) for number in numbers]
        assert not tells_something(found, numbers), name


@pytest.mark.parametrize(("one", "other"), [("recommend", "map"), ("recommend", "what_helped"), ("map", "what_helped")])
@pytest.mark.parametrize("by", ["ctid", "id"])
def test_the_answers_of_one_person_do_not_lie_at_the_same_place(dump, one, other, by):
    places = []
    for question in (one, other):
        values = [row["value"] for row in sorted(dump.answers(question), key=lambda row: _comparable(row[by]))]
        places.append([points(value) for value in values] if question == "what_helped" else values)
    assert not tells_something(*places)


def _comparable(value: Any) -> Any:
    """`(0,12)` comes after `(0,2)`."""
    numbers = re.findall(r"\d+", value) if isinstance(value, str) else []
    return [int(number) for number in numbers] if numbers else value


# by time


def test_no_transaction_and_no_time_tells_one_answer_from_another(dump):
    for question in QUESTIONS:
        assert len({row["xmin"] for row in dump.answers(question)}) == 1
        for row in dump.answers(question):
            assert not any(hasattr(value, "year") for value in row.values())
