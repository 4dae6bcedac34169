import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from services.municipalities.dashboard import queries, tables
from services.municipalities.errors import ProgrammeNotYours
from shared import clock
from shared.access import OPERATOR
from shared.contracts import feedback, identity, networks, trainings
from shared.contracts import municipalities as contract
from shared.database import count_statements
from shared.errors import NotFound
from tests.integration.conftest import an_actor

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
NONE = {
    "invited": 0,
    "introduced": 0,
    "grouped": 0,
    "waiting": 0,
    "training_day": 0,
    "completed": 0,
    "invited_to_network": 0,
    "experts": 0,
}

Told = tuple[type, dict[str, Any]]


@pytest.fixture(autouse=True)
def _noon_on_the_first_of_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def dashboard(ask, coordinator, registered) -> Callable[[], dict[str, Any]]:
    return lambda: ask(contract.dashboard, queries.dashboard, coordinator, programme_id=registered)


def planned(programme_id: UUID, session_id: UUID, kind: str, days: int, group_id: UUID | None = None) -> Told:
    starts_at = NOW + timedelta(days=days)
    return trainings.SessionPlanned, {
        "session_id": session_id,
        "programme_id": programme_id,
        "group_id": group_id,
        "kind": kind,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "delivery": "on_site",
        "revision": 1,
    }


def recorded(
    programme_id: UUID,
    session_id: UUID,
    kind: str,
    present: list[UUID],
    absent: list[UUID] = (),
    *,
    group_id: UUID | None = None,
    version: int = 1,
) -> Told:
    return trainings.SessionRecorded, {
        "session_id": session_id,
        "programme_id": programme_id,
        "group_id": group_id,
        "kind": kind,
        "record_version": version,
        "present_ids": present,
        "absent_ids": absent,
        "excused_ids": [],
        "not_recorded_ids": [],
    }


def formed(programme_id: UUID, group_id: UUID, places: int = 16, trainer_ids: list[UUID] = ()) -> Told:
    return trainings.GroupFormed, {
        "group_id": group_id,
        "programme_id": programme_id,
        "places": places,
        "trainer_ids": trainer_ids,
    }


def in_group(event: type, programme_id: UUID, group_id: UUID, person_id: UUID) -> Told:
    body = {"programme_id": programme_id, "group_id": group_id, "person_id": person_id}
    return event, body | ({"promoted": False} if event is trainings.PersonEnrolled else {})


def in_network(event: type, programme_id: UUID, person_id: UUID) -> Told:
    return event, {"programme_id": programme_id, "person_id": person_id}


