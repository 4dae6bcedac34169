"""A group is asked before its course, after it, and three and six months later, by the days of its own sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.feedback import jobs, reactions, tables
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import waves
from services.feedback.errors import SurveyIsClosed
from services.feedback.queries import surveys as survey_queries
from services.feedback.queries import waves as wave_queries
from shared import clock
from shared.access import NOBODY
from shared.contracts import feedback as contract
from shared.messaging.call import Caller
from shared.messaging.service import Resources
from tests.integration.feedback.conftest import FIRST_DAY, POST_OFFICE, Group

WEEK = timedelta(days=7)
TRAINING_DAY = FIRST_DAY + 2 * WEEK
DEEPENING = date(2026, 4, 7)
THREE_MONTHS_LATER, SIX_MONTHS_LATER = date(2026, 7, 7), date(2026, 10, 7)
A_DAY = timedelta(days=1)


@pytest.fixture
def people(group) -> list[UUID]:
    return [group.enrol() for _ in range(3)]


@pytest.fixture
def course(group, people) -> Group:
    """Planned, with three places taken."""
    group.plan("training_day", TRAINING_DAY)
    group.plan("deepening", DEEPENING)
    return group


@pytest.fixture
def a_day_passes(tx, on_day):
    """What the job does on a day, in the transaction of the test."""

    def run(day: date) -> None:
        on_day(day)
        for session_id, opening in wave_queries.due(tx, day).items():
            for wave in opening:
                waves.open_due(tx, session_id, wave, day)

    return run


@pytest.fixture
def opened(announced):
    return lambda: [event["wave"] for event in announced(contract.SurveyOpened)]


@pytest.fixture
def asked(announced):
    def of(wave: str) -> list[UUID]:
        return sorted(event["person_id"] for event in announced(contract.FeedbackRequested) if event["wave"] == wave)

    return of


@pytest.fixture
def planned(ask, coordinator, group):
    def read(actor=coordinator, **which):
        found = ask(contract.surveys, survey_queries.surveys, actor, **({"group_id": group.id} | which))
        return [(each["wave"], each["opens_on"]) for each in found["planned"]]

    return read


# before the course


def test_a_week_before_the_training_day_everybody_with_a_place_is_asked(course, people, a_day_passes, opened, asked):
    a_day_passes(TRAINING_DAY - WEEK - A_DAY)
    assert opened() == []
    for day in (TRAINING_DAY - WEEK, TRAINING_DAY - WEEK + A_DAY):
        a_day_passes(day)
    assert opened() == ["t0"]
    assert asked("t0") == sorted(people)


def test_a_course_that_is_planned_later_is_asked_as_soon_as_it_is_planned(group, people, a_day_passes, asked):
    group.plan("training_day", FIRST_DAY + 2 * A_DAY)
    a_day_passes(FIRST_DAY)
    assert asked("t0") == sorted(people)


def test_on_the_training_day_itself_nobody_is_asked_how_it_was_before(group, people, a_day_passes, opened):
    group.plan("training_day", FIRST_DAY, hour=20)
    a_day_passes(FIRST_DAY)
    assert opened() == []


def test_who_gets_a_place_while_others_are_asked_is_asked_too(course, a_day_passes, asked):
    late = course.enrol()
    a_day_passes(TRAINING_DAY - WEEK)
    later = course.enrol()
    assert {late, later} <= set(asked("t0"))


def test_who_gives_up_the_place_is_not_counted_any_more(tx, course, people, a_day_passes):
    a_day_passes(TRAINING_DAY - WEEK)
    for _ in range(2):
        reactions.person_withdrawn(tx, course.event(people[0]))
    assert tx.scalar(select(tables.Survey.invited)) == 2


def test_who_gave_up_the_place_before_is_not_asked(tx, course, people, a_day_passes, asked):
    reactions.person_withdrawn(tx, course.event(people[0]))
    a_day_passes(TRAINING_DAY - WEEK)
    assert asked("t0") == sorted(people[1:])


def test_the_answers_end_when_the_training_day_begins(tx, ask, course, a_day_passes, monkeypatch):
    a_day_passes(TRAINING_DAY - WEEK)
    survey = tx.scalar(select(tables.Survey))
    assert survey.closes_on == TRAINING_DAY
    links = ask(contract.issue_links, answer_commands.issue_links, POST_OFFICE, survey_id=survey.id, count=2)
    first, second = links["tokens"]
    for minute, refused in ((59, False), (60, True)):
        moment = datetime(2026, 3, 16, 8, tzinfo=UTC) + timedelta(minutes=minute)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        answering = {"token": second if refused else first, "answers": {"map": 4}}
        if refused:
            with pytest.raises(SurveyIsClosed):
                ask(contract.submit_answers, answer_commands.submit_answers, NOBODY, **answering)
        else:
            ask(contract.submit_answers, answer_commands.submit_answers, NOBODY, **answering)


# after it


def test_three_and_six_months_after_the_half_day_who_completed_is_asked(course, people, a_day_passes, opened, asked):
    for person in people[:2]:
        course.complete(person)
    for day in (DEEPENING, THREE_MONTHS_LATER - A_DAY, THREE_MONTHS_LATER, SIX_MONTHS_LATER):
        a_day_passes(day)
    assert opened() == ["t1", "t3", "t6"]
    assert asked("t3") == asked("t6") == sorted(people[:2])


def test_where_nobody_completed_nobody_is_asked(course, a_day_passes, opened):
    for day in (THREE_MONTHS_LATER, SIX_MONTHS_LATER):
        a_day_passes(day)
    assert opened() == []


def test_a_correction_that_comes_late_is_followed(tx, course, people, a_day_passes, asked):
    course.complete(people[0])
    a_day_passes(THREE_MONTHS_LATER)
    course.complete(people[1])
    reactions.course_completion_withdrawn(tx, course.event(people[0]))
    assert asked("t3") == sorted(people[:2])
    assert tx.scalar(select(tables.Survey.invited).where(tables.Survey.wave == "t3")) == 1


def test_a_wave_that_nobody_could_open_for_a_fortnight_is_left_out(course, people, a_day_passes, opened):
    course.complete(people[0])
    a_day_passes(THREE_MONTHS_LATER + 2 * WEEK)
    assert opened() == ["t1"]


# sessions move


def test_waves_that_have_not_opened_go_along_with_their_sessions(course, planned):
    assert planned() == [
        ("t0", TRAINING_DAY - WEEK),
        ("t1", DEEPENING),
        ("t3", THREE_MONTHS_LATER),
        ("t6", SIX_MONTHS_LATER),
    ]
    course.plan("deepening", DEEPENING + WEEK, revision=2)
    course.plan("training_day", TRAINING_DAY + WEEK, revision=2)
    assert planned() == [
        ("t0", TRAINING_DAY),
        ("t1", DEEPENING + WEEK),
        ("t3", THREE_MONTHS_LATER + WEEK),
        ("t6", SIX_MONTHS_LATER + WEEK),
    ]


def test_an_older_plan_that_comes_late_changes_nothing(course, planned):
    course.plan("deepening", DEEPENING + WEEK, revision=3)
    course.plan("deepening", DEEPENING, revision=2)
    assert dict(planned())["t1"] == DEEPENING + WEEK


def test_what_is_cancelled_is_not_asked_about(tx, course, planned):
    reactions.session_cancelled(tx, {"session_id": course.plan("training_day", TRAINING_DAY, revision=2)})
    assert [wave for wave, _ in planned()] == ["t1", "t3", "t6"]


def test_an_introduction_asks_nobody(tx, planned):
    about = {"group_id": None, "session_id": uuid4(), "kind": "introduction"}
    reactions.session_planned(tx, about | {"programme_id": uuid4(), "starts_at": clock.now(), "revision": 1})
    assert planned() == []
    assert tx.scalars(select(tables.CourseSession)).all() == []


def test_an_open_survey_before_the_course_closes_with_it_on_its_new_day(tx, course, a_day_passes, announced):
    a_day_passes(TRAINING_DAY - WEEK)
    for _ in range(2):
        course.plan("training_day", TRAINING_DAY + A_DAY, revision=2)
    survey = tx.scalar(select(tables.Survey))
    assert survey.closes_on == TRAINING_DAY + A_DAY
    assert [event["closes_on"] for event in announced(contract.SurveyOpened)] == [TRAINING_DAY, TRAINING_DAY + A_DAY]


def test_what_has_opened_is_no_longer_to_come(course, planned, a_day_passes):
    a_day_passes(TRAINING_DAY - WEEK)
    assert [wave for wave, _ in planned()] == ["t1", "t3", "t6"]


def test_what_will_open_is_read_by_who_reads_the_results(course, planned, trainer, another_coordinator):
    assert len(planned(trainer)) == 4
    assert planned(another_coordinator) == []
    assert planned(programme_id=uuid4()) == []


# reminders


def test_half_way_everybody_who_was_asked_is_reminded_once(tx, course, people, a_day_passes, announced):
    a_day_passes(TRAINING_DAY - WEEK)
    reactions.person_withdrawn(tx, course.event(people[0]))
    survey = tx.scalar(select(tables.Survey))
    assert survey.reminds_on == TRAINING_DAY - WEEK + 3 * A_DAY
    waves.remind(tx, survey)
    [half_way] = announced(contract.SurveyHalfWay)
    assert half_way["person_ids"] == sorted(people[1:])
    assert survey.reminds_on is None


def test_of_a_survey_that_was_closed_early_nobody_is_reminded(tx, group, survey, announced):
    survey.close()
    waves.remind(tx, tx.get(tables.Survey, survey.id))
    assert announced(contract.SurveyHalfWay) == []


# people


def test_two_records_of_one_person_are_asked_once(tx, course, people, a_day_passes, asked):
    reactions.person_merged(tx, {"kept_id": people[0], "dropped_id": people[1]})
    a_day_passes(TRAINING_DAY - WEEK)
    assert asked("t0") == sorted([people[0], people[2]])


def test_an_erased_person_is_not_asked_any_more(tx, course, people, a_day_passes, asked):
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": people[0]})
    a_day_passes(TRAINING_DAY - WEEK)
    assert asked("t0") == sorted(people[1:])


# the jobs


@pytest.fixture
def resources(database):
    return Resources(database.settings, database, frozenset(), Caller(database.settings.amqp_url, "unused"))


@pytest.fixture
def three_courses(database, coordinator, trainer) -> None:
    for _ in range(3):
        with database.transaction() as tx:
            group = Group(tx, coordinator, trainer)
            group.plan("training_day", TRAINING_DAY)
            group.enrol()


def told(database) -> SimpleNamespace:
    """How many surveys there are, in which states, and how many of them will remind."""
    with database.transaction() as tx:
        found = tx.execute(select(tables.Survey.state, tables.Survey.reminds_on)).all()
    states = [row.state for row in found]
    return SimpleNamespace(states=states, reminding=sum(row.reminds_on is not None for row in found))


def test_at_the_same_time_each_survey_opens_reminds_and_closes_once(resources, database, three_courses, on_day):
    def at_once(job) -> None:
        with ThreadPoolExecutor(4) as pool:
            for each in [pool.submit(job, resources) for _ in range(4)]:
                each.result()

    on_day(TRAINING_DAY - WEEK)
    at_once(jobs.open_surveys)
    assert told(database).states == ["open"] * 3
    assert told(database).reminding == 3
    on_day(TRAINING_DAY - 4 * A_DAY)
    at_once(jobs.remind)
    assert told(database).reminding == 0
    on_day(TRAINING_DAY)
    at_once(jobs.close_surveys)
    assert told(database).states == ["closed"] * 3
