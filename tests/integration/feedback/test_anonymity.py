"""The attacker reads everything: every table and column, the system's own ones too, and knows who came when.

Ten people complete the course one after the other, get their links one at a time (the worst way to hand them out) and
answer in the same order, through the very calls that the bus makes, with idempotency keys. Then nothing in the
database may lead from one of them to what they answered.
"""

import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Date, DateTime, inspect, select, text

from services.feedback import tables, tokens
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import surveys as survey_commands
from services.feedback.queries import results as result_queries
from services.feedback.queries import surveys as survey_queries
from shared import access
from shared.access import COORDINATOR, SERVICE, Actor
from shared.contracts import feedback as contract
from shared.contracts.base import EVENTS
from shared.database import Database
from shared.messaging.answer import answer
from shared.messaging.call import Caller
from shared.messaging.service import Resources
from shared.messaging.tables import outbox
from tests.integration.feedback.conftest import Group

PEOPLE = 10
ANONYMOUS = ("links", "answers", "drafts")
OUR_TABLES = tables.Base.metadata.tables
SYSTEM_COLUMNS = "ctid::text, xmin::text, xmax::text, cmin::text, tableoid::text"


@dataclass
class Story:
    """What really happened, which the attacker may know but for the last of each person."""

    database: Database
    survey_id: UUID
    people: list[UUID]
    tokens: list[str]
    comments: list[str]
    close: Any


@pytest.fixture
def story(database, coordinator, trainer) -> Story:
    resources = Resources(database.settings, database, frozenset(), Caller(database.settings.amqp_url, "unused"))
    keys = count()

    def call(contract_call, function, actor: Actor, **data: Any) -> dict[str, Any]:
        token = access.sign(actor, database.settings.secret_key)
        reply = answer(resources, contract_call, function, data, {"token": token, "key": f"key-{next(keys)}"})
        assert "error" not in reply, reply
        return reply["answer"]

    with database.transaction() as tx:
        group = Group(tx, coordinator, trainer)
    people, given, comments = [], [], []
    for _ in range(PEOPLE):
        with database.transaction() as tx:
            group.tx = tx
            people.append(group.complete())
            survey_id = tx.scalar(select(tables.Survey.id))
        links = call(
            contract.issue_links,
            answer_commands.issue_links,
            Actor(roles=frozenset({SERVICE})),
            survey_id=str(survey_id),
            count=1,
        )
        given += links["tokens"]
    for number, (person, token) in enumerate(zip(people, given, strict=True)):
        comments.append(f"I am number {number}.")
        answers = {"recommend": number, "map": 10 - number, "needs": ["training"], "what_helped": comments[-1]}
        # Even somebody who is signed in while answering leaves no trace.
        signed_in = Actor(person, frozenset({COORDINATOR}))
        call(contract.submit_answers, answer_commands.submit_answers, signed_in, token=token, answers=answers)

    def close() -> None:
        call(contract.close_survey, survey_commands.close_survey, coordinator, survey_id=str(survey_id))

    return Story(database, survey_id, people, given, comments, close)


@pytest.fixture(params=["open", "closed"])
def attacked(story: Story, request) -> Story:
    if request.param == "closed":
        story.close()
    return story


def every_table(story: Story) -> list[str]:
    return inspect(story.database.engine).get_table_names(schema="feedback")


def read(story: Story, table: str, order: str = "ctid") -> list[dict[str, Any]]:
    with story.database.transaction() as tx:
        rows = tx.execute(text(f"SELECT *, {SYSTEM_COLUMNS} FROM {table} ORDER BY {order}"))
        return [dict(row._mapping) for row in rows]


def as_text(row: dict[str, Any]) -> str:
    return " ".join(value.hex() if isinstance(value, bytes) else str(value) for value in row.values())


def clues(story: Story, row: dict[str, Any]) -> set[str]:
    """Whatever in a row could be the same in another table: ids, hashes, times, words, transactions."""
    telling = {
        column: value
        for column, value in row.items()
        if column not in ("ctid", "cmin", "tableoid") and not isinstance(value, bool | int | None)
    }
    return set(re.findall(r"[\w-]{3,}", as_text(telling))) - {str(story.survey_id)}


def test_no_value_joins_a_person_to_an_answer_or_a_link(attacked):
    ours = {clue for table in ANONYMOUS for row in read(attacked, table) for clue in clues(attacked, row)}
    assert ours
    for table in every_table(attacked):
        if table in ANONYMOUS:
            continue
        for row in read(attacked, table):
            if any(str(person) in as_text(row) for person in attacked.people):
                assert clues(attacked, row) & ours == set()


def test_persons_stand_where_they_are_asked_and_in_what_announces_it(attacked):
    for person in attacked.people:
        where = {
            table for table in every_table(attacked) for row in read(attacked, table) if str(person) in as_text(row)
        }
        assert where == {"participants", "invitations", "outbox"}
    with attacked.database.transaction() as tx:
        types = tx.scalars(select(outbox.c.type).where(outbox.c.body.op("?")("person_id")))
        assert set(types) == {contract.FeedbackRequested.type}


def test_the_order_in_which_they_came_is_gone(attacked):
    """Neither where a row lies nor its id nor its transaction tells. A shuffle keeps ten in order once in 3 million."""
    came = list(range(PEOPLE))
    for order in ("ctid", "id"):
        figures = [row["value"] for row in read(attacked, "answers", order) if row["question"] == "recommend"]
        assert sorted(figures) == came
        assert figures not in (came, came[::-1])
    answers = read(attacked, "answers")
    assert len({row["xmin"] for row in answers}) == 1
    assert {row["id"].version for row in answers} == {4}


