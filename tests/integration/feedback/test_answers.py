"""A link is the right to answer once. Results come when the survey has closed, and from five answers on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.feedback import commands, queries, tables, tokens
from services.feedback.errors import AlreadyAnswered, LinkUnknown, SurveyIsClosed
from shared.access import NOBODY
from shared.contracts import feedback as contract
from shared.errors import Invalid
from tests.integration.conftest import Asking
from tests.integration.feedback.conftest import LAST_DAY, POST_OFFICE, Group


def questionnaire(ask, token):
    return ask(contract.questionnaire, queries.questionnaire, NOBODY, token=token)


def test_a_link_shows_the_questions(ask, survey):
    shown = questionnaire(ask, survey.links(1)[0])
    assert shown["closes_on"] == LAST_DAY
    codes = [question["code"] for question in shown["questions"]]
    assert codes[0] == "recommend"
    assert codes[-3:] == ["needs", "what_helped", "what_should_change"]
    assert [option["code"] for option in shown["questions"][-3]["options"]] == ["training", "information", "expertise"]


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
        [token] = commands.issue_links(tx, POST_OFFICE, {"survey_id": survey_id, "count": 1})["tokens"]

    def submit(figure: int) -> bool:
        try:
            with database.transaction() as tx:
                commands.submit_answers(tx, NOBODY, {"token": token, "answers": {"recommend": figure}})
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
        links = commands.issue_links(tx, POST_OFFICE, {"survey_id": survey_id, "count": 8})["tokens"]

    def submit(token: str) -> None:
        with database.transaction() as tx:
            commands.submit_answers(tx, NOBODY, {"token": token, "answers": {"recommend": 9}})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(submit, links))
    with database.transaction() as tx:
        ask = Asking(tx)
        ask(contract.close_survey, commands.close_survey, coordinator, survey_id=survey_id)
        shown = ask(contract.results, queries.results, coordinator, survey_id=survey_id)
    assert shown["survey"]["answers"] == 8


def test_while_a_survey_is_open_nothing_is_shown(survey, announced):
    for _ in range(6):
        survey.answer()
    shown = survey.results()
    assert (shown["state"], shown["results"], shown["survey"]["answers"]) == ("open", [], None)
    assert announced(contract.SurveyClosed) == []


def test_of_four_answers_nothing_is_shown_not_even_how_many(survey, coordinator, announced):
    for _ in range(4):
        survey.answer(what_helped="The exercises.")
    survey.close()
    shown = survey.results()
    assert (shown["state"], shown["results"], shown["survey"]["answers"]) == ("too_few", [], None)
    assert announced(contract.SurveyClosed)[0]["answers"] is None
    assert survey.read_by(coordinator)[0]["answers"] is None


def test_from_five_answers_on_the_results_are_shown(survey, trainer, announced):
    for figure in (10, 9, 9, 8, 8, 8):
        survey.answer(recommend=figure, recognise=7, needs=["training"])
    survey.close()
    shown = survey.results(trainer)
    assert (shown["state"], shown["survey"]["answers"]) == ("shown", 6)
    assert announced(contract.SurveyClosed)[0]["answers"] == 6
    recommend = survey.result("recommend")
    assert (recommend["n"], recommend["mean"], recommend["net_promoter_score"]) == (6, 8.7, 50)
    assert recommend["counts"] == {"0-6": 0, "7-8": 3, "9-10": 3}
    assert survey.result("recognise")["net_promoter_score"] is None
    assert survey.result("needs")["counts"] == {"training": 6, "information": 0, "expertise": 0}


def test_a_question_that_four_answered_shows_nothing_for_itself(survey):
    for number in range(6):
        survey.answer(map=5 if number < 4 else None)
    survey.close()
    silent = survey.result("map")
    assert (silent["n"], silent["mean"], silent["counts"], silent["comments"]) == (None, None, None, [])


def test_comments_are_shown_whole_and_from_five_on(survey):
    words = {f"It helped that {number} of us spoke." for number in range(5)}
    for number, comment in enumerate(sorted(words)):
        survey.answer(what_helped=comment, what_should_change="More time." if number else None)
    survey.close()
    assert set(survey.result("what_helped")["comments"]) == words
    assert survey.result("what_should_change")["comments"] == []


def test_comments_keep_no_order(survey):
    """Twelve comments in the order in which they came would be a coincidence of one in 479 million."""
    came = [f"Comment {number:02}." for number in range(12)]
    for comment in came:
        survey.answer(what_helped=comment)
    survey.close()
    shown = survey.result("what_helped")["comments"]
    assert sorted(shown) == came
    assert shown != came


def test_closing_leaves_no_link(tx, survey):
    survey.answer()
    survey.links(3)
    survey.close()
    assert tx.scalar(select(func.count()).select_from(tables.Link)) == 0
