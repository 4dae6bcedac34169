"""The room of an intervision: it begins, moves from step to step for everybody at once, and ends."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from services.networks.commands import intervisions as intervision_commands
from services.networks.commands import rooms as commands
from services.networks.errors import (
    ForTheFacilitator,
    IntervisionHasBegun,
    IntervisionIsOver,
    IntervisionNotOpen,
    NotAMember,
    NotAtIntervision,
    RoleStays,
    TooFewAtIntervision,
)
from services.networks.queries import rooms as queries
from services.networks.tables import AtIntervision, Intervision
from shared import clock
from shared.access import Actor
from shared.contracts import networks as contract
from shared.contracts.networks import IntervisionHeld
from shared.errors import Invalid
from tests.integration.networks.conftest import Planned


class Time:
    """Stands still between two looks, but for a moment; moves on when it is told to."""

    def __init__(self) -> None:
        self.at, self.moments = clock.now().replace(microsecond=0), count()

    def now(self) -> datetime:
        return self.at + timedelta(microseconds=next(self.moments))

    def passes(self, **how_long: float) -> None:
        self.at += timedelta(**how_long)


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "now", time.now)
    return time


class Told:
    """The room as one person has it on the screen, and what they press there."""

    def __init__(self, ask, intervision: Planned, person: Actor):
        self.ask, self.intervision, self.person = ask, intervision, person

    def look(self, seen: int | None = None) -> dict[str, Any]:
        wanted = {"intervision_id": self.intervision.id, "seen": seen}
        return self.ask(contract.intervision_room, queries.intervision_room, self.person, **wanted)

    def press(self, call: Any, command: Any, **more: Any) -> None:
        self.ask(call, command, self.person, intervision_id=self.intervision.id, **more)

    def begin(self, people: list[Actor]) -> None:
        self.press(contract.begin_intervision, commands.begin_intervision, person_ids=[each.id for each in people])

    def go_to(self, step: int) -> None:
        self.press(contract.go_to_step, commands.go_to_step, step=step)

    def extend(self, step: int) -> None:
        self.press(contract.extend_step, commands.extend_step, step=step)

    def end(self) -> None:
        self.press(contract.end_intervision, commands.end_intervision)


@pytest.fixture
def screens(ask, intervision: Planned) -> list[Told]:
    """Of the case-bringer, the facilitator and two participants."""
    return [Told(ask, intervision, person) for person in intervision.people]


@pytest.fixture
def begun(screens: list[Told], intervision: Planned, time: Time) -> list[Told]:
    time.at = intervision.starts_at
    screens[0].begin(intervision.people)
    return screens


def test_the_room_opens_an_hour_before(screens, intervision, time):
    assert not screens[0].look()["room_is_open"]
    with pytest.raises(IntervisionNotOpen):
        screens[0].begin(intervision.people)
    time.at = intervision.starts_at - timedelta(minutes=50)
    assert screens[0].look()["room_is_open"]


def test_it_begins_with_those_who_are_there_and_the_roles_go_round_among_them(screens, intervision, time):
    time.at = intervision.starts_at
    screens[1].begin(intervision.people[1:])
    seen = screens[1].look()
    roles = [(seat["role"], seat["came"]) for seat in seen["at"]]
    assert roles == [("participant", False), ("case_bringer", True), ("facilitator", True), ("participant", True)]
    assert (seen["state"], seen["step"], seen["seconds_left"]) == ("open", 0, 600)


def test_it_takes_three(screens, intervision, time):
    time.at = intervision.starts_at
    with pytest.raises(TooFewAtIntervision):
        screens[0].begin(intervision.people[:2])


def test_nobody_is_said_to_be_there_who_does_not_take_part(screens, intervision, time, join):
    time.at = intervision.starts_at
    with pytest.raises(NotAtIntervision):
        screens[0].begin([*intervision.people, join()])


def test_two_who_begin_at_once_begin_once(begun, intervision, time):
    time.passes(minutes=2)
    begun[1].begin(intervision.people[:3])
    seen = begun[1].look()
    assert (seen["seconds_left"], [seat["came"] for seat in seen["at"]]) == (480, [True] * 4)


def test_who_comes_late_is_there_from_then_on(ask, screens, intervision, time):
    time.at = intervision.starts_at
    screens[1].begin(intervision.people[1:])
    intervision.joined_by(intervision.people[0])
    assert screens[0].look()["came"]
    assert screens[0].look()["role"] == "participant"


def test_everybody_sees_the_step_to_which_the_facilitator_moves(begun, time):
    time.passes(minutes=9)
    begun[1].go_to(1)
    for screen in begun:
        seen = screen.look()
        assert (seen["step"], seen["seconds_left"]) == (1, 600)


def test_time_is_that_of_the_service_and_runs_on_below_zero(begun, time):
    time.passes(minutes=10, seconds=30)
    assert [screen.look()["seconds_left"] for screen in begun] == [-30] * 4


def test_pressed_twice_it_moves_once(begun):
    for _ in range(2):
        begun[1].go_to(1)
    assert begun[0].look()["step"] == 1


def test_steps_are_skipped_and_gone_back_to(begun):
    begun[1].go_to(4)
    begun[1].go_to(2)
    assert begun[0].look()["step"] == 2
    with pytest.raises(Invalid):
        begun[1].go_to(6)


def test_a_step_gets_five_minutes_more_and_only_the_one_that_was_looked_at(begun):
    begun[1].extend(0)
    assert begun[0].look()["seconds_left"] == 900
    begun[1].go_to(1)
    begun[1].extend(0)
    seen = begun[0].look()
    assert (seen["seconds_left"], seen["minutes"]) == (600, [15, 10, 10, 15, 5, 10])


def test_only_the_facilitator_moves_the_room(begun):
    for press in (lambda: begun[0].go_to(1), lambda: begun[2].extend(0), lambda: begun[3].end()):
        with pytest.raises(ForTheFacilitator):
            press()


def test_a_participant_takes_over_when_the_facilitator_has_to_go(ask, begun):
    take = contract.take_role, intervision_commands.take_role
    begun[3].press(*take, role="facilitator")
    begun[3].go_to(1)
    assert [seat["role"] for seat in begun[0].look()["at"]] == [
        "case_bringer",
        "participant",
        "participant",
        "facilitator",
    ]
    with pytest.raises(ForTheFacilitator):
        begun[1].go_to(2)
    for screen, role in ((begun[0], "facilitator"), (begun[1], "case_bringer")):
        with pytest.raises(RoleStays):
            screen.press(*take, role=role)


def test_a_screen_that_shows_how_it_is_learns_nothing_more(begun):
    seen = begun[2].look()
    again = begun[2].look(seen=seen["version"])
    assert again == {"changed": False, "version": seen["version"]}
    begun[1].extend(0)
    assert begun[2].look(seen=seen["version"])["changed"]


def test_it_ends_once_and_is_announced_with_how_many_were_there(begun, intervision, announced):
    for _ in range(2):
        begun[1].end()
    assert announced(IntervisionHeld) == [{"intervision_id": intervision.id, "method": "rounds", "people": 4}]
    assert begun[0].look()["state"] == "ended"
    with pytest.raises(IntervisionIsOver):
        begun[1].go_to(1)


def test_what_has_begun_is_not_moved_nor_left(begun):
    for call, command in (
        (contract.cancel_intervision, intervision_commands.cancel_intervision),
        (contract.leave_intervision, intervision_commands.leave_intervision),
    ):
        with pytest.raises(IntervisionHasBegun):
            begun[0].press(call, command)


def test_the_room_is_for_those_who_take_part(ask, begun, intervision, join, stranger):
    with pytest.raises(NotAtIntervision):
        Told(ask, intervision, join()).look()
    with pytest.raises(NotAMember):
        Told(ask, intervision, stranger).look()


# what nobody sees to


def test_a_room_left_alone_ends_by_itself(tx, begun, time):
    time.passes(hours=5)
    commands.end_rooms_left_alone(tx)
    assert begun[0].look()["state"] == "open"
    time.passes(hours=1)
    commands.end_rooms_left_alone(tx)
    assert begun[0].look()["state"] == "ended"


def test_after_two_years_nothing_is_left_of_an_intervision(tx, begun, intervision, time):
    begun[1].end()
    time.passes(days=729)
    commands.forget_intervisions(tx)
    assert tx.get(Intervision, intervision.id) is not None
    time.passes(days=2)
    commands.forget_intervisions(tx)
    tx.expire_all()
    assert tx.get(Intervision, intervision.id) is None
    assert tx.query(AtIntervision).filter_by(intervision_id=intervision.id).count() == 0
