from uuid import uuid4

import pytest

from services.networks.rules import (
    may_say_that_a_need_is_met,
    only_who_wrote_it_takes_it_back,
    the_longer_participation,
    what_it_becomes_when_somebody_leaves,
    whoever_takes_part_changes_it,
)

FIRST, LATER, READER = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize("person", [FIRST, LATER])
def test_who_started_has_no_more_rights_than_who_joined_later(person):
    assert whoever_takes_part_changes_it(person, [FIRST, LATER])


def test_who_only_reads_changes_nothing():
    assert not whoever_takes_part_changes_it(READER, [FIRST, LATER])


def test_support_says_that_a_need_is_met_and_so_does_who_takes_part():
    assert may_say_that_a_need_is_met(READER, [FIRST], supports=True)
    assert may_say_that_a_need_is_met(FIRST, [FIRST], supports=False)
    assert not may_say_that_a_need_is_met(READER, [FIRST], supports=False)


@pytest.mark.parametrize("state", ["idea", "running"])
def test_the_last_who_leaves_makes_it_rest(state):
    assert what_it_becomes_when_somebody_leaves(state, left=1) == state
    assert what_it_becomes_when_somebody_leaves(state, left=0) == "resting"


@pytest.mark.parametrize("state", ["done", "stopped", "resting"])
def test_what_is_over_stays_over_when_everybody_has_left(state):
    assert what_it_becomes_when_somebody_leaves(state, left=0) == state


def test_only_who_wrote_something_takes_it_back():
    assert only_who_wrote_it_takes_it_back(FIRST, FIRST)
    assert not only_who_wrote_it_takes_it_back(FIRST, LATER)
    assert not only_who_wrote_it_takes_it_back(None, LATER)


def test_two_records_of_one_person_take_part_since_the_first_of_them_did():
    early, late = {"joined_at": 1}, {"joined_at": 2}
    assert the_longer_participation(early, late) == the_longer_participation(late, early) == early
