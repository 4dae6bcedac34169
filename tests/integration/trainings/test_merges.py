"""Two records were one person: what trainings makes of it, and how it goes back. Every event comes twice."""

import pytest
from sqlalchemy import select

from services.trainings import reactions
from services.trainings.commands import certificates, merges
from services.trainings.queries import certificates as certificate_queries
from services.trainings.queries.introductions import candidates
from services.trainings.tables import Merge, Reflection, Trainer, Wish
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import people


@pytest.fixture
def tell(tx):
    def telling(reaction, kept, dropped):
        for _ in range(2):
            reaction(tx, {"kept_id": kept, "dropped_id": dropped})
            tx.expire_all()

    return telling


@pytest.fixture
def merge(tell):
    return lambda kept, dropped: tell(merges.person_merged, kept, dropped)


@pytest.fixture
def undo(tell):
    return lambda kept, dropped: tell(merges.person_merge_undone, kept, dropped)


def states(group):
    return {member["person_id"]: member["state"] for member in group["members"]}


def test_a_place_goes_with_the_person_and_comes_back(programme, merge, undo, announced):
    kept, dropped, other = people(3)
    group_id = programme.group([dropped, other])
    merge(kept, dropped)
    assert states(programme.read_group(group_id)) == {kept: "enrolled", other: "enrolled"}
    undo(kept, dropped)
    assert states(programme.read_group(group_id)) == {dropped: "enrolled", other: "enrolled"}
    assert announced(contract.PersonWithdrawn) == []


def test_two_places_in_one_group_become_one_and_who_waits_gets_the_other(programme, merge, undo, announced):
    kept, dropped, waits = people(3)
    group_id = programme.group([dropped, kept, waits], places=2)
    merge(kept, dropped)
    assert states(programme.read_group(group_id)) == {kept: "enrolled", waits: "enrolled"}
    assert [event["person_id"] for event in announced(contract.PersonEnrolled) if event["promoted"]] == [waits]
    undo(kept, dropped)
    group = programme.read_group(group_id)
    assert states(group) == {kept: "enrolled", dropped: "enrolled", waits: "enrolled"}
    assert (group["enrolled"], group["places"]) == (3, 2)


def test_of_two_groups_of_a_programme_the_one_whose_course_was_attended_is_kept(programme, merge, undo, announced):
    kept, dropped = people(2)
    attended, other = programme.group([dropped]), programme.group([kept], name="Zuid 2")
    programme.hold(attended, "training_day", {dropped: "present"})
    merge(kept, dropped)
    assert states(programme.read_group(attended)) == {kept: "enrolled"}
    assert states(programme.read_group(other)) == {}
    assert [(event["group_id"], event["person_id"]) for event in announced(contract.PersonWithdrawn)] == [(other, kept)]
    undo(kept, dropped)
    assert states(programme.read_group(attended)) == {dropped: "enrolled"}
    assert states(programme.read_group(other)) == {kept: "enrolled"}


def test_a_place_goes_before_a_wait(programme, merge):
    kept, dropped, other = people(3)
    waits, has_a_place = programme.group([other, kept], places=2, name="Vol"), programme.group([dropped], name="Plaats")
    programme.withdraw(waits, kept)
    full = programme.group([*people(2), kept], places=2, name="Zuid 3")
    merge(kept, dropped)
    assert states(programme.read_group(has_a_place)) == {kept: "enrolled"}
    assert kept not in states(programme.read_group(full))


def test_both_parts_of_a_course_under_two_names_complete_it(programme, merge, undo, announced):
    kept, dropped = people(2)
    group_id = programme.group([kept, dropped])
    programme.hold(group_id, "training_day", {kept: "absent", dropped: "present"})
    programme.hold(group_id, "deepening", {kept: "present"}, days=20)
    assert announced(contract.CourseCompleted) == []
    merge(kept, dropped)
    assert [event["person_id"] for event in announced(contract.CourseCompleted)] == [kept]
    [member] = programme.read_group(group_id)["members"]
    assert (member["training_day"], member["deepening"], member["completed"]) == ("present", "present", True)
    undo(kept, dropped)
    assert [event["person_id"] for event in announced(contract.CourseCompletionWithdrawn)] == [kept]
    attended = {m["person_id"]: m["training_day"] for m in programme.read_group(group_id)["members"]}
    assert attended == {kept: "absent", dropped: "present"}


