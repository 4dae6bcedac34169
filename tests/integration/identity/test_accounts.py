from functools import partial

import pytest
from sqlalchemy import text

from services.identity import commands, queries
from services.identity.errors import AccountExists, NoAccount, TokenNotValid, WrongPassword
from shared import demo
from shared.access import COORDINATOR, OPERATOR, TRAINER
from shared.contracts import identity as contract
from shared.errors import Invalid, NotFound, Refusal, SignInRequired
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import NOBODY, PASSWORD, SIGN_IN, TERMINAL, at_once
from tests.integration.identity.test_sessions import resume, sign_in

NEW = "another long walk along the Maas"
RESET = {"email": "trainer@stad.example", "client": "192.0.2.7"}


def token_for(ask, person_id, purpose):
    return ask(contract.issue_token, commands.accounts.issue_token, TERMINAL, person_id=person_id, purpose=purpose)[
        "token"
    ]


def set_password(ask, token, password=NEW):
    return ask(
        contract.set_password, commands.accounts.set_password, NOBODY, token=token, password=password, device="Phone"
    )


def holder(ask, token):
    return ask(contract.token_holder, queries.accounts.token_holder, NOBODY, token=token)


class TestAnInvitation:
    def test_is_announced_and_its_link_says_whom_it_is_for(self, ask, add, coordinator, announced):
        person_id = add("Wijkagent", language="en")
        ask(contract.invite_account, commands.accounts.invite_account, coordinator, person_id=person_id)
        assert announced(contract.AccountInvited) == [{"person_id": person_id}]
        assert holder(ask, token_for(ask, person_id, "invitation")) == {
            "purpose": "invitation",
            "email": "wijkagent@stad.example",
            "name": "Wijkagent",
            "language": "en",
        }

    def test_makes_an_account_with_the_first_password_and_signs_in(self, ask, add, record):
        person_id = add("Wijkagent")
        signed_in = set_password(ask, token_for(ask, person_id, "invitation"))
        assert resume(ask, signed_in)["person_id"] == person_id
        assert record(person_id)["has_account"]
        assert sign_in(ask, "wijkagent@stad.example", NEW)["person_id"] == person_id

    def test_lives_fourteen_days(self, ask, add, time):
        token = token_for(ask, add(), "invitation")
        time.passes(days=14, seconds=-1)
        assert holder(ask, token)
        time.passes(seconds=1)
        with pytest.raises(TokenNotValid):
            holder(ask, token)
        with pytest.raises(TokenNotValid):
            set_password(ask, token)

    def test_is_not_for_who_has_an_account(self, ask, register, coordinator, announced):
        person_id = register("Trainer", TRAINER)
        with pytest.raises(AccountExists):
            ask(contract.invite_account, commands.accounts.invite_account, coordinator, person_id=person_id)
        with pytest.raises(AccountExists):
            token_for(ask, person_id, "invitation")
        assert announced(contract.AccountInvited) == []

    def test_is_not_for_who_was_removed(self, ask, add, operator):
        person_id = add()
        ask(contract.erase_person, commands.people.erase_person, operator, person_id=person_id)
        with pytest.raises(NotFound):
            ask(contract.invite_account, commands.accounts.invite_account, operator, person_id=person_id)
        with pytest.raises(NotFound):
            token_for(ask, person_id, "invitation")


