"""Conflict or polarisation: an outcome with reasons, and a way to see it otherwise."""

from uuid import uuid4

import pytest

from services.municipalities.errors import ProgrammeNotYours
from services.municipalities.triage import commands, queries
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, NotFound

NO = dict.fromkeys(contract.TRIAGE_QUESTIONS, "no")
CONFLICT = NO | {"owners": "yes", "time_and_place": "yes", "willing": "yes"}


@pytest.fixture
def triage_id(ask, coordinator, registered):
    started = {"programme_id": registered, "title": "Parking and play", **CONFLICT}
    return ask(contract.start_triage, commands.start_triage, coordinator, **started)["id"]


def show(ask, actor, triage_id):
    return ask(contract.triage, queries.triage, actor, triage_id=triage_id)


def answer(ask, actor, triage_id, **more):
    data = {"triage_id": triage_id, "title": "Parking and play", **CONFLICT, "about_groups": "yes"}
    data |= {"why": "It is about newcomers now.", "version": 1} | more
    ask(contract.answer_triage_anew, commands.answer_triage_anew, actor, **data)


def test_one_changes_ones_mind_and_what_was_thought_before_stays(ask, coordinator, registered, triage_id):
    assert show(ask, coordinator, triage_id)["outcome"] == "mediation"
    answer(ask, coordinator, triage_id)
    found = show(ask, coordinator, triage_id)
    assert (found["outcome"], found["why"]) == ("both", "It is about newcomers now.")
    assert "kept_apart" in found["reasons"]
    [before] = found["history"]
    assert (before["outcome"], before["why"], before["answers"]) == ("mediation", None, CONFLICT)
    [listed] = ask(contract.triages, queries.triages, coordinator, programme_id=registered)["triages"]
    assert (listed["title"], listed["outcome"]) == ("Parking and play", "both")
    with pytest.raises(ChangedMeanwhile):
        answer(ask, coordinator, triage_id)


def test_another_coordinator_neither_reads_nor_changes_it(ask, another_coordinator, registered, triage_id):
    for attempt in (show, answer):
        with pytest.raises(ProgrammeNotYours):
            attempt(ask, another_coordinator, triage_id)
        with pytest.raises(NotFound):
            attempt(ask, another_coordinator, uuid4())
    with pytest.raises(ProgrammeNotYours):
        ask(contract.triages, queries.triages, another_coordinator, programme_id=registered)
    with pytest.raises(ProgrammeNotYours):
        ask(contract.remove_triage, commands.remove_triage, another_coordinator, triage_id=triage_id)


def test_what_was_removed_is_gone_with_its_history(ask, coordinator, triage_id):
    ask(contract.remove_triage, commands.remove_triage, coordinator, triage_id=triage_id)
    with pytest.raises(NotFound):
        show(ask, coordinator, triage_id)
