"""Before and after, and what stays: each group beside itself, and never beside another one."""

from datetime import timedelta

import pytest

from services.feedback import questionnaire
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import surveys as survey_commands
from services.feedback.queries import results as result_queries
from services.feedback.tables import Survey
from shared.access import COORDINATOR, NOBODY
from shared.contracts import feedback as contract
from shared.ids import new_id
from tests.integration.conftest import an_actor
from tests.integration.feedback.conftest import FIRST_DAY, POST_OFFICE, Group

FIELDS = ("comparison", "question", "groups")


@pytest.fixture
def asked(tx, ask, coordinator):
    """A wave of a group in which these points were given: asked(group, "t0", [4, 4, 5, 5, 5])."""

    def made(group, wave, points, **also):
        survey = Survey(
            id=new_id(),
            group_id=group.id,
            wave=wave,
            programme_id=group.programme_id,
            questions_version=questionnaire.newest_version(wave),
            opened_on=FIRST_DAY,
            closes_on=FIRST_DAY + timedelta(days=14),
            invited=8,
        )
        tx.add(survey)
        tx.flush()
        links = ask(
            contract.issue_links, answer_commands.issue_links, POST_OFFICE, survey_id=survey.id, count=len(points)
        )
        for token, given in zip(links["tokens"], points, strict=True):
            answers = {"recognise": given} | ({"recommend": 8} if wave == "t1" else {}) | also
            ask(contract.submit_answers, answer_commands.submit_answers, NOBODY, token=token, answers=answers)
        ask(contract.close_survey, survey_commands.close_survey, coordinator, survey_id=survey.id)

    return made


@pytest.fixture
def another(tx, coordinator, trainer, group):
    return lambda: Group(tx, coordinator, trainer, group.programme_id)


@pytest.fixture
def compared(ask, coordinator, group):
    """name -> (groups, mean before, mean after)."""

    def read():
        found = ask(
            contract.programme_results,
            result_queries.programme_results,
            coordinator,
            programme_id=group.programme_id,
        )
        return {each["comparison"]: in_short(each) for each in found["comparisons"]}

    return read


def in_short(each):
    return (each["groups"], each["before"]["mean"], each["after"]["mean"])


def test_a_group_that_answered_before_and_after_is_compared_with_itself(asked, group, compared):
    asked(group, "t0", [4, 4, 5, 5, 5])
    assert compared() == {}
    asked(group, "t1", [7, 7, 7, 8, 8], recognise_before=3)
    assert compared() == {"before_after": (1, 4.6, 7.4), "looking_back": (1, 3.0, 7.4)}


def test_what_stays_after_three_and_six_months_stands_beside_what_the_same_groups_said(asked, group, compared):
    asked(group, "t1", [7, 7, 7, 7, 7])
    asked(group, "t3", [6, 6, 6, 6, 6])
    asked(group, "t6", [5, 5, 5, 5, 5])
    assert compared() == {"three_months": (1, 7.0, 6.0), "six_months": (1, 7.0, 5.0)}


def test_groups_of_which_only_one_moment_is_known_change_nothing(asked, group, another, compared):
    asked(group, "t0", [5] * 5)
    asked(group, "t1", [7] * 5)
    before = compared()
    asked(another(), "t0", [2] * 8)
    asked(another(), "t1", [9, 9, 9, 8, 8, 8])
    assert compared() == before == {"before_after": (1, 5.0, 7.0)}


def test_a_group_weighs_the_same_before_and_after(asked, group, another, compared):
    """Else a mean would rise because more people of the better group answered afterwards."""
    steady = another()
    asked(group, "t0", [3] * 8)
    asked(steady, "t0", [7] * 5)
    asked(group, "t1", [3] * 5)
    asked(steady, "t1", [7] * 8)
    assert compared() == {"before_after": (2, 5.0, 5.0)}


def test_small_groups_that_were_counted_together_both_times_are_compared_together(asked, group, another, compared):
    small = another()
    for wave, points in (("t0", [4, 4, 4]), ("t1", [7, 7, 7])):
        asked(group, wave, points)
        asked(small, wave, points)
    assert compared() == {"before_after": (2, 4.0, 7.0)}


def test_a_group_that_was_counted_with_others_at_one_of_the_moments_is_left_out(asked, group, another, compared):
    small = another()
    asked(group, "t0", [4] * 5)
    asked(small, "t0", [4] * 5)
    asked(group, "t1", [7] * 3)
    asked(small, "t1", [7] * 3)
    assert compared() == {}


def test_a_question_of_which_a_group_shows_nothing_at_one_moment_counts_fewer_groups(
    ask, asked, group, another, coordinator
):
    second = another()
    for each in (group, second):
        asked(each, "t0", [4] * 5, map=4)
    asked(group, "t1", [7] * 5, map=6)
    asked(second, "t1", [7] * 5)
    found = ask(contract.city_results, result_queries.city_results, an_actor(COORDINATOR))["comparisons"]
    assert [tuple(each[name] for name in FIELDS) for each in found] == [
        ("before_after", "recognise", 2),
        ("before_after", "map", 1),
    ]


def test_a_bound_stays_a_bound_of_one_group_and_is_about_so_of_several(ask, asked, group, another, coordinator):
    def sides():
        found = ask(
            contract.programme_results, result_queries.programme_results, coordinator, programme_id=group.programme_id
        )
        [each] = found["comparisons"]
        return [(side["n"], side["mean"], side["mean_is"]) for side in (each["before"], each["after"])]

    asked(group, "t0", [4] * 5)
    asked(group, "t1", [10] * 5)
    assert sides() == [(5, 4.0, "exact"), (5, 7.8, "at_least")]
    second = another()
    asked(second, "t0", [4] * 5)
    asked(second, "t1", [7] * 5)
    assert sides() == [(10, 4.0, "exact"), (10, 7.4, "about")]


def test_a_group_sees_its_own_comparison_and_nothing_of_another(ask, asked, group, another, trainer):
    for each, points in ((group, 6), (another(), 5)):
        asked(each, "t1", [7] * 5)
        asked(each, "t3", [points] * 5)
    found = ask(contract.group_results, result_queries.group_results, trainer, group_id=group.id)
    assert [in_short(each) for each in found["comparisons"]] == [(1, 7.0, 6.0)]
