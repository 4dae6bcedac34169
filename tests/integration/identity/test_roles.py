from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.identity import commands, reactions
from services.identity.errors import LastOperator, RoleNotYours
from services.identity.tables import PrivilegedAct
from shared.access import COORDINATOR, EXPERT, MEDIATOR, OPERATOR, ROLES, SUPPORT, TRAINER
from shared.contracts import identity as contract
from shared.errors import NotFound
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import PASSWORD, TERMINAL, at_once


def give(ask, actor, person_id, role):
    ask(contract.give_role, commands.roles.give_role, actor, person_id=person_id, role=role)


def withdraw(ask, actor, person_id, role):
    ask(contract.withdraw_role, commands.roles.withdraw_role, actor, person_id=person_id, role=role)


class TestGivingARole:
    @pytest.mark.parametrize("role", ROLES)
    def test_is_announced_and_invites_who_has_no_account(self, ask, add, operator, record, announced, role):
        person_id = add()
        give(ask, operator, person_id, role)
        assert record(person_id)["roles"] == [role]
        assert announced(contract.RoleGiven) == [{"person_id": person_id, "role": role}]
        assert announced(contract.AccountInvited) == [{"person_id": person_id}]

    def test_does_not_invite_who_has_an_account(self, ask, register, operator, announced):
        give(ask, operator, register("Coordinator", COORDINATOR), TRAINER)
        assert announced(contract.AccountInvited) == []

    def test_twice_is_giving_it_once(self, ask, add, operator, announced):
        person_id = add()
        give(ask, operator, person_id, TRAINER)
        give(ask, operator, person_id, TRAINER)
        assert len(announced(contract.RoleGiven)) == len(announced(contract.AccountInvited)) == 1

    def test_as_a_coordinator_is_for_trainers_only(self, ask, add, coordinator, record, announced):
        person_id = add()
        for role in (COORDINATOR, EXPERT, SUPPORT, MEDIATOR, OPERATOR):
            with pytest.raises(RoleNotYours):
                give(ask, coordinator, person_id, role)
        give(ask, coordinator, person_id, TRAINER)
        assert record(person_id)["roles"] == [TRAINER]

    def test_to_nobody_is_refused(self, ask, operator):
        with pytest.raises(NotFound):
            give(ask, operator, uuid4(), TRAINER)

    def test_is_noted_with_who_did_it(self, tx, ask, add, operator):
        person_id = add()
        give(ask, operator, person_id, TRAINER)
        withdraw(ask, operator, person_id, TRAINER)
        acts = tx.scalars(select(PrivilegedAct).where(PrivilegedAct.subject_id == person_id).order_by(PrivilegedAct.id))
        assert [(act.act, act.detail, act.actor_id) for act in acts] == [
            ("role_given", TRAINER, operator.id),
            ("role_withdrawn", TRAINER, operator.id),
        ]


class TestWithdrawingARole:
    def test_is_announced(self, ask, register, operator, record, announced):
        person_id = register("Trainer", TRAINER, COORDINATOR)
        withdraw(ask, operator, person_id, COORDINATOR)
        assert record(person_id)["roles"] == [TRAINER]
        assert announced(contract.RoleWithdrawn) == [{"person_id": person_id, "role": COORDINATOR}]

    def test_that_nobody_gave_changes_nothing(self, ask, add, operator, announced):
        withdraw(ask, operator, add(), TRAINER)
        assert announced(contract.RoleWithdrawn) == []

    def test_as_a_coordinator_is_for_trainers_only(self, ask, register, coordinator, record):
        person_id = register("Trainer", TRAINER, COORDINATOR)
        with pytest.raises(RoleNotYours):
            withdraw(ask, coordinator, person_id, COORDINATOR)
        withdraw(ask, coordinator, person_id, TRAINER)
        assert record(person_id)["roles"] == [COORDINATOR]

    def test_leaves_an_operator(self, ask, register, operator, record):
        first, second = register("Operator", OPERATOR), register("Tweede operator", OPERATOR)
        withdraw(ask, operator, first, OPERATOR)
        with pytest.raises(LastOperator):
            withdraw(ask, operator, second, OPERATOR)
        assert record(second)["roles"] == [OPERATOR]


def test_two_operators_who_let_each_other_go_at_once_leave_one(bus):
    operators = [
        bus(
            contract.register_account,
            commands.accounts.register_account,
            TERMINAL,
            name=name,
            email=f"{name}@stad.example",
            roles=[OPERATOR],
            password=PASSWORD,
        )["id"]
        for name in ("een", "twee")
    ]
    outcomes = at_once(*(partial(withdraw, bus, an_actor(OPERATOR), person_id, OPERATOR) for person_id in operators))
    assert sorted(outcomes) == ["done", "last_operator"]


class TestMembershipOfTheNetwork:
    def test_makes_an_expert_for_as_long_as_it_lasts(self, tx, register, record, announced):
        person_id = register("Trainer", TRAINER)
        for _ in range(2):  # an event may come again
            reactions.member_joined(tx, {"person_id": person_id, "programme_id": uuid4()})
        assert record(person_id)["roles"] == [EXPERT, TRAINER]
        for _ in range(2):
            reactions.member_left(tx, {"person_id": person_id, "programme_id": uuid4()})
        assert record(person_id)["roles"] == [TRAINER]
        given = [event["role"] for event in announced(contract.RoleGiven)]
        assert given == [TRAINER, EXPERT]
        assert announced(contract.RoleWithdrawn) == [{"person_id": person_id, "role": EXPERT}]

    def test_of_somebody_who_was_removed_since_means_nothing(self, tx, ask, add, operator, record, announced):
        person_id = add()
        ask(contract.erase_person, commands.people.erase_person, operator, person_id=person_id)
        for _ in range(2):
            reactions.member_joined(tx, {"person_id": person_id, "programme_id": uuid4()})
            reactions.member_left(tx, {"person_id": person_id, "programme_id": uuid4()})
        assert record(person_id)["roles"] == []
        assert announced(contract.RoleGiven) == announced(contract.RoleWithdrawn) == []
