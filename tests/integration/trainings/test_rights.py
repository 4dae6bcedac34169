"""Who may do what with whose records: the programme's coordinators, the group's trainers, and nobody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import enrolments, groups, introductions, questions, records, sessions
from services.trainings.errors import GroupNotYours, ProgrammeNotYours
from services.trainings.queries import groups as group_queries
from services.trainings.queries import introductions as introduction_queries
from services.trainings.queries import sessions as session_queries
from shared.access import ANYONE, COORDINATOR, SERVICE, TRAINER
from shared.contracts import trainings as contract
from shared.errors import NotFound
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import GROUND_RULES, a_plan, people

CALLS = contract.trainings.calls


@dataclass(frozen=True)
class Case:
    """A call on the record that `of` names; `trainers` says whether those of the group may make it."""

    name: str
    function: Callable[..., Any]
    of: str
    more: dict[str, Any] = field(default_factory=dict)
    trainers: bool = False

    @property
    def id_field(self) -> str:
        return {"introduction": "session_id", "day": "session_id"}.get(self.of, f"{self.of}_id")

    def __call__(self, ask, actor, records_, **changed):
        data = {self.id_field: records_[self.of]} | self.more | changed
        return ask(CALLS[self.name], self.function, actor, **data)


[A_PERSON] = people(1)
RULES = {"ground_rules": GROUND_RULES, "agreed": True}
CASES = [
    Case("plan_introduction", introductions.plan_introduction, "programme", {"title": "Us and them"} | a_plan()),
    Case("invite_people", introductions.invite_people, "introduction", {"person_ids": people(1)}),
    Case("candidates", introduction_queries.candidates, "programme"),
    Case("form_group", groups.form_group, "programme", {"name": "Zuid 2"}),
    Case("change_group", groups.change_group, "group", {"version": 1, "name": "Zuid", "places": 12}),
    Case("set_trainers", groups.set_trainers, "group"),
    Case("enrol", enrolments.enrol, "group", {"person_ids": people(1)}),
    Case("take_place", enrolments.take_place, "group", {"person_id": A_PERSON}),
    Case("withdraw", enrolments.withdraw, "group", {"person_id": A_PERSON}),
    Case("group", group_queries.group, "group", trainers=True),
    Case("groups", group_queries.groups, "programme", trainers=True),
    Case("plan_session", sessions.plan_session, "group", {"kind": "deepening"} | a_plan(30), trainers=True),
    Case("change_session", sessions.change_session, "day", {"version": 1} | a_plan(8), trainers=True),
    Case(
        "change_session",
        sessions.change_session,
        "introduction",
        {"version": 1, "title": "Us and them"} | a_plan(8),
    ),
    Case("cancel_session", sessions.cancel_session, "day"),
    Case("open_session", records.open_session, "day", RULES, trainers=True),
    Case("open_session", records.open_session, "introduction", RULES),
    Case("record_session", records.record_session, "day", {"version": 0}, trainers=True),
    Case("record_session", records.record_session, "introduction", {"version": 0}),
    Case("session", session_queries.session, "day", trainers=True),
    Case("session", session_queries.session, "introduction"),
    Case("sessions", session_queries.sessions, "programme", trainers=True),
    Case("sessions", session_queries.sessions, "group", trainers=True),
    Case("add_question", questions.add_question, "group", {"text": "Why me?"}, trainers=True),
    Case("treat_question", questions.treat_question, "question", {"treated": True}, trainers=True),
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-of-{case.of}")


@pytest.fixture
def of_ours(ask, programme):
    """A record of each kind, in the coordinator's programme and the trainer's group."""
    group = programme.group([A_PERSON])
    day = programme.part(group)
    programme.open(day)
    question = ask(contract.add_question, questions.add_question, programme.trainer, group_id=group, text="What now?")
    return {
        "programme": programme.id,
        "introduction": programme.introduction(),
        "group": group,
        "day": day,
        "question": question["id"],
    }


def test_every_call_is_listed_here():
    open_to_others = {name for name, call in CALLS.items() if set(call.who) & {ANYONE, SERVICE}}
    assert {case.name for case in CASES} | open_to_others == set(CALLS)
    assert open_to_others == {"question_box", "ask_question", "session_details"}


@each_case
def test_what_trainers_may_do_the_contract_lets_them_ask(case):
    who = CALLS[case.name].who
    assert COORDINATOR in who
    if case.trainers:
        assert TRAINER in who


@each_case
def test_a_coordinator_acts_on_an_own_programme(ask, coordinator, of_ours, case):
    case(ask, coordinator, of_ours)


@each_case
def test_a_second_coordinator_of_the_programme_may_as_much(tx, ask, coordinator, another_coordinator, of_ours, case):
    reactions.programme_changed(
        tx,
        {"programme_id": of_ours["programme"], "coordinator_ids": [coordinator.id, another_coordinator.id]},
    )
    tx.expire_all()
    case(ask, another_coordinator, of_ours)


@each_case
def test_a_programme_of_somebody_else_is_refused(ask, another_coordinator, of_ours, case):
    with pytest.raises(ProgrammeNotYours):
        case(ask, another_coordinator, of_ours)


@each_case
def test_a_former_coordinator_is_refused(tx, ask, coordinator, another_coordinator, of_ours, case):
    reactions.programme_changed(tx, {"programme_id": of_ours["programme"], "coordinator_ids": [another_coordinator.id]})
    tx.expire_all()
    with pytest.raises(ProgrammeNotYours):
        case(ask, coordinator, of_ours)


@each_case
def test_a_trainer_acts_on_a_group_that_they_give(ask, trainer, of_ours, case):
    if case.trainers:
        case(ask, trainer, of_ours)
    else:
        with pytest.raises(ProgrammeNotYours):
            case(ask, trainer, of_ours)


@each_case
def test_a_group_of_another_trainer_is_refused(ask, another_trainer, of_ours, case):
    refusal = GroupNotYours if case.trainers and case.of != "programme" else ProgrammeNotYours
    with pytest.raises(refusal):
        case(ask, another_trainer, of_ours)


@each_case
def test_who_gives_the_group_needs_no_other_role(ask, coordinator, another_coordinator, of_ours, case):
    """A coordinator of another programme may be the trainer here."""
    ask(
        contract.set_trainers,
        groups.set_trainers,
        coordinator,
        group_id=of_ours["group"],
        trainer_ids=[another_coordinator.id],
    )
    if case.trainers:
        case(ask, another_coordinator, of_ours)
    else:
        with pytest.raises(ProgrammeNotYours):
            case(ask, another_coordinator, of_ours)


@each_case
def test_what_does_not_exist_is_not_found(ask, coordinator, trainer, of_ours, case):
    for actor in (coordinator, trainer):
        with pytest.raises(NotFound):
            case(ask, actor, {case.of: uuid4()})


@each_case
def test_who_lost_the_role_acts_for_the_programme_no_more(ask, coordinator, of_ours, case):
    with pytest.raises(ProgrammeNotYours):
        case(ask, an_actor(COORDINATOR), of_ours)
    with pytest.raises((ProgrammeNotYours, GroupNotYours)):
        case(ask, an_actor(TRAINER, person_id=coordinator.id), of_ours)


def test_lists_without_a_filter_hold_only_what_is_theirs(ask, another_coordinator, another_trainer, of_ours):
    for actor in (another_coordinator, another_trainer):
        assert ask(contract.sessions, session_queries.sessions, actor)["items"] == []
        assert ask(contract.groups, group_queries.groups, actor)["items"] == []
