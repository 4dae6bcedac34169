from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.municipalities.dashboard import rules
from services.municipalities.dashboard.rules import Group, Programme, Session, Survey
from shared.contracts import municipalities as contract

NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


def a_session(kind: str, days: int, *, recorded: bool = False, **more: Any) -> Session:
    """`days` from today on, for two hours."""
    starts_at = NOW + timedelta(days=days)
    return Session(
        id=uuid4(),
        group_id=more.pop("group_id", None),
        kind=kind,
        on=starts_at.date(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        recorded=recorded,
        **more,
    )


def a_group(*sessions: Session, has_trainer: bool = True, enrolled: int = 16) -> Group:
    return Group(id=uuid4(), places=16, enrolled=enrolled, has_trainer=has_trainer, sessions=sessions)


def a_programme(*groups: Group, introductions: tuple[Session, ...] = (), **more: Any) -> Programme:
    sessions = [*introductions, *(session for group in groups for session in group.sessions)]
    return Programme(now=NOW, today=TODAY, sessions=sessions, groups=groups, **more)


def finished() -> Group:
    return a_group(a_session("training_day", -60, recorded=True), a_session("deepening", -40, recorded=True))


def states(programme: Programme) -> str:
    return " ".join(phase["state"] for phase in rules.phases(programme))


def alerts(programme: Programme) -> list[str]:
    return [alert["name"] for alert in rules.alerts(programme)]


def steps(programme: Programme) -> dict[str, tuple[date | None, bool]]:
    return {step["name"]: (step["due_on"], step["late"]) for step in rules.next_steps(programme)}


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


class TestPhases:
    def test_a_draft_is_in_registration(self):
        assert states(a_programme(registered=False)) == "current todo todo todo todo"

    def test_a_registered_programme_comes_to_the_introduction(self):
        assert states(a_programme()) == "done current todo todo todo"

    def test_the_first_group_begins_the_course(self):
        assert states(a_programme(a_group())) == "done done current todo todo"

    def test_the_course_lasts_until_every_group_has_both_parts(self):
        assert states(a_programme(finished(), a_group())) == "done done current todo todo"

    def test_then_comes_the_network_while_the_strategy_of_which_nothing_is_recorded_stays_open(self):
        assert states(a_programme(finished())) == "done done done todo current"

    def test_a_new_group_brings_the_course_back(self):
        assert states(a_programme(finished(), a_group(a_session("training_day", 5)))) == "done done current todo todo"

    def test_a_draft_whose_groups_are_known_already_stays_in_registration(self):
        assert states(a_programme(finished(), registered=False)) == "current todo todo todo todo"

    def test_each_phase_says_since_when(self):
        introduction = a_session("introduction", -90, recorded=True)
        group = a_group(a_session("training_day", -2, recorded=True), a_session("deepening", 20))
        programme = a_programme(group, introductions=(introduction,), registered_on=in_days(-100))
        assert {phase["name"]: phase["since"] for phase in rules.phases(programme)} == {
            "registration": in_days(-100),
            "introduction": in_days(-90),
            "course": in_days(-2),
            "strategy": None,
            "network": in_days(20),
        }

    def test_a_programme_that_was_registered_afterwards_began_on_its_first_day(self):
        programme = a_programme(registered_on=in_days(0), starts_on=in_days(-100))
        assert rules.phases(programme)[0]["since"] == in_days(-100)


class TestStateOfAGroup:
    @pytest.mark.parametrize(
        ("group", "state"),
        [
            (a_group(), "forming"),
            (a_group(a_session("training_day", 5)), "planned"),
            (a_group(a_session("training_day", -1)), "running"),
            (a_group(a_session("training_day", -1, recorded=True), a_session("deepening", 20)), "running"),
            (a_group(a_session("deepening", -1, recorded=True)), "running"),
            (finished(), "completed"),
        ],
    )
    def test_follows_from_its_sessions(self, group, state):
        assert rules.state_of_a_group(group, NOW) == state


class TestAlerts:
    def test_a_missing_level_is_the_first(self):
        group = a_group(a_session("training_day", 5), has_trainer=False)
        assert alerts(a_programme(group, flags=["policy_level_missing"])) == [
            "policy_level_missing",
            "group_without_trainer",
        ]

    def test_a_group_needs_its_trainer_once_a_session_is_planned(self):
        assert alerts(a_programme(a_group(has_trainer=False))) == []
        session = a_session("training_day", 30)
        [alert] = rules.alerts(a_programme(a_group(session, has_trainer=False)))
        assert (alert["name"], alert["on"]) == ("group_without_trainer", session.on)

    def test_a_course_that_is_over_needs_no_trainer(self):
        group = finished()
        assert alerts(a_programme(a_group(*group.sessions, has_trainer=False))) == []

    def test_a_session_may_wait_a_day_for_its_record(self):
        session = a_session("introduction", -1)
        assert alerts(a_programme(introductions=(session,))) == []
        forgotten = a_session("introduction", -2)
        [alert] = rules.alerts(a_programme(introductions=(forgotten, session)))
        assert (alert["name"], alert["session_id"]) == ("session_without_record", forgotten.id)

    def test_free_places_matter_in_the_two_weeks_before_the_course(self):
        assert alerts(a_programme(a_group(a_session("training_day", 14), enrolled=15))) == ["group_not_full"]
        assert alerts(a_programme(a_group(a_session("training_day", 15), enrolled=15))) == []
        assert alerts(a_programme(a_group(a_session("training_day", 14), enrolled=16))) == []
        begun = a_group(a_session("training_day", -1, recorded=True), a_session("deepening", 5), enrolled=15)
        assert alerts(a_programme(begun)) == []

    def test_the_nearest_day_comes_first(self):
        later = a_group(a_session("training_day", 9), has_trainer=False)
        sooner = a_group(a_session("training_day", 3), has_trainer=False)
        assert [alert["group_id"] for alert in rules.alerts(a_programme(later, sooner))] == [sooner.id, later.id]


class TestNextSteps:
    def test_a_draft_has_none_because_registering_comes_first(self):
        assert steps(a_programme(registered=False)) == {}

    def test_an_introduction_is_planned_by_the_day_the_programme_starts(self):
        assert steps(a_programme(starts_on=in_days(-1))) == {"plan_introduction": (in_days(-1), True)}
        assert steps(a_programme(starts_on=in_days(0))) == {"plan_introduction": (in_days(0), False)}

    def test_people_are_invited_two_weeks_before_an_introduction(self):
        session = a_session("introduction", 20)
        assert steps(a_programme(introductions=(session,))) == {"invite_people": (in_days(6), False)}
        assert steps(a_programme(introductions=(a_session("introduction", 20, invited=80),))) == {}

    def test_an_introduction_is_recorded_by_the_next_day(self):
        session = a_session("introduction", -1, invited=80)
        assert steps(a_programme(introductions=(session,))) == {"record_introduction": (in_days(0), False)}

    def test_a_group_is_formed_within_two_weeks_of_the_introduction(self):
        held = a_session("introduction", -3, recorded=True)
        assert steps(a_programme(introductions=(held,))) == {"form_group": (in_days(11), False)}
        assert "form_group" not in steps(a_programme(a_group(), introductions=(held,)))

    def test_a_programme_that_begins_with_a_group_needs_no_introduction(self):
        assert "plan_introduction" not in steps(a_programme(a_group()))

    def test_a_new_group_needs_a_trainer_and_a_training_day(self):
        assert steps(a_programme(a_group(has_trainer=False))) == {
            "assign_trainer": (None, False),
            "plan_training_day": (None, False),
        }

    def test_a_trainer_is_there_a_week_before_the_first_session(self):
        group = a_group(a_session("training_day", 5), a_session("deepening", 26), has_trainer=False)
        assert steps(a_programme(group)) == {"assign_trainer": (in_days(-2), True)}

    def test_the_deepening_is_planned_by_the_training_day(self):
        assert steps(a_programme(a_group(a_session("training_day", 5)))) == {"plan_deepening": (in_days(5), False)}

    def test_a_session_of_the_course_is_recorded_by_the_next_day(self):
        group = a_group(a_session("training_day", -2), a_session("deepening", 20))
        assert steps(a_programme(group)) == {"record_session": (in_days(-1), True)}

    def test_a_survey_is_closed_on_its_day(self):
        def survey(days: int, closed: bool = False) -> Survey:
            return Survey(id=uuid4(), group_id=uuid4(), closes_on=in_days(days), closed=closed)

        assert steps(a_programme(finished(), surveys=[survey(7)])) == {"close_survey": (in_days(7), False)}
        assert steps(a_programme(finished(), surveys=[survey(8), survey(-1, closed=True)])) == {}

    def test_come_by_due_date_and_without_one_last(self):
        soon = a_group(a_session("training_day", 3), a_session("deepening", 24), has_trainer=False)
        programme = a_programme(a_group(), soon, introductions=(a_session("introduction", -4),))
        assert list(steps(programme)) == ["assign_trainer", "record_introduction", "plan_training_day"]


def test_the_share_of_those_present_is_unknown_before_anything_was_recorded():
    assert rules.percent(0, 0) is None
    assert rules.percent(2, 1) == 67
    assert rules.percent(0, 5) == 0


def test_every_name_that_a_rule_gives_is_one_of_the_contract():
    assert set(rules.ORDER) == set(contract.NEXT_STEPS)
    group = a_group(a_session("training_day", 3), has_trainer=False, enrolled=1)
    everything = a_programme(group, introductions=(a_session("introduction", -9),), flags=contract.PROGRAMME_FLAGS)
    assert set(alerts(everything)) == set(contract.ALERTS)
    assert [phase["name"] for phase in rules.phases(everything)] == list(contract.PHASES)
