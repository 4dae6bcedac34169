from contextlib import suppress
from dataclasses import replace
from functools import partial
from statistics import median
from time import process_time
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from services.identity import commands, queries
from services.identity.errors import WrongSignIn
from services.identity.tables import Account, Attempt, OpenSession
from shared import access, demo
from shared.access import COORDINATOR, OPERATOR, TRAINER
from shared.contracts import identity as contract
from shared.database import count_statements, settings_of
from shared.errors import NotFound, Refusal, SignInRequired
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import NOBODY, PASSWORD, SIGN_IN, TERMINAL, at_once

EMAIL = "trainer@stad.example"


def sign_in(ask, email=EMAIL, password=PASSWORD, **data):
    return ask(
        contract.sign_in, commands.sessions.sign_in, NOBODY, **SIGN_IN | {"email": email, "password": password} | data
    )


def resume(ask, signed_in):
    return ask(
        contract.resume_session,
        queries.sessions.resume_session,
        NOBODY,
        session_token=signed_in["session_token"],
    )


class TestSigningIn:
    def test_gives_a_session_and_each_request_a_token_that_names_the_person(self, tx, ask, register):
        person_id = register("Trainer", TRAINER, language="en")
        signed_in = sign_in(ask)
        assert (signed_in["person_id"], signed_in["language"]) == (person_id, "en")
        resumed = resume(ask, signed_in)
        assert (resumed["name"], resumed["language"], resumed["roles"]) == ("Trainer", "en", [TRAINER])
        actor = access.verify(resumed["token"], settings_of(tx).secret_key)
        assert actor == an_actor(TRAINER, person_id=person_id)

    def test_takes_the_address_in_any_case(self, ask, register):
        register("Trainer", TRAINER)
        assert sign_in(ask, email=" Trainer@Stad.Example ")["session_token"]

    def test_without_a_language_of_ones_own_speaks_the_language_of_the_city(self, ask, register):
        register("Trainer", TRAINER)
        assert sign_in(ask)["language"] == "nl"

    def test_keeps_no_token(self, tx, ask, register):
        register("Trainer", TRAINER)
        token = sign_in(ask)["session_token"]
        row = tx.execute(text("SELECT CAST(ROW(sessions.*) AS text) FROM sessions")).scalar_one()
        assert token not in row
        assert token.encode().hex() not in row

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            (EMAIL, "another long password"),
            ("unknown@stad.example", PASSWORD),
            ("wijkagent@stad.example", PASSWORD),
            ("not an address", PASSWORD),
        ],
        ids=["wrong password", "unknown address", "no account", "no address"],
    )
    def test_is_refused_in_the_same_words_whatever_was_wrong(self, ask, add, register, email, password):
        register("Trainer", TRAINER)
        add("Wijkagent")
        with pytest.raises(WrongSignIn) as refused:
            sign_in(ask, email, password)
        assert refused.value.as_data() == {"code": "wrong_sign_in", "status": 401, "details": {}}

    def test_takes_as_long_for_an_unknown_address_as_for_a_wrong_password(self, ask, register):
        register("Trainer", TRAINER)

        def seconds(email):
            taken = []
            for _ in range(9):
                began = process_time()
                with suppress(WrongSignIn):
                    sign_in(ask, email, "another long password")
                taken.append(process_time() - began)
            return median(taken)

        # the processor's time, so that other work on the machine does not matter
        known, unknown = seconds(EMAIL), seconds("unknown@stad.example")
        assert 0.5 < known / unknown < 2  # without a hash made for nobody it would be about ten times as fast

    def test_with_a_password_of_the_demonstration_works_only_there(self, tx, ask, register):
        settings = tx.info["settings"]
        tx.info["settings"] = replace(settings, demo=True)
        register("Trainer", TRAINER, password=demo.PASSWORDS[TRAINER])
        assert sign_in(ask, password=demo.PASSWORDS[TRAINER])["session_token"]
        tx.info["settings"] = settings
        with pytest.raises(WrongSignIn):
            sign_in(ask, password=demo.PASSWORDS[TRAINER])

    def test_stores_the_password_anew_when_more_effort_is_asked_since(self, tx, ask, register):
        person_id = register("Trainer", TRAINER)
        weaker = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        tx.get(Account, person_id).password_hash = weaker
        tx.flush()
        sign_in(ask)
        assert tx.get(Account, person_id).password_hash != weaker
        assert sign_in(ask)["session_token"]