class TestAReset:
    def request(self, ask, **data):
        return ask(contract.request_password_reset, commands.accounts.request_password_reset, NOBODY, **RESET | data)

    def test_is_announced_for_an_account_and_answered_alike_for_everybody(self, ask, add, register, announced):
        person_id = register("Trainer", TRAINER)
        add("Wijkagent")
        answers = [
            self.request(ask, email=email)
            for email in ("Trainer@stad.example", "wijkagent@stad.example", "unknown@stad.example", "no address")
        ]
        assert answers == [{}, {}, {}, {}]
        assert announced(contract.PasswordResetRequested) == [{"person_id": person_id}]

    def test_is_asked_for_five_times_an_hour(self, bus, time):
        for _ in range(5):
            self.request(bus)
        with pytest.raises(Refusal) as refused:
            self.request(bus)
        assert (refused.value.code, refused.value.details) == ("too_many_attempts", {"seconds": 3601})
        self.request(bus, email="unknown@stad.example")
        time.passes(hours=1)
        self.request(bus)

    def test_lives_two_hours(self, ask, register, time):
        token = token_for(ask, register("Trainer", TRAINER), "password_reset")
        time.passes(hours=2, seconds=-1)
        assert holder(ask, token)["purpose"] == "password_reset"
        time.passes(seconds=1)
        with pytest.raises(TokenNotValid):
            set_password(ask, token)

    def test_works_once(self, ask, register):
        token = token_for(ask, register("Trainer", TRAINER), "password_reset")
        set_password(ask, token)
        with pytest.raises(TokenNotValid):
            set_password(ask, token, PASSWORD)
        with pytest.raises(TokenNotValid):
            holder(ask, token)

    def test_replaces_the_one_before_it(self, ask, register):
        person_id = register("Trainer", TRAINER)
        older, newer = token_for(ask, person_id, "password_reset"), token_for(ask, person_id, "password_reset")
        with pytest.raises(TokenNotValid):
            holder(ask, older)
        assert holder(ask, newer)

    def test_ends_every_session_but_the_one_that_it_starts(self, ask, register):
        person_id = register("Trainer", TRAINER)
        before = sign_in(ask)
        after = set_password(ask, token_for(ask, person_id, "password_reset"))
        with pytest.raises(SignInRequired):
            resume(ask, before)
        assert resume(ask, after)["person_id"] == person_id

    def test_with_a_weak_password_leaves_the_link_for_another_try(self, ask, register):
        token = token_for(ask, register("Trainer", TRAINER), "password_reset")
        for password, code in (
            ("too short", "password_too_short:12"),
            ("the Trainer's own", "password_contains_address"),
            (demo.PASSWORDS[COORDINATOR], "password_known"),
        ):
            with pytest.raises(Invalid) as refused:
                set_password(ask, token, password)
            assert refused.value.fields == {"password": [code]}
        assert set_password(ask, token)

    def test_is_not_for_who_has_no_account(self, ask, add):
        with pytest.raises(NoAccount):
            token_for(ask, add(), "password_reset")

    def test_keeps_no_token(self, tx, ask, register):
        token = token_for(ask, register("Trainer", TRAINER), "password_reset")
        row = tx.execute(text("SELECT CAST(ROW(tokens.*) AS text) FROM tokens")).scalar_one()
        assert token not in row
        assert token.encode().hex() not in row


class TestChangingAPassword:
    def change(self, ask, actor, current=PASSWORD, new=NEW, **data):
        return ask(contract.change_password, commands.accounts.change_password, actor, current=current, new=new, **data)

    def test_ends_all_other_sessions(self, ask, register):
        me = an_actor(TRAINER, person_id=register("Trainer", TRAINER))
        elsewhere, here = sign_in(ask), sign_in(ask)
        self.change(ask, me, session_id=resume(ask, here)["session_id"])
        assert resume(ask, here)
        with pytest.raises(SignInRequired):
            resume(ask, elsewhere)
        assert sign_in(ask, password=NEW)["session_token"]

    def test_needs_the_current_one(self, ask, register):
        me = an_actor(TRAINER, person_id=register("Trainer", TRAINER))
        with pytest.raises(WrongPassword) as refused:
            self.change(ask, me, current="I forgot which one")
        assert refused.value.fields == {"current": ["wrong_password"]}
        assert sign_in(ask)["session_token"]

    def test_into_a_weak_one_is_refused(self, ask, register):
        me = an_actor(TRAINER, person_id=register("Trainer", TRAINER))
        with pytest.raises(Invalid) as refused:
            self.change(ask, me, new="too short")
        assert refused.value.fields == {"new": ["password_too_short:12"]}

    def test_is_not_a_way_to_guess_it(self, bus, time):
        person_id = bus(
            contract.register_account,
            commands.accounts.register_account,
            TERMINAL,
            name="Trainer",
            email="trainer@stad.example",
            roles=[TRAINER],
            password=PASSWORD,
        )["id"]
        me = an_actor(TRAINER, person_id=person_id)
        for _ in range(5):
            with pytest.raises(Invalid):
                self.change(bus, me, current="I forgot which one")
        with pytest.raises(Refusal) as refused:
            self.change(bus, me)
        assert refused.value.code == "too_many_attempts"


