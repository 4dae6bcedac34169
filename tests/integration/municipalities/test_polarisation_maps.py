"""Polarisation maps: one of an issue a day, of groups only."""

from datetime import date
from uuid import uuid4

import pytest

from services.municipalities.errors import ProgrammeNotYours, StrategyNotYours
from services.municipalities.maps import commands, queries
from services.municipalities.strategy import commands as strategy_commands
from services.municipalities.strategy import queries as strategy_queries
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound

IN_MAY, IN_JUNE = date(2026, 5, 4), date(2026, 6, 1)
DRAWN = {"phase": "intervention", "us_and_them": "Young people and older residents", "pushers": ["A few", "A few"]}


@pytest.fixture
def issue_id(ask, coordinator, registered):
    return ask(contract.add_issue, commands.add_issue, coordinator, programme_id=registered, title="A square")["id"]


@pytest.fixture
def map_id(ask, coordinator, issue_id):
    return draw(ask, coordinator, issue_id)


def draw(ask, actor, issue_id, **more):
    return ask(contract.draw_map, commands.draw_map, actor, issue_id=issue_id, **{"drawn_on": IN_MAY, **DRAWN, **more})[
        "id"
    ]


def show(ask, actor, map_id):
    return ask(contract.polarisation_map, queries.polarisation_map, actor, map_id=map_id)


def change(ask, actor, map_id, **more):
    changed = {"drawn_on": IN_MAY, **DRAWN, "version": 1} | more
    ask(contract.change_map, commands.change_map, actor, map_id=map_id, **changed)


def test_maps_of_an_issue_stand_in_time_the_latest_first(ask, coordinator, registered, issue_id, map_id):
    draw(ask, coordinator, issue_id, drawn_on=IN_JUNE, phase="mediation")
    found = ask(contract.issue, queries.issue, coordinator, issue_id=issue_id)
    assert [(each["drawn_on"], each["phase"]) for each in found["maps"]] == [
        (IN_JUNE, "mediation"),
        (IN_MAY, "intervention"),
    ]
    [listed] = ask(contract.issues, queries.issues, coordinator, programme_id=registered)["issues"]
    assert (listed["title"], listed["maps"], listed["drawn_on"]) == ("A square", 2, IN_JUNE)


def test_a_group_stands_once_in_a_role(ask, coordinator, map_id):
    assert show(ask, coordinator, map_id)["pushers"] == ["A few"]


def test_a_day_has_one_map_of_an_issue(ask, coordinator, issue_id, map_id):
    with pytest.raises(Invalid):
        draw(ask, coordinator, issue_id)
    another = draw(ask, coordinator, issue_id, drawn_on=IN_JUNE)
    with pytest.raises(Invalid):
        change(ask, coordinator, another)
    change(ask, coordinator, another, drawn_on=IN_JUNE, fuel="Who was here first")
    assert show(ask, coordinator, another)["fuel"] == "Who was here first"


def test_a_change_over_somebody_elses_change_is_refused(ask, coordinator, issue_id, map_id):
    change(ask, coordinator, map_id)
    with pytest.raises(ChangedMeanwhile):
        change(ask, coordinator, map_id)
    titled = {"issue_id": issue_id, "title": "The square", "version": 1}
    ask(contract.change_issue, commands.change_issue, coordinator, **titled)
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_issue, commands.change_issue, coordinator, **titled)


def test_a_name_among_the_groups_is_pointed_at(ask, coordinator, map_id):
    change(ask, coordinator, map_id, joiners=["Fatima El Idrissi", "Parents"])
    assert show(ask, coordinator, map_id)["looks_like_names"] == ["Fatima El Idrissi"]


def test_another_coordinator_neither_reads_nor_draws(ask, another_coordinator, registered, issue_id, map_id):
    attempts = (
        lambda: draw(ask, another_coordinator, issue_id),
        lambda: show(ask, another_coordinator, map_id),
        lambda: change(ask, another_coordinator, map_id),
        lambda: ask(contract.issue, queries.issue, another_coordinator, issue_id=issue_id),
        lambda: ask(contract.issues, queries.issues, another_coordinator, programme_id=registered),
        lambda: ask(contract.remove_map, commands.remove_map, another_coordinator, map_id=map_id),
        lambda: ask(contract.remove_issue, commands.remove_issue, another_coordinator, issue_id=issue_id),
        lambda: ask(contract.add_issue, commands.add_issue, another_coordinator, programme_id=registered, title="No"),
    )
    for attempt in attempts:
        with pytest.raises(ProgrammeNotYours):
            attempt()
    with pytest.raises(NotFound):
        show(ask, another_coordinator, uuid4())


def test_an_issue_goes_with_its_maps(ask, coordinator, issue_id, map_id):
    other = draw(ask, coordinator, issue_id, drawn_on=IN_JUNE)
    ask(contract.remove_map, commands.remove_map, coordinator, map_id=other)
    with pytest.raises(NotFound):
        show(ask, coordinator, other)
    ask(contract.remove_issue, commands.remove_issue, coordinator, issue_id=issue_id)
    for what in (lambda: show(ask, coordinator, map_id), lambda: draw(ask, coordinator, issue_id)):
        with pytest.raises(NotFound):
            what()


def test_whoever_reads_the_strategy_reads_the_map_that_was_chosen_for_it(
    ask, coordinator, another_coordinator, registered, map_id
):
    def read():
        return ask(contract.strategy, strategy_queries.strategy, coordinator, programme_id=registered)["map"]

    def choose(chosen, actor=coordinator):
        command = strategy_commands.choose_strategy_map
        ask(contract.choose_strategy_map, command, actor, programme_id=registered, map_id=chosen)

    assert (read(), show(ask, coordinator, map_id)["in_strategy"]) == (None, False)
    with pytest.raises(StrategyNotYours):
        choose(map_id, another_coordinator)
    choose(map_id)
    assert (read()["title"], read()["us_and_them"]) == ("A square", DRAWN["us_and_them"])
    assert show(ask, coordinator, map_id)["in_strategy"]
    with pytest.raises(NotFound):
        choose(uuid4())
    choose(None)
    assert read() is None
    choose(map_id)
    ask(contract.remove_map, commands.remove_map, coordinator, map_id=map_id)
    assert read() is None
