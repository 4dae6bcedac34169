"""A programme whose people turn out to be one, and its dashboard, which counts each person once."""

from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.municipalities import commands, queries
from services.municipalities.dashboard.tables import Funnel, Group, Merged, Progress
from shared.contracts import identity, trainings
from shared.contracts import municipalities as contract


def merged(kept, dropped):
    return identity.PersonMerged, {"kept_id": kept, "dropped_id": dropped}


def undone(kept, dropped):
    return identity.PersonMergeUndone, {"kept_id": kept, "dropped_id": dropped}


def test_lists_of_people_name_them_once_and_go_back(tx, ask, tell, registered, coordinator, announced):
    kept, dropped = uuid4(), uuid4()
    added = {"programme_id": registered, "person_id": dropped}
    ask(contract.add_coordinator, commands.add_coordinator, coordinator, **added)
    ids = {"decision_maker_ids": [kept, dropped], "street_level_ids": [dropped]}
    ask(contract.save_programme, commands.save_programme, coordinator, programme_id=registered, **ids)
    for _ in range(2):
        tell(merged(kept, dropped))
    now = ask(contract.programme, queries.programme, coordinator, programme_id=registered)
    assert (now["decision_maker_ids"], now["street_level_ids"]) == ([kept], [kept])
    assert set(now["coordinator_ids"]) == {coordinator.id, kept}
    assert set(announced(contract.ProgrammeChanged)[-1]["coordinator_ids"]) == {coordinator.id, kept}
    for _ in range(2):
        tell(undone(kept, dropped))
    now = ask(contract.programme, queries.programme, coordinator, programme_id=registered)
    assert (now["decision_maker_ids"], now["street_level_ids"]) == ([kept, dropped], [dropped])
    assert set(now["coordinator_ids"]) == {coordinator.id, dropped}


@pytest.fixture
def count(tx):
    def counting(programme_id, part="grouped"):
        tx.expire_all()
        return tx.scalar(select(Funnel.people).where(Funnel.programme_id == programme_id, Funnel.part == part))

    return counting


def enrolled(programme_id, group_id, person_id):
    return trainings.PersonEnrolled, {
        "programme_id": programme_id,
        "group_id": group_id,
        "person_id": person_id,
        "promoted": False,
    }


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_dashboard_counts_one_person_in_whatever_order_it_hears(tx, tell, count, order):
    programme_id, group_id, kept, dropped = (uuid4() for _ in range(4))
    tell((trainings.GroupFormed, {"group_id": group_id, "programme_id": programme_id, "places": 16, "trainer_ids": []}))
    events = [
        enrolled(programme_id, group_id, kept),
        enrolled(programme_id, group_id, dropped),
        merged(kept, dropped),
    ]
    for number in order:
        tell(events[number])
    assert count(programme_id) == 1
    assert tx.scalar(select(Group.enrolled)) == 1
    tell(merged(kept, dropped), undone(kept, dropped))
    assert count(programme_id) == 2
    assert tx.scalar(select(Group.enrolled)) == 2


def test_who_leaves_a_group_leaves_it_under_either_id(tx, tell, count):
    programme_id, group_id, kept, dropped = (uuid4() for _ in range(4))
    left = {"programme_id": programme_id, "group_id": group_id, "person_id": kept}
    tell(enrolled(programme_id, group_id, dropped), merged(kept, dropped), (trainings.PersonWithdrawn, left))
    assert count(programme_id) == 0


def test_who_is_erased_is_counted_once_for_good(tx, tell, count):
    programme_id, session_id, kept, dropped = (uuid4() for _ in range(4))
    invited = {"programme_id": programme_id, "session_id": session_id, "person_ids": [kept, dropped]}
    tell((trainings.PeopleInvited, invited), merged(kept, dropped))
    for person_id in (dropped, kept, dropped):
        tell((identity.PersonErased, {"person_id": person_id}))
    tell((trainings.PeopleInvited, invited))
    assert count(programme_id, "invited") == 1
    assert tx.scalars(select(Merged)).all() == []
    assert not set(tx.scalars(select(Progress.person_id))) & {kept, dropped}
