from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.trainings import rules
from services.trainings.commands import questions
from services.trainings.errors import TooManyQuestions
from services.trainings.queries.questions import question_box
from services.trainings.tables import Question
from shared.access import NOBODY
from shared.contracts import trainings as contract
from shared.errors import NotFound
from shared.messaging.tables import outbox
from tests.integration.conftest import an_actor

TEXT = "How do I stay in the middle when a colleague takes sides?"


@pytest.fixture
def group_id(programme):
    return programme.group()


@pytest.fixture
def code(programme, group_id):
    return programme.read_group(group_id)["question_code"]


@pytest.fixture
def question(ask):
    """Asks one, by default without being signed in."""

    def question(code, text=TEXT, actor=NOBODY):
        ask(contract.ask_question, questions.ask_question, actor, code=code, text=text)

    return question


@pytest.fixture
def treat(ask, trainer):
    def treat(question_id, treated=True):
        ask(contract.treat_question, questions.treat_question, trainer, question_id=question_id, treated=treated)

    return treat


def test_the_code_shows_whose_questions_are_asked_for(ask, programme, group_id, code):
    assert ask(contract.question_box, question_box, NOBODY, code=code) == {
        "group_name": "Zuid 1",
        "next_session_at": None,
    }
    starts_at = programme.read_session(programme.part(group_id))["starts_at"]
    assert ask(contract.question_box, question_box, NOBODY, code=code)["next_session_at"] == starts_at


def test_a_question_is_asked_without_signing_in(programme, group_id, code, question):
    question(code)
    [asked] = programme.read_group(group_id)["questions"]
    assert asked["text"] == TEXT
    assert asked["treated"] is False
    assert programme.read_session(programme.part(group_id))["questions"] == [asked]


def test_the_code_works_in_small_letters_and_without_the_dash(programme, group_id, code, question):
    question(code.lower(), "One?")
    question(code.replace("-", ""), "Two?")
    assert {asked["text"] for asked in programme.read_group(group_id)["questions"]} == {"One?", "Two?"}


def test_a_code_of_no_group_is_not_found(ask, question):
    with pytest.raises(NotFound):
        question("BCDF-GHJK")
    with pytest.raises(NotFound):
        ask(contract.question_box, question_box, NOBODY, code="----")


def test_nothing_says_who_asked_or_when(tx, programme, code, question):
    announced_before = len(tx.execute(select(outbox)).all())
    asker = an_actor("trainer", person_id=programme.trainer.id)
    question(code, actor=asker)
    [row] = tx.execute(select(Question.__table__)).all()
    assert set(row._mapping) == {"id", "group_id", "text", "treated", "theme"}
    assert row.id.version == 4  # no time in it
    assert asker.id not in set(row)
    assert len(tx.execute(select(outbox)).all()) == announced_before


def test_the_order_says_nothing_of_when_questions_were_asked(programme, group_id, code, question):
    for number in range(20):
        question(code, f"Question {number}?")
    listed = programme.read_group(group_id)["questions"]
    assert [UUID(int=asked["id"].int) for asked in listed] == sorted(asked["id"] for asked in listed)
    assert [asked["text"] for asked in listed] != [f"Question {number}?" for number in range(20)]


def test_a_question_sent_twice_is_asked_once(programme, group_id, code, question):
    question(code)
    question(code)
    assert len(programme.read_group(group_id)["questions"]) == 1


def test_a_treated_question_may_come_up_again(programme, group_id, code, question, treat):
    question(code)
    treat(programme.read_group(group_id)["questions"][0]["id"])
    question(code)
    assert [asked["treated"] for asked in programme.read_group(group_id)["questions"]] == [False, True]


def test_a_trainer_adds_a_question_that_was_asked_aloud(ask, programme, group_id, trainer):
    added = ask(contract.add_question, questions.add_question, trainer, group_id=group_id, text=TEXT)["id"]
    assert programme.read_group(group_id)["questions"] == [
        {"id": added, "text": TEXT, "treated": False, "theme": None, "treatments": []}
    ]


def test_a_question_is_marked_treated_and_reopened(programme, group_id, code, question, treat):
    question(code)
    [asked] = programme.read_group(group_id)["questions"]
    treat(asked["id"])
    assert programme.read_group(group_id)["questions"][0]["treated"] is True
    treat(asked["id"], treated=False)
    assert programme.read_group(group_id)["questions"][0]["treated"] is False


def test_an_unknown_question_is_not_found(treat):
    with pytest.raises(NotFound):
        treat(uuid4())


def test_a_flood_of_questions_ends_and_treating_one_makes_room(programme, group_id, code, question, treat):
    for number in range(rules.MOST_OPEN_QUESTIONS):
        question(code, f"Question {number}?")
    with pytest.raises(TooManyQuestions) as refused:
        question(code, "One more?")
    assert refused.value.details == {"most": 200}
    treat(programme.read_group(group_id)["questions"][0]["id"])
    question(code, "One more?")
