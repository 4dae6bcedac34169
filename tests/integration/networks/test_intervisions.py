"""Planning an intervision, taking part, and whose turn it is. The room: test_rooms.py."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from services.networks import reactions
from services.networks.commands import intervisions as commands
from services.networks.commands import membership as membership_commands
from services.networks.errors import (
    ForTheCaseBringer,
    IntervisionFull,
    IntervisionIsOver,
    NotAMember,
    NotAtIntervision,
)
from services.networks.queries import intervisions as queries
from services.networks.tables import AtIntervision, Intervision
from shared import clock
from shared.access import Actor
from shared.contracts import fields
from shared.contracts import networks as contract
from shared.contracts.networks import (
    IntervisionCancelled,
    IntervisionJoined,
    IntervisionLeft,
    IntervisionPlanned,
)
from shared.errors import ChangedMeanwhile, Invalid, NotFound

PLAN: dict[str, Any] = {"method": "rounds", "date": date(2026, 12, 8), "start_time": time(14), "place": "Room 2"}
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(milliseconds=next(moments)))


# planning


def test_any_member_plans_one_and_takes_part(ask, member, announced):
    id_ = ask(contract.plan_intervision, commands.plan_intervision, member, **PLAN)["id"]
    found = ask(contract.intervision, queries.intervision, member, intervision_id=id_)
    assert (found["state"], found["takes_part"], found["people"], found["revision"]) == ("planned", True, 1, 1)
    assert (found["starts_at"], found["ends_at"]) == (
        datetime(2026, 12, 8, 13, 0, tzinfo=UTC),
        datetime(2026, 12, 8, 14, 0, tzinfo=UTC),
    )
    [planned], [joined] = announced(IntervisionPlanned), announced(IntervisionJoined)
    assert (planned["intervision_id"], planned["revision"]) == (id_, 1)
    assert joined == {"intervision_id": id_, "person_id": member.id}


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        ({"place": None}, {"place": ["place_or_link"]}),
        ({"date": date(2026, 11, 30)}, {"date": ["date_not_to_come"]}),
        ({"date": date(2027, 3, 28), "start_time": time(2, 30)}, {"start_time": ["not_a_time"]}),
        ({"method": "séance"}, {"method": ["not_a_choice"]}),
    ],
)
def test_a_plan_that_nobody_could_come_to_is_refused(ask, member, plan, complaint):
    with pytest.raises(Invalid) as refused:
        ask(contract.plan_intervision, commands.plan_intervision, member, **PLAN | plan)
    assert refused.value.fields == complaint


def test_who_is_not_a_member_neither_plans_nor_reads(ask, stranger, intervision):
    with pytest.raises(NotAMember):
        ask(contract.plan_intervision, commands.plan_intervision, stranger, **PLAN)
    for call, query, wanted in (
        (contract.intervisions, queries.intervisions, {}),
        (contract.intervision, queries.intervision, {"intervision_id": intervision.id}),
    ):
        with pytest.raises(NotAMember):
            ask(call, query, stranger, **wanted)


def test_whoever_takes_part_may_move_it(ask, intervision, announced):
    other = intervision.people[1]
    change = {
        "intervision_id": intervision.id,
        "revision": 1,
        **PLAN,
        "method": "gossip",
        "link": "https://meet.example",
    }
    ask(contract.change_intervision, commands.change_intervision, other, **change)
    found = intervision.seen_by(other)
    assert (found["method"], found["revision"], found["link"]) == ("gossip", 2, "https://meet.example")
    assert found["ends_at"] - found["starts_at"] == timedelta(minutes=55)
    assert announced(IntervisionPlanned)[-1]["revision"] == 2
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_intervision, commands.change_intervision, other, **change)


def test_who_does_not_take_part_changes_nothing(ask, intervision, join):
    somebody = join()
    for call, command, more in (
        (contract.change_intervision, commands.change_intervision, {"revision": 1, **PLAN}),
        (contract.cancel_intervision, commands.cancel_intervision, {}),
        (contract.leave_intervision, commands.leave_intervision, {}),
        (contract.take_role, commands.take_role, {"role": "facilitator"}),
        (contract.write_lesson, commands.write_lesson, {"lesson": "Ask first."}),
    ):
        with pytest.raises(NotAtIntervision):
            ask(call, command, somebody, intervision_id=intervision.id, **more)


def test_what_there_is_not_is_not_found(ask, member):
    with pytest.raises(NotFound):
        ask(contract.intervision, queries.intervision, member, intervision_id=UUID(int=1))


def test_what_was_cancelled_stays_cancelled(ask, intervision, announced, join):
    ask(contract.cancel_intervision, commands.cancel_intervision, intervision.people[2], intervision_id=intervision.id)
    assert announced(IntervisionCancelled) == [{"intervision_id": intervision.id}]
    with pytest.raises(IntervisionIsOver):
        ask(contract.join_intervision, commands.join_intervision, join(), intervision_id=intervision.id)


# taking part


def test_members_join_by_themselves_up_to_eight(ask, intervision, join):
    for _ in range(4):
        intervision.joined_by(join())
    assert intervision.seen_by(intervision.people[0])["people"] == 8
    with pytest.raises(IntervisionFull):
        intervision.joined_by(join())


def test_joining_twice_is_joining_once(intervision, announced):
    intervision.joined_by(intervision.people[1])
    assert intervision.seen_by(intervision.people[1])["people"] == 4
    assert len(announced(IntervisionJoined)) == 4


def test_who_leaves_makes_room_and_the_last_one_takes_it_along(ask, intervision, announced):
    for person in intervision.people:
        ask(contract.leave_intervision, commands.leave_intervision, person, intervision_id=intervision.id)
    assert [event["person_id"] for event in announced(IntervisionLeft)] == [person.id for person in intervision.people]
    assert announced(IntervisionCancelled) == [{"intervision_id": intervision.id}]


def test_what_is_to_come_is_listed_for_every_member_the_next_first(ask, intervision, join):
    somebody = join()
    earlier = ask(contract.plan_intervision, commands.plan_intervision, somebody, **PLAN | {"date": date(2026, 12, 2)})[
        "id"
    ]
    found = ask(contract.intervisions, queries.intervisions, somebody)
    assert [(each["id"], each["people"], each["takes_part"]) for each in found["items"]] == [
        (earlier, 1, True),
        (intervision.id, 4, False),
    ]
    assert found["total"] == 2


# whose turn it is


def test_the_roles_are_proposed_and_change_hands_with_one_click(ask, intervision):
    one, two, three, _four = intervision.people
    assert intervision.roles() == ["case_bringer", "facilitator", "participant", "participant"]
    ask(contract.take_role, commands.take_role, three, intervision_id=intervision.id, role="facilitator")
    assert intervision.roles() == ["case_bringer", "participant", "facilitator", "participant"]
    ask(contract.take_role, commands.take_role, one, intervision_id=intervision.id, role="participant")
    assert intervision.roles() == ["participant", "participant", "facilitator", "case_bringer"]
    ask(contract.take_role, commands.take_role, two, intervision_id=intervision.id, role="case_bringer")
    assert intervision.roles() == ["participant", "case_bringer", "facilitator", "participant"]


def test_who_had_a_role_last_time_has_another_one_next_time(tx, intervision, plan_with):
    intervision.held()
    again = plan_with(intervision.people)
    assert again.roles() == ["participant", "participant", "case_bringer", "facilitator"]


def test_an_intervision_to_which_somebody_did_not_come_is_not_their_turn(tx, intervision, plan_with):
    intervision.held(away=[0])
    assert plan_with(intervision.people).roles()[0] == "case_bringer"


# what is kept


def test_the_lesson_is_for_those_who_were_there(ask, intervision, join):
    intervision.held(away=[3])
    bringer, present, _three, away = intervision.people
    written = {"learning_question": "How do I stay in the middle?", "lesson": "Ask before you judge."}
    ask(contract.write_lesson, commands.write_lesson, bringer, intervision_id=intervision.id, **written)
    assert intervision.seen_by(present)["lesson"] == "Ask before you judge."
    for outsider in (away, join()):
        seen = intervision.seen_by(outsider)
        assert (seen["learning_question"], seen["lesson"]) == (None, None)


def test_the_lesson_is_the_case_bringers_to_write_and_to_take_back(ask, intervision):
    bringer, facilitator, *_ = intervision.people
    wanted = {"intervision_id": intervision.id, "lesson": "Ask before you judge."}
    with pytest.raises(ForTheCaseBringer):
        ask(contract.write_lesson, commands.write_lesson, bringer, **wanted)  # nothing has happened yet
    intervision.held()
    with pytest.raises(ForTheCaseBringer):
        ask(contract.write_lesson, commands.write_lesson, facilitator, **wanted)
    ask(contract.write_lesson, commands.write_lesson, bringer, **wanted)
    ask(contract.write_lesson, commands.write_lesson, bringer, intervision_id=intervision.id)
    assert intervision.seen_by(bringer)["lesson"] is None


def test_no_request_has_a_place_for_the_case():
    """Whatever is typed as text is a place, or what the case-bringer keeps."""
    texts = {
        f"{call.name}.{name}"
        for call in contract.networks.calls.values()
        if call.changes and "intervision" in call.request.__module__
        for name, field in call.request().fields.items()
        if type(field) in (fields.Text, fields.Link)
    }
    plan = {"place", "link"}
    assert texts == {
        *(f"{call}.{name}" for call in ("plan_intervision", "change_intervision") for name in plan),
        "write_lesson.learning_question",
        "write_lesson.lesson",
    }


# who goes


def test_who_leaves_the_network_leaves_what_is_to_come_and_stays_in_what_was(ask, tx, intervision, plan_with):
    intervision.held()
    person = intervision.people[2]
    to_come = plan_with(intervision.people)
    ask(contract.leave, membership_commands.leave, person)
    assert to_come.seen_by(intervision.people[0])["people"] == 3
    assert intervision.seen_by(intervision.people[0])["people"] == 4


def test_of_who_is_erased_nothing_is_left(tx, intervision, plan_with):
    intervision.held()
    person = intervision.people[0]
    to_come = plan_with(intervision.people)
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": person.id})
    tx.expire_all()
    assert tx.query(AtIntervision).filter_by(person_id=person.id).count() == 0
    assert tx.query(Intervision).filter_by(planned_by=person.id).count() == 0
    assert to_come.seen_by(intervision.people[1])["people"] == 3


def test_two_records_of_one_person_have_one_seat(tx, intervision):
    kept, dropped = intervision.people[1], intervision.people[0]
    reactions.person_merged(tx, {"kept_id": kept.id, "dropped_id": dropped.id})
    found = intervision.seen_by(kept)
    assert (found["people"], found["planned_by"]) == (3, kept.id)
    reactions.person_merge_undone(tx, {"dropped_id": dropped.id})
    assert intervision.seen_by(dropped)["people"] == 4


# calendars and mails


def test_a_calendar_holds_ones_own_the_cancelled_ones_too(ask, intervision, plan_with, join):
    cancelled = plan_with(intervision.people[:1])
    person = intervision.people[0]
    ask(contract.cancel_intervision, commands.cancel_intervision, person, intervision_id=cancelled.id)
    found = ask(contract.my_intervisions, queries.my_intervisions, person)["intervisions"]
    assert {(each["id"], each["state"]) for each in found} == {
        (intervision.id, "planned"),
        (cancelled.id, "cancelled"),
    }
    assert ask(contract.my_intervisions, queries.my_intervisions, join())["intervisions"] == []


def test_a_mail_is_told_whose_turn_it_is(ask, intervision):
    wanted = {"intervision_ids": [intervision.id]}
    [found] = ask(contract.intervision_details, queries.intervision_details, Actor(), **wanted)["intervisions"]
    assert [seat["role"] for seat in found["at"]] == intervision.roles()
