from datetime import time
from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import arrangements, stand_ins, trainers
from services.trainings.errors import NotAMentor, PathNotYours, ThereAlready
from services.trainings.people import reactions as on_people
from services.trainings.queries import arrangements as arrangement_queries
from services.trainings.queries import stand_ins as stand_in_queries
from services.trainings.queries import trainers as trainer_queries
from shared.access import TRAINER
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import in_days, people


@pytest.fixture(autouse=True)
def everybody_is_known(monkeypatch):
    """As if identity had told of them; see the last test."""
    monkeypatch.setattr(trainer_queries, "is_known", lambda tx, person_id: True)


@pytest.fixture
def read(ask, coordinator):
    def read(person_id, actor=None):
        return ask(contract.path, trainer_queries.path, actor or coordinator, person_id=person_id)

    return read


@pytest.fixture
def decide(ask, coordinator, read):
    def decide(person_id, state, *, on=0, **more):
        data = {"version": read(person_id)["version"], "state": state, "decided_on": in_days(on)} | more
        ask(contract.decide_step, trainers.decide_step, coordinator, person_id=person_id, **data)

    return decide


@pytest.fixture
def note(ask, coordinator):
    def note(person_ids, requirement, *, on=-1):
        data = {"person_ids": person_ids, "requirement": requirement, "on": in_days(on)}
        return ask(contract.note_requirement, trainers.note_requirement, coordinator, **data)

    return note


@pytest.fixture
def held(ask, programme, coordinator):
    """A recorded training day with these roles."""

    def held(*roles, days=-7, attended=()):
        group_id = programme.group(list(attended))
        day = programme.hold(group_id, "training_day", dict.fromkeys(attended, "present"), days=days)
        version = 0
        data = {"session_id": day, "version": version, "roles": list(roles)}
        ask(contract.set_session_roles, arrangements.set_session_roles, coordinator, **data)
        return group_id

    return held


def gives(person_id, role="trainer"):
    return {"person_id": person_id, "role": role}


def observes(person_id, observed_id):
    return {"person_id": person_id, "role": "observer", "observed_id": observed_id}


def test_everybody_begins_as_a_participant_and_sees_what_is_missing(read):
    path = read(uuid4())
    assert (path["state"], path["next_state"], path["since"]) == ("participant", "member", None)
    assert {each["requirement"] for each in path["missing"]} == {"course", "network"}


def test_from_participant_to_certified_with_two_observed_deliveries(programme, read, decide, note, held, coordinator):
    person, lead, observer = people(3)
    group_id = programme.group([person])
    for kind, days in (("training_day", -60), ("deepening", -30)):
        programme.hold(group_id, kind, {person: "present"}, days=days)
    note([person], "network")
    decide(person, "member")
    note([person], "workshop")
    decide(person, "shadow")
    held(gives(lead), gives(person, "shadow"))
    decide(person, "co_trainer")
    held(gives(lead), gives(person, "co_trainer"))
    decide(person, "observed")
    held(gives(person), observes(observer, person))
    [missing] = read(person)["missing"]
    assert (missing["requirement"], missing["needed"], missing["done"]) == ("observed", 2, 1)
    with pytest.raises(Invalid) as refused:
        decide(person, "certified")
    assert refused.value.fields == {"reason": ["step_needs_a_reason"]}
    held(gives(person), observes(observer, person), days=-2)
    decide(person, "certified")
    path = read(person)
    assert (path["state"], path["expiry"], path["next_state"]) == ("certified", "valid", "mentor")
    assert [each["state"] for each in path["decisions"]] == ["certified", "observed", "co_trainer", "shadow", "member"]
    assert {each["decided_by"] for each in path["decisions"]} == {coordinator.id}
    observed = [(fact["by_id"], fact["on"]) for fact in path["facts"] if fact["requirement"] == "observed"]
    assert observed == [(observer, in_days(-2)), (observer, in_days(-7))]


def test_what_was_planned_only_counts_for_nothing(ask, programme, coordinator, read):
    [person] = people(1)
    day = programme.part(programme.group())
    data = {"session_id": day, "version": 0, "roles": [gives(person)]}
    ask(contract.set_session_roles, arrangements.set_session_roles, coordinator, **data)
    assert read(person)["facts"] == []


