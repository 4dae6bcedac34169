"""Coming in by link or open call: a place is held, confirmed by mail, and the waiting list is entered by confirming."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.trainings import editions, jobs, reactions
from services.trainings.commands import registrations
from services.trainings.errors import (
    CourseHasBegun,
    IntroductionFull,
    PlaceUnknown,
    ProgrammeNotYours,
    RegistrationClosed,
    RegistrationOver,
)
from services.trainings.queries import registrations as queries
from shared import access
from shared.access import APPLICANT
from shared.contracts import trainings as contract
from shared.database import settings_of
from shared.errors import NotFound
from tests.integration.trainings.conftest import people
from tests.integration.trainings.registering import NOBODY, Door, Time, today


@pytest.fixture
def door(programme) -> Door:
    return Door(programme)


@pytest.fixture
def time(monkeypatch) -> Time:
    return Time(monkeypatch)


def release(tx, group_id):
    registrations.release(tx, editions.find(tx, group_id))


def states(programme, group_id):
    return {member["person_id"]: member["state"] for member in programme.read_group(group_id)["members"]}


def test_a_visitor_gets_a_place_by_confirming_it(programme, door, announced):
    group_id = programme.group(people(1), places=3)
    code = door.opened(group_id)
    person_id, asked = door.register(code)
    assert (asked["state"], asked["position"]) == ("held", None)
    assert states(programme, group_id).get(person_id) is None
    assert programme.read_group(group_id)["held"] == 1
    assert door.edition(code)["free"] == 1
    assert door.confirm(group_id, person_id)["state"] == "enrolled"
    assert states(programme, group_id)[person_id] == "enrolled"
    assert programme.read_group(group_id)["held"] == 0
    assert [event["person_id"] for event in announced(contract.RegistrationAsked)] == [person_id]
    assert [event["person_id"] for event in announced(contract.RegistrationConfirmed)] == [person_id]


def test_confirming_twice_takes_one_place(programme, door, announced):
    group_id = programme.group(places=3)
    person_id, _ = door.register(door.opened(group_id))
    assert door.confirm(group_id, person_id) == door.confirm(group_id, person_id)
    assert len(announced(contract.PersonEnrolled)) == 1


def test_a_held_place_is_nobody_elses(programme, door):
    group_id = programme.group(people(1), places=2)
    code = door.opened(group_id)
    held, _ = door.register(code)
    late, asked = door.register(code)
    assert (asked["state"], asked["position"]) == ("asked", 1)
    assert door.confirm(group_id, late)["state"] == "waiting"
    assert door.confirm(group_id, held)["state"] == "enrolled"
    assert door.place(group_id, late)["position"] == 1


def test_a_place_that_is_not_confirmed_in_time_goes_to_who_waits(tx, programme, door, time):
    group_id = programme.group(people(1), places=2)
    code = door.opened(group_id)
    late, _ = door.register(code)
    waits, _ = door.register(code)
    door.confirm(group_id, waits)
    time.passes(hours=48)
    assert door.place(group_id, late)["state"] == "lapsed"
    with pytest.raises(RegistrationOver):
        door.confirm(group_id, late)
    release(tx, group_id)
    assert states(programme, group_id)[waits] == "enrolled"
    assert door.place(group_id, late)["state"] == "lapsed"
    assert door.register(code, late)[1]["state"] == "asked"


def test_the_clock_releases_what_nobody_confirmed(tx, programme, door, time):
    """The job finds the groups by itself; here only that it looks at the right ones."""
    group_id = programme.group(places=2)
    door.register(door.opened(group_id))
    assert jobs._not_confirmed(tx) == set()
    time.passes(hours=49)
    assert jobs._not_confirmed(tx) == {group_id}


def test_who_registers_is_not_told_whether_they_are_known(programme, door):
    member, elsewhere = people(2)
    group_id = programme.group([member], places=3)
    programme.group([elsewhere], name="Noord 1")
    code = door.opened(group_id)
    answers = [door.register(code, person_id)[1] for person_id in (uuid4(), member, elsewhere)]
    assert [(each["state"], each["position"]) for each in answers] == [("held", None)] * 3
    assert programme.read_group(group_id)["held"] == 1
    assert door.place(group_id, member)["state"] == "enrolled"
    assert door.place(group_id, elsewhere)["state"] == "elsewhere"


def test_who_left_the_waiting_list_is_not_put_back_by_an_old_link(programme, door):
    [enrolled] = people(1)
    group_id = programme.group([enrolled, *people(1)], places=2)
    code = door.opened(group_id)
    person_id, _ = door.register(code)
    door.confirm(group_id, person_id)
    door.leave(group_id, person_id)
    assert door.place(group_id, person_id)["state"] == "left"
    with pytest.raises(RegistrationOver):
        door.confirm(group_id, person_id)
    programme.withdraw(group_id, enrolled)
    assert person_id not in states(programme, group_id)


def test_who_gives_up_a_place_lets_the_next_in(programme, door, announced):
    group_id = programme.group(people(1), places=2)
    code = door.opened(group_id)
    leaves, _ = door.register(code)
    door.confirm(group_id, leaves)
    waits, _ = door.register(code)
    door.confirm(group_id, waits)
    door.leave(group_id, leaves)
    door.leave(group_id, leaves)
    assert states(programme, group_id)[waits] == "enrolled"
    assert [event["person_id"] for event in announced(contract.PersonWithdrawn)] == [leaves]


def test_a_place_that_was_not_confirmed_can_be_given_up_too(programme, door):
    group_id = programme.group(places=2)
    person_id, _ = door.register(door.opened(group_id))
    door.leave(group_id, person_id)
    assert programme.read_group(group_id)["held"] == 0


def test_from_the_first_session_on_nobody_registers_or_leaves_by_link(programme, door, time):
    [member] = people(1)
    group_id = programme.group([member])
    programme.part(group_id, days=7)
    code = door.opened(group_id)
    time.passes(days=8)
    assert not door.edition(code)["open"]
    with pytest.raises(RegistrationClosed):
        door.register(code)
    with pytest.raises(CourseHasBegun):
        door.leave(group_id, member)
    assert not door.place(group_id, member)["may_leave"]


@pytest.mark.parametrize("plan", [{"open": False}, {"closes_on": today() - timedelta(days=1)}])
def test_what_is_closed_lets_nobody_in(programme, door, ask, plan):
    code = door.opened(programme.group(), **plan)
    with pytest.raises(RegistrationClosed):
        door.register(code)
    with pytest.raises(RegistrationClosed):
        ask(contract.applicant_grant, queries.applicant_grant, NOBODY, code=code)


def test_a_valid_code_gives_a_grant_for_an_applicant_and_nothing_else(tx, programme, door, ask):
    code = door.opened(programme.group())
    token = ask(contract.applicant_grant, queries.applicant_grant, NOBODY, code=code)["token"]
    actor = access.verify(token, settings_of(tx).secret_key)
    assert (actor.person_id, actor.roles) == (None, {APPLICANT})
    with pytest.raises(NotFound):
        ask(contract.applicant_grant, queries.applicant_grant, NOBODY, code="BCDF-2345")


def test_the_open_call_shows_what_is_open_for_everybody(programme, door, ask):
    shown, by_link, shut = (programme.group(name=name) for name in ("Shown", "By link", "Shut"))
    door.opened(shown, about="For everybody who works in Zuid.")
    door.opened(by_link, way="link")
    door.opened(shut, open=False)
    introduction_id = programme.introduction(days=3)
    door.opened(introduction_id, places=40)
    found = ask(contract.open_calls, queries.open_calls, NOBODY)["editions"]
    assert [(each["kind"], each["name"], each["free"]) for each in found] == [
        ("introduction", "Us and them, and the middle", 40),
        ("course", "Shown", 16),
    ]
    assert found[0]["sessions"][0]["place"] == "Wijkpaleis"


def test_registering_for_an_introduction_invites(programme, door, announced):
    introduction_id = programme.introduction(days=3)
    code = door.opened(introduction_id, places=1)
    person_id, asked = door.register(code)
    assert asked["state"] == "held"
    with pytest.raises(IntroductionFull):
        door.register(code)
    door.confirm(introduction_id, person_id)
    assert announced(contract.PeopleInvited)[-1]["person_ids"] == [person_id]
    assert door.place(introduction_id, person_id)["state"] == "enrolled"
    assert door.ways_in(introduction_id)["people"][0]["way"] == "open_call"


def test_the_code_stays_when_the_registration_changes(programme, door):
    group_id = programme.group()
    code = door.opened(group_id)
    assert door.opened(group_id, way="link", about="New") == code


def test_only_its_coordinators_open_a_group(programme, door, another_coordinator):
    group_id = programme.group()
    with pytest.raises(ProgrammeNotYours):
        door.ways_in(group_id, another_coordinator)
    programme.coordinator = another_coordinator
    with pytest.raises(ProgrammeNotYours):
        door.opened(group_id)


def test_a_forged_link_opens_nothing(ask):
    with pytest.raises(PlaceUnknown):
        ask(contract.own_place, queries.own_place, NOBODY, token="not.ours")


def test_an_erased_person_frees_what_was_held(tx, programme, door):
    group_id = programme.group(people(1), places=2)
    code = door.opened(group_id)
    erased, _ = door.register(code)
    waits, _ = door.register(code)
    door.confirm(group_id, waits)
    reactions.person_erased(tx, {"person_id": erased})
    assert states(programme, group_id)[waits] == "enrolled"
    assert erased not in {person["person_id"] for person in door.ways_in(group_id)["people"]}


def test_a_coordinator_who_adds_somebody_with_a_held_place_uses_it(programme, door):
    group_id = programme.group(people(1), places=2)
    person_id, _ = door.register(door.opened(group_id))
    assert programme.take_place(group_id, person_id) == {"state": "enrolled", "position": None}
    assert programme.read_group(group_id)["held"] == 0
