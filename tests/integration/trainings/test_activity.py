"""What was done in a period, in figures: each person once, contacts apart, nothing that was not recorded."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import past as past_commands
from services.trainings.commands import sessions
from services.trainings.errors import ProgrammeNotYours
from services.trainings.queries import activity as queries
from shared.access import OPERATOR
from shared.contracts import trainings as contract
from shared.database import count_statements
from shared.errors import Invalid
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import a_plan, in_days, people

BLOEMHOF, SPANGEN = uuid4(), uuid4()


@pytest.fixture
def look(ask, programme):
    def activity(actor=None, days=(-30, 30), **more):
        wanted = {"programme_id": programme.id, "starts_on": in_days(days[0]), "ends_on": in_days(days[1]), **more}
        return ask(contract.activity, queries.activity, actor or programme.coordinator, **wanted)

    return activity


def place(programme, session_id, area_id, days):
    """Says in the plan of a session which area it is for."""
    version = programme.read_session(session_id)["version"]
    plan = a_plan(days, area_id=area_id, title="Us and them")
    programme.ask(
        contract.change_session,
        sessions.change_session,
        programme.coordinator,
        session_id=session_id,
        version=version,
        **plan,
    )


@pytest.fixture
def course(programme):
    """An introduction in Bloemhof and a course of three of its people in Spangen; an introduction nobody recorded."""
    four = people(4)
    introduction = programme.introduction(four, days=-14)
    place(programme, introduction, BLOEMHOF, -14)
    programme.record(introduction, {**dict.fromkeys(four[:3], "present"), four[3]: "absent"})
    unrecorded = programme.introduction(four, days=-3)
    place(programme, unrecorded, SPANGEN, -3)
    group = programme.group(four[:3])
    for kind, days in (("training_day", -10), ("deepening", -5)):
        session = programme.hold(group, kind, dict.fromkeys(four[:2], "present"), days=days)
        place(programme, session, SPANGEN, days)
    return four


def test_people_are_counted_once_and_contacts_each_time(look, course):
    seen = look()
    assert (seen["people"], sum(each["contacts"] for each in seen["sessions"])) == (3, 7)
    assert seen["people_by_kind"] == {"introduction": 3, "training_day": 2, "deepening": 2}
    assert {each["area_id"]: each["people"] for each in seen["people_by_area"]} == {BLOEMHOF: 3, SPANGEN: 2}
    assert set(seen["person_ids"]) == set(course[:3])
    assert seen["completed"] == 2


def test_what_is_not_recorded_is_told(look, course):
    seen = look()
    assert (sum(each["held"] for each in seen["sessions"]), sum(each["recorded"] for each in seen["sessions"])) == (
        4,
        3,
    )
    [introduction] = [each for each in seen["sessions"] if each["area_id"] == BLOEMHOF]
    assert (introduction["held"], introduction["recorded"], introduction["contacts"]) == (1, 1, 3)


def test_a_period_holds_its_first_and_its_last_day_and_nothing_else(look, course):
    assert look(days=(-14, -14))["people_by_kind"] == {"introduction": 3}
    assert look(days=(-13, -6))["completed"] == 0
    assert look(days=(-5, -5))["completed"] == 2
    with pytest.raises(Invalid):
        look(days=(1, 0))


def test_nothing_is_a_report_too(look):
    seen = look(programme_id=None, days=(-600, -500))
    assert (seen["sessions"], seen["people"], seen["completed"], seen["past"]["trainings"]) == ([], 0, 0, 0)


def test_figures_of_the_city_are_for_every_coordinator_its_people_are_not(look, course, another_coordinator):
    with pytest.raises(ProgrammeNotYours):
        look(another_coordinator)
    seen = look(another_coordinator, programme_id=None)
    assert (seen["people"], seen["person_ids"]) == (3, [])
    assert len(look(an_actor(OPERATOR), programme_id=None)["person_ids"]) == 3
    assert look(an_actor(OPERATOR))["people"] == 3


def test_history_is_apart_and_in_the_city_what_two_programmes_brought_counts_once(tx, ask, look, programme, course):
    another = uuid4()
    reactions.programme_registered(tx, {"programme_id": another, "coordinator_ids": [programme.coordinator.id]})
    heading, lines = ["date", "attended"], [{"line": 2, "cells": [in_days(-2).isoformat(), "12"]}]
    for programme_id in (programme.id, another):
        request = {"programme_id": programme_id, "source": "list", "heading": heading, "lines": lines}
        started = ask(contract.start_past_import, past_commands.start_past_import, programme.coordinator, **request)
        ask(
            contract.confirm_past_import,
            past_commands.confirm_past_import,
            programme.coordinator,
            import_id=started["id"],
        )
    for programme_id in (programme.id, None):
        seen = look(programme_id=programme_id)
        assert (seen["past"]["trainings"], seen["past"]["attended"], seen["people"]) == (1, [12], 3)


def test_an_area_leads_to_what_was_done_there(ask, look, programme, course, another_coordinator):
    wanted = {"starts_on": in_days(-30), "ends_on": in_days(0), "area_id": SPANGEN}
    seen = ask(contract.area_activity, queries.area_activity, programme.coordinator, **wanted)
    assert [each["kind"] for each in seen["sessions"]] == ["introduction", "deepening", "training_day"]
    assert (seen["total"], seen["people"]) == (3, 2)
    assert all(each["yours"] for each in seen["sessions"])
    foreign = ask(contract.area_activity, queries.area_activity, another_coordinator, **wanted)
    assert not any(each["yours"] for each in foreign["sessions"])


def test_the_area_of_a_session_is_announced_with_its_plan(programme, announced, course):
    areas = [each["area_id"] for each in announced(contract.SessionPlanned)]
    assert areas[0] is None
    assert {BLOEMHOF, SPANGEN} <= set(areas)


def test_it_takes_four_statements_however_much_was_done(tx, ask, look, programme, course):
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    look(programme_id=programme.id, days=(-30, 30))
    stop()
    assert len([each for each in statements if not each.startswith(("SAVEPOINT", "RELEASE"))]) == 4


def test_a_session_at_night_belongs_to_the_day_in_the_city(look, programme, course):
    late = programme.introduction(people(1), days=-20)
    assert look(days=(-20, -20))["sessions"][0]["held"] == 1
    assert look(days=(-19, -15))["sessions"] == []
    assert programme.read_session(late)["starts_at"].date() == in_days(-20)
    assert timedelta(0) < programme.read_session(late)["ends_at"] - programme.read_session(late)["starts_at"]