def test_a_decision_over_somebody_elses_decision_is_refused(decide):
    [person] = people(1)
    decide(person, "certified", reason="Certified by the national programme.")
    with pytest.raises(ChangedMeanwhile):
        decide(person, "mentor", version=0, reason="Long experience.")


def test_a_decision_is_never_of_tomorrow(decide):
    with pytest.raises(Invalid) as refused:
        decide(uuid4(), "member", on=1, reason="Soon.")
    assert refused.value.fields == {"decided_on": ["in_the_future"]}


def test_a_certificate_expires_warns_and_is_renewed_with_its_history(decide, read, held):
    [person] = people(1)
    decide(person, "certified", on=-670, reason="Taken over from paper.")
    path = read(person)
    assert path["expiry"] == "soon"
    assert path["renewal"] == [{"requirement": "given", "needed": 2, "done": 0}]
    with pytest.raises(Invalid):
        decide(person, "certified")
    for days in (-20, -3):
        held(gives(person), days=days)
    decide(person, "certified")
    path = read(person)
    assert (path["expiry"], len(path["decisions"])) == ("valid", 2)


def test_what_does_not_expire_is_not_decided_twice(decide):
    [person] = people(1)
    decide(person, "member", reason="Known for long.")
    with pytest.raises(ThereAlready):
        decide(person, "member")


def test_what_people_did_elsewhere_is_noted_for_all_of_them_once(ask, coordinator, note, read):
    both = people(2)
    assert note(both, "workshop") == {"noted": 2, "already": 0}
    assert note([*both, *people(1)], "workshop") == {"noted": 1, "already": 2}
    [fact] = read(both[0])["facts"]
    assert (fact["requirement"], fact["by_id"]) == ("workshop", coordinator.id)
    ask(contract.withdraw_note, trainers.withdraw_note, coordinator, note_id=fact["note_id"])
    assert read(both[0])["facts"] == []
    assert len(read(both[1])["facts"]) == 1


def test_what_sessions_show_is_not_noted_by_hand(note):
    with pytest.raises(Invalid) as refused:
        note(people(1), "observed")
    assert refused.value.fields == {"requirement": ["not_a_choice"]}


def test_a_mentor_proposes_and_a_coordinator_decides(ask, decide, read):
    mentor, [person] = an_actor(TRAINER), people(1)
    propose = {"person_id": person, "state": "member"}
    with pytest.raises(NotAMentor):
        ask(contract.propose_step, trainers.propose_step, mentor, **propose)
    decide(mentor.id, "mentor", reason="Has trained trainers for years.")
    ask(contract.propose_step, trainers.propose_step, mentor, **propose)
    assert read(person, mentor)["proposal"]["proposed_by"] == mentor.id
    with pytest.raises(NotAMentor):
        ask(contract.propose_step, trainers.propose_step, mentor, person_id=mentor.id, state="mentor")
    decide(person, "member", reason="As proposed.")
    assert read(person)["proposal"] is None


def test_people_see_their_own_path_and_nobody_elses(ask, read, trainer, another_trainer, programme):
    programme.group()
    assert read(trainer.id, trainer)["may_decide"] is False
    with pytest.raises(PathNotYours):
        read(trainer.id, another_trainer)
    seen = ask(contract.trainers, trainer_queries.trainers, trainer)["trainers"]
    assert [each["person_id"] for each in seen] == [trainer.id]
    assert ask(contract.trainers, trainer_queries.trainers, another_trainer)["trainers"] == []


def test_who_gave_the_course_trained_who_completed_it(ask, programme, coordinator, trainer, read):
    completed, came_once, shadow = people(3)
    group_id = programme.group([completed, came_once])
    programme.hold(group_id, "training_day", {completed: "present", came_once: "present"}, days=-30)
    deepening = programme.part(group_id, "deepening", days=-5)
    roles = [gives(trainer.id), gives(shadow, "shadow")]
    data = {"session_id": deepening, "version": 0, "roles": roles}
    ask(contract.set_session_roles, arrangements.set_session_roles, coordinator, **data)
    programme.open(deepening)
    programme.record(deepening, {completed: "present", came_once: "absent"})
    trained = ask(contract.trained, trainer_queries.trained, coordinator, person_id=trainer.id)
    assert trained["trained"] == [{"person_id": completed, "group_id": group_id, "on": in_days(-5)}]
    assert [each["person_id"] for each in read(completed)["trained_by"]] == [trainer.id]
    assert read(shadow)["trained"] == []


