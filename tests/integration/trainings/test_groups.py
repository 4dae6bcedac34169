import pytest

from services.trainings.commands import groups, sessions
from services.trainings.errors import InAnotherGroup, TooFewPlaces
from services.trainings.queries import groups as group_queries
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import people


@pytest.fixture
def change(ask, coordinator, programme):
    def change(group_id, **more):
        group = programme.read_group(group_id)
        data = {field: group[field] for field in ("name", "places", "places_reason", "version")} | more
        return ask(contract.change_group, groups.change_group, coordinator, group_id=group_id, **data)

    return change


@pytest.fixture
def list_groups(ask):
    def list_groups(actor, **more):
        return ask(contract.groups, group_queries.groups, actor, **more)

    return list_groups


def members(group, state):
    return [member["person_id"] for member in group["members"] if member["state"] == state]


def test_a_group_has_sixteen_places_and_the_next_person_waits(programme, announced):
    everybody = people(18)
    group = programme.read_group(programme.group(everybody))
    assert group["places"] == 16
    assert members(group, "enrolled") == everybody[:16]
    assert members(group, "waiting") == everybody[16:]
    assert [member["position"] for member in group["members"][16:]] == [1, 2]
    assert (group["enrolled"], group["waiting"]) == (16, 2)
    assert [event["person_id"] for event in announced(contract.PersonEnrolled)] == everybody[:16]
    assert not any(event["promoted"] for event in announced(contract.PersonEnrolled))
    assert [event["person_id"] for event in announced(contract.PersonWaitlisted)] == everybody[16:]


def test_forming_a_group_announces_it_and_its_trainers(programme, trainer, announced):
    group_id = programme.group()
    [formed] = announced(contract.GroupFormed)
    assert formed == {
        "group_id": group_id,
        "programme_id": programme.id,
        "places": 16,
        "trainer_ids": [trainer.id],
    }
    assert [event["person_id"] for event in announced(contract.TrainerAssigned)] == [trainer.id]


def test_somebody_named_twice_takes_one_place(programme):
    [person] = people(1)
    assert programme.read_group(programme.group([person, person]))["enrolled"] == 1


def test_more_than_sixteen_places_need_a_reason(programme):
    with pytest.raises(Invalid) as refused:
        programme.group(places=17)
    assert refused.value.fields == {"places_reason": ["reason_needed"]}
    group = programme.read_group(programme.group(places=17, places_reason="Police and youth work come as one team"))
    assert group["places"] == 17
    assert group["places_reason"] == "Police and youth work come as one team"


def test_nobody_is_in_two_groups_of_a_programme(programme, announced):
    enrolled, waiting, free = people(3)
    programme.group([enrolled, *people(1), waiting], places=2)
    formed = len(announced(contract.GroupFormed))
    with pytest.raises(InAnotherGroup) as refused:
        programme.group([free, enrolled, waiting])
    assert set(refused.value.details["person_ids"]) == {str(enrolled), str(waiting)}
    assert len(announced(contract.GroupFormed)) == formed
    other = programme.group()
    with pytest.raises(InAnotherGroup):
        programme.enrol(other, [free, enrolled])
    with pytest.raises(InAnotherGroup):
        programme.take_place(other, waiting, or_wait=True)
    assert programme.read_group(other)["members"] == []


def test_more_places_let_as_many_in_as_fit_in_order(programme, change, announced):
    everybody = people(6)
    group_id = programme.group(everybody, places=2)
    change(group_id, places=4)
    group = programme.read_group(group_id)
    assert members(group, "enrolled") == everybody[:4]
    assert members(group, "waiting") == everybody[4:]
    promoted = [event["person_id"] for event in announced(contract.PersonEnrolled) if event["promoted"]]
    assert promoted == everybody[2:4]
    assert announced(contract.GroupFormed)[-1]["places"] == 4


def test_places_are_not_lowered_below_who_is_enrolled(programme, change):
    group_id = programme.group(people(5))
    with pytest.raises(TooFewPlaces) as refused:
        change(group_id, places=4)
    assert refused.value.details == {"enrolled": 5}
    change(group_id, places=5)
    assert programme.read_group(group_id)["places"] == 5


def test_more_than_sixteen_places_need_a_reason_afterwards_too(programme, change):
    group_id = programme.group()
    with pytest.raises(Invalid) as refused:
        change(group_id, places=20)
    assert refused.value.fields == {"places_reason": ["reason_needed"]}
    change(group_id, places=20, places_reason="The whole district team")
    assert programme.read_group(group_id)["places"] == 20


def test_a_change_over_somebody_elses_change_shows_theirs(programme, change):
    group_id = programme.group()
    change(group_id, name="Zuid, Tuesdays")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(group_id, version=1, name="Zuid, Mondays")
    assert refused.value.details["current"] == {
        "name": "Zuid, Tuesdays",
        "places": 16,
        "places_reason": None,
        "version": 2,
    }
    assert programme.read_group(group_id)["name"] == "Zuid, Tuesdays"