def test_the_answers_of_one_person_do_not_lie_together(attacked):
    """`map` was ten minus `recommend`: in whatever order the rows are read, they don't pair up."""
    for order in ("ctid", "id", "xmin, ctid", "cmin, ctid"):
        rows = read(attacked, "answers", order)
        recommend = [row["value"] for row in rows if row["question"] == "recommend"]
        mapped = [10 - row["value"] for row in rows if row["question"] == "map"]
        comments = [row["value"] for row in rows if row["question"] == "what_helped"]
        assert recommend != mapped
        assert comments != [attacked.comments[figure] for figure in recommend]


def test_links_handed_out_one_at_a_time_look_like_one_batch(story):
    links = read(story, "links")
    assert len(links) == PEOPLE
    assert len({row["xmin"] for row in links}) == 1
    in_order_of_issue = [tokens.read(token)[1] for token in story.tokens]
    assert [row["hash"] for row in links] != in_order_of_issue


def test_an_unused_link_can_not_be_told_from_those_issued_earlier_or_later(database, coordinator, trainer):
    with database.transaction() as tx:
        Group(tx, coordinator, trainer).complete()
        survey_id = tx.scalar(select(tables.Survey.id))
    for _ in range(4):
        with database.transaction() as tx:
            answer_commands.issue_links(tx, Actor(), {"survey_id": survey_id, "count": 1})
    with database.transaction() as tx:
        assert tx.scalar(text("SELECT count(DISTINCT xmin::text) FROM links")) == 1


def test_no_token_stands_anywhere_and_its_hash_only_while_the_survey_is_open(attacked):
    secrets = [urlsafe_b64decode(token)[16:].hex() for token in attacked.tokens]
    for table in every_table(attacked):
        for row in read(attacked, table):
            assert not any(token in as_text(row) for token in attacked.tokens)
            assert not any(secret in as_text(row) for secret in secrets)
    with attacked.database.transaction() as tx:
        state = tx.scalar(select(tables.Survey.state))
    assert len(read(attacked, "links")) == (PEOPLE if state == "open" else 0)


def test_what_they_wrote_is_in_the_answers_and_then_in_the_comments_alone(attacked):
    for table in every_table(attacked):
        for row in read(attacked, table):
            assert table in ("answers", "comments") or not any(each in as_text(row) for each in attacked.comments)


def test_closing_writes_all_answers_anew(story):
    before = {row["id"] for row in read(story, "answers")}
    writers = {row["xmin"] for row in read(story, "answers")}
    story.close()
    after = read(story, "answers")
    assert len(after) + len(read(story, "comments")) == len(before)
    assert before.isdisjoint({row["id"] for row in after})
    assert writers.isdisjoint({row["xmin"] for row in after})


def test_the_tables_hold_no_time_and_no_person_beside_who_takes_part_and_is_asked():
    times = {
        f"{table.name}.{column.name}"
        for table in OUR_TABLES.values()
        for column in table.columns
        if isinstance(column.type, Date | DateTime)
    }
    persons = {table.name for table in OUR_TABLES.values() if "person_id" in table.columns}
    of_surveys = {f"surveys.{column}" for column in ("opened_on", "closes_on", "closes_at", "reminds_on", "closed_on")}
    of_the_backlog = {"needs.noted_on", "planned_activities.planned_on", "reports_back.published_at"}
    assert times == of_surveys | {"course_sessions.starts_at"} | of_the_backlog
    assert persons == {"invitations", "participants", "coordinators", "trainers"}
    assert set(OUR_TABLES["links"].columns.keys()) == {"hash", "survey_id", "used"}
    assert set(OUR_TABLES["drafts"].columns.keys()) == {"hash", "survey_id", "content"}
    assert set(OUR_TABLES["answers"].columns.keys()) == {"id", "survey_id", "question", "value"}
    for name in ANONYMOUS:
        assert {key.column.table.name for key in OUR_TABLES[name].foreign_keys} == {"surveys"}


def test_the_database_itself_counts_and_stamps_nothing_of_them(story):
    """No column has a default, so no sequence and no clock is behind one."""
    for name in ANONYMOUS:
        columns = inspect(story.database.engine).get_columns(name, schema="feedback")
        assert [column["name"] for column in columns if column["default"] or column.get("identity")] == []


def test_no_event_tells_who_answered_or_what_or_how_many_while_open(story):
    with story.database.transaction() as tx:
        types = set(tx.scalars(select(outbox.c.type)))
    assert types == {contract.SurveyOpened.type, contract.FeedbackRequested.type}
    ours = [event for event in EVENTS.values() if event.owner == "feedback"]
    assert {event for event in ours if "person_id" in event().fields} == {contract.FeedbackRequested}
    assert {event for event in ours if "answers" in event().fields} == {contract.SurveyClosed}


def test_no_query_tells_how_many_answered_while_open(story, ask, coordinator):
    with story.database.transaction() as tx:
        owner = tx.scalar(select(tables.Coordinator.person_id))
        actor = Actor(owner, frozenset({COORDINATOR}))
        shown = result_queries.results(tx, actor, {"survey_id": story.survey_id})
        listed = survey_queries.surveys(tx, actor, {"programme_id": None, "group_id": None})
    assert (shown["survey"]["answers"], shown["figures"], shown["comments"]) == (None, [], [])
    assert [survey["answers"] for survey in listed["surveys"]] == [None]