class Story:
    """Eight people are invited, six come, four of them take the course in two groups and two join the network."""

    def __init__(self, programme_id: UUID):
        self.people = [uuid4() for _ in range(8)]
        self.introduction, self.group, self.other_group, self.trainer = uuid4(), uuid4(), uuid4(), uuid4()
        self.day, self.deepening, self.survey = uuid4(), uuid4(), uuid4()
        self.programme_id = programme_id

    def by_aggregate(self) -> list[list[Told]]:
        """What happened, the events of one thing in their order."""
        p, people, group = self.programme_id, self.people, self.group
        course = people[:3]
        at = {"programme_id": p, "survey_id": self.survey}
        return [
            [
                planned(p, self.introduction, "introduction", -60),
                (
                    trainings.PeopleInvited,
                    {"session_id": self.introduction, "programme_id": p, "person_ids": people},
                ),
                recorded(p, self.introduction, "introduction", people[:5], people[5:]),
                recorded(p, self.introduction, "introduction", people[:6], people[6:], version=2),
            ],
            [
                formed(p, group, places=3),
                formed(p, group, places=3, trainer_ids=[self.trainer]),
                *(in_group(trainings.PersonEnrolled, p, group, person) for person in people[1:4]),
                in_group(trainings.PersonWaitlisted, p, group, people[0]),
                in_group(trainings.PersonWithdrawn, p, group, people[3]),
                in_group(trainings.PersonEnrolled, p, group, people[0]),
                *(in_group(trainings.CourseCompleted, p, group, person) for person in course),
                in_group(trainings.CourseCompletionWithdrawn, p, group, people[2]),
            ],
            [
                formed(p, self.other_group, places=2),
                in_group(trainings.PersonEnrolled, p, self.other_group, people[3]),
                in_group(trainings.PersonWaitlisted, p, self.other_group, people[4]),
            ],
            [
                planned(p, self.day, "training_day", -30, group),
                recorded(p, self.day, "training_day", course, group_id=group),
            ],
            [
                planned(p, self.deepening, "deepening", -9, group),
                recorded(p, self.deepening, "deepening", course[:2], course[2:], group_id=group),
            ],
            [
                (
                    feedback.SurveyOpened,
                    at | {"group_id": group, "closes_on": date(2026, 6, 3)},
                ),
                *((feedback.FeedbackRequested, at | {"person_id": person}) for person in course[:2]),
            ],
            [
                in_network(networks.NetworkInvitationMade, p, people[0]),
                in_network(networks.MemberJoined, p, people[0]),
            ],
            [
                in_network(networks.NetworkInvitationMade, p, people[1]),
                in_network(networks.MemberJoined, p, people[1]),
                in_network(networks.MemberLeft, p, people[1]),
            ],
        ]

    def in_order(self) -> Iterator[Told]:
        for events in self.by_aggregate():
            yield from events

    def shuffled(self, seed: int) -> Iterator[Told]:
        """Any order that the bus may bring: only the events of one thing keep theirs. Some come twice."""
        chance = random.Random(seed)
        waiting = self.by_aggregate()
        while waiting:
            events = chance.choice(waiting)
            told = events.pop(0)
            yield from [told] * chance.choice([1, 1, 2])
            waiting = [events for events in waiting if events]


@pytest.fixture
def story(registered) -> Story:
    return Story(registered)


def test_a_new_programme_shows_nothing_and_says_what_comes_first(dashboard):
    shown = dashboard()
    assert shown["funnel"] == NONE
    assert shown["attendance_percent"] is None
    assert [step["name"] for step in shown["next_steps"]] == ["plan_introduction"]
    assert {phase["name"]: phase["state"] for phase in shown["phases"]} == {
        "registration": "done",
        "introduction": "current",
        "course": "todo",
        "strategy": "todo",
        "network": "todo",
    }


def test_each_person_counts_once_in_each_step(dashboard, tell, story):
    for told in story.in_order():
        tell(told)
    assert dashboard()["funnel"] == {
        "invited": 8,
        "introduced": 6,
        "grouped": 4,
        "waiting": 1,
        "training_day": 3,
        "completed": 2,
        "invited_to_network": 2,
        "experts": 1,
    }


def test_a_person_at_two_introductions_counts_once(dashboard, tell, registered):
    person, first, second = uuid4(), uuid4(), uuid4()
    for session in (first, second):
        tell(recorded(registered, session, "introduction", [person]))
    assert dashboard()["funnel"]["introduced"] == 1
    tell(recorded(registered, first, "introduction", [], [person], version=2))
    assert dashboard()["funnel"]["introduced"] == 1
    tell(recorded(registered, second, "introduction", [], [person], version=2))
    assert dashboard()["funnel"]["introduced"] == 0


def test_groups_sessions_and_surveys_have_their_figures(dashboard, tell, story):
    for told in story.in_order():
        tell(told)
    shown = dashboard()
    first, other = sorted(shown["groups"], key=lambda group: group["group_id"] != story.group)
    assert (first["places"], first["enrolled"], first["waiting"], first["completed"]) == (3, 3, 0, 2)
    assert (first["state"], len(first["trainer_ids"]), first["next_session_at"]) == ("completed", 1, None)
    assert (other["places"], other["enrolled"], other["waiting"], other["state"]) == (2, 1, 1, "forming")
    assert (shown["introductions_planned"], shown["introductions_held"]) == (1, 1)
    assert (shown["sessions_planned"], shown["sessions_held"]) == (2, 2)
    assert shown["attendance_percent"] == 79  # 6 of 8, 3 of 3, 2 of 3
    assert (shown["groups_total"], shown["places_total"], shown["places_taken"]) == (2, 5, 4)
    [survey] = shown["surveys"]
    assert (survey["closed"], survey["invited"], survey["answers"]) == (False, 2, None)
    assert ("close_survey", story.survey) in {(step["name"], step["survey_id"]) for step in shown["next_steps"]}


