"""Where messages wait, and what an operator does about those that are parked, by pages and by the API."""

import re
from uuid import uuid4

import pytest

from tests.gateway.operation.parked import KIND, park, park_really, state
from tests.gateway.visiting import add_person
from tests.waiting import eventually

PAGE = "/operation/messages/trainings"
NOTHING_CHOSEN = {"message_ids": [{"code": "required", "message": "Fill this in"}]}


@pytest.fixture
def error():
    """One that no other test has, so that its group is the test's own."""
    return f"Error{uuid4().hex[:8]}"


@pytest.fixture
def parked(city, error):
    """Parks another message, in the test's own group."""
    return lambda **changes: park(city, reason=f"services.trainings.{error}", **changes)


@pytest.fixture
def is_parked(city):
    return lambda message_id: city.sql("SELECT parked_at FROM trainings.failed WHERE message_id = %s", message_id)


def test_an_operator_sees_where_messages_wait(city, operator, parked):
    parked()
    page = operator.open("/operation")
    [(count,)] = city.sql("SELECT count(*) FROM trainings.failed WHERE parked_at IS NOT NULL")
    assert f"Introductions, groups and sessions 0 0 {count}" in page.main
    assert "Expert network 0 0 0" in page.main
    assert PAGE in page.links


def test_what_the_relay_has_not_sent_yet_is_shown_with_its_age(city, operator):
    city.relay.freeze()
    try:
        add_person(operator, "Waiting Wim")
        assert re.search(r"People and accounts \d+ the oldest for \d+ second", operator.open("/operation").main)
        page = operator.open("/operation/messages/identity")
        assert re.search(r"Waiting to be sent \d+, the oldest for \d+ second", page.main)
    finally:
        city.relay.thaw()


def test_parked_messages_are_shown_by_why_they_were_parked(operator, parked, error):
    aggregate_id = uuid4()
    parked(), parked(aggregate_id=aggregate_id), parked(aggregate_id=aggregate_id)
    page = operator.open(PAGE)
    assert f"Taking it over failed: {error} person_erased.v1 from: People and accounts 3" in page.main


def test_a_group_shows_its_messages(operator, parked, error):
    message_id = parked(replays=2)
    page = operator.open(f"{PAGE}/parked", **KIND | {"reason": f"services.trainings.{error}"})
    assert str(message_id) in page.main
    assert page.main.endswith("1 message")


def test_a_message_is_shown_with_all_that_is_known_of_it(operator, parked, error):
    aggregate_id = uuid4()
    message_id = parked(aggregate_id=aggregate_id)
    parked(aggregate_id=aggregate_id, type="person_changed.v1", parked_at=None)
    page = operator.open(f"{PAGE}/parked/{message_id}")
    assert f"Message person_erased.v1 Parked Taking it over failed: {error}" in page.main
    assert f'"person_id": "{aggregate_id}"' in page.main
    assert "cloudEvents:sequence 2" in page.main
    assert "Waiting behind it 1 message" in page.main
    assert "person_changed.v1" in page.main


def test_a_message_is_tried_again(city, operator):
    message_id = park_really(city)
    page = operator.submit(f"{PAGE}/parked/{message_id}", f"{PAGE}/replay")
    assert "1 message is tried again." in page.main
    eventually(lambda: state(city, message_id) == [(True, 1)], what="the message to be parked once more")


def test_a_group_is_discarded_after_a_question(operator, parked, is_parked, error):
    ids = [parked(), parked()]
    listed = operator.open(f"{PAGE}/parked", reason=f"services.trainings.{error}")
    [question] = [link for link in listed.links if "/discard" in link]
    asked = operator.open(question)
    assert "Discard 2 messages?" in asked.main
    assert "This cannot be undone." in asked.main
    assert all(is_parked(message_id) for message_id in ids)
    done = operator.send(asked)
    assert "2 messages have been discarded." in done.main
    assert not any(is_parked(message_id) for message_id in ids)


def test_what_is_parked_after_the_operator_looked_is_not_discarded_with_the_rest(operator, parked, is_parked, error):
    parked()
    page = operator.open(PAGE)
    [group] = [link for link in page.links if error in link]
    [question] = [link for link in operator.open(group).links if "/discard" in link]
    later = parked()
    assert "1 message has been discarded." in operator.send(operator.open(question)).main
    assert is_parked(later)


def test_what_somebody_else_did_meanwhile_is_said(operator, parked, city):
    message_id = parked()
    page = operator.open(f"{PAGE}/parked/{message_id}")
    city.sql("DELETE FROM trainings.failed WHERE message_id = %s", message_id)
    assert "These messages are not parked any more." in operator.send(page, f"{PAGE}/replay").main
    assert "These messages are not parked any more." in operator.open(f"{PAGE}/discard", message_ids=message_id).main
    assert operator.open(f"{PAGE}/parked/{message_id}").status == 404


def test_a_button_that_is_pressed_twice_counts_once(operator, parked, city):
    message_id = parked()
    page = operator.open(f"{PAGE}/parked/{message_id}")
    for _ in range(2):
        assert "1 message is tried again." in operator.send(page, f"{PAGE}/replay").main
    assert len(city.sql("SELECT 1 FROM trainings.interventions WHERE message_id = %s", message_id)) == 1


def test_who_did_what_is_shown(operator, parked, error, sign_in):
    ids = [parked(), parked()]
    colleague = sign_in("operator", name="Olga Operator")
    operator.api("POST", "/messages/trainings/parked/replay", message_ids=[str(ids[0])])
    colleague.api("POST", "/messages/trainings/parked/discard", message_ids=[str(ids[1])])
    page = operator.open(PAGE)
    about = f"person_erased.v1 from: People and accounts Taking it over failed: {error}"
    assert f"Otto Operator 1 tried again {about}" in page.main
    assert f"Olga Operator 1 discarded {about}" in page.main


def test_a_program_does_the_same(operator, parked, error, is_parked):
    group = KIND | {"reason": f"services.trainings.{error}"}
    message_id = parked()
    told = operator.api("GET", "/messages/trainings")
    [found] = [each for each in told["groups"] if each["reason"] == group["reason"]]
    assert (found["count"], found["example_id"]) == (1, str(message_id))
    [listed] = operator.api("GET", "/messages/trainings/parked", **group)["items"]
    assert listed["message_id"] == str(message_id)
    assert operator.api("POST", "/messages/trainings/parked/discard", **group) == {"count": 1}
    assert not is_parked(message_id)
    latest = operator.api("GET", "/messages/trainings/interventions")["interventions"][0]
    assert (latest["person_id"], latest["action"]) == (str(operator.id), "discarded")


def test_a_program_that_chooses_nothing_is_refused(operator):
    for what in ("replay", "discard"):
        answer = operator.api.try_("POST", f"/messages/trainings/parked/{what}")
        assert (answer.status_code, answer.json()["fields"]) == (422, NOTHING_CHOSEN)


def test_every_service_is_asked_in_the_same_way(operator):
    for service in ("identity", "municipalities", "networks", "feedback", "mediations", "notifications", "instance"):
        assert operator.open(f"/operation/messages/{service}").status == 200
        assert operator.api("GET", f"/messages/{service}")["parked"] == 0
    assert operator.open("/operation/messages/nobody").status == 404
