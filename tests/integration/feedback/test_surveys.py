"""A survey opens with the first completion of its group, invites each person once, and closes for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from services.feedback import jobs, reactions, tables
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import surveys as survey_commands
from services.feedback.errors import SurveyIsClosed, SurveyNotYours
from services.feedback.queries import results as result_queries
from services.feedback.queries import surveys as survey_queries
from shared import clock
from shared.access import COORDINATOR, OPERATOR, TRAINER, Actor
from shared.contracts import feedback as contract
from shared.errors import NotFound
from shared.messaging.call import Caller
from shared.messaging.service import Resources
from shared.messaging.tables import outbox
from tests.integration.conftest import an_actor
from tests.integration.feedback.conftest import FIRST_DAY, LAST_DAY, Group


def test_the_first_completion_opens_the_survey_of_the_group(group, announced):
    group.complete()
    group.complete()
    [opened] = announced(contract.SurveyOpened)
    assert (opened["group_id"], opened["programme_id"]) == (group.id, group.programme_id)
    assert opened["closes_on"] == LAST_DAY


def test_the_day_is_that_of_the_city(group, announced, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 1, 23, 30, tzinfo=UTC))  # 2 March in Rotterdam
    group.complete()
    assert announced(contract.SurveyOpened)[0]["closes_on"] == FIRST_DAY + timedelta(days=14)


def test_everybody_who_completes_is_asked_once(group, announced, survey):
    one, other = group.complete(), group.complete()
    group.complete(one)
    asked = [event["person_id"] for event in announced(contract.FeedbackRequested)]
    assert asked[1:] == [one, other]
    assert survey.results()["survey"]["invited"] == 3


def test_another_group_has_a_survey_of_its_own(tx, group, coordinator, trainer, announced):
    group.complete()
    Group(tx, coordinator, trainer).complete()
    first, second = announced(contract.SurveyOpened)
    assert first["group_id"] != second["group_id"]


def test_a_withdrawn_completion_takes_the_invitation_back_and_sends_no_second_link(tx, group, survey, announced):
    person = group.complete()
    for _ in range(2):
        reactions.course_completion_withdrawn(tx, group.event(person))
    assert survey.results()["survey"]["invited"] == 1
    for _ in range(2):
        group.complete(person)
    assert survey.results()["survey"]["invited"] == 2
    assert [event["person_id"] for event in announced(contract.FeedbackRequested)].count(person) == 1


def test_a_link_that_was_sent_before_the_withdrawal_stays_good(tx, group, survey):
    [link] = survey.links(1)
    reactions.course_completion_withdrawn(tx, group.event(uuid4()))
    survey.answer(link)


def test_a_withdrawal_without_a_survey_changes_nothing(tx, group, announced):
    reactions.course_completion_withdrawn(tx, group.event(uuid4()))
    assert announced(contract.SurveyOpened) == []


def test_after_closing_nobody_is_invited_and_nobody_taken_off(tx, group, survey, announced):
    person = group.complete()
    survey.close()
    group.complete()
    reactions.course_completion_withdrawn(tx, group.event(person))
    assert survey.results()["survey"]["invited"] == 2
    assert len(announced(contract.FeedbackRequested)) == 2


def test_after_the_last_day_nobody_is_invited_even_when_nobody_has_closed_it_yet(group, survey, on_day):
    on_day(LAST_DAY + timedelta(days=1))
    group.complete()
    assert survey.results()["survey"]["invited"] == 1


def test_an_erased_person_leaves_the_lists_and_the_count_stays(tx, group, survey, coordinator, trainer):
    person = group.complete()
    for person_id in (person, coordinator.id, trainer.id):
        for _ in range(2):
            reactions.person_erased(tx, {"person_id": person_id})
    for table in (tables.Invitation, tables.Coordinator, tables.Trainer):
        assert person not in tx.scalars(select(table.person_id)).all()
    assert tx.scalar(select(tables.Survey.invited)) == 2
    with pytest.raises(SurveyNotYours):
        survey.results()


def test_surveys_are_read_by_the_programmes_coordinators_and_the_groups_trainers(group, survey, coordinator, trainer):
    for actor in (coordinator, trainer):
        [seen] = survey.read_by(actor)
        assert (seen["id"], seen["state"], seen["invited"], seen["answers"]) == (survey.id, "open", 1, None)
        assert survey.results(actor)["state"] == "open"


@pytest.mark.parametrize("role", [COORDINATOR, TRAINER, OPERATOR])
def test_nobody_else_reads_them(survey, role):
    stranger = an_actor(role)
    assert survey.read_by(stranger) == []
    with pytest.raises(SurveyNotYours):
        survey.results(stranger)


def test_who_lost_the_role_reads_no_more(survey, coordinator, trainer):
    for person, other_role in ((coordinator, TRAINER), (trainer, COORDINATOR)):
        with pytest.raises(SurveyNotYours):
            survey.results(Actor(person.id, frozenset({other_role})))


def test_who_reads_follows_the_programme_and_the_group(tx, group, survey, coordinator, trainer):
    new_coordinator, new_trainer = an_actor(COORDINATOR), an_actor(TRAINER)
    for _ in range(2):
        reactions.programme_told(
            tx, {"programme_id": group.programme_id, "coordinator_ids": [coordinator.id, new_coordinator.id]}
        )
        reactions.group_formed(
            tx, {"group_id": group.id, "programme_id": group.programme_id, "trainer_ids": [new_trainer.id]}
        )
    for actor in (coordinator, new_coordinator, new_trainer):
        assert survey.results(actor)["state"] == "open"
    with pytest.raises(SurveyNotYours):
        survey.results(trainer)


def test_surveys_are_found_by_programme_and_by_group(tx, ask, group, survey, coordinator, trainer):
    second = Group(tx, coordinator, trainer)
    second.complete()

    def found(**which):
        return [
            each["group_id"] for each in ask(contract.surveys, survey_queries.surveys, coordinator, **which)["surveys"]
        ]

    assert found() == [second.id, group.id]
    assert found(programme_id=group.programme_id) == [group.id]
    assert found(group_id=second.id) == [second.id]
    assert found(programme_id=group.programme_id, group_id=second.id) == []


def test_the_coordinator_closes_it_once_and_for_good(survey, announced):
    survey.close()
    [closed] = announced(contract.SurveyClosed)
    assert (closed["survey_id"], closed["invited"], closed["answers"]) == (survey.id, 1, None)
    with pytest.raises(SurveyIsClosed):
        survey.close()
    assert len(announced(contract.SurveyClosed)) == 1


def test_closing_is_for_a_coordinator_of_the_programme(survey, trainer, another_coordinator):
    for actor in (trainer, another_coordinator):
        with pytest.raises(SurveyNotYours):
            survey.close(actor)


def test_an_unknown_survey_is_not_found(ask, coordinator):
    unknown = uuid4()
    with pytest.raises(NotFound):
        ask(contract.results, result_queries.results, coordinator, survey_id=unknown)
    with pytest.raises(NotFound):
        ask(contract.close_survey, survey_commands.close_survey, coordinator, survey_id=unknown)
    with pytest.raises(NotFound):
        ask(contract.issue_links, answer_commands.issue_links, coordinator, survey_id=unknown, count=1)


@pytest.fixture
def resources(database):
    return Resources(database.settings, database, frozenset(), Caller(database.settings.amqp_url, "unused"))


@pytest.fixture
def three_open_surveys(database, coordinator, trainer):
    with database.transaction() as tx:
        for _ in range(3):
            Group(tx, coordinator, trainer).complete()
        return tx.scalars(select(tables.Survey.id)).all()


def states(database) -> set[str]:
    with database.transaction() as tx:
        return set(tx.scalars(select(tables.Survey.state)))


def closings(database) -> int:
    with database.transaction() as tx:
        return len(tx.scalars(select(outbox.c.id).where(outbox.c.type == contract.SurveyClosed.type)).all())


def test_the_job_closes_what_has_had_its_last_day(resources, database, three_open_surveys, on_day):
    on_day(LAST_DAY)
    jobs.close_surveys(resources)
    assert states(database) == {"open"}
    on_day(LAST_DAY + timedelta(days=1))
    for _ in range(2):
        jobs.close_surveys(resources)
    assert states(database) == {"closed"}
    assert closings(database) == 3


def test_jobs_at_the_same_time_close_each_survey_once(resources, database, three_open_surveys, on_day):
    on_day(LAST_DAY + timedelta(days=1))
    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(jobs.close_surveys, resources) for _ in range(4)]:
            job.result()
    assert states(database) == {"closed"}
    assert closings(database) == 3


def test_the_job_passes_over_what_somebody_else_holds(resources, database, three_open_surveys, on_day):
    on_day(LAST_DAY + timedelta(days=1))
    held = three_open_surveys[0]
    with database.transaction() as tx:
        tx.execute(update(tables.Survey).where(tables.Survey.id == held).values(invited=1))
        jobs.close_surveys(resources)
        assert closings(database) == 2
    jobs.close_surveys(resources)
    assert closings(database) == 3
