"""What people write in a survey is read by a coordinator before anybody else sees it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.feedback import jobs, reactions, tables
from services.feedback.commands import comments as comment_commands
from services.feedback.commands.surveys import close
from services.feedback.errors import CommentsWereRead, SurveyNotYours
from services.feedback.queries import comments as comment_queries
from shared.contracts import feedback as contract
from shared.errors import Invalid
from shared.messaging.call import Caller
from shared.messaging.service import Resources
from tests.integration.feedback.conftest import FIRST_DAY, Group

SAID = [f"It helped that {number} of us spoke." for number in range(3)]


def wrote(survey, people=6):
    """Some wrote something, all answered."""
    survey.answered_by(*[{"what_helped": SAID[number] if number < len(SAID) else None} for number in range(people)])


@pytest.fixture
def read(ask, survey, coordinator):
    return lambda actor=None: ask(
        contract.comments, comment_queries.comments, actor or coordinator, survey_id=survey.id
    )


@pytest.fixture
def release(ask, survey, coordinator):
    return lambda *withheld, actor=None: ask(
        contract.release_comments,
        comment_commands.release_comments,
        actor or coordinator,
        survey_id=survey.id,
        withheld=list(withheld),
    )


def test_until_a_coordinator_has_read_them_nobody_else_does(survey, read, trainer, coordinator):
    wrote(survey)
    found = read()
    assert sorted(each["text"] for each in found["comments"]) == SAID
    assert (found["read"], found["kept_until"]) == (False, FIRST_DAY + timedelta(days=30))
    for actor in (trainer, coordinator):
        shown = survey.results(actor)
        assert (shown["comments_state"], shown["comments"]) == ("unread", [])


def test_they_are_released_in_one_go_but_for_those_withheld(survey, read, release, trainer):
    wrote(survey)
    named = next(each for each in read()["comments"] if each["text"] == SAID[0])
    release({"comment_id": named["id"], "reason": "names_somebody"})
    shown = survey.results(trainer)
    assert shown["comments_state"] == "read"
    assert sorted(each["text"] for each in shown["comments"]) == SAID[1:]
    assert {each["reason"] for each in read()["comments"]} == {None, "names_somebody"}
    with pytest.raises(CommentsWereRead):
        release()


def test_a_comment_of_another_survey_is_not_withheld_here(survey, release):
    wrote(survey)
    with pytest.raises(Invalid):
        release({"comment_id": uuid4(), "reason": "hurtful"})


def test_only_a_coordinator_of_the_programme_reads_and_releases(survey, read, release, trainer, another_coordinator):
    wrote(survey)
    for actor in (trainer, another_coordinator):
        with pytest.raises(SurveyNotYours):
            read(actor)
        with pytest.raises(SurveyNotYours):
            release(actor=actor)


def test_where_fewer_than_five_answered_nobody_ever_reads_them(tx, survey, read):
    wrote(survey, people=4)
    assert read()["comments"] == []
    assert SAID[0] not in tx.scalars(select(tables.Answer.value)).all()


def test_how_many_wrote_them_stays_open_for_each_paragraph_stands_by_itself(survey, read, release, trainer):
    """Three comments, of one person or two or three; the one is withheld and the other is not."""
    given = [{"what_helped": f"{SAID[0]}\r\n\r\n{SAID[1]}"}, {"what_helped": SAID[2]}, *[{}] * 4]
    survey.answered_by(*given)
    found = read()["comments"]
    assert sorted(each["text"] for each in found) == SAID
    release({"comment_id": next(each["id"] for each in found if each["text"] == SAID[0]), "reason": "names_somebody"})
    assert sorted(each["text"] for each in survey.results(trainer)["comments"]) == SAID[1:]


def test_they_keep_no_order(survey, read):
    """Twelve comments in the order in which they came would be a coincidence of one in 479 million."""
    came = [f"Comment {number:02}." for number in range(12)]
    survey.answered_by(*[{"what_helped": comment} for comment in came])
    shown = [each["text"] for each in read()["comments"]]
    assert sorted(shown) == came
    assert shown != came


def test_what_is_not_released_is_deleted_after_thirty_days(database, coordinator, trainer, on_day):
    resources = Resources(database.settings, database, frozenset(), Caller(database.settings.amqp_url, "unused"))
    with database.transaction() as tx:
        reactions.course_completed(tx, Group(tx, coordinator, trainer).event(uuid4()))
        survey = tx.scalars(select(tables.Survey)).one()
        close(tx, survey)
        for text, released in ((SAID[0], True), (SAID[1], False)):
            tx.add(tables.Comment(survey_id=survey.id, question="what_helped", text=text, released=released))

    def kept(days: int) -> set[str]:
        on_day(FIRST_DAY + timedelta(days=days))
        jobs.delete_comments(resources)
        with database.transaction() as tx:
            return set(tx.scalars(select(tables.Comment.text)))

    assert kept(30) == {SAID[0], SAID[1]}
    assert kept(31) == {SAID[0]}
