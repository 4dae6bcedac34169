"""Any member plans a meeting, whoever comes has a say in what is on the agenda, and minutes end with actions."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as at
from uuid import uuid4

import pytest

from services.networks import reactions
from services.networks.commands import agenda as agenda_commands
from services.networks.commands import initiatives as initiative_commands
from services.networks.commands import meetings as commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import minutes as minutes_commands
from services.networks.errors import (
    MeetingHasMinutes,
    MeetingHasNotBegun,
    MeetingIsCancelled,
    MeetingIsInformal,
    MeetingIsOver,
    NotAMember,
    NotTakingPart,
)
from services.networks.queries import initiatives as initiative_queries
from services.networks.queries import meetings as queries
from services.networks.queries import minutes as minutes_queries
from shared import clock
from shared.access import CALENDAR, COORDINATOR, EXPERT, OPERATOR, SERVICE, SUPPORT
from shared.contracts import networks as contract
from shared.database import count_statements
from shared.errors import ChangedMeanwhile, Forbidden, Invalid, NotFound
from tests.integration.conftest import an_actor

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = {"title": "Spring meeting", "date": date(2026, 3, 12), "start_time": at(16), "place": "Library, room 2"}


class Time:
    def __init__(self) -> None:
        self.now = MONDAY

    def pass_(self, **more) -> None:
        self.now += timedelta(**more)


@pytest.fixture(autouse=True)
def time(monkeypatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "now", lambda: time.now)
    return time


@pytest.fixture
def support():
    return an_actor(SUPPORT)


@pytest.fixture
def plan(ask, member):
    def plan(by=None, **more):
        return ask(contract.plan_meeting, commands.plan_meeting, by or member, **{**PLAN, **more})["id"]

    return plan


@pytest.fixture
def do(ask):
    """`do("answer_meeting", member, meeting_id, reply="yes")`: any of the commands."""

    def do(name, actor, meeting_id, **more):
        made_in = next(each for each in (commands, agenda_commands, minutes_commands) if hasattr(each, name))
        return ask(getattr(contract, name), getattr(made_in, name), actor, meeting_id=meeting_id, **more)

    return do


@pytest.fixture
def shown(ask, member):
    def shown(meeting_id, to=None):
        return ask(contract.meeting, queries.meeting, to or member, meeting_id=meeting_id)

    return shown


@pytest.fixture
def listed(ask, member):
    def listed(to=None, **which):
        return [each["id"] for each in ask(contract.meetings, queries.meetings, to or member, **which)["items"]]

    return listed


# planning


def test_every_member_is_told_of_a_meeting_that_any_member_plans(plan, shown, join, member, announced):
    other = join()
    meeting_id = plan(minutes=60)
    seen = shown(meeting_id, to=other)
    assert (seen["title"], seen["starts_at"]) == (PLAN["title"], datetime(2026, 3, 12, 15, tzinfo=UTC))
    assert seen["ends_at"] - seen["starts_at"] == timedelta(hours=1)
    assert seen["people"] == [{"person_id": member.id, "reply": "yes", "present": None}]
    [event] = announced(contract.MeetingPlanned)
    assert (event["meeting_id"], event["revision"]) == (meeting_id, 1)
    assert set(event["person_ids"]) == {member.id, other.id}


@pytest.mark.parametrize("role", [COORDINATOR, EXPERT, OPERATOR])
def test_who_is_not_a_member_neither_reads_nor_plans_any_whatever_their_role(plan, shown, listed, role):
    stranger, meeting_id = an_actor(role), plan()
    for forbidden in (lambda: plan(by=stranger), lambda: shown(meeting_id, to=stranger), lambda: listed(stranger)):
        with pytest.raises(NotAMember):
            forbidden()


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"place": None}, {"place": ["required"]}),
        ({"delivery": "online"}, {"link": ["required"]}),
        ({"delivery": "hybrid", "place": None}, {"place": ["required"], "link": ["required"]}),
        ({"date": date(2036, 1, 1)}, {"date": ["date_too_far"]}),
        ({"date": date(2026, 3, 29), "start_time": at(2, 30)}, {"start_time": ["not_a_time"]}),
    ],
)
def test_a_plan_says_where_and_a_time_that_there_is(plan, more, wrong):
    with pytest.raises(Invalid) as refused:
        plan(**more)
    assert refused.value.fields == wrong


def test_another_room_is_told_to_all_but_who_does_not_come(plan, shown, do, join, member, announced):
    meeting_id, absent = plan(), join()
    do("answer_meeting", absent, meeting_id, reply="no")
    do("change_meeting", member, meeting_id, **PLAN | {"place": "Town hall"}, version=1)
    assert (shown(meeting_id)["place"], shown(meeting_id)["version"]) == ("Town hall", 2)
    [event] = announced(contract.MeetingMoved)
    assert (event["revision"], event["person_ids"]) == (2, [member.id])


def test_two_who_change_the_plan_at_once_see_each_others(plan, do, member):
    meeting_id = plan()
    do("change_meeting", member, meeting_id, **PLAN | {"place": "Town hall"}, version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        do("change_meeting", member, meeting_id, **PLAN | {"place": "Canteen"}, version=1)
    assert refused.value.details["current"]["place"] == "Town hall"


def test_a_cancelled_meeting_is_over_for_everybody_once(plan, shown, do, member, announced):
    meeting_id = plan()
    do("cancel_meeting", member, meeting_id)
    do("cancel_meeting", member, meeting_id)
    assert shown(meeting_id)["state"] == "cancelled"
    assert len(announced(contract.MeetingCancelled)) == 1
    with pytest.raises(MeetingIsCancelled):
        do("answer_meeting", member, meeting_id, reply="yes")


def test_support_finds_another_room_and_does_nothing_else(plan, shown, listed, do, support):
    meeting_id = plan()
    do("change_meeting", support, meeting_id, **PLAN | {"place": "Town hall"}, version=1)
    assert (listed(to=support), shown(meeting_id, to=support)["place"]) == ([meeting_id], "Town hall")
    orders = {
        "cancel_meeting": {},
        "answer_meeting": {"reply": "yes"},
        "add_agenda_item": {"text": "The budget"},
        "save_minutes": {"text": "Nothing.", "version": 0},
        "add_action": {"text": "Do it"},
    }
    for name, more in orders.items():
        with pytest.raises(NotAMember):
            do(name, support, meeting_id, **more)
    with pytest.raises(NotAMember):
        plan(by=support)


# coming


def test_each_member_says_for_themselves_whether_they_come(plan, do, join, ask, member):
    meeting_id, other = plan(), join()
    for reply in ("no", "maybe"):
        do("answer_meeting", other, meeting_id, reply=reply)
    [seen] = ask(contract.meetings, queries.meetings, other)["items"]
    assert (seen["coming"], seen["maybe"], seen["reply"]) == (1, 1, "maybe")


def test_nobody_answers_when_it_is_over(plan, do, member, time):
    meeting_id = plan()
    time.pass_(days=11)
    with pytest.raises(MeetingIsOver):
        do("answer_meeting", member, meeting_id, reply="no")


def test_meetings_to_come_are_listed_the_next_first_and_those_that_are_over_the_latest_first(plan, listed, time):
    later, sooner = plan(date=date(2026, 4, 2)), plan()
    assert (listed(), listed(past=True)) == ([sooner, later], [])
    time.pass_(days=40)
    assert (listed(), listed(past=True)) == ([], [later, sooner])


def test_ones_own_calendar_has_what_one_did_not_say_no_to_and_what_was_cancelled(plan, do, ask, join, stranger):
    def in_the_calendar(person):
        found = ask(contract.my_meetings, queries.my_meetings, an_actor(CALENDAR, person_id=person.id))["meetings"]
        return {(each["id"], each["state"]) for each in found}

    coming, refused, cancelled = plan(), plan(), plan()
    person = join()
    do("answer_meeting", person, refused, reply="no")
    do("cancel_meeting", person, cancelled)
    assert in_the_calendar(person) == {(coming, "planned"), (cancelled, "cancelled")}
    assert in_the_calendar(stranger) == set()


# agenda


def test_everybody_puts_something_on_the_agenda_and_moves_it(plan, shown, do, join, member):
    meeting_id, other = plan(), join()
    texts = ("Welcome", "The square", "Any other business")
    items = [do("add_agenda_item", member, meeting_id, text=text, minutes=10)["id"] for text in texts]
    do("move_agenda_item", other, meeting_id, item_id=items[2], direction="up")
    do("move_agenda_item", other, meeting_id, item_id=items[0], direction="up")
    seen = [(item["text"], item["author_id"], item["minutes"]) for item in shown(meeting_id)["agenda"]]
    assert seen == [(text, member.id, 10) for text in ("Welcome", "Any other business", "The square")]


def test_an_item_is_changed_and_removed_by_who_put_it_there(plan, shown, do, join, member):
    meeting_id, other = plan(), join()
    item_id = do("add_agenda_item", member, meeting_id, text="Welcome")["id"]
    for name, more in (("change_agenda_item", {"text": "No"}), ("remove_agenda_item", {})):
        with pytest.raises(Forbidden):
            do(name, other, meeting_id, item_id=item_id, **more)
    do("change_agenda_item", member, meeting_id, item_id=item_id, text="Coffee")
    assert [item["text"] for item in shown(meeting_id)["agenda"]] == ["Coffee"]
    do("remove_agenda_item", member, meeting_id, item_id=item_id)
    with pytest.raises(NotFound):
        do("remove_agenda_item", member, meeting_id, item_id=item_id)


def test_an_initiative_is_presented_by_who_takes_part_in_it(ask, plan, shown, do, join, member):
    benches = {"title": "Benches on the square", "purpose": "To sit side by side."}
    initiative_id = ask(contract.start_initiative, initiative_commands.start_initiative, member, **benches)["id"]
    meeting_id = plan()
    item = {"text": "We present our benches", "initiative_id": initiative_id}
    with pytest.raises(NotTakingPart):
        do("add_agenda_item", join(), meeting_id, **item)
    do("add_agenda_item", member, meeting_id, **item)
    [seen] = shown(meeting_id)["agenda"]
    assert (seen["initiative_id"], seen["initiative_title"]) == (initiative_id, benches["title"])
    presented = ask(contract.initiative, initiative_queries.initiative, member, initiative_id=initiative_id)
    assert [each["meeting_id"] for each in presented["presented"]] == [meeting_id]


# minutes and what follows


@pytest.fixture
def held(plan, do, join, time):
    """A meeting that has begun, and two others who said that they come."""
    meeting_id, people = plan(), [join(), join()]
    for person in people:
        do("answer_meeting", person, meeting_id, reply="yes")
    time.pass_(days=10, hours=7)
    return meeting_id, people


def test_minutes_say_who_was_there_and_what_was_decided(held, shown, do, member):
    meeting_id, [here, away] = held
    do(
        "save_minutes",
        here,
        meeting_id,
        version=0,
        text="We looked at the square.",
        present_ids=[here.id, member.id],
        decisions=["We begin in May.", "The benches are green."],
    )
    seen = shown(meeting_id)
    assert (seen["minutes"], seen["minutes_by"]) == ("We looked at the square.", here.id)
    assert seen["decisions"] == ["We begin in May.", "The benches are green."]
    there = {each["person_id"]: each["present"] for each in seen["people"]}
    assert there == {here.id: True, member.id: True, away.id: False}


def test_two_who_write_minutes_at_once_see_each_others(held, do, member):
    meeting_id, [here, _away] = held
    do("save_minutes", here, meeting_id, version=0, text="First", decisions=["Yes"])
    with pytest.raises(ChangedMeanwhile) as refused:
        do("save_minutes", member, meeting_id, version=0, text="Second")
    assert refused.value.details["current"]["minutes"] == "First"
    do("save_minutes", member, meeting_id, version=1, text="Second")


def test_nobody_is_noted_as_present_who_has_nothing_to_do_with_the_network(held, do, member):
    with pytest.raises(Invalid) as refused:
        do("save_minutes", member, held[0], version=0, text="We met.", present_ids=[uuid4()])
    assert refused.value.fields == {"present_ids": ["no_member"]}


def test_minutes_are_not_written_before_the_meeting_has_begun(plan, do, member):
    with pytest.raises(MeetingHasNotBegun):
        do("save_minutes", member, plan(), version=0, text="We will have met.")


def test_what_has_minutes_stays_as_it_was_planned(held, do, member):
    meeting_id, _people = held
    do("save_minutes", member, meeting_id, version=0, text="We met.")
    orders = {
        "change_meeting": PLAN | {"version": 1},
        "cancel_meeting": {},
        "add_agenda_item": {"text": "Too late"},
    }
    for name, more in orders.items():
        with pytest.raises(MeetingHasMinutes):
            do(name, member, meeting_id, **more)


def test_an_informal_meeting_has_no_minutes_and_no_actions(plan, do, ask, member, time):
    meeting_id = plan(informal=True)
    time.pass_(days=11)
    for name, more in {"save_minutes": {"text": "We met.", "version": 0}, "add_action": {"text": "Do it"}}.items():
        with pytest.raises(MeetingIsInformal):
            do(name, member, meeting_id, **more)
    with pytest.raises(MeetingIsInformal):
        ask(contract.minutes_draft, minutes_queries.minutes_draft, member, meeting_id=meeting_id)


def test_open_actions_come_back_at_the_next_meeting_until_they_are_done(held, plan, shown, do, member):
    meeting_id, [owner, _other] = held
    day = date(2026, 4, 1)
    action_id = do("add_action", member, meeting_id, text="Ask the gardeners", owner_id=owner.id, due_on=day)["id"]
    next_id = plan(date=date(2026, 4, 9))
    [seen] = shown(next_id)["open_actions"]
    assert (seen["id"], seen["meeting_id"], seen["owner_id"], seen["due_on"]) == (action_id, meeting_id, owner.id, day)
    assert shown(next_id)["actions"] == shown(meeting_id)["open_actions"] == []
    do("finish_action", owner, meeting_id, action_id=action_id)
    assert shown(next_id)["open_actions"] == []
    assert [action["done"] for action in shown(meeting_id)["actions"]] == [True]
    do("remove_action", member, meeting_id, action_id=action_id)
    assert shown(meeting_id)["actions"] == []


def test_an_action_belongs_to_a_member_or_to_nobody_yet(held, do, member):
    with pytest.raises(Invalid) as refused:
        do("add_action", member, held[0], text="Ask", owner_id=uuid4())
    assert refused.value.fields == {"owner_id": ["no_member"]}
    do("add_action", member, held[0], text="Ask")


def test_support_is_told_of_the_plan_and_not_of_what_was_said(held, shown, do, support, member):
    meeting_id, _people = held
    do("add_action", member, meeting_id, text="Ask the gardeners")
    do("save_minutes", member, meeting_id, version=0, text="We met.", decisions=["Yes"])
    seen = shown(meeting_id, to=support)
    assert (seen["minutes"], seen["decisions"], seen["actions"]) == (None, [], [])


# what waits


@pytest.fixture
def outstanding(ask, time):
    """As it is asked in the morning, of the day since yesterday."""

    def outstanding():
        today = time.now.date()
        days = {"since": today - timedelta(days=1), "until": today, "nudge_days": [3, 7]}
        return ask(contract.meetings_outstanding, minutes_queries.meetings_outstanding, an_actor(SERVICE), **days)

    return outstanding


def test_who_was_there_is_asked_for_minutes_after_three_and_seven_days(held, outstanding, time, member):
    meeting_id, people = held
    asked = {}
    for days in range(1, 9):
        time.pass_(days=1)
        asked[days] = outstanding()["without_minutes"]
    assert [days for days, found in asked.items() if found] == [3, 7]
    assert {*asked[3][0]["person_ids"]} == {member.id, *(person.id for person in people)}
    assert (asked[3][0]["meeting_id"], asked[3][0]["days"]) == (meeting_id, 3)


def test_who_left_the_network_is_not_asked_for_minutes(ask, held, outstanding, time, member):
    _meeting_id, people = held
    ask(contract.leave, membership_commands.leave, people[0])
    time.pass_(days=3)
    [found] = outstanding()["without_minutes"]
    assert {*found["person_ids"]} == {member.id, *(person.id for person in people[1:])}


@pytest.mark.parametrize("settled_by", ["minutes", "cancelling", "being informal"])
def test_nobody_is_asked_for_minutes_that_are_there_or_will_never_be(plan, do, outstanding, time, member, settled_by):
    meeting_id = plan(informal=settled_by == "being informal")
    time.pass_(days=11)
    if settled_by == "minutes":
        do("save_minutes", member, meeting_id, version=0, text="We met.")
    if settled_by == "cancelling":
        do("cancel_meeting", member, meeting_id)
    time.pass_(days=2)
    assert outstanding()["without_minutes"] == []


def test_members_are_told_of_minutes_the_day_after_they_were_written_first(held, do, outstanding, time, member):
    meeting_id, _people = held
    do("save_minutes", member, meeting_id, version=0, text="We met.")
    assert outstanding()["minuted"] == []
    time.pass_(days=1)
    do("save_minutes", member, meeting_id, version=1, text="We met, all of us.")
    assert outstanding()["minuted"] == [meeting_id]
    time.pass_(days=1)
    assert outstanding()["minuted"] == []


# people who go, and counting


def test_who_leaves_the_network_is_not_expected_any_more_but_was_where_they_were(ask, held, plan, shown, do, member):
    meeting_id, [leaving, _other] = held
    do("save_minutes", member, meeting_id, version=0, text="We met.", present_ids=[leaving.id])
    next_id = plan(date=date(2026, 4, 9))
    do("answer_meeting", leaving, next_id, reply="yes")
    ask(contract.leave, membership_commands.leave, leaving)
    assert leaving.id not in [each["person_id"] for each in shown(next_id)["people"]]
    assert leaving.id in [each["person_id"] for each in shown(meeting_id)["people"]]


def test_of_who_is_erased_nothing_is_left(tx, held, shown, do, join, member):
    meeting_id, _people = held
    reader = join()
    do("add_agenda_item", member, meeting_id, text="Welcome")
    do("add_action", member, meeting_id, text="Ask", owner_id=member.id)
    do("save_minutes", member, meeting_id, version=0, text="We met.", present_ids=[member.id])
    reactions.person_erased(tx, {"person_id": member.id})
    tx.expire_all()
    assert str(member.id) not in str(shown(meeting_id, to=reader))


def test_two_records_of_one_person_come_once(tx, held, shown, do, member):
    meeting_id, [one, other] = held
    do("save_minutes", member, meeting_id, version=0, text="We met.", present_ids=[other.id])
    reactions.person_merged(tx, {"kept_id": one.id, "dropped_id": other.id})
    people = {each["person_id"]: each["present"] for each in shown(meeting_id)["people"]}
    assert people == {one.id: True, member.id: False}
    reactions.person_merge_undone(tx, {"kept_id": one.id, "dropped_id": other.id})
    people = {each["person_id"]: each["present"] for each in shown(meeting_id)["people"]}
    assert people == {one.id: False, other.id: True, member.id: False}


def test_it_takes_the_same_number_of_statements_however_much_there_is(tx, held, shown, do, member):
    meeting_id, _people = held
    for number in range(20):
        do("add_agenda_item", member, meeting_id, text=f"Item {number}")
        do("add_action", member, meeting_id, text=f"Action {number}")
    tx.expire_all()
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    shown(meeting_id)
    stop()
    assert len([each for each in statements if each.startswith("SELECT")]) == 5
