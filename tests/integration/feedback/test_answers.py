"""A link is the right to answer once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.feedback import tables, tokens
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import surveys as survey_commands
from services.feedback.errors import AlreadyAnswered, LinkUnknown, SurveyIsClosed
from services.feedback.queries import answers as answer_queries
from services.feedback.queries import results as result_queries
from shared.access import NOBODY
from shared.contracts import feedback as contract
from shared.errors import Invalid
from tests.integration.conftest import Asking
from tests.integration.feedback.conftest import LAST_DAY, POST_OFFICE, Group


def questionnaire(ask, token):
    return ask(contract.questionnaire, answer_queries.questionnaire, NOBODY, token=token)


def test_a_link_shows_the_questions(ask, survey):
    shown = questionnaire(ask, survey.links(1)[0])
    assert (shown["wave"], shown["closes_on"]) == ("t1", LAST_DAY)
    codes = [question["code"] for question in shown["questions"]]
    assert codes[0] == "recommend"
    assert codes[-2:] == ["what_helped", "what_should_change"]
    [needs] = [question for question in shown["questions"] if question["code"] == "needs"]
    assert [option["code"] for option in needs["options"]] == ["training", "information", "expertise"]


def test_a_used_link_is_recognised(ask, survey):
    [link] = survey.links(1)
    survey.answer(link)
    with pytest.raises(AlreadyAnswered):
        survey.answer(link)
    with pytest.raises(AlreadyAnswered):
        questionnaire(ask, link)


def test_links_issued_later_leave_the_used_ones_used(survey):
    [link] = survey.links(1)
    survey.answer(link)
    survey.links(3)
    with pytest.raises(AlreadyAnswered):
        survey.answer(link)


def test_a_link_that_was_never_given_out_is_unknown(ask, survey, group):
    forged, _ = tokens.new(survey.id)
    of_no_survey, _ = tokens.new(group.id)
    for token in (forged, of_no_survey, "nonsense"):
        with pytest.raises(LinkUnknown):
            questionnaire(ask, token)
        with pytest.raises(LinkUnknown):
            survey.answer(token)


def test_a_closed_survey_says_so_to_used_and_unused_links(ask, survey):
    used, unused = survey.links(2)
    survey.answer(used)
    survey.close()
    for link in (used, unused):
        with pytest.raises(SurveyIsClosed):
            survey.answer(link)
        with pytest.raises(SurveyIsClosed):
            questionnaire(ask, link)
    with pytest.raises(SurveyIsClosed):
        survey.links(1)


def test_after_the_last_day_a_link_is_closed_even_before_the_survey_is(survey, on_day):
    first, second = survey.links(2)
    on_day(LAST_DAY)
    survey.answer(first)
    on_day(LAST_DAY + timedelta(days=1))
    with pytest.raises(SurveyIsClosed):
        survey.answer(second)
    with pytest.raises(SurveyIsClosed):
        survey.links(1)


def test_answers_that_do_not_fit_leave_the_link_unused(survey):
    [link] = survey.links(1)
    with pytest.raises(Invalid) as refused:
        survey.answer(link, recommend=11, needs=["a holiday"])
    assert refused.value.fields == {"recommend": ["too_large:10"], "needs": ["not_a_choice"]}
    survey.answer(link)


def test_one_link_used_many_times_at_once_counts_once(database, coordinator, trainer):
    with database.transaction() as tx:
        group = Group(tx, coordinator, trainer)
        group.complete()
        survey_id = tx.scalar(select(tables.Survey.id))
        [token] = answer_commands.issue_links(tx, POST_OFFICE, {"survey_id": survey_id, "count": 1})["tokens"]

    def submit(figure: int) -> bool:
        try:
            with database.transaction() as tx:
                answer_commands.submit_answers(tx, NOBODY, {"token": token, "answers": {"recommend": figure}})
        except AlreadyAnswered:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(submit, range(6))) == 1
    with database.transaction() as tx:
        assert tx.scalar(select(func.count()).select_from(tables.Answer)) == 1


def test_people_who_answer_at_once_are_all_counted(database, coordinator, trainer):
    with database.transaction() as tx:
        Group(tx, coordinator, trainer).complete()
        survey_id = tx.scalar(select(tables.Survey.id))
        links = answer_commands.issue_links(tx, POST_OFFICE, {"survey_id": survey_id, "count": 8})["tokens"]

    def submit(token: str) -> None:
        with database.transaction() as tx:
            answer_commands.submit_answers(tx, NOBODY, {"token": token, "answers": {"recommend": 9}})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(submit, links))
    with database.transaction() as tx:
        ask = Asking(tx)
        ask(contract.close_survey, survey_commands.close_survey, coordinator, survey_id=survey_id)
        shown = ask(contract.results, result_queries.results, coordinator, survey_id=survey_id)
    assert shown["survey"]["answers"] == 8


def test_closing_leaves_no_link(tx, survey):
    survey.answer()
    survey.links(3)
    survey.close()
    assert tx.scalar(select(func.count()).select_from(tables.Link)) == 0
