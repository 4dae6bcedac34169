"""A registered programme with its coordinator and a trainer, and short ways to what a test starts from."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.trainings import reactions
from services.trainings.commands import enrolments, groups, introductions, records, sessions
from services.trainings.queries import groups as group_queries
from services.trainings.queries import sessions as session_queries
from shared import clock
from shared.access import TRAINER, Actor
from shared.contracts import trainings as contract
from tests.integration.conftest import Asking, an_actor

GROUND_RULES = "We let each other finish. What is said here stays here."


def in_days(days: int) -> date:
    return clock.today("Europe/Amsterdam") + timedelta(days=days)


def people(count: int) -> list[UUID]:
    return [uuid4() for _ in range(count)]


def a_plan(days: int = 7, **more: Any) -> dict[str, Any]:
    return {"date": in_days(days), "start_time": time(9, 30), "place": "Wijkpaleis"} | more


class Programme:
    """One programme as its coordinator sees it, step by step."""

    def __init__(self, ask: Asking, coordinator: Actor, trainer: Actor, programme_id: UUID):
        self.ask, self.coordinator, self.trainer, self.id = ask, coordinator, trainer, programme_id

    def introduction(self, person_ids: list[UUID] | None = None, *, days: int = -14) -> UUID:
        session_id = self.ask(
            contract.plan_introduction,
            introductions.plan_introduction,
            self.coordinator,
            programme_id=self.id,
            title="Us and them, and the middle",
            **a_plan(days),
        )["id"]
        if person_ids:
            self.invite(session_id, person_ids)
        return session_id

    def invite(self, session_id: UUID, person_ids: list[UUID]) -> dict[str, Any]:
        return self.ask(
            contract.invite_people,
            introductions.invite_people,
            self.coordinator,
            session_id=session_id,
            person_ids=person_ids,
        )

    def group(self, person_ids: list[UUID] | None = None, **more: Any) -> UUID:
        data = {"name": "Zuid 1", "trainer_ids": [self.trainer.id], "person_ids": person_ids or []} | more
        return self.ask(contract.form_group, groups.form_group, self.coordinator, programme_id=self.id, **data)["id"]

    def enrol(self, group_id: UUID, person_ids: list[UUID]) -> dict[str, Any]:
        return self.ask(contract.enrol, enrolments.enrol, self.coordinator, group_id=group_id, person_ids=person_ids)

    def withdraw(self, group_id: UUID, person_id: UUID) -> dict[str, Any]:
        return self.ask(
            contract.withdraw, enrolments.withdraw, self.coordinator, group_id=group_id, person_id=person_id
        )

    def take_place(self, group_id: UUID, person_id: UUID, **more: Any) -> dict[str, Any]:
        return self.ask(
            contract.take_place,
            enrolments.take_place,
            self.coordinator,
            group_id=group_id,
            person_id=person_id,
            **more,
        )

    def part(self, group_id: UUID, kind: str = "training_day", *, days: int = 7, **more: Any) -> UUID:
        return self.ask(
            contract.plan_session,
            sessions.plan_session,
            self.trainer,
            group_id=group_id,
            kind=kind,
            **a_plan(days, **more),
        )["id"]

    def open(self, session_id: UUID, *, actor: Actor | None = None, **more: Any) -> None:
        data = {"ground_rules": GROUND_RULES, "agreed": True} | more
        self.ask(contract.open_session, records.open_session, actor or self.trainer, session_id=session_id, **data)

    def record(
        self, session_id: UUID, states: dict[UUID, str] | None = None, *, actor: Actor | None = None, **more: Any
    ) -> dict[str, Any]:
        """Over the version that is there now, unless another is given."""
        if "version" not in more:
            more["version"] = self.read_session(session_id)["record"]["version"]
        attendance = [{"person_id": person_id, "state": state} for person_id, state in (states or {}).items()]
        return self.ask(
            contract.record_session,
            records.record_session,
            actor or self.coordinator,
            session_id=session_id,
            attendance=attendance,
            **more,
        )

    def hold(self, group_id: UUID, kind: str, states: dict[UUID, str], *, days: int = 7) -> UUID:
        """Planned, opened and recorded."""
        session_id = self.part(group_id, kind, days=days)
        self.open(session_id)
        self.record(session_id, states)
        return session_id

    def read_session(self, session_id: UUID, actor: Actor | None = None) -> dict[str, Any]:
        return self.ask(contract.session, session_queries.session, actor or self.coordinator, session_id=session_id)

    def read_group(self, group_id: UUID, actor: Actor | None = None) -> dict[str, Any]:
        return self.ask(contract.group, group_queries.group, actor or self.coordinator, group_id=group_id)


@pytest.fixture
def trainer() -> Actor:
    return an_actor(TRAINER)


@pytest.fixture
def another_trainer() -> Actor:
    return an_actor(TRAINER)


@pytest.fixture
def programme(tx, ask, coordinator, trainer) -> Programme:
    programme_id = uuid4()
    reactions.programme_registered(tx, {"programme_id": programme_id, "coordinator_ids": [coordinator.id]})
    return Programme(ask, coordinator, trainer, programme_id)
