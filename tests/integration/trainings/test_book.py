"""The session book: agenda, apologies, checking in, what was treated where, earlier versions of a record."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import book, questions
from services.trainings.errors import (
    ApologyTooLate,
    CheckInClosed,
    GroupNotYours,
    NotExpected,
    SessionIsCancelled,
    SessionIsRecorded,
)
from services.trainings.queries import book as book_queries
from services.trainings.tables import CheckInDesk, Session
from shared import clock
from shared.access import NOBODY
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.trainings.conftest import people

HOUR = timedelta(hours=1)


@pytest.fixture
def members():
    return people(3)


@pytest.fixture
def group_id(programme, members):
    return programme.group(members)


@pytest.fixture
def day(programme, group_id):
    """A training day that is open."""
    session_id = programme.part(group_id)
    programme.open(session_id)
    return session_id


@pytest.fixture
def move(tx):
    """A session that begins so long from now, and takes an hour."""

    def move(session_id, begins: timedelta) -> None:
        session = tx.get(Session, session_id)
        session.starts_at = clock.now() + begins
        session.ends_at = session.starts_at + HOUR
        tx.flush()

    return move


@pytest.fixture
def book_of(programme):
    return lambda session_id: programme.read_session(session_id)["book"]


@pytest.fixture
def apologise(ask, trainer):
    def apologise(session_id, person_id, apologised=True, actor=trainer):
        data = {"session_id": session_id, "person_id": person_id, "apologised": apologised}
        ask(contract.set_apology, book.set_apology, actor, **data)

    return apologise


@pytest.fixture
def check_in(ask, trainer):
    def check_in(session_id, person_id, here=True, actor=trainer):
        ask(contract.check_in, book.check_in, actor, session_id=session_id, person_id=person_id, here=here)

    return check_in


def here(found) -> list:
    return [line["person_id"] for line in found["presence"] if line["checked_in_at"]]


def away(found) -> list:
    return [line["person_id"] for line in found["presence"] if line["apologised"]]


# the agenda


@pytest.fixture
def plan(ask, trainer, day):
    def plan(version, **more):
        return ask(contract.set_agenda, book.set_agenda, trainer, session_id=day, version=version, **more)["version"]

    return plan


def test_an_agenda_is_planned_changed_and_never_lost_to_somebody_else(plan, book_of, day):
    assert book_of(day)["agenda"] == {"version": 0, "lines": [], "techniques": []}
    lines = ["09:30 Who are we?", "10:00 Where do we stand?"]
    assert plan(0, lines=lines, techniques=["mirroring"]) == 1
    assert plan(0, lines=lines, techniques=["mirroring"]) == 1  # sent twice
    assert book_of(day)["agenda"] == {"version": 1, "lines": lines, "techniques": ["mirroring"]}
    with pytest.raises(ChangedMeanwhile) as refused:
        plan(0, lines=["Something else"])
    assert refused.value.details["current"]["lines"] == lines
    assert plan(1, lines=lines[:1]) == 2


def test_a_record_keeps_the_lines_that_were_got_to_when_the_agenda_changes(plan, programme, day):
    plan(0, lines=["Who are we?", "Where do we stand?"])
    programme.record(day, covered=["Who are we?"])
    plan(1, lines=["Something new"])
    assert programme.read_session(day)["record"]["covered"] == ["Who are we?"]


# apologies


def test_a_trainer_notes_that_somebody_cannot_come_and_takes_it_back(apologise, book_of, day, members):
    apologise(day, members[0])
    apologise(day, members[0])
    assert away(book_of(day)) == [members[0]]
    apologise(day, members[0], apologised=False)
    assert away(book_of(day)) == []


def test_a_participant_sends_word_for_themselves_and_for_nobody_else(apologise, book_of, day, members):
    apologise(day, members[0], actor=an_actor(person_id=members[0]))
    assert away(book_of(day)) == [members[0]]
    with pytest.raises(GroupNotYours):
        apologise(day, members[1], actor=an_actor(person_id=members[0]))
    stranger = uuid4()
    with pytest.raises(NotExpected):
        apologise(day, stranger, actor=an_actor(person_id=stranger))


def test_an_apology_after_the_session_is_too_late(programme, apologise, move, day, members):
    move(day, -2 * HOUR)
    with pytest.raises(ApologyTooLate):
        apologise(day, members[0])
    programme.record(day)
    with pytest.raises(SessionIsRecorded):
        apologise(day, members[0])


# checking in


@pytest.fixture
def desk(tx, ask, trainer, move, day):
    """The check-in of a session that begins in ten minutes: the code and the id that belongs to it."""
    move(day, timedelta(minutes=10))
    for _ in range(2):
        ask(contract.open_check_in, book.open_check_in, trainer, session_id=day)
    return tx.query(CheckInDesk).filter_by(session_id=day).one()


@pytest.fixture
def claim(tx, desk):
    def claim(person_id, at: datetime | None = None, desk_id=None):
        event = {"person_id": person_id, "desk_id": desk_id or desk.id, "claimed_at": at or clock.now()}
        for _ in range(2):  # an inbox may be lost
            reactions.presence_claimed(tx, event)

    return claim


def test_the_code_tells_no_more_than_when_it_works(ask, move, desk, day):
    def door(code):
        return ask(contract.check_in_door, book_queries.check_in_door, NOBODY, code=code)

    shown = door(desk.code.lower())
    assert set(shown) == {"kind", "opens_at", "closes_at", "state", "desk_id"}
    assert (shown["state"], shown["desk_id"]) == ("open", desk.id)
    move(day, HOUR)
    assert (door(desk.code)["state"], door(desk.code)["desk_id"]) == ("early", None)
    move(day, -2 * HOUR)
    assert (door(desk.code)["state"], door(desk.code)["desk_id"]) == ("over", None)
    with pytest.raises(NotFound):
        door("BCDF-GHJK")


def test_who_is_expected_is_checked_in_and_anybody_else_is_passed_over(claim, book_of, day, members):
    claim(members[0])
    claim(uuid4())
    claim(members[1], desk_id=uuid4())
    assert here(book_of(day)) == [members[0]]


def test_what_was_said_outside_of_the_hours_does_not_count(claim, book_of, day, members):
    claim(members[0], at=clock.now() - HOUR)
    claim(members[1], at=clock.now() + 2 * HOUR)
    assert here(book_of(day)) == []


def test_a_participant_checks_in_with_a_personal_link_in_the_same_hours(check_in, move, book_of, day, members):
    myself = an_actor(person_id=members[0])
    with pytest.raises(CheckInClosed):
        check_in(day, members[0], actor=myself)
    move(day, timedelta(minutes=29))
    check_in(day, members[0], actor=myself)
    assert here(book_of(day)) == [members[0]]
    with pytest.raises(GroupNotYours):
        check_in(day, members[1], actor=myself)


def test_the_trainer_has_the_last_word_on_who_is_there(check_in, book_of, day, members):
    check_in(day, members[0])
    check_in(day, members[1])
    check_in(day, members[0], here=False)
    assert here(book_of(day)) == [members[1]]
    with pytest.raises(NotExpected):
        check_in(day, uuid4())


def test_nobody_checks_in_at_a_session_that_is_recorded_or_cancelled(
    ask, tx, programme, trainer, claim, check_in, book_of, day, members
):
    programme.record(day)
    claim(members[0])
    assert here(book_of(day)) == []
    with pytest.raises(SessionIsRecorded):
        check_in(day, members[0])
    tx.get(Session, day).state = "cancelled"
    tx.flush()
    with pytest.raises(SessionIsCancelled):
        ask(contract.open_check_in, book.open_check_in, trainer, session_id=day)


# what was treated where


def test_it_is_kept_which_session_treated_a_question_and_which_opened_it_again(ask, programme, trainer, group_id, day):
    asked = ask(contract.add_question, questions.add_question, trainer, group_id=group_id, text="Whose side am I on?")
    half_day = programme.part(group_id, "deepening", days=28)

    def treat(session_id, treated):
        data = {"question_id": asked["id"], "session_id": session_id, "treated": treated}
        ask(contract.treat_question, questions.treat_question, trainer, **data)

    treat(day, True)
    treat(day, True)  # sent twice
    treat(half_day, False)
    treat(half_day, True)
    [question] = programme.read_session(half_day)["questions"]
    assert question["treated"] is True
    assert question["treatments"] == [
        {"session_id": day, "treated": True},
        {"session_id": half_day, "treated": False},
        {"session_id": half_day, "treated": True},
    ]
    with pytest.raises(Invalid) as refused:
        treat(programme.part(programme.group(name="Another")), False)
    assert refused.value.fields == {"session_id": ["not_a_choice"]}


# follow-ups and earlier versions


def test_a_follow_up_is_for_a_member_or_a_trainer_of_the_group(programme, trainer, day, members):
    owned = [{"text": "Call the school", "owner_id": members[0]}, {"text": "Send the map", "owner_id": trainer.id}]
    programme.record(day, follow_ups=owned)
    found = programme.read_session(day)
    assert [each["owner_id"] for each in found["record"]["follow_ups"]] == [members[0], trainer.id]
    assert set(found["book"]["owner_ids"]) == {*members, trainer.id}
    with pytest.raises(Invalid) as refused:
        programme.record(day, follow_ups=[*owned, {"text": "Who?", "owner_id": uuid4()}])
    assert refused.value.fields == {"follow_ups.2.owner_id": ["not_a_choice"]}


def test_a_correction_leaves_the_earlier_version_readable(ask, programme, coordinator, trainer, day, members):
    first, second, _third = members
    programme.record(day, {first: "present"}, actor=trainer, insights="Silence is not consent.", agreements="We call.")
    programme.record(day, {first: "absent", second: "present"}, insights="Silence may be fear.", agreements="We call.")
    programme.record(day, {}, insights="Silence may be fear.", agreements="We call.")  # the same again
    versions = ask(contract.record_history, book_queries.record_history, trainer, session_id=day)["versions"]
    assert [(each["version"], each["recorded_by"], each["insights"]) for each in versions] == [
        (2, coordinator.id, "Silence may be fear."),
        (1, trainer.id, "Silence is not consent."),
    ]
    changed = {line["person_id"]: (line["before"], line["after"]) for line in versions[0]["attendance"]}
    assert changed == {first: ("present", "absent"), second: ("not_recorded", "present")}
    assert versions[1]["attendance"] == []


def test_the_half_day_goes_on_from_what_the_training_day_agreed(programme, book_of, group_id, day):
    half_day = programme.part(group_id, "deepening", days=28)
    assert book_of(half_day)["training_day"] is None
    programme.record(day, agreements="We call each other.", follow_ups=[{"text": "Send the map"}])
    found = book_of(half_day)["training_day"]
    assert (found["session_id"], found["agreements"]) == (day, "We call each other.")
    assert [each["text"] for each in found["follow_ups"]] == ["Send the map"]


# erasure


def test_an_erased_person_is_nowhere_in_the_book(tx, ask, programme, trainer, apologise, check_in, day, members):
    erased, stays, _third = members
    apologise(day, erased)
    check_in(day, erased)
    owned = [{"text": "Call the school", "owner_id": erased}, {"text": "Send the map", "owner_id": stays}]
    programme.record(day, {erased: "present"}, follow_ups=owned)
    programme.record(day, {erased: "absent"}, follow_ups=owned, notes="Corrected.")
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": erased})
        tx.expire_all()
    found = programme.read_session(day)
    versions = ask(contract.record_history, book_queries.record_history, trainer, session_id=day)["versions"]
    assert found["book"]["presence"] == []
    assert [each["owner_id"] for each in found["record"]["follow_ups"]] == [None, stays]
    assert [[each["owner_id"] for each in version["follow_ups"]] for version in versions] == [[None, stays]] * 2
    assert str(erased) not in f"{found}{versions}"
    assert len(versions[0]["attendance"]) == 1


def test_an_erased_trainer_has_written_no_version(tx, ask, programme, trainer, coordinator, day):
    programme.record(day, actor=trainer, notes="Theirs.")
    programme.record(day, notes="Corrected.")
    reactions.person_erased(tx, {"person_id": trainer.id})
    tx.expire_all()
    versions = ask(contract.record_history, book_queries.record_history, coordinator, session_id=day)["versions"]
    assert [version["recorded_by"] for version in versions] == [coordinator.id, None]