def test_who_counts_in_a_session_is_told_anew(programme, merge, undo, announced):
    kept, dropped = people(2)
    session_id = programme.introduction([kept, dropped])
    programme.record(session_id, {kept: "present", dropped: "present"})
    merge(kept, dropped)
    undo(kept, dropped)
    told = announced(contract.SessionRecorded)
    assert [len(event["present_ids"]) for event in told] == [2, 1, 2]
    assert [event["record_version"] for event in told] == [1, 2, 3]


def test_what_changed_since_stays_with_who_was_kept(programme, merge, undo):
    kept, dropped, new = people(3)
    group_id = programme.group([dropped], name="Eerst")
    session_id = programme.introduction([dropped])
    programme.record(session_id, {dropped: "absent"})
    merge(kept, dropped)
    programme.record(session_id, {kept: "present"})
    programme.withdraw(group_id, kept)
    later = programme.group([kept, new], name="Later")
    undo(kept, dropped)
    attendance = {
        line["person_id"]: line["state"] for line in programme.read_session(session_id)["record"]["attendance"]
    }
    assert attendance == {kept: "present", dropped: "not_recorded"}
    assert states(programme.read_group(group_id)) == {}
    assert states(programme.read_group(later)) == {kept: "enrolled", new: "enrolled"}


def test_who_gives_a_group_gives_it_on(programme, merge, undo, announced, trainer):
    [kept] = people(1)
    group_id = programme.group()
    merge(kept, trainer.id)
    assert programme.read_group(group_id)["trainer_ids"] == [kept]
    undo(kept, trainer.id)
    assert programme.read_group(group_id)["trainer_ids"] == [trainer.id]
    assert [event["trainer_ids"] for event in announced(contract.GroupFormed)] == [[trainer.id], [kept], [trainer.id]]


def test_who_is_in_a_group_under_another_name_is_no_candidate(programme, merge, ask, coordinator):
    kept, dropped = people(2)
    programme.record(programme.introduction([kept]), {kept: "present"})
    programme.group([dropped])
    merge(kept, dropped)
    assert ask(contract.candidates, candidates, coordinator, programme_id=programme.id)["person_ids"] == []


def test_nothing_is_kept_for_going_back_of_who_is_erased(tx, programme, merge, undo):
    kept, dropped = people(2)
    group_id = programme.group([dropped])
    merge(kept, dropped)
    for person_id in (kept, dropped):
        reactions.person_erased(tx, {"person_id": person_id})
    assert tx.get(Merge, dropped) is None
    undo(kept, dropped)
    assert states(programme.read_group(group_id)) == {}


def test_what_was_written_for_oneself_is_copied_nowhere_and_comes_back(tx, programme, merge, undo):
    kept, dropped = people(2)
    secret = "In my team nobody says it aloud."
    tx.add(Reflection(programme_id=programme.id, person_id=dropped, context=secret, version=1))
    merge(kept, dropped)
    assert tx.get(Reflection, (programme.id, kept)).context == secret
    assert secret not in str(tx.scalars(select(Merge.moves)).all())
    undo(kept, dropped)
    assert tx.get(Reflection, (programme.id, dropped)).context == secret


def test_two_certificates_of_one_course_both_stay_as_they_are_printed(programme, merge, ask, coordinator):
    kept, dropped = people(2)
    group_id = programme.group([kept, dropped])
    for kind, days in (("training_day", -20), ("deepening", -2)):
        programme.hold(group_id, kind, {kept: "present", dropped: "present"}, days=days)
    both = {"group_id": group_id, "person_ids": [kept, dropped]}
    ask(contract.issue_certificates, certificates.issue_certificates, coordinator, **both)
    merge(kept, dropped)
    found = ask(contract.certificates, certificate_queries.certificates, coordinator, group_id=group_id)["items"]
    assert {each["person_id"] for each in found} == {kept, dropped}


def test_a_wish_about_the_two_goes_and_one_about_others_follows(tx, programme, merge):
    kept, dropped, other = people(3)
    for person_id, other_id in ((kept, dropped), (other, dropped)):
        tx.add(Wish(programme_id=programme.id, person_id=person_id, other_id=other_id, kind="with"))
    merge(kept, dropped)
    assert tx.execute(select(Wish.person_id, Wish.other_id)).all() == [(other, kept)]


def test_who_is_further_on_the_path_of_a_trainer_stays_there(tx, merge, undo):
    kept, dropped = people(2)
    tx.add_all([Trainer(person_id=kept, state="member"), Trainer(person_id=dropped, state="certified")])
    merge(kept, dropped)
    assert tx.get(Trainer, kept).state == "certified"
    undo(kept, dropped)
    assert (tx.get(Trainer, kept).state, tx.get(Trainer, dropped).state) == ("member", "certified")
