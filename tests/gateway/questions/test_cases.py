"""The trainer sorts what participants brought."""

import pytest

from shared.contracts import trainings
from tests.gateway.running_programme import Maker


@pytest.fixture(scope="module")
def make(city, coordinator) -> Maker:
    return Maker(city, coordinator.id)


@pytest.fixture
def group_id(make, trainer):
    group = {"programme_id": make.programme(), "name": "Group West", "trainer_ids": [trainer.id]}
    return make(trainings.form_group, **group)["id"]


@pytest.fixture
def bring(make, group_id):
    return lambda text: make(trainings.add_question, group_id=group_id, text=text)["id"]


def test_similar_cases_are_put_together(trainer, group_id, bring):
    desk = f"/groups/{group_id}/cases"
    assert desk in trainer.open(f"/groups/{group_id}").links
    first, second = bring("They shout."), bring("They shout at me.")
    bring("They are silent.")
    page = trainer.submit(desk, question_ids=[first, second], theme="Shouting")
    assert "2 cases have been sorted." in page.main
    assert page.main.index("Without a theme") < page.main.index("Shouting")
    themes = {each["text"]: each["theme"] for each in trainer.api("GET", desk)["cases"]}
    assert themes == {"They shout.": "Shouting", "They shout at me.": "Shouting", "They are silent.": None}
    trainer.submit(desk, question_ids=[first], go="out")
    assert [each["theme"] for each in trainer.api("GET", desk)["cases"]].count("Shouting") == 1


def test_what_is_missing_is_said_and_the_choice_stays(trainer, group_id, bring):
    desk, case = f"/groups/{group_id}/cases", bring("They shout.")
    page = trainer.submit(desk, theme="Shouting")
    assert (page.status, page.errors) == (422, ["Choose the cases first."])
    page = trainer.submit(desk, question_ids=[case], theme=" ")
    assert (page.status, page.errors) == (422, ["Fill this in"])
    assert f'value="{case}" form="themes" checked' in page.html


def test_a_question_that_gives_its_author_away_is_reworded(trainer, group_id, bring):
    case = bring("As the only constable here I am told to take sides.")
    page = trainer.submit(f"/questions/{case}/wording", text="I am told to take sides.")
    assert page.path == f"/groups/{group_id}/cases"
    assert "I am told to take sides." in page.main
    assert "constable" not in page.main


def test_a_case_is_treated_and_comes_back_at_the_half_day(trainer, group_id, bring):
    desk, case = f"/groups/{group_id}/cases", bring("They shout.")
    page = trainer.submit(desk, f"/questions/{case}/treated")
    assert page.path == desk
    assert "All cases have been treated." in page.main
    assert "The question is open again." in trainer.send(page, f"/questions/{case}/treated").main