class TestTheTerminalOfTheOperator:
    def test_registers_the_first_operator_with_a_password(self, ask, register, record, announced):
        person_id = register("Operator", OPERATOR)
        person = record(person_id)
        assert (person["roles"], person["has_account"]) == ([OPERATOR], True)
        assert announced(contract.RoleGiven) == [{"person_id": person_id, "role": OPERATOR}]
        assert announced(contract.AccountInvited) == []
        assert sign_in(ask, "operator@stad.example")["person_id"] == person_id

    def test_invites_who_gets_no_password(self, register, announced):
        person_id = register("Operator", OPERATOR, COORDINATOR, password=None)
        assert announced(contract.AccountInvited) == [{"person_id": person_id}]

    def test_registers_an_address_once(self, register):
        register("Operator", OPERATOR)
        with pytest.raises(Invalid) as refused:
            register("Operator", OPERATOR)
        assert refused.value.fields == {"email": ["email_taken"]}

    def test_takes_no_weak_password_and_then_registers_nobody(self, ask, register, coordinator):
        with pytest.raises(Invalid) as refused:
            register("Operator", OPERATOR, password="too short")
        assert refused.value.fields == {"password": ["password_too_short:12"]}
        assert ask(contract.people, queries.people.people, coordinator)["total"] == 0


def test_signing_in_needs_the_password_of_the_moment(ask, register):
    register("Trainer", TRAINER)
    with pytest.raises(Refusal):
        ask(contract.sign_in, commands.sessions.sign_in, NOBODY, email=RESET["email"], password=NEW, **SIGN_IN)


class TestAtTheSameMoment:
    @pytest.fixture
    def person_id(self, bus):
        return bus(
            contract.register_account,
            commands.accounts.register_account,
            TERMINAL,
            name="Trainer",
            email="trainer@stad.example",
            roles=[TRAINER],
            password=PASSWORD,
        )["id"]

    def test_a_link_sets_one_password(self, bus, person_id):
        token = token_for(bus, person_id, "password_reset")
        outcomes = at_once(*(partial(set_password, bus, token, f"a long walk, number {number}") for number in range(3)))
        assert sorted(outcomes) == ["done", "token_not_valid", "token_not_valid"]

    def test_a_password_is_set_by_link_and_changed_by_hand(self, bus, person_id):
        token = token_for(bus, person_id, "password_reset")
        change = partial(bus, contract.change_password, commands.accounts.change_password)
        by_hand = partial(change, an_actor(TRAINER, person_id=person_id), current=PASSWORD, new="a walk by hand")
        outcomes = at_once(partial(set_password, bus, token), by_hand)
        assert set(outcomes) <= {"done", "token_not_valid", "invalid"}
        assert "done" in outcomes

    def test_a_password_is_set_and_its_person_removed(self, bus, database, person_id):
        token = token_for(bus, person_id, "password_reset")
        erase = partial(bus, contract.erase_person, commands.people.erase_person, an_actor(OPERATOR))
        by_link, erased = at_once(partial(set_password, bus, token), partial(erase, person_id=person_id))
        assert by_link in ("done", "token_not_valid")
        assert erased == "done"
        with database.transaction() as tx:
            assert tx.scalar(text("SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM sessions)")) == 0
