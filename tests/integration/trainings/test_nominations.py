"""A partner organisation nominates at most two people for a group, and a pair stays together."""

from uuid import uuid4

import pytest

from services.trainings import editions, jobs, reactions
from services.trainings.commands import registrations
from services.trainings.errors import NomineeHasPlace, PartnerNotReady, TooManyNominations
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import people
from tests.integration.trainings.registering import Door, Time
from tests.integration.trainings.test_at_once import Crowd


@pytest.fixture
def door(programme) -> Door:
    return Door(programme)


@pytest.fixture
def time(monkeypatch) -> Time:
    return Time(monkeypatch)


def states(programme, group_id):
    return {member["person_id"]: member["state"] for member in programme.read_group(group_id)["members"]}


def test_two_are_nominated_and_a_third_is_refused(programme, door):
    group_id = programme.group()
    code = door.asked(group_id)
    first, second, third = people(3)
    assert door.nominate(code, first) == {"state": "enrolled", "left": 1}
    assert door.nominate(code, second) == {"state": "enrolled", "left": 0}
    with pytest.raises(TooManyNominations) as refused:
        door.nominate(code, third)
    assert refused.value.details == {"most": 2, "left": 0}
    assert third not in states(programme, group_id)
    assert (door.nominations(code)["used"], door.nominations(code)["left"]) == (2, 0)


def test_a_nomination_that_is_sent_twice_counts_once(programme, door):
    code = door.asked(programme.group())
    [person_id] = people(1)
    door.nominate(code, person_id)
    assert door.nominate(code, person_id) == {"state": "enrolled", "left": 1}


def test_who_leaves_frees_the_seat(programme, door):
    group_id = programme.group()
    code = door.asked(group_id)
    leaves, stays = people(2)
    door.nominate(code, leaves, stays)
    door.leave(group_id, leaves)
    assert door.nominations(code)["left"] == 1
    assert door.nominate(code, uuid4())["left"] == 0


def test_each_partner_and_each_group_has_seats_of_its_own(programme, door):
    partner_id = door.partner()
    for group_id in (programme.group(), programme.group(name="Zuid 2")):
        for partner in (partner_id, door.partner()):
            assert door.nominate(door.asked(group_id, partner), *people(2))["left"] == 0


def test_the_code_stays_the_same_and_is_mailed_again(programme, door, announced):
    group_id, partner_id = programme.group(), door.partner()
    assert door.asked(group_id, partner_id) == door.asked(group_id, partner_id)
    assert [event["partner_id"] for event in announced(contract.NominationsAsked)] == [partner_id] * 2


@pytest.mark.parametrize("lacks", [{"willing": False}, {"able": False}, {"contact_id": None}])
def test_only_who_is_willing_and_able_and_can_be_written_to_is_asked(programme, door, lacks):
    group_id, partner_id = programme.group(), door.partner(**lacks)
    with pytest.raises(PartnerNotReady):
        door.asked(group_id, partner_id)


def test_who_has_a_place_is_not_nominated_again(programme, door):
    [member] = people(1)
    code = door.asked(programme.group())
    programme.group([member], name="Noord 1")
    with pytest.raises(NomineeHasPlace):
        door.nominate(code, member)


def test_the_coordinator_sees_who_was_nominated_by_whom(programme, door):
    group_id, partner_id = programme.group(people(1)), door.partner()
    pair = people(2)
    door.nominate(door.asked(group_id, partner_id), *pair)
    found = door.ways_in(group_id)
    ways = {person["person_id"]: (person["way"], person["partner_id"]) for person in found["people"]}
    assert [ways[person_id] for person_id in pair] == [("nomination", partner_id)] * 2
    assert [way for way, _ in ways.values()].count("invited") == 1
    assert [(seats["partner_id"], seats["used"]) for seats in found["seats"]] == [(partner_id, 2)]


def test_a_pair_waits_for_two_places_and_nobody_passes_it(programme, door):
    members = people(3)
    group_id = programme.group(members, places=3)
    pair, [single] = people(2), people(1)
    assert door.nominate(door.asked(group_id), *pair)["state"] == "waiting"
    programme.take_place(group_id, single, or_wait=True)
    assert programme.withdraw(group_id, members[0]) == {"promoted_id": None, "promoted_ids": []}
    _newcomer, asked = door.register(door.opened(group_id))
    assert (asked["state"], asked["position"]) == ("asked", 4)
    assert programme.withdraw(group_id, members[1])["promoted_ids"] == pair
    assert states(programme, group_id)[single] == "waiting"


def test_a_pair_is_not_split_when_it_comes(programme, door):
    group_id = programme.group(people(2), places=3)
    pair = people(2)
    assert door.nominate(door.asked(group_id), *pair)["state"] == "waiting"
    assert {states(programme, group_id)[person_id] for person_id in pair} == {"waiting"}
    assert door.place(group_id, pair[0])["together"]


def test_a_week_before_the_training_day_the_next_single_gets_the_kept_place(tx, programme, door, time):
    group_id = programme.group(people(2), places=3)
    programme.part(group_id, days=20)
    pair, [single] = people(2), people(1)
    door.nominate(door.asked(group_id), *pair)
    programme.take_place(group_id, single, or_wait=True)
    assert jobs._kept_long_enough(tx) == []
    time.passes(days=14)
    assert jobs._kept_long_enough(tx) == [group_id]
    registrations.release(tx, editions.find(tx, group_id))
    assert states(programme, group_id)[single] == "enrolled"
    assert {states(programme, group_id)[person_id] for person_id in pair} == {"waiting"}


def test_when_one_of_a_pair_leaves_the_other_waits_alone(programme, door):
    members = people(2)
    group_id = programme.group(members, places=2)
    leaves, stays = people(2)
    door.nominate(door.asked(group_id), leaves, stays)
    door.leave(group_id, leaves)
    assert programme.withdraw(group_id, members[0])["promoted_ids"] == [stays]


def test_nobody_is_nominated_when_the_course_has_begun(programme, door, time):
    group_id = programme.group()
    programme.part(group_id, days=7)
    code = door.asked(group_id)
    time.passes(days=8)
    assert not door.nominations(code)["edition"]["open"]


def test_an_erased_contact_is_written_to_no_more(tx, programme, door):
    contact_id = uuid4()
    group_id, partner_id = programme.group(), door.partner(contact_id=contact_id)
    reactions.person_erased(tx, {"person_id": contact_id})
    with pytest.raises(PartnerNotReady):
        door.asked(group_id, partner_id)


def test_two_who_take_the_last_seat_at_the_same_moment(database, coordinator, trainer):
    crowd = Crowd(database, coordinator, trainer)
    group_id = crowd.do(lambda programme: programme.group())
    code = crowd.do(lambda programme: Door(programme).asked(group_id))
    crowd.do(lambda programme: Door(programme).nominate(code, uuid4()))
    outcomes = crowd.all_at_once(*[lambda programme: Door(programme).nominate(code, uuid4())] * 2)
    refusals = [type(each.exception()) for each in outcomes if each.exception()]
    assert refusals == [TooManyNominations]
    assert crowd.do(lambda programme: Door(programme).nominations(code)["used"]) == 2