@pytest.mark.parametrize("seed", range(12))
def test_the_order_between_things_and_repeats_make_no_difference(ask, coordinator, registered, tell, story, seed):
    """However many of them arrive together."""
    told, at_once = [*story.shuffled(seed)], 1 + seed % 4
    for first in range(0, len(told), at_once):
        tell(*told[first : first + at_once])
    shown = ask(contract.dashboard, queries.dashboard, coordinator, programme_id=registered)
    assert shown["funnel"]["grouped"] == 4
    assert shown["funnel"]["introduced"] == 6
    assert shown["funnel"]["completed"] == 2
    assert shown["funnel"]["experts"] == 1
    assert shown["attendance_percent"] == 79
    assert {(group["enrolled"], group["waiting"]) for group in shown["groups"]} == {(3, 0), (1, 1)}
    assert shown["surveys"][0]["invited"] == 2


def test_many_who_are_enrolled_together_are_counted_once(tell, registered, tx, dashboard):
    group = uuid4()
    tell(formed(registered, group))

    def statements(people: int) -> int:
        ran: list[str] = []
        stop = count_statements(tx.get_bind(), into=ran)
        tell(*[in_group(trainings.PersonEnrolled, registered, group, uuid4()) for _ in range(people)])
        stop()
        return len(ran)

    assert statements(15) == statements(1)
    assert dashboard()["funnel"]["grouped"] == 16


def test_events_of_a_programme_may_arrive_before_the_programme(ask, coordinator, tell):
    unknown = uuid4()
    for told in Story(unknown).in_order():
        tell(told)
    with pytest.raises(NotFound):
        ask(contract.dashboard, queries.dashboard, coordinator, programme_id=unknown)


def test_a_correction_of_the_attendance_counts_and_an_older_record_does_not(dashboard, tell, registered):
    session, came, stayed_away = uuid4(), uuid4(), uuid4()
    tell(planned(registered, session, "introduction", -2))
    tell(recorded(registered, session, "introduction", [came], [stayed_away], version=2))
    assert dashboard()["attendance_percent"] == 50
    tell(recorded(registered, session, "introduction", [], [came, stayed_away], version=1))
    assert dashboard()["funnel"]["introduced"] == 1
    tell(recorded(registered, session, "introduction", [came, stayed_away], version=3))
    shown = dashboard()
    assert (shown["funnel"]["introduced"], shown["attendance_percent"]) == (2, 100)


def test_who_leaves_a_group_is_in_none_unless_the_course_had_begun(dashboard, tell, registered):
    group, session, early, late = uuid4(), uuid4(), uuid4(), uuid4()
    tell(formed(registered, group))
    for person in (early, late):
        tell(in_group(trainings.PersonEnrolled, registered, group, person))
    tell(recorded(registered, session, "training_day", [late], group_id=group))
    for person in (early, late):
        tell(in_group(trainings.PersonWithdrawn, registered, group, person))
    shown = dashboard()
    assert shown["funnel"]["grouped"] == 1
    assert shown["groups"][0]["enrolled"] == 0


def test_an_invitation_that_is_taken_back_does_not_count(dashboard, tell, registered):
    person = uuid4()
    tell(in_network(networks.NetworkInvitationMade, registered, person))
    assert dashboard()["funnel"]["invited_to_network"] == 1
    tell(in_network(networks.NetworkInvitationWithdrawn, registered, person))
    assert dashboard()["funnel"]["invited_to_network"] == 0