class TestTooManyAttempts:
    @pytest.fixture(autouse=True)
    def trainer(self, bus):
        bus(
            contract.register_account,
            commands.accounts.register_account,
            TERMINAL,
            name="Trainer",
            email=EMAIL,
            roles=[TRAINER],
            password=PASSWORD,
        )

    def fails(self, bus, times, **data):
        for _ in range(times):
            with pytest.raises(Refusal) as refused:
                sign_in(bus, **{"password": "another long password"} | data)
            assert refused.value.code == "wrong_sign_in"

    def test_at_an_address_are_counted_although_each_was_refused(self, bus, time):
        self.fails(bus, 5)
        with pytest.raises(Refusal) as refused:
            sign_in(bus)
        assert (refused.value.code, refused.value.status) == ("too_many_attempts", 429)
        assert refused.value.details == {"seconds": 15 * 60 + 1}

    def test_are_forgiven_as_time_passes(self, bus, time):
        self.fails(bus, 5)
        time.passes(minutes=14)
        with pytest.raises(Refusal) as refused:
            sign_in(bus)
        assert refused.value.details == {"seconds": 61}
        time.passes(minutes=1)
        assert sign_in(bus)["session_token"]

    def test_are_counted_for_unknown_addresses_too(self, bus, time):
        self.fails(bus, 5, email="unknown@stad.example")
        with pytest.raises(Refusal) as refused:
            sign_in(bus, email="UNKNOWN@stad.example")
        assert refused.value.code == "too_many_attempts"
        assert sign_in(bus)["session_token"]

    def test_from_one_client_are_counted_over_all_addresses(self, bus, time):
        for number in range(6):
            self.fails(bus, 5, email=f"somebody{number}@stad.example")
        with pytest.raises(Refusal) as refused:
            sign_in(bus)
        assert refused.value.code == "too_many_attempts"
        assert sign_in(bus, client="198.51.100.4")["session_token"]

    def test_start_from_nothing_after_a_good_one(self, bus, time):
        self.fails(bus, 4)
        sign_in(bus)
        self.fails(bus, 4)
        assert sign_in(bus)["session_token"]

    def test_hold_neither_address_nor_client(self, bus, database):
        self.fails(bus, 1)
        with database.transaction() as tx:
            rows = tx.scalars(text("SELECT CAST(ROW(attempts.*) AS text) FROM attempts")).all()
            keys = set(tx.scalars(select(Attempt.key)))
        assert len(keys) == 2
        for told in (EMAIL, SIGN_IN["client"]):
            assert not any(told in row or told.encode().hex() in row for row in rows)

    def test_made_at_once_do_not_slip_through(self, bus):
        outcomes = at_once(*[partial(sign_in, bus, password="another long password")] * 8)
        assert sorted(outcomes) == ["too_many_attempts"] * 3 + ["wrong_sign_in"] * 5


