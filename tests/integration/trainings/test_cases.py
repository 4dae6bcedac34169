"""The case desk: what participants brought, as the trainer sorts it."""

from uuid import uuid4

import pytest

from services.trainings.commands import cases, questions
from services.trainings.queries.cases import case, case_desk
from shared.access import NOBODY
from shared.contracts import trainings as contract
from shared.errors import NotFound


@pytest.fixture
def group_id(programme):
    return programme.group()


@pytest.fixture
def desk(ask, trainer, group_id):
    return lambda: ask(contract.case_desk, case_desk, trainer, group_id=group_id)["cases"]


@pytest.fixture
def bring(ask, programme, group_id, desk):
    """A participant asks; returns the id under which the trainer finds it."""
    code = programme.read_group(group_id)["question_code"]

    def bring(text):
        ask(contract.ask_question, questions.ask_question, NOBODY, code=code, text=text)
        return next(found["id"] for found in desk() if found["text"] == text)

    return bring


@pytest.fixture
def put_under(ask, trainer, group_id):
    def put_under(theme, *question_ids, group=None):
        wanted = {"group_id": group or group_id, "question_ids": list(question_ids), "theme": theme}
        ask(contract.theme_questions, cases.theme_questions, trainer, **wanted)

    return put_under


def test_similar_cases_stand_under_one_theme_and_come_out_again(bring, desk, put_under):
    one, two, three = bring("They shout."), bring("They are silent."), bring("They shout at me.")
    put_under("Shouting", one, three)
    assert {found["id"]: found["theme"] for found in desk()} == {one: "Shouting", two: None, three: "Shouting"}
    put_under(None, one)
    assert {found["id"]: found["theme"] for found in desk()} == {one: None, two: None, three: "Shouting"}


def test_they_come_by_theme_the_treated_ones_last_and_never_as_they_were_asked(ask, trainer, bring, desk, put_under):
    brought = [bring(f"Case {number}") for number in range(20)]
    put_under("Sides", *brought[:10])
    treated = brought[3]
    ask(contract.treat_question, questions.treat_question, trainer, question_id=treated, treated=True)
    listed = [found["id"] for found in desk()]
    without, themed = sorted(brought[10:]), sorted(set(brought[:10]) - {treated})
    assert listed == [*without, *themed, treated]
    assert listed != [*brought[10:], *(each for each in brought[:10] if each != treated), treated]


def test_a_reworded_case_keeps_its_place_and_nothing_of_its_old_words(ask, tx, trainer, bring, desk, put_under):
    told = bring("As the only constable of Bloemhof I am told to take sides.")
    put_under("Sides", told)
    words = "I am told to take sides."
    ask(contract.reword_question, cases.reword_question, trainer, question_id=told, text=words)
    assert desk() == [{"id": told, "text": words, "treated": False, "theme": "Sides", "treatments": []}]
    assert ask(contract.case, case, trainer, question_id=told)["text"] == words


def test_a_theme_is_for_the_cases_of_one_group(programme, bring, put_under):
    brought, other_group = bring("They shout."), programme.group(name="Zuid 2")
    with pytest.raises(NotFound):
        put_under("Shouting", brought, group=other_group)
    with pytest.raises(NotFound):
        put_under("Shouting", brought, uuid4())