def test_only_a_new_trainer_is_told_so(ask, coordinator, programme, trainer, another_trainer, announced):
    group_id = programme.group()
    ask(
        contract.set_trainers,
        groups.set_trainers,
        coordinator,
        group_id=group_id,
        trainer_ids=[trainer.id, another_trainer.id, trainer.id],
    )
    assert programme.read_group(group_id)["trainer_ids"] == [trainer.id, another_trainer.id]
    assert [event["person_id"] for event in announced(contract.TrainerAssigned)] == [trainer.id, another_trainer.id]
    assert announced(contract.GroupFormed)[-1]["trainer_ids"] == [trainer.id, another_trainer.id]
    ask(contract.set_trainers, groups.set_trainers, coordinator, group_id=group_id, trainer_ids=[])
    assert programme.read_group(group_id)["trainer_ids"] == []


def test_the_code_for_questions_is_shown_in_two_blocks(programme):
    first, second = (programme.read_group(programme.group())["question_code"] for _ in range(2))
    assert len(first) == 9
    assert first[4] == "-"
    assert first != second


def test_members_are_shown_with_how_they_attended_each_part(programme):
    present, absent, unrecorded, waiting = people(4)
    group_id = programme.group([present, absent, unrecorded, waiting], places=3)
    parts = ("training_day", "deepening")
    assert {member[part] for member in programme.read_group(group_id)["members"] for part in parts} == {None}

    programme.hold(group_id, "training_day", {present: "present", absent: "absent"})
    group = programme.read_group(group_id)
    days = {member["person_id"]: member["training_day"] for member in group["members"]}
    assert days == {present: "present", absent: "absent", unrecorded: "not_recorded", waiting: "not_recorded"}
    assert {member["deepening"] for member in group["members"]} == {None}

    programme.hold(group_id, "deepening", {present: "present", absent: "present"}, days=28)
    group = programme.read_group(group_id)
    assert {member["person_id"] for member in group["members"] if member["completed"]} == {present}
    assert [session["kind"] for session in group["sessions"]] == ["training_day", "deepening"]
    assert [(session["people"], session["present"]) for session in group["sessions"]] == [(3, 1), (3, 2)]


def test_the_next_session_is_the_first_that_is_neither_over_nor_cancelled(ask, coordinator, programme, list_groups):
    group_id = programme.group()
    assert programme.read_group(group_id)["next_session_at"] is None
    programme.part(group_id, "training_day", days=-1)
    deepening = programme.part(group_id, "deepening", days=20)
    starts_at = programme.read_session(deepening)["starts_at"]
    assert programme.read_group(group_id)["next_session_at"] == starts_at
    assert list_groups(coordinator)["items"][0]["next_session_at"] == starts_at
    ask(contract.cancel_session, sessions.cancel_session, coordinator, session_id=deepening)
    assert programme.read_group(group_id)["next_session_at"] is None
    assert list_groups(coordinator)["items"][0]["next_session_at"] is None


def test_groups_are_listed_by_name_with_their_counts(programme, coordinator, list_groups):
    programme.group(people(3), name="Zuid", places=2)
    programme.group(people(1), name="Noord")
    listed = list_groups(coordinator, programme_id=programme.id)
    assert [(group["name"], group["enrolled"], group["waiting"]) for group in listed["items"]] == [
        ("Noord", 1, 0),
        ("Zuid", 2, 1),
    ]
    assert (listed["total"], listed["page"], listed["pages"]) == (2, 1, 1)


def test_groups_come_in_pages_and_are_found_by_name(programme, coordinator, list_groups):
    for number in range(5):
        programme.group(name=f"Group {number}")
    programme.group(name="100% Zuid")
    second = list_groups(coordinator, page=2, per_page=4)
    assert [group["name"] for group in second["items"]] == ["Group 3", "Group 4"]
    assert (second["total"], second["pages"]) == (6, 2)
    assert [group["name"] for group in list_groups(coordinator, q="gROUP 3")["items"]] == ["Group 3"]
    assert [group["name"] for group in list_groups(coordinator, q="0%")["items"]] == ["100% Zuid"]


def test_a_trainer_sees_the_groups_that_they_give(programme, trainer, another_trainer, list_groups):
    given = programme.group()
    programme.group(trainer_ids=[another_trainer.id])
    for more in ({}, {"mine": True}, {"programme_id": programme.id}):
        assert [group["id"] for group in list_groups(trainer, **more)["items"]] == [given]


def test_a_coordinator_who_trains_too_sees_both_or_only_theirs(programme, coordinator, list_groups):
    both = an_actor("coordinator", "trainer", person_id=coordinator.id)
    given = programme.group(trainer_ids=[both.id])
    other = programme.group()
    assert {group["id"] for group in list_groups(both)["items"]} == {given, other}
    assert [group["id"] for group in list_groups(both, mine=True)["items"]] == [given]
