"""A call is answered once, refused with a code, or not known yet at its deadline; a command is carried out once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared import access
from shared.access import COORDINATOR, TRAINER, Actor
from shared.errors import Refusal
from shared.messaging.call import Caller
from tests.city import City
from tests.messaging import library
from tests.messaging.conftest import Library
from tests.waiting import eventually


@pytest.fixture
def key() -> str:
    return str(uuid4())


def refused(city: City, call: Any, actor: Actor, **data: Any) -> tuple[str, int]:
    with pytest.raises(Refusal) as refusal:
        city.ask(call, actor, **data)
    return refusal.value.code, refusal.value.status


class TestIdempotency:
    def test_the_same_command_again_gets_the_same_answer_and_is_carried_out_once(self, shelf, page_id, key):
        first = shelf.write(page_id, key=key)
        assert shelf.write(page_id, key=key) == first
        shelf.comes_to_read(page_id, 1)

    def test_another_content_under_the_same_key_is_refused(self, shelf, page_id, key):
        shelf.write(page_id, key=key)
        again = {"page_id": page_id, "lines": 2, "key": key}
        assert refused(shelf.city, library.write, shelf.somebody, **again) == ("idempotency_key_reused", 422)

    def test_the_same_command_twice_at_once_is_carried_out_once(self, shelf, page_id, key):
        with ThreadPoolExecutor(6) as at_once:
            answers = list(at_once.map(lambda _: shelf.write(page_id, key=key), range(6)))
        assert all(answer == answers[0] for answer in answers)
        shelf.comes_to_read(page_id, 1)

    def test_two_people_may_use_the_same_key(self, shelf, page_id, key):
        for _ in range(2):
            somebody = Actor(uuid4(), frozenset({COORDINATOR}))
            shelf.city.ask(library.write, somebody, page_id=page_id, key=key)
        shelf.comes_to_read(page_id, 2)

    def test_a_refused_command_may_come_again_with_other_content(self, shelf, page_id, key):
        assert refused(shelf.city, library.write, shelf.somebody, page_id=page_id, refused=True, key=key)[1] == 409
        shelf.write(page_id, key=key)
        shelf.comes_to_read(page_id, 1)


class TestWhoAsks:
    def test_nobody_may_do_what_is_for_coordinators(self, shelf, page_id):
        with pytest.raises(Refusal) as refusal:
            shelf.city.caller.send(library.write, {"page_id": page_id}).wait()
        assert refusal.value.code == "sign_in_required"

    def test_another_role_may_not_either(self, shelf, page_id):
        trainer = Actor(uuid4(), frozenset({TRAINER}))
        assert refused(shelf.city, library.write, trainer, page_id=page_id) == ("forbidden", 403)

    def test_a_token_signed_with_another_secret_is_refused(self, shelf, page_id):
        elsewhere = replace(shelf.city.settings, secret_key="the secret of another city, which is as long")
        foreign = replace(shelf.city, settings=elsewhere)
        assert refused(foreign, library.write, shelf.somebody, page_id=page_id) == ("sign_in_required", 401)

    def test_a_token_that_has_run_out_is_refused(self, shelf, page_id, monkeypatch):
        monkeypatch.setattr("time.time", lambda now=time.time: now() - access.TOKEN_SECONDS - 2)
        assert refused(shelf.city, library.write, shelf.somebody, page_id=page_id) == ("sign_in_required", 401)


class TestWhatGoesWrong:
    def test_a_request_that_does_not_fit_says_which_field(self, shelf):
        with pytest.raises(Refusal) as refusal:
            shelf.city.ask(library.write, shelf.somebody, page_id="page seven", lines=0)
        assert refusal.value.fields == {"page_id": ["not_an_id"], "lines": ["too_small:1"]}

    def test_a_refusal_crosses_with_its_code_and_figures(self, shelf, page_id):
        with pytest.raises(Refusal) as refusal:
            shelf.write(page_id, lines=3, refused=True)
        assert (refusal.value.code, refusal.value.details) == ("too_long", {"lines": 3})

    def test_a_fault_of_ours_crosses_without_its_words(self, shelf, page_id):
        with pytest.raises(Refusal) as refusal:
            shelf.write(page_id, broken=True)
        assert refusal.value.as_data() == {"code": "failed", "status": 500, "details": {}}

    def test_a_service_that_never_was_there_is_unavailable_at_once(self, shelf):
        before = time.monotonic()
        assert refused(shelf.city, library.unanswered, shelf.somebody) == ("unavailable", 503)
        assert time.monotonic() - before < library.unanswered.deadline / 2

    def test_a_broker_that_is_not_there_is_unavailable(self, shelf):
        nowhere = Caller("amqp://guest:guest@127.0.0.1:1/", shelf.city.settings.secret_key)
        assert refused(replace(shelf.city, caller=nowhere), library.look_up, shelf.somebody)[0] == "unavailable"


def test_of_many_calls_at_once_none_is_lost(shelf: Library):
    """Calls come in while answers go out, over the same connection."""
    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda _: shelf.city.ask(library.look_up, shelf.somebody), range(1500)))
    assert len(answers) == 1500


def test_a_service_that_stops_leaves_what_it_does_not_answer_to_the_next(shelf: Library):
    """Under a load that never pauses, so that requests arrive in every moment of a stop."""
    codes: set[str] = set()
    over = threading.Event()

    def ask_on() -> None:
        while not over.is_set():
            try:
                shelf.city.ask(library.look_up, shelf.somebody)
            except Refusal as refusal:
                codes.add(refusal.code)

    with ThreadPoolExecutor(12) as at_once:
        asking = [at_once.submit(ask_on) for _ in range(12)]
        try:
            for _ in range(4):
                shelf.city.services.stop()
                shelf.city.services.start()
        finally:
            over.set()
    assert all(each.exception() is None for each in asking)
    assert codes <= {"unavailable"}


def test_a_slow_call_holds_up_no_other(shelf: Library, page_id: UUID):
    with ThreadPoolExecutor(1) as meanwhile:
        slow = meanwhile.submit(lambda: shelf.write(page_id, seconds=2))
        sleeping = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        eventually(lambda: shelf.city.sql(sleeping))
        shelf.city.ask(library.look_up, shelf.somebody)
        assert not slow.done()
        assert slow.result().data == {"last": 1}


class TestTheDeadline:
    """That of the caller, who is in a hurry here."""

    write = replace(library.write, deadline=1.0)
    look_up = replace(library.look_up, deadline=1.0)

    def test_a_hanging_service_leaves_a_command_not_known_yet_and_asking_again_gives_the_answer(
        self, shelf: Library, page_id: UUID, key: str
    ):
        shelf.city.services.freeze()
        try:
            before = time.monotonic()
            order = {"page_id": page_id, "lines": 1, "key": key}
            assert refused(shelf.city, self.write, shelf.somebody, **order) == ("not_known_yet", 504)
            assert 1 <= time.monotonic() - before < 2
        finally:
            shelf.city.services.thaw()
        assert shelf.write(page_id, key=key).data == {"last": 1}
        shelf.comes_to_read(page_id, 1)

    def test_a_hanging_service_makes_a_question_unavailable(self, shelf: Library):
        shelf.city.services.freeze()
        try:
            assert refused(shelf.city, self.look_up, shelf.somebody) == ("unavailable", 503)
        finally:
            shelf.city.services.thaw()

    def test_what_nobody_waits_for_any_more_is_not_carried_out(self, shelf: Library, page_id: UUID):
        shelf.city.services.stop()
        assert refused(shelf.city, self.write, shelf.somebody, page_id=page_id) == ("not_known_yet", 504)
        shelf.city.services.start()
        shelf.write(page_id)
        shelf.comes_to_read(page_id, 1)
