from uuid import uuid4

import pytest

from shared.contracts import trainings
from tests.gateway.running_programme import Maker


@pytest.fixture(scope="module")
def make(city, coordinator) -> Maker:
    return Maker(city, coordinator.id)


@pytest.fixture
def group(make, trainer):
    """A group with its code, given by `trainer`."""
    group_id = make(
        trainings.form_group,
        programme_id=make.programme(),
        name=f"Group {uuid4().hex[:6]}",
        trainer_ids=[trainer.id],
    )["id"]
    return make(trainings.group, group_id=group_id)


@pytest.fixture
def address(group) -> str:
    return f"/ask/{group['question_code']}"


def questions(make, group) -> list[dict]:
    return make(trainings.group, group_id=group["id"])["questions"]


# asking


def test_a_participant_asks_without_signing_in(anybody, make, group, address):
    page = anybody.open(address)
    assert group["name"] in page.main
    assert "Write about situations, not about named people." in page.main
    page = anybody.send(page, text="What do I say when my team expects me to take sides?")
    assert page.path == f"{address}/thanks"
    assert "Thank you for your question" in page.main
    assert [question["text"] for question in questions(make, group)] == [
        "What do I say when my team expects me to take sides?"
    ]


def test_the_code_can_be_typed_as_it_comes(anybody, group):
    page = anybody.submit("/ask", "/ask", code=group["question_code"].lower().replace("-", " "))
    assert group["name"] in page.main
    assert "Ask a question" in page.main


@pytest.mark.parametrize("code", ["BCDF-2345", "x" * 50, "a/b", "%00"])
def test_an_unknown_code_is_said_and_kept(anybody, code):
    page = anybody.submit("/ask", "/ask", code=code)
    assert page.status == 404
    assert page.errors == ["No group has this code. Ask your trainer for it."]


def test_no_code_is_said(anybody):
    page = anybody.submit("/ask", "/ask", code=" ")
    assert (page.status, page.errors) == (422, ["Fill this in"])


def test_an_empty_or_endless_question_is_said(anybody, make, group, address):
    assert anybody.submit(address, text=" ").errors == ["Fill this in"]
    page = anybody.submit(address, text="a" * 1_001)
    assert page.errors == ["Use at most 1000 characters"]
    assert len(page.form().value("text")) == 1_001
    assert questions(make, group) == []


def test_sent_twice_it_is_asked_once(anybody, make, group, address):
    page = anybody.open(address)
    anybody.send(page, text="Once?")
    assert anybody.send(page, text="Once?").status == 200
    assert len(questions(make, group)) == 1


def test_who_asked_is_kept_nowhere(city, trainer, make, group, address):
    """Not even of somebody who happens to be signed in."""
    trainer.submit(address, text="Is this anonymous?")
    columns = city.sql(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'trainings' AND table_name = 'questions' ORDER BY 1"
    )
    assert [column.column_name for column in columns] == ["group_id", "id", "text", "theme", "treated"]
    kept = city.sql("SELECT * FROM trainings.questions WHERE text = 'Is this anonymous?'")
    assert str(trainer.id) not in str(kept)


# the trainer's side


def test_the_trainer_shares_the_address_and_marks_what_was_treated(city, trainer, make, group, address):
    page = trainer.open(f"/groups/{group['id']}")
    assert f"{city.url}{address}" in page.main
    question_id = make(trainings.add_question, group_id=group["id"], text="Whose side am I on?")["id"]
    treat = f"/questions/{question_id}/treated"
    page = trainer.submit(f"/groups/{group['id']}", treat)
    assert "The question is marked as treated." in page.main
    assert questions(make, group)[0]["treated"]
    page = trainer.send(page, treat)
    assert "The question is open again." in page.main
    assert not questions(make, group)[0]["treated"]


def test_a_question_from_paper_is_added(trainer, make, group):
    page = trainer.submit(f"/groups/{group['id']}/questions/new", text="From the flip chart")
    assert page.path == f"/groups/{group['id']}"
    assert "From the flip chart" in page.main
    assert questions(make, group)[0]["text"] == "From the flip chart"
    assert trainer.submit(f"/groups/{group['id']}/questions/new", text="").errors == ["Fill this in"]


def test_only_who_gives_the_group_reads_and_treats(another_trainer, another_coordinator, expert, make, group):
    question_id = make(trainings.add_question, group_id=group["id"], text="Not for you")["id"]
    for visitor in (another_trainer, another_coordinator, expert):
        assert visitor.open(f"/groups/{group['id']}/questions/new").status == 403
        refused = visitor.api.try_("PUT", f"/questions/{question_id}", treated=True)
        assert refused.status_code == 403
    assert not questions(make, group)[0]["treated"]


def test_programs_ask_and_treat_the_same(any_program, trainer, group):
    box = f"/question-boxes/{group['question_code']}"
    assert any_program("GET", box)["group_name"] == group["name"]
    any_program("POST", f"{box}/questions", text="By a program?")
    trainer.api("POST", f"/groups/{group['id']}/questions", text="Aloud")
    found = {each["text"]: each["id"] for each in trainer.api("GET", f"/groups/{group['id']}")["questions"]}
    assert set(found) == {"By a program?", "Aloud"}
    trainer.api("PUT", f"/questions/{found['Aloud']}", treated=True)
    unknown = any_program.try_("GET", "/question-boxes/BCDF-2345")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    empty = any_program.try_("POST", f"{box}/questions", text="")
    assert empty.json()["fields"]["text"][0]["code"] == "required"
