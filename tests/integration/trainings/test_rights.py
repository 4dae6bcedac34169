"""Who may do what with whose records: the programme's coordinators, the group's trainers, and nobody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import (
    arrangements,
    book,
    cases,
    certificates,
    enrolments,
    groups,
    introductions,
    questions,
    records,
    registrations,
    sessions,
    stand_ins,
    thank_yous,
    wishes,
)
from services.trainings.errors import GroupNotYours, ProgrammeNotYours
from services.trainings.queries import arrangements as arrangement_queries
from services.trainings.queries import book as book_queries
from services.trainings.queries import cases as case_queries
from services.trainings.queries import certificates as certificate_queries
from services.trainings.queries import clashes as clash_queries
from services.trainings.queries import composition as composition_queries
from services.trainings.queries import groups as group_queries
from services.trainings.queries import introductions as introduction_queries
from services.trainings.queries import overview as overview_queries
from services.trainings.queries import registrations as registration_queries
from services.trainings.queries import sessions as session_queries
from services.trainings.queries import stand_ins as stand_in_queries
from services.trainings.queries import thank_yous as thank_you_queries
from shared.access import ANYONE, APPLICANT, COORDINATOR, PARTICIPANT, SERVICE, TRAINER
from shared.contracts import trainings as contract
from shared.database import session
from shared.errors import NotFound
from tests.integration.conftest import Asking, an_actor
from tests.integration.trainings.conftest import GROUND_RULES, Programme, a_plan, people

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
        sessions = dict.fromkeys(("introduction", "day", "held"), "session_id")
        return {**sessions, "course": "group_id"}.get(self.of, f"{self.of}_id")

    def __call__(self, ask, actor, records_, **changed):
        data = {self.id_field: records_[self.of]} | self.more | changed
        return ask(CALLS[self.name], self.function, actor, **data)


A_PERSON, A_GRADUATE, A_PARTNER = people(3)
OPEN = {"way": "link", "open": True, "language": "nl"}
THANKS = {"text": "Thank you.", "person_ids": [A_GRADUATE]}
WISH = {"person_id": A_PERSON, "other_id": uuid4()}
RULES = {"ground_rules": GROUND_RULES, "agreed": True}
CASES = [
    Case("plan_introduction", introductions.plan_introduction, "programme", {"title": "Us and them"} | a_plan()),
    Case("invite_people", introductions.invite_people, "introduction", {"person_ids": people(1)}),
    Case("candidates", introduction_queries.candidates, "programme"),
    Case("form_group", groups.form_group, "programme", {"name": "Zuid 2"}),
    Case("compose_groups", composition_queries.compose_groups, "programme", {"count": 2}),
    Case("weigh_groups", composition_queries.weigh_groups, "programme", {"groups": [people(1)]}),
    Case("form_groups", groups.form_groups, "programme", {"groups": [{"name": "Zuid 3"}]}),
    Case("wishes", composition_queries.wishes, "programme"),
    Case("add_wish", wishes.add_wish, "programme", WISH | {"kind": "with"}),
    Case("remove_wish", wishes.remove_wish, "programme", WISH),
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
    Case("first_introduction", session_queries.first_introduction, "programme"),
    Case("sessions", session_queries.sessions, "programme", trainers=True),
    Case("sessions", session_queries.sessions, "group", trainers=True),
    Case("set_agenda", book.set_agenda, "day", {"version": 0, "lines": ["Who are we?"]}, trainers=True),
    Case("set_apology", book.set_apology, "day", {"person_id": A_PERSON, "apologised": True}, trainers=True),
    Case("open_check_in", book.open_check_in, "day", trainers=True),
    Case("open_check_in", book.open_check_in, "introduction"),
    Case("check_in", book.check_in, "day", {"person_id": A_PERSON, "here": True}, trainers=True),
    Case("record_history", book_queries.record_history, "day", trainers=True),
    Case("add_question", questions.add_question, "group", {"text": "Why me?"}, trainers=True),
    Case("case_desk", case_queries.case_desk, "group", trainers=True),
    Case("case", case_queries.case, "question", trainers=True),
    Case("reword_question", cases.reword_question, "question", {"text": "What then?"}, trainers=True),
    Case("ways_in", registration_queries.ways_in, "edition"),
    Case("open_registration", registrations.open_registration, "edition", OPEN),
    Case("ask_partner", registrations.ask_partner, "edition", {"partner_id": A_PARTNER}),
    Case("treat_question", questions.treat_question, "question", {"treated": True}, trainers=True),
    Case("arrangements", arrangement_queries.arrangements, "day", trainers=True),
    Case("save_arrangements", arrangements.save_arrangements, "day", {"version": 0}, trainers=True),
    Case("save_arrangements", arrangements.save_arrangements, "introduction", {"version": 0}),
    Case("set_session_roles", arrangements.set_session_roles, "day", {"version": 0}),
    Case("clashes_of_plan", clash_queries.clashes_of_plan, "programme", a_plan()),
    Case("clashes_of_plan", clash_queries.clashes_of_plan, "group", a_plan(), trainers=True),
    Case("clashes_of_plan", clash_queries.clashes_of_plan, "day", a_plan(), trainers=True),
    Case("clashes_of_trainers", clash_queries.clashes_of_trainers, "group"),
    Case("stand_ins", stand_in_queries.stand_ins, "day"),
    Case("assign_stand_in", stand_ins.assign_stand_in, "day", {"person_id": A_PERSON}),
    Case("participants", overview_queries.participants, "programme"),
    Case("gaps", overview_queries.gaps, "programme"),
    Case("completions", certificate_queries.completions, "group"),
    Case("issue_certificates", certificates.issue_certificates, "course", {"person_ids": [A_GRADUATE]}),
    Case("certificates", certificate_queries.certificates, "programme"),
    Case("certificate", certificate_queries.certificate, "certificate"),
    Case("revoke_certificate", certificates.revoke_certificate, "certificate", {"reason": "misused"}),
    Case("renew_certificate", certificates.renew_certificate, "certificate"),
    Case("thank_yous", thank_you_queries.thank_yous, "day", trainers=True),
    Case("save_thank_yous", thank_yous.save_thank_yous, "day", {"text": "Thank you."}, trainers=True),
    Case("send_thank_yous", thank_yous.send_thank_yous, "held", THANKS, trainers=True),
]
# What is not of a programme: the rooms of the city, and the path of trainers, whose tests say who sees it.
OF_THE_CITY = {
    "locations",
    "clashes",
    "trainers",
    "path",
    "trained",
    "free_trainers",
    "decide_step",
    "propose_step",
    "note_requirement",
    "withdraw_note",
    "set_languages",
}
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-of-{case.of}")


@pytest.fixture(scope="module")
def coordinator():
    return an_actor(COORDINATOR)


@pytest.fixture(scope="module")
def trainer():
    return an_actor(TRAINER)


@pytest.fixture(scope="module")
def connection(_database):
    """In a transaction that is rolled back after the last test."""
    with _database.engine.connect() as connection, connection.begin() as outer:
        yield connection
        outer.rollback()


@pytest.fixture(scope="module")
def of_ours(connection, _database, coordinator, trainer):
    """A record of each kind, in the coordinator's programme and the trainer's groups; made once, for all tests."""
    with session(connection, _database.settings, join_transaction_mode="create_savepoint") as tx:
        made = _made(tx, coordinator, trainer)
        tx.commit()
    return made


@pytest.fixture
def tx(connection, _database, of_ours):
    """What a test does itself is rolled back after it."""
    with session(connection, _database.settings, join_transaction_mode="create_savepoint") as tx:
        yield tx
        tx.rollback()


@pytest.fixture
def programme(ask, coordinator, trainer, of_ours):
    return Programme(ask, coordinator, trainer, of_ours["programme"])


def _made(tx, coordinator, trainer):
    ask, programme_id = Asking(tx), uuid4()
    reactions.programme_registered(tx, {"programme_id": programme_id, "coordinator_ids": [coordinator.id]})
    programme = Programme(ask, coordinator, trainer, programme_id)
    group = programme.group([A_PERSON])
    day = programme.part(group)
    programme.open(day)
    partner = {"partner_id": A_PARTNER, "contact_id": A_PERSON, "willing": True, "able": True}
    reactions.partner_changed(tx, {"programme_id": programme.id, **partner})
    question = ask(contract.add_question, questions.add_question, trainer, group_id=group, text="What now?")
    course = programme.group([A_GRADUATE], name="Zuid 2")
    held = programme.hold(course, "training_day", {A_GRADUATE: "present"}, days=-20)
    programme.hold(course, "deepening", {A_GRADUATE: "present"}, days=-2)
    asked = {"group_id": course, "person_ids": [A_GRADUATE]}
    ask(contract.issue_certificates, certificates.issue_certificates, coordinator, **asked)
    found = ask(contract.certificates, certificate_queries.certificates, coordinator, group_id=course)
    return {
        "course": course,
        "held": held,
        "certificate": found["items"][0]["id"],
        "programme": programme.id,
        "introduction": programme.introduction(),
        "group": group,
        "edition": group,
        "day": day,
        "question": question["id"],
    }


def test_every_call_is_listed_here():
    open_to_others = {name for name, call in CALLS.items() if set(call.who) & {ANYONE, APPLICANT, SERVICE}}
    of_participants = {name for name, call in CALLS.items() if PARTICIPANT in call.who}  # test_personal.py
    listed_elsewhere = {
        *("shared_reflections",),  # test_reflections.py
        *("activity", "area_activity"),  # test_activity.py
        *("start_past_import", "past_import", "choose_past_columns"),  # test_past.py
        *("confirm_past_import", "undo_past_import", "past_trainings"),
        *("theme_questions", "add_trainer", "all_gaps"),  # below
    }
    listed = {case.name for case in CASES} | OF_THE_CITY | open_to_others | of_participants | listed_elsewhere
    assert listed == set(CALLS)
    by_code = {"question_box", "ask_question", "open_calls", "edition", "nominations", "applicant_grant"}
    by_grant = {"register", "nominate"}
    by_mail = {"own_place", "confirm_place", "leave_place"}
    certificates_by_code = {"verification", "own_certificate", "show_holder"}
    for_services = {
        *("session_details", "place_details", "partner_seats", "check_in_door"),
        *("certificate_links", "thank_you_texts", "outstanding"),
    }
    assert open_to_others == by_code | by_grant | by_mail | certificates_by_code | for_services


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
        group_id=of_ours["course" if case.of in ("course", "held") else "group"],
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


def test_cases_are_put_under_a_theme_by_who_gives_or_runs_the_group(
    ask, coordinator, trainer, another_coordinator, another_trainer, of_ours
):
    wanted = {"group_id": of_ours["group"], "question_ids": [of_ours["question"]], "theme": "Sides"}
    for actor in (coordinator, trainer):
        ask(contract.theme_questions, cases.theme_questions, actor, **wanted)
    for actor, refusal in ((another_coordinator, ProgrammeNotYours), (another_trainer, GroupNotYours)):
        with pytest.raises(refusal):
            ask(contract.theme_questions, cases.theme_questions, actor, **wanted)


def test_a_trainer_is_added_to_all_the_groups_or_to_none(ask, programme, coordinator, another_coordinator, of_ours):
    def add(actor, *group_ids):
        given = {"group_ids": list(group_ids), "trainer_id": A_PERSON}
        return ask(contract.add_trainer, groups.add_trainer, actor, **given)["changed"]

    with pytest.raises(ProgrammeNotYours):
        add(another_coordinator, of_ours["group"])
    assert A_PERSON not in programme.read_group(of_ours["group"])["trainer_ids"]
    assert (add(coordinator, of_ours["group"], of_ours["course"]), add(coordinator, of_ours["group"])) == (2, 0)
    assert A_PERSON in programme.read_group(of_ours["course"])["trainer_ids"]


def test_what_is_missing_is_told_of_own_programmes_alone(ask, coordinator, another_coordinator, of_ours):
    assert _gaps(ask, coordinator)
    assert _gaps(ask, another_coordinator) == []


def _gaps(ask, actor):
    return ask(contract.all_gaps, overview_queries.all_gaps, actor)["programmes"]
