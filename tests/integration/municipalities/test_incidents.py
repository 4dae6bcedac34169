"""The incident protocol, and an incident that follows it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.municipalities.errors import IncidentClosed, NoProtocol, ProgrammeNotYours, ProtocolBegun
from services.municipalities.incidents import commands, queries
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, NotFound

STEP = {"who": "Duty officer", "what": "Tell the coordinator.", "minutes": 60}


@pytest.fixture
def step_id(ask, coordinator, registered):
    return ask(contract.add_protocol_step, commands.add_protocol_step, coordinator, programme_id=registered, **STEP)[
        "id"
    ]


@pytest.fixture
def incident_id(ask, coordinator, registered, step_id):
    return opened(ask, coordinator, registered)


def opened(ask, actor, programme_id):
    call = {"programme_id": programme_id, "title": "A broken window"}
    return ask(contract.open_incident, commands.open_incident, actor, **call)["id"]


def protocol(ask, actor, programme_id):
    return whole_protocol(ask, actor, programme_id)["steps"]


def whole_protocol(ask, actor, programme_id):
    return ask(contract.incident_protocol, queries.incident_protocol, actor, programme_id=programme_id)


def show(ask, actor, incident_id):
    return ask(contract.incident, queries.incident, actor, incident_id=incident_id)


def settle(ask, actor, incident_id, step_id, done=True):
    data = {"incident_id": incident_id, "step_id": step_id, "done": done}
    ask(contract.settle_incident_step, commands.settle_incident_step, actor, **data)


def close(ask, actor, incident_id):
    ask(contract.close_incident, commands.close_incident, actor, incident_id=incident_id, lesson="Call sooner.")


def test_a_protocol_begins_with_steps_in_the_readers_language_and_only_once(ask, coordinator, registered):
    begin = {"programme_id": registered, "language": "nl"}
    ask(contract.begin_protocol, commands.begin_protocol, coordinator, **begin)
    steps = protocol(ask, coordinator, registered)
    assert [step["minutes"] for step in steps] == [15, 60, 120, 240, 1440, 2880, 10080]
    assert steps[2]["who"] == "Communicatie"
    with pytest.raises(ProtocolBegun):
        ask(contract.begin_protocol, commands.begin_protocol, coordinator, **begin)


@pytest.mark.parametrize("language", ["nl", "en", "fi", "id"])
def test_the_steps_that_a_protocol_begins_with_look_like_nobody(ask, coordinator, registered, language):
    begin = {"programme_id": registered, "language": language}
    ask(contract.begin_protocol, commands.begin_protocol, coordinator, **begin)
    assert whole_protocol(ask, coordinator, registered)["looks_like_names"] == []


def test_what_looks_like_a_name_in_a_step_is_pointed_out_in_the_protocol_and_in_its_incidents(
    ask, coordinator, registered
):
    named = {"who": "Jan de Vries", "what": "Call mevrouw Jansen.", "minutes": 60}
    ask(contract.add_protocol_step, commands.add_protocol_step, coordinator, programme_id=registered, **named)
    assert whole_protocol(ask, coordinator, registered)["looks_like_names"] == ["Jan de Vries", "mevrouw Jansen"]
    incident_id = opened(ask, coordinator, registered)
    assert show(ask, coordinator, incident_id)["looks_like_names"] == ["Jan de Vries", "mevrouw Jansen"]


def test_steps_stand_in_the_order_of_time_and_are_changed_apart(ask, coordinator, registered, step_id):
    sooner = {"programme_id": registered, **STEP, "minutes": 5}
    first = ask(contract.add_protocol_step, commands.add_protocol_step, coordinator, **sooner)["id"]
    assert [step["id"] for step in protocol(ask, coordinator, registered)] == [first, step_id]
    changed = {"programme_id": registered, "step_id": first, **STEP, "minutes": 90, "version": 1}
    ask(contract.change_protocol_step, commands.change_protocol_step, coordinator, **changed)
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_protocol_step, commands.change_protocol_step, coordinator, **changed)
    assert [step["id"] for step in protocol(ask, coordinator, registered)] == [step_id, first]
    removed = {"programme_id": registered, "step_id": first}
    ask(contract.remove_protocol_step, commands.remove_protocol_step, coordinator, **removed)
    with pytest.raises(NotFound):
        ask(contract.remove_protocol_step, commands.remove_protocol_step, coordinator, **removed)


def test_an_incident_follows_the_protocol_as_it_was_then(ask, coordinator, registered, step_id, incident_id):
    ask(
        contract.remove_protocol_step,
        commands.remove_protocol_step,
        coordinator,
        programme_id=registered,
        step_id=step_id,
    )
    found = show(ask, coordinator, incident_id)
    [step] = found["steps"]
    assert step["due_at"] == found["opened_at"] + timedelta(minutes=60)
    with pytest.raises(NoProtocol):
        opened(ask, coordinator, registered)


def test_a_step_is_done_not_done_after_all_and_closed_with_a_lesson(ask, coordinator, registered, incident_id):
    [step] = show(ask, coordinator, incident_id)["steps"]
    settle(ask, coordinator, incident_id, step["id"])
    first = show(ask, coordinator, incident_id)["steps"][0]["done_at"]
    settle(ask, coordinator, incident_id, step["id"])
    assert show(ask, coordinator, incident_id)["steps"][0]["done_at"] == first is not None
    settle(ask, coordinator, incident_id, step["id"], done=False)
    assert show(ask, coordinator, incident_id)["steps"][0]["done_at"] is None
    close(ask, coordinator, incident_id)
    assert show(ask, coordinator, incident_id)["lesson"] == "Call sooner."
    with pytest.raises(IncidentClosed):
        close(ask, coordinator, incident_id)
    with pytest.raises(IncidentClosed):
        settle(ask, coordinator, incident_id, step["id"])
    [listed] = ask(contract.incidents, queries.incidents, coordinator, programme_id=registered)["incidents"]
    assert (listed["steps"], listed["steps_done"], listed["closed_at"] is not None) == (1, 0, True)


def test_another_coordinator_neither_reads_nor_changes_it(ask, another_coordinator, registered, step_id, incident_id):
    step = {"programme_id": registered, "step_id": step_id}
    attempts = (
        lambda: protocol(ask, another_coordinator, registered),
        lambda: show(ask, another_coordinator, incident_id),
        lambda: opened(ask, another_coordinator, registered),
        lambda: settle(ask, another_coordinator, incident_id, step_id),
        lambda: close(ask, another_coordinator, incident_id),
        lambda: ask(contract.incidents, queries.incidents, another_coordinator, programme_id=registered),
        lambda: ask(contract.remove_protocol_step, commands.remove_protocol_step, another_coordinator, **step),
    )
    for attempt in attempts:
        with pytest.raises(ProgrammeNotYours):
            attempt()


def test_a_step_of_another_incident_is_not_found(ask, coordinator, incident_id):
    with pytest.raises(NotFound):
        settle(ask, coordinator, incident_id, uuid4())
