"""Results come when a survey has closed: of a group, of its programme, of the city."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.feedback import jobs, reactions, tables
from services.feedback.commands import answers as answer_commands
from services.feedback.errors import ProgrammeNotYours
from services.feedback.queries import results as result_queries
from services.feedback.queries import shown as shown_queries
from shared.access import COORDINATOR, NOBODY
from shared.contracts import feedback as contract
from shared.errors import NotFound
from shared.messaging.call import Caller
from shared.messaging.service import Resources
from tests.integration.conftest import an_actor
from tests.integration.feedback.conftest import Group, Survey

NO_SIX = (7, 7, 7, 8, 9, 9, 9)
MIXED = (4, 5, 6, 7, 7, 8, 9, 9, 10)


def recommending(*figures):
    return [{"recommend": figure, "recognise": 7, "needs": ["training"]} for figure in figures]


@pytest.fixture
def another(tx, ask, announced, coordinator, trainer, group):
    """The survey of another group of the same programme."""
    return lambda: Survey(ask, announced, coordinator, Group(tx, coordinator, trainer, group.programme_id))


@pytest.fixture
def of_programme(ask, coordinator, group):
    return lambda actor=None: ask(
        contract.programme_results,
        result_queries.programme_results,
        actor or coordinator,
        programme_id=group.programme_id,
    )


def figure(outcome, question):
    return next((each for each in outcome["figures"] if each["question"] == question), None)


def table(outcome, question, option=None):
    return next((e for e in outcome["tables"] if (e["question"], e["option"]) == (question, option)), None)


# one survey


def test_while_a_survey_is_open_nothing_is_shown(survey, announced):
    for _ in range(6):
        survey.answer()
    shown = survey.results()
    assert (shown["state"], shown["figures"], shown["survey"]["answers"]) == ("open", [], None)
    assert announced(contract.SurveyClosed) == []


def test_of_four_answers_nothing_is_shown_not_even_how_many(survey, coordinator, announced, of_programme):
    survey.answered_by(*[{"recommend": 8, "what_helped": "The exercises."}] * 4)
    shown = survey.results()
    assert (shown["state"], shown["figures"], shown["survey"]["answers"]) == ("too_few", [], None)
    assert (shown["comments_state"], shown["comments"]) == ("none", [])
    assert announced(contract.SurveyClosed)[0]["answers"] is None
    assert survey.read_by(coordinator)[0]["answers"] is None
    [wave] = of_programme()["waves"]
    assert (wave["surveys"], wave["waiting"], wave["answered"]) == (1, 1, None)


def test_from_five_answers_on_a_group_shows_numbers_and_means_and_nothing_finer(survey, trainer, announced):
    survey.answered_by(*recommending(9, 8, 8, 8, 7, 6))
    shown = survey.results(trainer)
    assert (shown["state"], shown["survey"]["answers"]) == ("shown", 6)
    assert announced(contract.SurveyClosed)[0]["answers"] == 6
    recommend = survey.figure("recommend")
    assert recommend == {
        "question": "recommend",
        "wave": "t1",
        "n": 6,
        "n_is_exact": True,
        "mean": 7.7,
        "mean_is": "exact",
    }
    assert set(shown) == {"survey", "state", "questions", "figures", "comments_state", "comments"}


def test_a_question_that_four_answered_shows_nothing_for_itself(survey):
    survey.answered_by(*[{"recommend": 8, "map": 5 if number < 4 else None} for number in range(6)])
    assert survey.figure("map") is None


def test_a_sensitive_question_shows_nothing_under_ten(survey, another):
    survey.answered_by(*[{"recommend": 8, "trainer": 7}] * 9)
    assert survey.figure("trainer") is None
    larger = another()
    larger.answered_by(*[{"recommend": 8, "trainer": 7}] * 10)
    assert larger.figure("trainer")["mean"] == 7


# several surveys


def test_small_groups_are_counted_together_and_not_for_themselves(survey, another, of_programme):
    small = another()
    for each in (survey, small):
        for _ in range(3):
            each.group.complete()
    survey.answered_by(*recommending(6, 7, 8))
    small.answered_by(*recommending(7, 7, 7))
    for each in (survey, small):
        shown = each.results()
        assert (shown["state"], shown["figures"], shown["survey"]["answers"]) == ("together", [], None)
    shown = of_programme()
    assert (figure(shown, "recommend")["n"], figure(shown, "recommend")["mean"]) == (6, 7.0)
    [wave] = shown["waves"]
    assert (wave["waiting"], wave["answered"], wave["invited_to_counted"]) == (0, 6, 8)


def test_bands_are_shown_of_a_programme_once_each_has_five_people(survey, another, of_programme):
    survey.answered_by(*recommending(*MIXED))
    assert table(of_programme(), "recommend") is None
    another().answered_by(*recommending(*MIXED))
    shown = table(of_programme(), "recommend")
    assert (shown["n"], shown["cells"]) == (18, {"0-6": 6, "7-8": 6, "9-10": 6})
    assert shown["net_promoter_score"] == 0


def test_a_table_that_was_shown_changes_only_by_another_one(survey, another, of_programme):
    survey.answered_by(*recommending(*MIXED))
    another().answered_by(*recommending(*MIXED))
    before = table(of_programme(), "recommend")
    another().answered_by(*recommending(*NO_SIX))
    assert table(of_programme(), "recommend") == before
    another().answered_by(*recommending(*MIXED))
    another().answered_by(*recommending(*MIXED))
    assert table(of_programme(), "recommend")["cells"] == {"0-6": 12, "7-8": 16, "9-10": 15}


def test_an_option_is_shown_once_five_chose_it_and_five_did_not(tx, survey, another, group, of_programme):
    for each in (survey, another()):
        each.answered_by(*[{"recommend": 8, "needs": ["training"] if number < 3 else None} for number in range(6)])
    shown = of_programme()
    assert table(shown, "needs", "training")["cells"] == {"chosen": 6, "not_chosen": 6}
    assert table(shown, "needs", "information") is None
    assert shown_queries.chosen(tx, ["needs"], group.programme_id) == {("needs", "t1", "training"): (6, 12)}
    assert shown_queries.chosen(tx, ["needs"], uuid4()) == {}


def test_the_city_adds_up_its_programmes(tx, ask, announced, survey, another, coordinator, trainer):
    elsewhere = Survey(ask, announced, coordinator, Group(tx, coordinator, trainer))
    for each in (survey, another(), elsewhere):
        each.answered_by(*recommending(*MIXED))
    shown = ask(contract.city_results, result_queries.city_results, an_actor(COORDINATOR))
    assert figure(shown, "recommend")["n"] == 27
    assert table(shown, "recommend")["n"] == 18


def test_a_technique_stands_beside_what_people_said_once_five_groups_had_it_and_five_did_not(
    tx, ask, survey, another, coordinator
):
    """Looking back, people with the map in their course grew by three points, the others by one."""

    def techniques():
        return ask(contract.city_results, result_queries.city_results, coordinator)["techniques"]

    def held(survey, codes, grown, recommend):
        about = {"session_id": uuid4(), "group_id": survey.group.id}
        reactions.session_recorded(tx, about | {"techniques": codes})
        reactions.session_recorded(tx, about | {"techniques": codes})  # a correction
        answer = {"recommend": recommend, "recognise": 4 + grown, "recognise_before": 4}
        survey.answered_by(*[answer] * 6)

    held(survey, ["reframing", "active_listening"], 3, 8)
    for _ in range(4):
        held(another(), ["reframing", "active_listening"], 3, 8)
        held(another(), ["active_listening"], 1, 6)
    another().answered_by(*[{"recommend": 2}] * 6)  # of which nothing was recorded
    assert techniques() == []
    held(another(), ["active_listening"], 1, 6)
    assert techniques() == [
        {
            "technique": "reframing",
            "outcome": outcome,
            "with_it": {"units": 5, "n": 30, "n_is_exact": True, "mean": with_it, "mean_is": "exact"},
            "without_it": {"units": 5, "n": 30, "n_is_exact": True, "mean": without_it, "mean_is": "exact"},
        }
        for outcome, with_it, without_it in (("growth", 3.0, 1.0), ("recommend", 8.0, 6.0))
    ]


def test_means_of_techniques_are_about_so_where_a_group_shows_a_bound_alone(tx, ask, survey, another, coordinator):
    for place in range(10):
        each = survey if place == 0 else another()
        codes = ["reframing"] if place < 5 else ["active_listening"]
        reactions.session_recorded(tx, {"session_id": uuid4(), "group_id": each.group.id, "techniques": codes})
        each.answered_by(*[{"recommend": 10 if place == 0 else 6}] * 6)
    found = ask(contract.city_results, result_queries.city_results, coordinator)["techniques"]
    [of_reframing] = [each for each in found if each["technique"] == "reframing"]
    assert (of_reframing["with_it"]["mean"], of_reframing["with_it"]["mean_is"]) == (6.4, "about")
    assert (of_reframing["without_it"]["mean"], of_reframing["without_it"]["mean_is"]) == (6.0, "exact")


def test_a_group_shows_its_own_waves(ask, survey, trainer, group):
    survey.answered_by(*recommending(*MIXED))
    shown = ask(contract.group_results, result_queries.group_results, trainer, group_id=group.id)
    assert [(wave["wave"], wave["invited"], wave["answered"]) for wave in shown["waves"]] == [("t1", 1, 9)]
    assert (figure(shown, "recommend")["mean"], shown["tables"]) == (7.2, [])
    assert [question["code"] for question in shown["questions"]] == ["recognise", "recommend"]


# who reads them


def test_a_programme_is_read_by_its_coordinators_alone(survey, of_programme, another_coordinator, trainer):
    for actor in (another_coordinator, trainer):
        with pytest.raises(ProgrammeNotYours):
            of_programme(actor)


def test_of_a_group_of_somebody_else_nothing_is_told(ask, survey, group, another_coordinator):
    survey.answered_by(*recommending(*MIXED))
    with pytest.raises(NotFound):
        ask(contract.group_results, result_queries.group_results, another_coordinator, group_id=group.id)


def test_of_an_own_group_that_nobody_asked_yet_there_is_nothing(ask, trainer, coordinator, group):
    group.plan("training_day", date(2026, 5, 4))
    for actor in (trainer, coordinator):
        shown = ask(contract.group_results, result_queries.group_results, actor, group_id=group.id)
        assert shown == {"waves": [], "questions": [], "figures": [], "comparisons": [], "tables": []}


# what closed before there was counting


def test_surveys_that_closed_long_ago_are_taken_up_by_the_job(database, coordinator, trainer):
    with database.transaction() as tx:
        group = Group(tx, coordinator, trainer)
        group.complete()
        survey_id = tx.scalar(select(tables.Survey.id))
        request = {"survey_id": survey_id, "count": 5}
        for token in answer_commands.issue_links(tx, NOBODY, request)["tokens"]:
            given = {"recommend": 8, "what_helped": "The exercises."}
            answer_commands.submit_answers(tx, NOBODY, {"token": token, "answers": given})
        survey = tx.get(tables.Survey, survey_id)
        survey.state, survey.answers, survey.received = "closed", 5, 5
    resources = Resources(database.settings, database, frozenset(), Caller(database.settings.amqp_url, "unused"))
    for _ in range(2):
        jobs.take_up_surveys(resources)
    with database.transaction() as tx:
        shown = result_queries.results(tx, coordinator, {"survey_id": survey_id})
    assert (shown["state"], shown["comments_state"]) == ("shown", "unread")
