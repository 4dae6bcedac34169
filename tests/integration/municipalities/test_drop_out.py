"""Where people left a programme, by the events that told of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.municipalities.dashboard import drop_out as queries
from services.municipalities.errors import ProgrammeNotYours
from shared import clock
from shared.access import COORDINATOR, OPERATOR
from shared.contracts import identity, networks, trainings
from shared.contracts import municipalities as contract
from shared.database import count_statements
from tests.integration.conftest import an_actor
from tests.integration.municipalities.test_dashboard import NOW, Story, formed, in_group, in_network, recorded

TOLD = {
    # part: came, went on, may go on, left
    "introduction": (6, 4, 2, 0),  # one waits for a place, for one there is time
    "group": (4, 3, 1, 0),  # one moved to a group that has not met yet
    "training_day": (3, 2, 0, 1),  # one was absent at the half-day
    "deepening": (2, 2, 0, 0),
    "completed": (2, 2, 0, 0),
    "network": (2, None, None, 1),
}


@pytest.fixture(autouse=True)
def _noon_on_the_first_of_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def story(registered) -> Story:
    return Story(registered)


@pytest.fixture
def parts(ask, coordinator, registered):
    def read(actor=coordinator, programme_id=registered):
        found = ask(contract.drop_out, queries.drop_out, actor, programme_id=programme_id)
        figures = ("came", "went_on", "may_go_on", "left")
        return {each["part"]: tuple(each[name] for name in figures) for each in found["parts"]}

    return read


def test_of_each_part_it_says_who_came_who_went_on_who_may_and_who_left(tell, story, parts):
    for told in story.in_order():
        tell(told)
    assert parts() == TOLD


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_same_in_whatever_order_the_events_come(tell, story, parts, seed):
    for told in story.shuffled(seed):
        tell(told)
    assert parts() == TOLD


def test_who_gave_up_the_place_left_until_they_get_another_one(tell, registered, parts):
    group, person = uuid4(), uuid4()
    tell(formed(registered, group), in_group(trainings.PersonEnrolled, registered, group, person))
    assert parts()["group"] == (1, 0, 1, 0)
    tell(in_group(trainings.PersonWithdrawn, registered, group, person))
    assert parts()["group"] == (1, 0, 0, 1)
    tell(in_group(trainings.PersonEnrolled, registered, group, person))
    assert parts()["group"] == (1, 0, 1, 0)


def test_who_only_waited_and_gave_up_was_in_no_group(tell, registered, parts):
    group, person = uuid4(), uuid4()
    for event in (trainings.PersonWaitlisted, trainings.PersonWithdrawn):
        tell(in_group(event, registered, group, person))
    assert parts()["group"] == (0, 0, 0, 0)


def test_who_was_absent_on_the_training_day_left_once_it_is_recorded(tell, registered, parts):
    group, people = uuid4(), [uuid4(), uuid4()]
    tell(formed(registered, group), *(in_group(trainings.PersonEnrolled, registered, group, each) for each in people))
    assert parts()["group"] == (2, 0, 2, 0)
    tell(recorded(registered, uuid4(), "training_day", people[:1], people[1:], group_id=group))
    assert parts()["group"] == (2, 1, 0, 1)
    assert parts()["training_day"] == (1, 0, 1, 0)


def test_when_the_programme_has_ended_who_got_no_place_does_not_come_any_more(monkeypatch, tell, registered, parts):
    tell(recorded(registered, uuid4(), "introduction", [uuid4(), uuid4()]))
    assert parts()["introduction"] == (2, 0, 2, 0)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3 * 365))
    assert parts()["introduction"] == (2, 0, 0, 2)


def test_who_comes_back_into_the_network_did_not_leave_it(tell, registered, parts):
    person = uuid4()
    for event in (networks.MemberJoined, networks.MemberLeft, networks.MemberJoined):
        tell(in_network(event, registered, person))
    assert parts()["network"] == (1, None, None, 0)


def test_two_records_of_one_person_count_as_one(tell, registered, parts):
    one, other = uuid4(), uuid4()
    tell(recorded(registered, uuid4(), "introduction", [one]))
    tell(in_group(trainings.PersonEnrolled, registered, uuid4(), other))
    tell((identity.PersonMerged, {"kept_id": one, "dropped_id": other}))
    assert parts()["introduction"] == (1, 1, 0, 0)
    assert parts()["group"] == (1, 0, 1, 0)


def test_who_was_erased_stays_counted_and_does_not_come_any_more(tell, story, parts):
    for told in story.in_order():
        tell(told)
    for person in story.people:
        tell((identity.PersonErased, {"person_id": person}))
    assert parts() == TOLD | {"introduction": (6, 4, 0, 2), "group": (4, 3, 0, 1), "network": (2, None, None, 2)}


def test_a_programme_is_for_its_coordinators_and_the_city_for_every_one(ask, tell, story, parts, another_coordinator):
    for told in story.in_order():
        tell(told)
    with pytest.raises(ProgrammeNotYours):
        parts(another_coordinator)
    assert parts(an_actor(OPERATOR)) == TOLD
    assert parts(an_actor(COORDINATOR), None) == TOLD


def test_it_takes_a_few_statements_however_many_people_there_are(tx, parts, tell, registered):
    def statements(people):
        tell(recorded(registered, uuid4(), "introduction", [uuid4() for _ in range(people)]))
        ran = []
        stop = count_statements(tx.get_bind().engine, ran)
        parts()
        stop()
        return len([each for each in ran if not each.startswith(("SAVEPOINT", "RELEASE"))])

    assert statements(40) == statements(1) <= 4
