"""Any member starts an initiative, whoever takes part changes it. Nobody approves anything."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest

from services.networks import reactions
from services.networks.commands import initiative_parts as parts
from services.networks.commands import initiatives as commands
from services.networks.commands import membership as membership_commands
from services.networks.errors import NotAMember, NotTakingPart
from services.networks.queries import initiatives as queries
from shared import clock
from shared.access import COORDINATOR, EXPERT, OPERATOR, SUPPORT
from shared.contracts import networks as contract
from shared.database import count_statements
from shared.errors import ChangedMeanwhile, Forbidden, Invalid, NotFound
from tests.integration.conftest import an_actor

BENCHES = {"title": "Benches on the square", "purpose": "People who live side by side sit side by side."}


@pytest.fixture(autouse=True)
def _minutes_go_by(monkeypatch):
    minutes = count()
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=next(minutes)))


@pytest.fixture
def support():
    return an_actor(SUPPORT)


@pytest.fixture
def start(ask, member):
    def start(by=None, **more):
        return ask(contract.start_initiative, commands.start_initiative, by or member, **{**BENCHES, **more})["id"]

    return start


@pytest.fixture
def do(ask):
    """`do("join_initiative", member, initiative_id)`: any of the commands."""

    def do(name, actor, initiative_id, **more):
        made_in = commands if hasattr(commands, name) else parts
        return ask(getattr(contract, name), getattr(made_in, name), actor, initiative_id=initiative_id, **more)

    return do


@pytest.fixture
def shown(ask, member):
    def shown(initiative_id, to=None):
        return ask(contract.initiative, queries.initiative, to or member, initiative_id=initiative_id)

    return shown


@pytest.fixture
def listed(ask, member):
    def listed(to=None, **which):
        return [each["id"] for each in ask(contract.initiatives, queries.initiatives, to or member, **which)["items"]]

    return listed


# starting


def test_it_is_there_at_once_for_every_member(start, shown, listed, join, member, announced):
    initiative_id = start(theme="prejudice")
    reader = join()
    seen = shown(initiative_id, to=reader)
    assert listed(to=reader) == [initiative_id]
    assert (seen["title"], seen["state"], seen["author_id"]) == (BENCHES["title"], "idea", member.id)
    assert seen["person_ids"] == [member.id]
    assert announced(contract.InitiativeStarted) == [
        {"initiative_id": initiative_id, "theme": "prejudice", "author_id": member.id}
    ]


@pytest.mark.parametrize("role", [COORDINATOR, EXPERT, OPERATOR])
def test_who_is_not_a_member_neither_reads_nor_starts_any_whatever_their_role(start, shown, listed, role):
    stranger, initiative_id = an_actor(role), start()
    for forbidden in (lambda: start(by=stranger), lambda: shown(initiative_id, to=stranger), lambda: listed(stranger)):
        with pytest.raises(NotAMember):
            forbidden()


# taking part


def test_whoever_joins_may_do_all_that_who_started_may(start, shown, do, join):
    initiative_id, other = start(), join()
    with pytest.raises(NotTakingPart):
        do("set_initiative_state", other, initiative_id, state="running")
    do("join_initiative", other, initiative_id)
    do("join_initiative", other, initiative_id)
    do("set_initiative_state", other, initiative_id, state="running")
    do("change_initiative", other, initiative_id, **BENCHES | {"title": "Tables too"}, version=1)
    seen = shown(initiative_id)
    assert (seen["title"], seen["state"]) == ("Tables too", "running")
    assert seen["person_ids"][-1] == other.id


def test_the_last_who_leaves_makes_it_rest_and_whoever_joins_wakes_it(start, shown, do, join, member, announced):
    initiative_id, other = start(), join()
    do("join_initiative", other, initiative_id)
    do("leave_initiative", member, initiative_id)
    assert shown(initiative_id)["state"] == "idea"
    do("leave_initiative", other, initiative_id)
    assert shown(initiative_id)["state"] == "resting"
    do("join_initiative", member, initiative_id)
    do("set_initiative_state", member, initiative_id, state="running")
    assert [event["state"] for event in announced(contract.InitiativeStateChanged)] == ["resting", "running"]


def test_who_does_not_take_part_cannot_leave(start, do, join):
    with pytest.raises(NotTakingPart):
        do("leave_initiative", join(), start())


def test_who_leaves_the_network_takes_part_in_nothing_any_more(ask, tx, start, shown, do, join, member):
    initiative_id, other = start(), join()
    do("join_initiative", other, initiative_id)
    step_id = do("add_step", other, initiative_id, text="Ask the gardeners", owner_id=other.id)["id"]
    ask(contract.leave, membership_commands.leave, other)
    seen = shown(initiative_id)
    assert seen["person_ids"] == [member.id]
    assert [(step["id"], step["owner_id"]) for step in seen["steps"]] == [(step_id, None)]


def test_two_who_change_it_at_once_see_each_others_version(start, do, member):
    initiative_id = start()
    do("change_initiative", member, initiative_id, **BENCHES | {"title": "First"}, version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        do("change_initiative", member, initiative_id, **BENCHES | {"title": "Second"}, version=1)
    assert refused.value.details["current"]["title"] == "First"


# steps


def test_a_step_has_somebody_who_takes_part_as_its_owner(start, shown, do, join, member):
    initiative_id, reader = start(), join()
    step = {"text": "Ask the gardeners", "due_on": date(2026, 4, 1)}
    with pytest.raises(Invalid) as refused:
        do("add_step", member, initiative_id, **step, owner_id=reader.id)
    assert refused.value.fields == {"owner_id": ["takes_no_part"]}
    do("add_step", member, initiative_id, **step, owner_id=member.id)
    [seen] = shown(initiative_id)["steps"]
    assert (seen["text"], seen["owner_id"], seen["due_on"]) == (step["text"], member.id, step["due_on"])


def test_steps_to_do_stand_before_those_that_are_done_the_next_day_first(start, shown, do, member):
    initiative_id = start()
    texts = {"Done": date(2026, 3, 3), "Later": date(2026, 5, 1), "Soon": date(2026, 4, 1), "Once": None}
    steps = {text: do("add_step", member, initiative_id, text=text, due_on=day)["id"] for text, day in texts.items()}
    do("finish_step", member, initiative_id, step_id=steps["Done"])
    assert [step["text"] for step in shown(initiative_id)["steps"]] == ["Soon", "Later", "Once", "Done"]
    do("finish_step", member, initiative_id, step_id=steps["Done"], done=False)
    do("remove_step", member, initiative_id, step_id=steps["Later"])
    do("change_step", member, initiative_id, step_id=steps["Soon"], text="Sooner")
    assert [step["text"] for step in shown(initiative_id)["steps"]] == ["Done", "Sooner", "Once"]


def test_a_step_is_changed_by_the_way_of_its_own_initiative_alone(start, do, member):
    step_id = do("add_step", member, start(), text="Ask the gardeners")["id"]
    with pytest.raises(NotFound):
        do("remove_step", member, start(), step_id=step_id)


# needs


@pytest.fixture
def need(start, do, member):
    initiative_id = start()
    return initiative_id, do("add_need", member, initiative_id, kind="room", text="A room for twelve")["id"]


def test_every_member_offers_help_and_takes_their_own_offer_back(need, shown, do, join, member):
    (initiative_id, need_id), helper = need, join()
    offer_id = do("offer_help", helper, initiative_id, need_id=need_id, text="Our canteen is free on Mondays.")["id"]
    [seen] = shown(initiative_id)["needs"]
    assert [(offer["author_id"], offer["text"]) for offer in seen["offers"]] == [
        (helper.id, "Our canteen is free on Mondays.")
    ]
    with pytest.raises(Forbidden):
        do("withdraw_offer", member, initiative_id, need_id=need_id, offer_id=offer_id)
    do("withdraw_offer", helper, initiative_id, need_id=need_id, offer_id=offer_id)
    assert shown(initiative_id)["needs"][0]["offers"] == []


def test_who_takes_part_says_that_a_need_is_met(need, shown, do, join, member):
    initiative_id, need_id = need
    with pytest.raises(NotTakingPart):
        do("settle_need", join(), initiative_id, need_id=need_id)
    do("settle_need", member, initiative_id, need_id=need_id)
    assert [each["met"] for each in shown(initiative_id)["needs"]] == [True]
    do("settle_need", member, initiative_id, need_id=need_id, met=False)
    do("remove_need", member, initiative_id, need_id=need_id)
    assert shown(initiative_id)["needs"] == []


def test_support_reads_answers_needs_and_says_that_they_are_met(need, shown, listed, do, support):
    initiative_id, need_id = need
    assert listed(to=support, needing=True) == [initiative_id]
    do("offer_help", support, initiative_id, need_id=need_id, text="Room 2 is booked for you.")
    do("settle_need", support, initiative_id, need_id=need_id)
    assert shown(initiative_id, to=support)["needs"][0]["met"]


def test_support_changes_nothing_else(need, do, start, support):
    initiative_id, need_id = need
    orders = {
        "change_initiative": BENCHES | {"version": 1},
        "set_initiative_state": {"state": "stopped"},
        "join_initiative": {},
        "leave_initiative": {},
        "add_step": {"text": "Stop it"},
        "add_need": {"kind": "money", "text": "More"},
        "remove_need": {"need_id": need_id},
        "write_note": {"text": "It is over."},
    }
    for name, more in orders.items():
        with pytest.raises(NotAMember):
            do(name, support, initiative_id, **more)
    with pytest.raises(NotAMember):
        start(by=support)


# progress


def test_notes_are_read_the_newest_first_and_taken_back_by_who_wrote_them(start, shown, do, join, member):
    initiative_id, other = start(), join()
    do("join_initiative", other, initiative_id)
    first = do("write_note", member, initiative_id, text="We counted the benches.")["id"]
    second = do("write_note", other, initiative_id, text="The gardeners like it.")["id"]
    assert [note["id"] for note in shown(initiative_id)["notes"]] == [second, first]
    with pytest.raises(Forbidden):
        do("remove_note", other, initiative_id, note_id=first)
    do("remove_note", member, initiative_id, note_id=first)
    assert [note["author_id"] for note in shown(initiative_id)["notes"]] == [other.id]


# the list


def test_those_in_which_something_happened_last_come_first(start, listed, do, member):
    first, second = start(), start()
    assert listed() == [second, first]
    do("write_note", member, first, text="We counted the benches.")
    assert listed() == [first, second]


def test_they_are_found_by_state_theme_area_need_and_taking_part(start, listed, do, join, member):
    area_id, reader = uuid4(), join()
    running, themed = start(area_ids=[area_id]), start(theme="identity")
    do("set_initiative_state", member, running, state="running")
    do("add_need", member, themed, kind="time", text="Two hands")
    assert listed(state="running") == listed(area_id=area_id) == [running]
    assert listed(theme="identity") == listed(needing=True) == [themed]
    assert (set(listed(mine=True)), listed(to=reader, mine=True)) == ({running, themed}, [])


def test_the_list_tells_how_far_each_is(ask, start, do, join, member):
    initiative_id = start()
    do("join_initiative", join(), initiative_id)
    step_id = do("add_step", member, initiative_id, text="Count")["id"]
    do("add_step", member, initiative_id, text="Build")
    do("finish_step", member, initiative_id, step_id=step_id)
    do("add_need", member, initiative_id, kind="money", text="Wood")
    [seen] = ask(contract.initiatives, queries.initiatives, member)["items"]
    told = {name: seen[name] for name in ("people", "steps", "steps_done", "open_needs", "mine")}
    assert told == {"people": 2, "steps": 2, "steps_done": 1, "open_needs": 1, "mine": True}


def test_it_takes_the_same_number_of_statements_however_much_there_is(tx, start, shown, do, member):
    initiative_id = start()
    for number in range(12):
        do("add_step", member, initiative_id, text=f"Step {number}")
        need_id = do("add_need", member, initiative_id, kind="time", text=f"Need {number}")["id"]
        do("offer_help", member, initiative_id, need_id=need_id, text="Me")
        do("write_note", member, initiative_id, text=f"Note {number}")
    tx.expire_all()
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    shown(initiative_id)
    stop()
    assert len([each for each in statements if each.startswith("SELECT")]) == 6


# people who go


def test_of_who_is_erased_nothing_but_their_texts_is_left(tx, start, shown, do, join, member):
    initiative_id, other = start(), join()
    do("join_initiative", other, initiative_id)
    do("add_step", member, initiative_id, text="Count", owner_id=member.id)
    do("write_note", member, initiative_id, text="We counted.")
    need_id = do("add_need", member, initiative_id, kind="money", text="Wood")["id"]
    do("offer_help", member, initiative_id, need_id=need_id, text="Mine")
    reactions.person_erased(tx, {"person_id": member.id})
    tx.expire_all()
    seen = shown(initiative_id, to=other)
    assert str(member.id) not in str(seen)
    assert (seen["person_ids"], seen["notes"][0]["text"]) == ([other.id], "We counted.")


def test_two_records_of_one_person_take_part_once(tx, start, shown, do, join, member):
    initiative_id, other = start(), join()
    do("join_initiative", other, initiative_id)
    reactions.person_merged(tx, {"kept_id": other.id, "dropped_id": member.id})
    assert (shown(initiative_id, to=other)["person_ids"], shown(initiative_id, to=other)["author_id"]) == (
        [other.id],
        other.id,
    )
    reactions.person_merge_undone(tx, {"kept_id": other.id, "dropped_id": member.id})
    assert shown(initiative_id)["person_ids"] == [member.id, other.id]