# standing in


@pytest.fixture
def free(ask, coordinator):
    def free(session_id):
        return ask(contract.stand_ins, stand_in_queries.stand_ins, coordinator, session_id=session_id)

    return free


def test_who_is_certified_and_nowhere_else_can_stand_in(ask, programme, decide, free, coordinator, trainer):
    certified, co_trainer, expired, taken, beginner = people(5)
    for person, state, on in (
        (certified, "certified", 0),
        (co_trainer, "co_trainer", 0),
        (expired, "certified", -800),
        (taken, "certified", 0),
        (trainer.id, "certified", 0),
    ):
        decide(person, state, on=on, reason="Taken over from paper.")
    decide(beginner, "shadow", reason="Taken over from paper.")
    ask(contract.set_languages, trainers.set_languages, coordinator, person_id=certified, languages=["nl"])
    ask(contract.set_languages, trainers.set_languages, coordinator, person_id=co_trainer, languages=["en"])
    programme.part(programme.group(trainer_ids=[trainer.id, taken]))
    day = programme.part(programme.group(), place="Library")
    arranged = {"session_id": day, "version": 0, "language": "en"}
    ask(contract.save_arrangements, arrangements.save_arrangements, coordinator, **arranged)
    found = free(day)
    assert (found["language"], found["taken"]) == ("en", 1)
    assert [(each["person_id"], each["role"], each["speaks_it"]) for each in found["people"]] == [
        (co_trainer, "co_trainer", True),
        (certified, "trainer", False),
    ]
    asked = {"date": in_days(7), "start_time": time(10), "language": "nl"}
    at_that_time = ask(contract.free_trainers, stand_in_queries.free_trainers, coordinator, **asked)
    assert [each["person_id"] for each in at_that_time["people"]] == [certified, co_trainer]


def test_a_stand_in_gives_one_session_and_the_others_stay_as_they_were(
    ask, programme, decide, free, coordinator, trainer, announced
):
    stand_in = an_actor(TRAINER)
    decide(stand_in.id, "certified", reason="Taken over from paper.")
    group_id = programme.group()
    day, deepening = programme.part(group_id), programme.part(group_id, "deepening", days=28)
    asked = {"session_id": day, "person_id": stand_in.id, "instead_of": trainer.id}
    ask(contract.assign_stand_in, stand_ins.assign_stand_in, coordinator, **asked)

    def who_gives(session_id):
        found = ask(contract.arrangements, arrangement_queries.arrangements, coordinator, session_id=session_id)
        return [role["person_id"] for role in found["roles"]]

    assert who_gives(day) == [stand_in.id]
    assert who_gives(deepening) == [trainer.id]
    assert programme.read_session(day, stand_in)["trainer_ids"] == [trainer.id, stand_in.id]
    assert announced(contract.TrainerAssigned)[-1]["person_id"] == stand_in.id


def test_an_erased_person_is_on_no_path_and_what_they_gave_counts_for_others(tx, programme, decide, note, held, read):
    trainer, observer, noted = people(3)
    held(gives(trainer), observes(observer, trainer))
    decide(trainer, "co_trainer", reason="Experience elsewhere.")
    note([noted], "workshop")
    for gone in (observer, noted):
        for _ in range(2):
            reactions.person_erased(tx, {"person_id": gone})
            tx.expire_all()
    [fact] = [fact for fact in read(trainer)["facts"] if fact["requirement"] == "observed"]
    assert fact["by_id"] not in (None, observer)
    assert read(noted)["facts"] == []
    reactions.person_erased(tx, {"person_id": trainer})
    tx.expire_all()
    assert (read(trainer)["state"], read(trainer)["decisions"]) == ("participant", [])


def test_nobody_has_a_path_whom_identity_never_told_of(tx, read, monkeypatch):
    monkeypatch.undo()
    person_id = uuid4()
    with pytest.raises(NotFound):
        read(person_id)
    told = {"person_id": person_id, "sector": None, "level": None, "area_ids": [], "line_manager_id": None}
    on_people.person_added(tx, [told])
    assert read(person_id)["state"] == "participant"
