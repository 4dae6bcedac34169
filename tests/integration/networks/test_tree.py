"""Who trained whom: in courses, and in trainings that members gave; nobody is named who did not agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.networks import reactions
from services.networks.commands import membership as membership_commands
from services.networks.commands import onward as onward_commands
from services.networks.commands import visibility as visibility_commands
from services.networks.errors import AllAreNamed, NoMemberToName, NotAMember
from services.networks.queries import onward as onward_queries
from services.networks.queries import tree as tree_queries
from services.networks.tables import Completion, OnwardTraining, Trainee
from shared import clock
from shared.contracts import networks as contract
from shared.contracts.networks import OnwardTrainingRecorded, TraineeNamed
from shared.errors import Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.networks.conftest import completion
from tests.integration.networks.test_merges import merge, undo

TODAY = clock.today("Europe/Amsterdam")
LAST_WEEK, LAST_YEAR = TODAY - timedelta(days=7), TODAY - timedelta(days=400)


@pytest.fixture
def gave(ask):
    """A training that somebody gave."""

    def gave(trainer, people=10, on=LAST_WEEK, setting="regional"):
        training = {"held_on": on, "setting": setting, "people": people}
        return ask(contract.record_onward_training, onward_commands.record_onward_training, trainer, **training)["id"]

    return gave


@pytest.fixture
def name(ask):
    def name(trainer, training_id, trainee):
        named = {"training_id": training_id, "person_id": trainee.id}
        ask(contract.name_trainee, onward_commands.name_trainee, trainer, **named)

    return name


@pytest.fixture
def answer(ask):
    def answer(trainee, training_id, agrees):
        said = {"training_id": training_id, "agrees": agrees}
        ask(contract.answer_as_trainee, onward_commands.answer_as_trainee, trainee, **said)

    return answer


@pytest.fixture
def own(ask):
    return lambda person: ask(contract.onward_trainings, onward_queries.onward_trainings, person)


@pytest.fixture
def tree_for(ask):
    """person -> their branch, as somebody is shown the tree; None for who is not named."""

    def tree_for(reader):
        branches = ask(contract.tree, tree_queries.tree, reader)["branches"]
        return {branch["person_id"]: branch for branch in branches if not branch["again"]}

    return tree_for


@pytest.fixture
def reader(join):
    return join()


def test_a_member_records_what_they_gave_and_stands_in_the_tree(join, gave, own, tree_for, reader, announced):
    trainer = join()
    training_id = gave(trainer, people=12)
    assert tree_for(reader)[trainer.id] == {
        "number": 0,
        "parent": None,
        "person_id": trainer.id,
        "generation": 0,
        "trained_on": None,
        "direct": 12,
        "unnamed": 12,
        "reach": 12,
        "last_on": LAST_WEEK,
        "active": True,
        "again": False,
    }
    assert [(given["id"], given["people"]) for given in own(trainer)["given"]] == [(training_id, 12)]
    [event] = announced(OnwardTrainingRecorded)
    assert (event["trainer_id"], event["people"]) == (trainer.id, 12)


def test_a_training_to_come_and_one_by_a_stranger_are_refused(join, gave, invited):
    with pytest.raises(Invalid) as refused:
        gave(join(), on=TODAY + timedelta(days=1))
    assert refused.value.fields == {"held_on": ["in_the_future"]}
    with pytest.raises(NotAMember):
        gave(invited)


def test_nobody_is_linked_before_they_agree(join, gave, name, answer, own, tree_for, reader, announced):
    trainer, trainee = join(), join()
    training_id = gave(trainer)
    for _ in range(2):
        name(trainer, training_id, trainee)
    assert [event["person_id"] for event in announced(TraineeNamed)] == [trainee.id], "asked once"
    assert trainee.id not in tree_for(reader)
    assert tree_for(reader)[trainer.id]["unnamed"] == 10
    [received] = own(trainee)["received"]
    assert (received["trainer_id"], received["state"]) == (trainer.id, "asked")
    answer(trainee, training_id, agrees=True)
    shown = tree_for(reader)
    assert (shown[trainee.id]["parent"], shown[trainee.id]["generation"]) == (shown[trainer.id]["number"], 1)
    assert (shown[trainer.id]["direct"], shown[trainer.id]["unnamed"]) == (10, 9), "counted once, named or not"


@pytest.mark.parametrize("agreed_before", [False, True])
def test_a_no_at_once_or_later_leaves_the_count_and_nothing_else(
    tx, join, gave, name, answer, tree_for, reader, agreed_before
):
    trainer, trainee = join(), join()
    training_id = gave(trainer)
    name(trainer, training_id, trainee)
    if agreed_before:
        answer(trainee, training_id, agrees=True)
    answer(trainee, training_id, agrees=False)
    assert tx.scalar(select(func.count()).select_from(Trainee)) == 0
    assert (tree_for(reader)[trainer.id]["direct"], trainee.id in tree_for(reader)) == (10, False)


def test_with_the_last_word_that_named_them_their_name_goes_everywhere(tx, join, gave, name, answer, tree_for, reader):
    trainer, trainee = join(), join()
    reactions.course_completed(tx, completion(trainee, on=LAST_YEAR, by=[uuid4()]))
    trainings = [gave(trainer) for _ in range(2)]
    for training_id in trainings:
        name(trainer, training_id, trainee)
        answer(trainee, training_id, agrees=True)
    answer(trainee, trainings[0], agrees=False)
    assert trainee.id in tree_for(reader)
    answer(trainee, trainings[1], agrees=False)
    assert trainee.id not in tree_for(reader)


def test_who_turns_off_their_name_in_the_tree_is_counted_only(ask, join, gave, name, answer, tree_for, reader):
    trainer, trainee = join(), join()
    training_id = gave(trainer)
    name(trainer, training_id, trainee)
    answer(trainee, training_id, agrees=True)
    ask(contract.let_see, visibility_commands.let_see, trainee, tree="nobody")
    assert trainee.id not in tree_for(reader)
    assert trainee.id in tree_for(trainee), "they see themselves"
    ask(contract.let_see, visibility_commands.let_see, trainer, tree="nobody")
    assert set(tree_for(reader)) == {None}
    assert tree_for(reader)[None]["reach"] == 10


def test_with_a_training_that_is_taken_back_goes_what_was_agreed_to_about_it(
    ask, tx, join, gave, name, answer, tree_for, reader
):
    trainer, trainee, official_trainer = join(), join(), uuid4()
    reactions.course_completed(tx, completion(trainee, uuid4(), on=LAST_YEAR, by=[official_trainer]))
    training_id = gave(trainer)
    name(trainer, training_id, trainee)
    answer(trainee, training_id, agrees=True)
    assert {trainer.id, trainee.id} <= tree_for(reader).keys()
    ask(contract.remove_onward_training, onward_commands.remove_onward_training, trainer, training_id=training_id)
    assert not {trainer.id, trainee.id} & tree_for(reader).keys()


def test_who_agreed_to_another_training_stays_named(ask, join, gave, name, answer, tree_for, reader):
    trainer, trainee = join(), join()
    trainings = [gave(trainer), gave(trainer)]
    for training_id in trainings:
        name(trainer, training_id, trainee)
        answer(trainee, training_id, agrees=True)
    ask(contract.remove_onward_training, onward_commands.remove_onward_training, trainer, training_id=trainings[0])
    assert {trainer.id, trainee.id} <= tree_for(reader).keys()


def test_only_members_are_named_never_oneself_and_no_more_than_one_trained(join, gave, name, invited, own):
    trainer, first, second = join(), join(), join()
    training_id = gave(trainer, people=1)
    for nobody in (trainer, invited, an_actor()):
        with pytest.raises(NoMemberToName):
            name(trainer, training_id, nobody)
    name(trainer, training_id, first)
    with pytest.raises(AllAreNamed):
        name(trainer, training_id, second)
    with pytest.raises(NotFound):
        name(second, training_id, first)


def test_a_training_of_somebody_else_can_not_be_answered_removed_or_looked_at(ask, join, gave, answer):
    trainer, other = join(), join()
    training_id = gave(trainer)
    with pytest.raises(NotFound):
        answer(other, training_id, agrees=True)
    for call, function in (
        (contract.remove_onward_training, onward_commands.remove_onward_training),
        (contract.onward_training, onward_queries.onward_training),
    ):
        with pytest.raises(NotFound):
            ask(call, function, other, training_id=training_id)
    ask(contract.remove_onward_training, onward_commands.remove_onward_training, trainer, training_id=training_id)


def test_who_gave_a_course_reached_those_who_completed_it_and_whom_these_trained(tx, join, gave, tree_for, reader):
    official_trainer, course = uuid4(), uuid4()
    people = [join() for _ in range(3)]
    for person in people:
        reactions.course_completed(tx, completion(person, course, on=LAST_YEAR, by=[official_trainer, person.id]))
    gave(people[0], people=20)
    shown = tree_for(reader)
    seed, heir = shown[official_trainer], shown[people[0].id]
    assert (seed["direct"], seed["reach"], seed["unnamed"], seed["active"]) == (3, 23, 2, False)
    assert (heir["parent"], heir["trained_on"], heir["active"]) == (seed["number"], LAST_YEAR, True)


def test_a_member_who_took_the_course_stands_with_who_trained_them_onward_too(
    ask, tx, join, gave, name, answer, reader
):
    official_trainer, trainer, trainee = uuid4(), join(), join()
    for person in (trainer, trainee):
        reactions.course_completed(tx, completion(person, on=LAST_YEAR, by=[official_trainer]))
    training_id = gave(trainer)
    name(trainer, training_id, trainee)
    answer(trainee, training_id, agrees=True)
    branches = ask(contract.tree, tree_queries.tree, reader)["branches"]
    numbers = {branch["number"]: branch["person_id"] for branch in branches}
    stands = {(numbers[branch["parent"]], branch["again"]) for branch in branches if branch["person_id"] == trainee.id}
    assert stands == {(official_trainer, False), (trainer.id, True)}


def test_a_coordinator_sees_the_tree_with_who_lets_coordinators_see_them(ask, join, gave, tree_for, coordinator):
    trainer = join()
    gave(trainer)
    assert set(tree_for(coordinator)) == {None}
    ask(contract.let_see, visibility_commands.let_see, trainer, tree="members_and_coordinators")
    assert set(tree_for(coordinator)) == {trainer.id}


def test_a_stranger_sees_no_tree(tree_for, stranger):
    with pytest.raises(NotAMember):
        tree_for(stranger)


def test_how_many_were_trained_in_which_setting(ask, join, gave):
    one, other = join(), join()
    gave(one, people=10)
    gave(other, people=5)
    gave(other, people=30, setting="national")
    assert ask(contract.tree, tree_queries.tree, one)["settings"] == [
        {"setting": "national", "trainings": 1, "people": 30},
        {"setting": "regional", "trainings": 2, "people": 15},
    ]


def test_who_leaves_takes_their_word_back_and_stays_counted(ask, tx, join, gave, name, answer, tree_for, reader):
    trainer, trainee = join(), join()
    training_id = gave(trainer)
    name(trainer, training_id, trainee)
    answer(trainee, training_id, agrees=True)
    for leaver in (trainee, trainer):
        ask(contract.leave, membership_commands.leave, leaver)
    assert set(tree_for(reader)) == {None}
    assert tree_for(reader)[None]["reach"] == 10
    assert tx.scalar(select(func.count()).select_from(Trainee)) == 0


def test_of_an_erased_person_only_counts_are_left(tx, join, gave, name, answer, tree_for, reader):
    trainer, trainee = join(), join()
    reactions.course_completed(tx, completion(trainee, by=[trainer.id], on=LAST_YEAR))
    training_id = gave(trainer)
    name(trainer, training_id, trainee)
    answer(trainee, training_id, agrees=True)
    for person in (trainee, trainer):
        for _ in range(2):
            reactions.person_erased(tx, {"person_id": person.id})
    assert [(branch["direct"], branch["reach"]) for branch in tree_for(reader).values()] == [(10, 10)]
    assert tx.scalar(select(func.count()).select_from(Completion).where(Completion.trainer_ids != [])) == 0
    assert tx.scalar(select(OnwardTraining.trainer_id)) is None


def test_two_records_of_one_trainee_are_one_who_agreed_and_can_be_parted_again(tx, join, gave, name, answer, own):
    trainer, kept, dropped = join(), join(), join()
    training_id = gave(trainer)
    for trainee in (kept, dropped):
        name(trainer, training_id, trainee)
    answer(dropped, training_id, agrees=True)
    merge(tx, kept, dropped)
    assert [trainee["state"] for trainee in own(trainer)["given"][0]["trainees"]] == ["agreed"]
    undo(tx, kept, dropped)
    states = {trainee["person_id"]: trainee["state"] for trainee in own(trainer)["given"][0]["trainees"]}
    assert states == {kept.id: "asked", dropped.id: "agreed"}


def test_what_a_dropped_record_gave_is_given_by_the_kept_one(tx, join, gave, own):
    kept, dropped = join(), join()
    reactions.course_completed(tx, completion(an_actor(), by=[dropped.id]))
    gave(dropped, people=4)
    merge(tx, kept, dropped)
    assert [given["people"] for given in own(kept)["given"]] == [4]
    assert tx.scalar(select(func.count()).where(Completion.trainer_ids.contains([kept.id]))) == 1
