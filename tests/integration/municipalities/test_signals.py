"""Signals of a programme: who adds them, who judges and decides, and how they expire."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from services.municipalities import reactions
from services.municipalities.errors import (
    NoPartInProgramme,
    ProgrammeNotYours,
    SignalExpired,
    SignalJudged,
    SignalNotJudged,
)
from services.municipalities.signals import commands, queries
from services.municipalities.signals.jobs import delete_old_signals
from services.municipalities.signals.tables import Signal
from services.municipalities.tables import Area, Programme
from shared import clock
from shared.access import EXPERT, TRAINER
from shared.contracts import identity, networks, trainings
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id
from tests.integration.conftest import an_actor

SEEN = "On the square people say 'they' of each other."


@pytest.fixture
def today(tx):
    return queries.today_of(tx)


@pytest.fixture
def seen(area_id, today):
    return {"area_id": area_id, "kind": "us_them_language", "observed_on": today, "observation": SEEN}


@pytest.fixture
def expert(tell, registered):
    member = an_actor(EXPERT)
    tell((networks.MemberJoined, {"person_id": member.id, "programme_id": registered}))
    return member


@pytest.fixture
def signal_id(ask, expert, registered, seen):
    return ask(contract.add_signal, commands.add_signal, expert, programme_id=registered, **seen)["id"]


def show(ask, actor, signal_id):
    return ask(contract.signal, queries.signal, actor, signal_id=signal_id)


def judge(ask, actor, signal_id, **more):
    data = {"signal_id": signal_id, "judgement": "It grows.", "version": 1} | more
    ask(contract.judge_signal, commands.judge_signal, actor, **data)


def decide(ask, actor, signal_id, today, **more):
    data = {"signal_id": signal_id, "decision": "We listen.", "decided_on": today, "version": 2} | more
    ask(contract.decide_signal, commands.decide_signal, actor, **data)


def expire(tx, signal_id, today, days=1):
    tx.get(Signal, signal_id).expires_on = today - timedelta(days=days)
    tx.flush()


def test_a_signal_goes_from_picture_to_judgement_to_decision(ask, coordinator, expert, signal_id, today):
    with pytest.raises(SignalNotJudged):
        decide(ask, coordinator, signal_id, today, version=1)
    judge(ask, coordinator, signal_id)
    assert show(ask, expert, signal_id)["state"] == "judged"
    decide(ask, coordinator, signal_id, today)
    found = show(ask, expert, signal_id)
    assert (found["state"], found["judgement"], found["decision"]) == ("decided", "It grows.", "We listen.")
    assert (found["observation"], found["interpretation"]) == (SEEN, None)
    assert (found["mine"], found["yours"]) == (True, False)


def test_who_judges_and_decides_is_a_coordinator_of_the_programme(ask, another_coordinator, expert, signal_id, today):
    for actor in (expert, another_coordinator):
        with pytest.raises(ProgrammeNotYours):
            judge(ask, actor, signal_id)


def test_trainers_and_experts_of_another_programme_see_nothing(
    ask, tell, expert, registered, signal_id, another_coordinator
):
    trainer = an_actor(TRAINER)
    formed = {"group_id": uuid4(), "places": 16, "trainer_ids": [trainer.id]}
    for actor in (an_actor(EXPERT), trainer, another_coordinator):
        assert ask(contract.signals, queries.signals, actor)["items"] == []
        with pytest.raises(NoPartInProgramme):
            show(ask, actor, signal_id)
        with pytest.raises(NoPartInProgramme):
            ask(contract.confirm_signal, commands.confirm_signal, actor, signal_id=signal_id)
    tell((trainings.GroupFormed, {"programme_id": registered, **formed}))
    [found] = ask(contract.signals, queries.signals, trainer)["items"]
    assert found["id"] == signal_id
    [programme] = ask(contract.signal_programmes, queries.signal_programmes, trainer)["programmes"]
    assert (programme["id"], programme["yours"]) == (registered, False)


def test_an_expert_of_two_records_keeps_the_part_of_both(ask, tell, expert, signal_id):
    kept = an_actor(EXPERT)
    tell((identity.PersonMerged, {"kept_id": kept.id, "dropped_id": expert.id}))
    assert show(ask, kept, signal_id)["mine"]


def test_what_was_seen_changes_until_it_is_judged(ask, coordinator, expert, registered, signal_id, seen):
    changed = {"signal_id": signal_id, **seen, "interpretation": "Nobody feels heard.", "version": 1}
    ask(contract.change_signal, commands.change_signal, expert, **changed)
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_signal, commands.change_signal, coordinator, **changed)
    judge(ask, coordinator, signal_id, version=2)
    with pytest.raises(SignalJudged):
        ask(contract.change_signal, commands.change_signal, expert, **changed | {"version": 3})
    with pytest.raises(SignalJudged):
        ask(contract.remove_signal, commands.remove_signal, expert, signal_id=signal_id)
    ask(contract.remove_signal, commands.remove_signal, coordinator, signal_id=signal_id)
    with pytest.raises(NotFound):
        show(ask, expert, signal_id)


def test_a_colleague_who_did_not_see_it_leaves_it_as_it_is(ask, tell, registered, signal_id, seen):
    colleague = an_actor(EXPERT)
    tell((networks.MemberJoined, {"person_id": colleague.id, "programme_id": registered}))
    with pytest.raises(NoPartInProgramme):
        ask(contract.change_signal, commands.change_signal, colleague, signal_id=signal_id, **seen, version=1)
    with pytest.raises(NoPartInProgramme):
        ask(contract.remove_signal, commands.remove_signal, colleague, signal_id=signal_id)


def test_nobody_sees_tomorrow_or_an_area_that_is_not_there(ask, expert, registered, seen, today):
    for wrong in ({"observed_on": today + timedelta(days=1)}, {"area_id": uuid4()}):
        with pytest.raises(Invalid) as refused:
            ask(contract.add_signal, commands.add_signal, expert, programme_id=registered, **seen | wrong)
        assert set(refused.value.fields) == set(wrong)


def test_what_nobody_confirms_leaves_the_table_for_the_archive(tx, ask, coordinator, expert, signal_id, today):
    expire(tx, signal_id, today)
    assert ask(contract.signals, queries.signals, expert)["total"] == 0
    assert ask(contract.signals, queries.signals, expert, state="expired")["total"] == 1
    with pytest.raises(SignalExpired):
        judge(ask, coordinator, signal_id)
    ask(contract.confirm_signal, commands.confirm_signal, expert, signal_id=signal_id)
    found = show(ask, expert, signal_id)
    assert (found["state"], found["confirmed_on"]) == ("new", today)
    assert found["expires_on"] == today + timedelta(days=90)


def test_the_table_is_filtered_by_area_kind_and_state(ask, coordinator, expert, signal_id, area_id):
    def listed(**wanted):
        return ask(contract.signals, queries.signals, expert, **wanted)["total"]

    judge(ask, coordinator, signal_id)
    assert listed(area_id=area_id, kind="us_them_language", state="judged") == 1
    assert listed(area_id=uuid4()) == listed(kind="rumour") == listed(state="new") == listed(state="decided") == 0


def test_a_name_in_a_text_is_pointed_at_and_an_area_is_not(ask, coordinator, expert, registered, seen):
    said = seen | {"observation": "Jan de Vries said so in Nieuw Bloemhof."}
    signal_id = ask(contract.add_signal, commands.add_signal, expert, programme_id=registered, **said)["id"]
    assert show(ask, expert, signal_id)["looks_like_names"] == ["Jan de Vries"]


def test_who_was_erased_saw_nothing_any_more(tx, ask, coordinator, expert, signal_id):
    reactions.person_erased(tx, {"person_id": expert.id})
    tx.expire_all()
    assert show(ask, coordinator, signal_id)["author_id"] is None


def test_a_year_after_it_expired_a_signal_is_deleted(database):
    with database.transaction() as tx:
        today = queries.today_of(tx)
        area, programme = Area(id=new_id(), name="Bloemhof"), Programme(id=new_id(), started_at=clock.now())
        tx.add_all([area, programme])
        tx.flush()
        for days in (365, 366):
            told = {"observed_on": today, "observation": SEEN, "expires_on": today - timedelta(days=days)}
            tx.add(Signal(programme_id=programme.id, area_id=area.id, kind="rumour", **told))
    delete_old_signals(SimpleNamespace(database=database))
    with database.transaction() as tx:
        assert [each.expires_on for each in tx.query(Signal)] == [today - timedelta(days=365)]
