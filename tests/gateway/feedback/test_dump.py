"""An attacker takes everything that a city keeps: all tables of all services with what the database itself notes of
their rows, what waits in queues, every log, and the folder of the mails. They know who answered, in which order, and by
which link.

What they want to know is which answers are whose. They try whatever could lead from the one to the other, and do not
do better than somebody who guesses.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from deploy.broker import Broker
from tests.city import City
from tests.gateway.courses import completed_course, links
from tests.gateway.visiting import Program, Visitor, add_people
from tests.waiting import eventually

PEOPLE = 11  # as many as there are points on a scale
# Somebody who guesses gets one right on average, and this many in one of 40,000 tries.
MOST_GUESSED = 8
SYSTEM_COLUMNS = "ctid::text AS ctid, xmin::text AS xmin, xmax::text AS xmax, cmin::text AS cmin"
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|[\w-]{40,}={0,2}")

Row = dict[str, Any]


@dataclass
class Dump:
    """What is found, and what really happened: person number n gave n points and wrote the comment number n."""

    city: City
    people: list[str]
    addresses: list[str]
    tokens: list[str]
    comments: list[str]
    tables: dict[str, list[Row]]
    elsewhere: dict[str, str]


@pytest.fixture(scope="module")
def asked(city: City, coordinator: Visitor, trainer: Visitor) -> dict[str, Any]:
    """Eleven people have answered, one after the other; the survey is still open."""
    names = [f"Answering {number}" for number in range(PEOPLE)]
    people = add_people(coordinator, names)
    course = completed_course(city, coordinator.id, trainer.id, people, "Group Dumped")
    addresses = [coordinator.api("GET", f"/people/{person}")["email"] for person in people]
    tokens = links(city, course.survey_id, PEOPLE)
    comments = [f"What number {number} of us wrote." for number in range(PEOPLE)]
    anybody = Program(city.url)
    for number, (token, comment) in enumerate(zip(tokens, comments, strict=True)):
        answers = {"recommend": number, "map": 10 - number, "what_helped": comment}
        anybody("POST", "/feedback/answers", token=token, answers=answers)
    return {
        "survey_id": course.survey_id,
        "people": [str(person) for person in people],
        "addresses": addresses,
        "tokens": tokens,
        "comments": comments,
    }


@pytest.fixture(scope="module", params=["open", "closed"])
def dump(request: pytest.FixtureRequest, city: City, coordinator: Visitor, asked: dict[str, Any]) -> Dump:
    survey_id = asked["survey_id"]
    if request.param == "closed":
        coordinator.api("POST", f"/surveys/{survey_id}/closing")
    known = {name: value for name, value in asked.items() if name != "survey_id"}
    return Dump(city, tables=dict(_tables(city, str(survey_id))), elsewhere=dict(_elsewhere(city)), **known)


def _tables(city: City, survey_id: str) -> Iterator[tuple[str, list[Row]]]:
    """Of what belongs to one survey only its rows: those of other tests tell nothing of these people."""
    names = city.sql(
        "SELECT table_schema AS service, table_name AS name FROM information_schema.tables "
        "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    for service, name in names:
        rows = [
            row._asdict() for row in city.sql(f'SELECT *, {SYSTEM_COLUMNS} FROM "{service}"."{name}" ORDER BY ctid')
        ]
        yield f"{service}.{name}", [row for row in rows if str(row.get("survey_id", survey_id)) == survey_id]


def _elsewhere(city: City) -> Iterator[tuple[str, str]]:
    for name, process in city.processes.items():
        yield f"log of {name}", process.log
    for path in city.mail_dir.glob("*.eml"):
        yield f"mail {path.name}", path.read_text()


def as_text(row: Row) -> str:
    return " ".join(value.hex() if isinstance(value, bytes) else str(value) for value in row.values())


def answers(dump: Dump, question: str) -> list[Row]:
    return [row for row in dump.tables["feedback.answers"] if row["question"] == question]


def comments(dump: Dump) -> list[Row]:
    """Wherever they stand by now, with the number of who wrote it."""
    rows = [(row, row["value"]) for row in answers(dump, "what_helped")]
    rows += [(row, row["text"]) for row in dump.tables["feedback.comments"]]
    return [row | {"value": dump.comments.index(said)} for row, said in rows if said in dump.comments]


def test_no_call_waits_in_a_queue(city, rabbitmq, asked):
    """Calls carry answers and links. Other queues hold events alone, and these stand in the outboxes of the dump."""
    broker = Broker(city.settings.amqp_url, rabbitmq["api"])

    def waiting() -> list[int]:
        return [messages for name, (messages, _) in broker.queues(broker.vhost()).items() if "rpc" in name]

    assert waiting()
    eventually(lambda: not any(waiting()), 30, "no call to wait any more")


# by an id, a name, an address or a token


def test_no_answer_stands_beside_a_person(dump):
    """Neither in one row, nor over rows that share an id or a hash, however many of them."""
    told = {str(person): number for number, person in enumerate(dump.people)}
    told |= {address: number for number, address in enumerate(dump.addresses)}
    anonymous = [*answers(dump, "recommend"), *answers(dump, "map"), *comments(dump)]
    assert anonymous
    own = {clue for row in anonymous for clue in IDS.findall(as_text({"id": row["id"]}))}
    for table, rows in dump.tables.items():
        for row in rows:
            if table not in ("feedback.answers", "feedback.comments"):
                assert own.isdisjoint(IDS.findall(as_text(row))), table
            if any(clue in as_text(row) for clue in told):
                assert not any(comment in as_text(row) for comment in dump.comments), table


def test_what_was_written_stands_in_one_table_and_nowhere_else(dump):
    holding = {
        table
        for table, rows in dump.tables.items()
        if any(comment in as_text(row) for row in rows for comment in dump.comments)
    }
    assert len(holding) == 1
    assert holding <= {"feedback.answers", "feedback.comments"}
    for place, text in dump.elsewhere.items():
        assert not any(comment in text for comment in dump.comments), place


def test_no_token_is_kept(dump):
    for table, rows in dump.tables.items():
        assert not any(token in as_text(row) for row in rows for token in dump.tokens), table
    for place, text in dump.elsewhere.items():
        assert not any(token in text for token in dump.tokens), place


# by order


def guessed_right(order: Sequence[int]) -> int:
    """Taking it for the order in which they answered, forwards or backwards, whichever fits better."""
    return max(sum(place == number for place, number in enumerate(each)) for each in (order, order[::-1]))


@pytest.mark.parametrize("by", ["ctid", "id", "xmin", "xmax", "cmin"])
@pytest.mark.parametrize("question", ["recommend", "map", "what_helped"])
def test_the_order_of_the_rows_tells_no_more_than_guessing(dump, question, by):
    rows = comments(dump) if question == "what_helped" else answers(dump, question)
    order = [row["value"] for row in sorted(rows, key=lambda row: _comparable(row[by]))]
    order = [10 - value for value in order] if question == "map" else order
    assert sorted(order) == list(range(PEOPLE))
    assert guessed_right(order) < MOST_GUESSED


def _comparable(value: Any) -> Any:
    """`(0,12)` comes after `(0,2)`."""
    numbers = re.findall(r"\d+", value) if isinstance(value, str) else []
    return [int(number) for number in numbers] if numbers else value


def test_the_answers_of_one_person_do_not_lie_at_the_same_place(dump):
    """Whoever gave n points gave ten minus n to the other question, and wrote the comment number n."""
    recommend = [row["value"] for row in answers(dump, "recommend")]
    for others in ([10 - row["value"] for row in answers(dump, "map")], [row["value"] for row in comments(dump)]):
        right = sum(one == other for one, other in zip(recommend, others, strict=True))
        assert right < MOST_GUESSED


# by time


def test_no_transaction_and_no_time_tells_one_answer_from_another(dump):
    for question in ("recommend", "map"):
        assert len({row["xmin"] for row in answers(dump, question)}) == 1
    assert len({row["xmin"] for row in comments(dump)}) == 1
    for row in [*answers(dump, "recommend"), *comments(dump)]:
        assert not any(hasattr(value, "year") for value in row.values())


def test_the_measure_finds_an_order_where_there_is_one():
    in_order = list(range(PEOPLE))
    assert guessed_right(in_order) == guessed_right(in_order[::-1]) == PEOPLE
    chance = random.Random(1)
    guesses = [guessed_right(chance.sample(in_order, PEOPLE)) for _ in range(2_000)]
    assert sum(guess >= MOST_GUESSED for guess in guesses) <= 1