class TestASession:
    @pytest.fixture
    def person_id(self, register):
        return register("Trainer", TRAINER)

    def is_over(self, ask, signed_in):
        with pytest.raises(SignInRequired):
            resume(ask, signed_in)
        return True

    def test_ends_after_twelve_hours_without_a_visit(self, ask, person_id, time):
        signed_in = sign_in(ask)
        time.passes(hours=11, minutes=59)
        resume(ask, signed_in)
        time.passes(hours=11, minutes=59)
        resume(ask, signed_in)
        time.passes(hours=12)
        assert self.is_over(ask, signed_in)

    def test_ends_after_fourteen_days_however_often_it_is_used(self, ask, person_id, time):
        signed_in = sign_in(ask)
        for _ in range(27):
            time.passes(hours=11.9)
            resume(ask, signed_in)
        time.passes(hours=14 * 24 - 27 * 11.9)
        assert self.is_over(ask, signed_in)

    def test_is_one_statement_per_request_and_a_second_every_five_minutes(self, tx, ask, person_id, time):
        token = {"session_token": sign_in(ask)["session_token"]}
        statements: list[str] = []

        def used():
            statements.clear()
            queries.sessions.resume_session(tx, NOBODY, token)
            return len(statements)

        stop = count_statements(tx.get_bind().engine, statements)
        time.passes(minutes=4)
        assert used() == 1
        time.passes(minutes=1)
        assert used() == 2
        assert used() == 1
        stop()

    def test_is_over_at_once_when_it_is_ended(self, ask, person_id):
        first, second = sign_in(ask), sign_in(ask, device="Phone")
        me = an_actor(TRAINER, person_id=person_id)
        ended = resume(ask, first)["session_id"]
        ask(contract.end_session, commands.sessions.end_session, me, session_id=ended)
        assert self.is_over(ask, first)
        assert resume(ask, second)

    def test_is_over_at_once_when_signing_out_and_signing_out_again_is_fine(self, ask, person_id):
        signed_in = sign_in(ask)
        for _ in range(2):
            ask(
                contract.sign_out,
                commands.sessions.sign_out,
                NOBODY,
                session_token=signed_in["session_token"],
            )
        assert self.is_over(ask, signed_in)

    def test_can_be_the_only_one_left(self, ask, person_id):
        others, mine = [sign_in(ask), sign_in(ask)], sign_in(ask)
        ask(
            contract.end_other_sessions,
            commands.sessions.end_other_sessions,
            an_actor(TRAINER, person_id=person_id),
            session_id=resume(ask, mine)["session_id"],
        )
        assert [self.is_over(ask, other) for other in others] == [True, True]
        assert resume(ask, mine)

    def test_of_somebody_else_is_not_ended(self, ask, person_id):
        signed_in = sign_in(ask)
        with pytest.raises(NotFound):
            ask(
                contract.end_session,
                commands.sessions.end_session,
                an_actor(OPERATOR),
                session_id=resume(ask, signed_in)["session_id"],
            )
        ask(contract.end_other_sessions, commands.sessions.end_other_sessions, an_actor(OPERATOR), session_id=uuid4())
        assert resume(ask, signed_in)

    def test_is_listed_with_its_device_to_its_owner_only(self, ask, person_id, time):
        sign_in(ask, device="Phone")
        time.passes(hours=1)
        current = resume(ask, sign_in(ask))["session_id"]
        me = an_actor(TRAINER, person_id=person_id)
        listed = ask(contract.sessions, queries.sessions.sessions, me, session_id=current)["sessions"]
        assert [(one["device"], one["current"]) for one in listed] == [("Firefox on Linux", True), ("Phone", False)]
        assert listed[1]["started_at"] == listed[1]["last_seen_at"]
        assert ask(contract.sessions, queries.sessions.sessions, an_actor(OPERATOR))["sessions"] == []
        time.passes(hours=11, minutes=30)
        listed = ask(contract.sessions, queries.sessions.sessions, me, session_id=current)["sessions"]
        assert [one["device"] for one in listed] == ["Firefox on Linux"]

    def test_has_the_roles_of_the_moment(self, ask, person_id, operator):
        signed_in = sign_in(ask)
        for call, given in (("give_role", [COORDINATOR, TRAINER]), ("withdraw_role", [TRAINER])):
            ask(
                getattr(contract, call),
                getattr(commands.roles, call),
                operator,
                person_id=person_id,
                role=COORDINATOR,
            )
            assert resume(ask, signed_in)["roles"] == given

    def test_with_a_token_of_nobody_asks_to_sign_in(self, ask):
        assert self.is_over(ask, {"session_token": "not a token"})


def test_a_language_is_chosen_per_person(ask, register):
    me = an_actor(TRAINER, person_id=register("Trainer", TRAINER))
    signed_in = sign_in(ask)
    assert resume(ask, signed_in)["language"] == "nl"
    ask(contract.set_language, commands.accounts.set_language, me, language="en")
    assert resume(ask, signed_in)["language"] == "en"


def test_a_session_that_is_started_while_its_person_is_removed_lets_nobody_in(tx, ask, register, operator):
    person_id = register("Trainer", TRAINER)
    signed_in = sign_in(ask)
    started = tx.scalar(select(OpenSession).where(OpenSession.person_id == person_id))
    kept = {column.name: getattr(started, column.name) for column in OpenSession.__table__.columns}
    ask(contract.erase_person, commands.people.erase_person, operator, person_id=person_id)
    tx.add(OpenSession(**kept))
    tx.flush()
    with pytest.raises(SignInRequired):
        resume(ask, signed_in)