def test_a_moved_session_moves_and_a_cancelled_one_goes(dashboard, tell, registered):
    group, session = uuid4(), uuid4()
    tell(formed(registered, group))
    event, plan = planned(registered, session, "training_day", 20, group)
    tell((event, plan))
    moved = plan | {"starts_at": NOW + timedelta(days=25), "ends_at": NOW + timedelta(days=25, hours=7), "revision": 2}
    tell((event, moved))
    tell((event, plan))  # the first plan once more: too late
    assert dashboard()["groups"][0]["next_session_at"] == NOW + timedelta(days=25)
    tell((trainings.SessionCancelled, {"session_id": session, "programme_id": registered}))
    shown = dashboard()
    assert shown["groups"][0]["next_session_at"] is None
    assert shown["sessions_planned"] == 0


def test_a_survey_that_closed_shows_what_it_announced(dashboard, tell, registered):
    survey, group = uuid4(), uuid4()
    at = {"survey_id": survey, "programme_id": registered, "group_id": group}
    tell((feedback.SurveyOpened, at | {"closes_on": date(2026, 6, 20)}))
    tell((feedback.SurveyClosed, at | {"invited": 9, "answers": 7}))
    [shown] = dashboard()["surveys"]
    assert (shown["closed"], shown["invited"], shown["answers"]) == (True, 9, 7)


def test_alerts_and_next_steps_come_from_what_was_told(dashboard, tell, registered):
    group, session = uuid4(), uuid4()
    tell(formed(registered, group))
    tell(planned(registered, session, "training_day", -3, group))
    shown = dashboard()
    assert [alert["name"] for alert in shown["alerts"]] == [
        "street_level_missing",
        "policy_level_missing",
        "group_without_trainer",
        "session_without_record",
    ]
    late = {step["name"]: step["late"] for step in shown["next_steps"]}
    assert late == {"assign_trainer": True, "plan_deepening": True, "record_session": True}


class TestAPersonIsErased:
    @pytest.fixture
    def everybody_is_erased(self, tell, story) -> None:
        for told in story.in_order():
            tell(told)
        for person in story.people:
            for _ in range(2):
                tell((identity.PersonErased, {"person_id": person}))

    @pytest.mark.usefixtures("everybody_is_erased")
    def test_what_was_stays_counted_and_what_is_so_now_ends(self, dashboard, story):
        shown = dashboard()
        assert shown["funnel"] == {
            "invited": 8,
            "introduced": 6,
            "grouped": 3,  # those who were at the training day
            "waiting": 0,
            "training_day": 3,
            "completed": 2,
            "invited_to_network": 2,
            "experts": 0,
        }
        assert shown["attendance_percent"] == 79
        assert shown["surveys"][0]["invited"] == 2

    @pytest.mark.usefixtures("everybody_is_erased")
    def test_nothing_points_to_them_any_more(self, tx, story):
        assert set(tx.scalars(select(tables.Progress.person_id))).isdisjoint(story.people)

    @pytest.mark.usefixtures("everybody_is_erased")
    def test_a_correction_that_names_them_by_a_random_id_counts_them_once(self, dashboard, tell, registered, story):
        nobodies = [uuid4() for _ in range(5)]
        tell(recorded(registered, story.introduction, "introduction", nobodies, version=3))
        assert dashboard()["funnel"]["introduced"] == 5

    def test_their_withdrawal_from_a_group_may_come_before_or_after(self, dashboard, tell, registered):
        for order in (slice(None), slice(None, None, -1)):
            group, person = uuid4(), uuid4()
            tell(formed(registered, group))
            tell(in_group(trainings.PersonEnrolled, registered, group, person))
            tell(in_group(trainings.CourseCompleted, registered, group, person))
            withdrawn = in_group(trainings.PersonWithdrawn, registered, group, person)
            for told in [withdrawn, (identity.PersonErased, {"person_id": person})][order]:
                tell(told)
        shown = dashboard()
        assert (shown["funnel"]["grouped"], shown["funnel"]["completed"]) == (2, 2)
        assert [(group["enrolled"], group["completed"]) for group in shown["groups"]] == [(0, 1), (0, 1)]

    @pytest.mark.usefixtures("everybody_is_erased")
    def test_an_event_that_comes_late_adds_nothing(self, dashboard, tell, story):
        before = dashboard()["funnel"]
        for told in story.in_order():
            tell(told)
        assert dashboard()["funnel"] == before

    def test_a_trainer_is_missing_from_their_group(self, dashboard, tell, registered):
        trainer, group = uuid4(), uuid4()
        tell(formed(registered, group, trainer_ids=[trainer]))
        tell((identity.PersonErased, {"person_id": trainer}))
        assert dashboard()["groups"][0]["trainer_ids"] == []


def test_the_dashboard_is_for_the_coordinator_and_the_operator(ask, another_coordinator, registered):
    with pytest.raises(ProgrammeNotYours):
        ask(contract.dashboard, queries.dashboard, another_coordinator, programme_id=registered)
    shown = ask(contract.dashboard, queries.dashboard, an_actor(OPERATOR), programme_id=registered)
    assert shown["programme"]["id"] == registered


def test_emptying_the_tables_and_telling_all_again_gives_the_same_dashboard(tx, dashboard, tell, story):
    for told in story.in_order():
        tell(told)
    before = dashboard()
    for table in tables.TABLES:
        tx.query(table).delete()
    assert dashboard()["funnel"] == NONE
    for told in story.in_order():
        tell(told)
    assert dashboard() == before


def test_a_large_programme_takes_no_more_statements_than_an_empty_one(tx, dashboard, tell, registered):
    fill(tx, registered)
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    shown = dashboard()
    stop()
    assert len([s for s in statements if not s.startswith(("SAVEPOINT", "RELEASE"))]) <= 6
    assert shown["funnel"]["invited"] == 3_000
    assert shown["groups_total"] == 180
    assert len(shown["groups"]) == queries.MOST_SHOWN


def fill(tx: Any, programme_id: UUID) -> None:
    """3,000 people, 800 sessions, 9,000 attendances."""
    people = [uuid4() for _ in range(3_000)]
    groups = [uuid4() for _ in range(180)]
    kinds = [("introduction", None)] * 440 + [
        (kind, group) for group in groups for kind in ("training_day", "deepening")
    ]
    sessions = [
        {
            "session_id": uuid4(),
            "programme_id": programme_id,
            "group_id": group,
            "kind": kind,
            "starts_at": NOW - timedelta(days=number % 300),
            "ends_at": NOW - timedelta(days=number % 300, hours=-2),
            "revision": 1,
            "cancelled": False,
            "invited": 7,
            "record_version": 1,
            "present": 10,
            "absent": 1,
        }
        for number, (kind, group) in enumerate(kinds)
    ]
    introductions = [session["session_id"] for session in sessions[:440]]
    steps: list[tuple[str, UUID, UUID]] = []
    for number, person in enumerate(people):
        steps += [("invited", introductions[number % 440], person), ("introduced", introductions[number % 440], person)]
        group = groups[number % 180]
        steps += [("enrolled", group, person), ("training_day", sessions[440 + number % 360]["session_id"], person)]
        steps += [("completed", group, person), ("invited_to_network", programme_id, person)]
    tx.execute(insert(tables.Session), sessions)
    tx.execute(
        insert(tables.Group),
        [
            {
                "group_id": group,
                "programme_id": programme_id,
                "places": 16,
                "trainer_ids": [],
                "enrolled": 16,
                "waiting": 0,
                "completed": 15,
            }
            for group in groups
        ],
    )
    counts = Counter(step for step, _, _ in steps)
    tx.execute(
        insert(tables.Funnel),
        [{"programme_id": programme_id, "part": part, "people": people} for part, people in counts.items()],
    )
    tx.execute(
        insert(tables.Progress),
        [
            {"programme_id": programme_id, "step": step, "source_id": source, "person_id": person}
            for step, source, person in steps
        ],
    )
