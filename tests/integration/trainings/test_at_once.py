"""Two people at the same moment, each in a transaction of their own, on a real database."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from services.trainings import reactions
from services.trainings.errors import GroupFull, InAnotherGroup, SessionPlannedAlready
from shared.access import TRAINER
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile
from shared.messaging.tables import outbox
from tests.integration.conftest import Asking, an_actor
from tests.integration.trainings.conftest import Programme, people
from tests.waiting import eventually

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")

Step = Callable[[Programme], Any]


class Crowd:
    """Steps that a programme takes in transactions of their own."""

    def __init__(self, database, coordinator, trainer):
        self.database, self.coordinator, self.trainer, self.id = database, coordinator, trainer, uuid4()
        with database.transaction() as tx:
            reactions.programme_registered(tx, {"programme_id": self.id, "coordinator_ids": [coordinator.id]})

    def do(self, step: Step) -> Any:
        with self.database.transaction() as tx:
            return step(Programme(Asking(tx), self.coordinator, self.trainer, self.id))

    def one_while_the_other(self, first: Step, *others: Step) -> list[Future]:
        """The others begin when `first` has been carried out and is not committed yet."""
        with ThreadPoolExecutor(len(others)) as pool:
            with self.database.transaction() as tx:
                first(Programme(Asking(tx), self.coordinator, self.trainer, self.id))
                futures = [pool.submit(self.do, other) for other in others]
                eventually(lambda: self._waiting() == len(others), what="the others to wait")
            return futures

    def all_at_once(self, *steps: Step) -> list[Future]:
        with ThreadPoolExecutor(len(steps)) as pool:
            return [pool.submit(self.do, step) for step in steps]

    def announced(self, event) -> list[dict]:
        with self.database.transaction() as tx:
            statement = select(outbox.c.body).where(outbox.c.type == event.type).order_by(outbox.c.position)
            return list(tx.scalars(statement))

    def _waiting(self) -> int:
        with self.database.engine.connect() as connection:
            connection.execute(text("SET LOCAL ROLE NONE"))  # a service does not see what others wait for
            return connection.scalar(WAITING)


@pytest.fixture
def crowd(database, coordinator) -> Crowd:
    return Crowd(database, coordinator, an_actor(TRAINER))


def refusals(futures):
    return [type(future.exception()) for future in futures if future.exception()]


def test_of_two_people_who_take_the_last_place_at_once_one_gets_it(crowd):
    group_id = crowd.do(lambda programme: programme.group(people(1), places=2))
    first, second = people(2)
    [late] = crowd.one_while_the_other(
        lambda programme: programme.take_place(group_id, first),
        lambda programme: programme.take_place(group_id, second),
    )
    assert isinstance(late.exception(), GroupFull)
    group = crowd.do(lambda programme: programme.read_group(group_id))
    assert group["enrolled"] == 2
    assert first in {member["person_id"] for member in group["members"]}


def test_however_many_come_at_once_a_group_is_never_overbooked(crowd):
    group_id = crowd.do(lambda programme: programme.group(places=3))
    newcomers = people(8)
    futures = crowd.all_at_once(
        *(lambda programme, person=person: programme.take_place(group_id, person) for person in newcomers)
    )
    assert refusals(futures) == [GroupFull] * 5
    group = crowd.do(lambda programme: programme.read_group(group_id))
    assert (group["enrolled"], group["waiting"]) == (3, 0)


def test_two_who_leave_at_once_let_two_in(crowd):
    everybody = people(5)
    group_id = crowd.do(lambda programme: programme.group(everybody, places=2))
    crowd.one_while_the_other(
        lambda programme: programme.withdraw(group_id, everybody[0]),
        lambda programme: programme.withdraw(group_id, everybody[1]),
    )
    group = crowd.do(lambda programme: programme.read_group(group_id))
    states = {member["person_id"]: member["state"] for member in group["members"]}
    assert states == {everybody[2]: "enrolled", everybody[3]: "enrolled", everybody[4]: "waiting"}


def test_two_groups_can_not_take_the_same_person_at_once(crowd):
    groups = [crowd.do(lambda programme: programme.group()) for _ in range(2)]
    [person] = people(1)
    [late] = crowd.one_while_the_other(
        lambda programme: programme.take_place(groups[0], person),
        lambda programme: programme.take_place(groups[1], person),
    )
    assert isinstance(late.exception(), InAnotherGroup)


def test_both_parts_recorded_at_once_complete_the_course_once(crowd):
    everybody = people(3)
    group_id = crowd.do(lambda programme: programme.group(everybody))
    day = crowd.do(lambda programme: programme.part(group_id))
    deepening = crowd.do(lambda programme: programme.part(group_id, "deepening", days=28))
    for session_id in (day, deepening):
        crowd.do(lambda programme, session_id=session_id: programme.open(session_id))
    present = dict.fromkeys(everybody, "present")
    [second] = crowd.one_while_the_other(
        lambda programme: programme.record(day, present, version=0),
        lambda programme: programme.record(deepening, present, version=0),
    )
    assert second.result()["completed"] == 3
    assert len(crowd.announced(contract.CourseCompleted)) == 3


def test_of_two_who_save_a_record_at_once_the_second_sees_the_first(crowd):
    everybody = people(2)
    session_id = crowd.do(lambda programme: programme.introduction(everybody))
    [late, same] = crowd.one_while_the_other(
        lambda programme: programme.record(session_id, {everybody[0]: "present"}, version=0, notes="Ours"),
        lambda programme: programme.record(session_id, {everybody[0]: "absent"}, version=0, notes="Theirs"),
        lambda programme: programme.record(session_id, {everybody[0]: "present"}, version=0, notes="Ours"),
    )
    assert isinstance(late.exception(), ChangedMeanwhile)
    assert late.exception().details["current"]["notes"] == "Ours"
    assert same.result()["version"] == 1
    assert len(crowd.announced(contract.SessionRecorded)) == 1


def test_a_training_day_planned_by_two_at_once_is_planned_once(crowd):
    group_id = crowd.do(lambda programme: programme.group())
    [late] = crowd.one_while_the_other(
        lambda programme: programme.part(group_id), lambda programme: programme.part(group_id)
    )
    assert isinstance(late.exception(), SessionPlannedAlready)


def test_an_erasure_waits_for_what_is_being_recorded(crowd):
    erased, other = people(2)
    session_id = crowd.do(lambda programme: programme.introduction([erased, other]))
    crowd.one_while_the_other(
        lambda programme: programme.record(session_id, {erased: "present", other: "present"}, version=0),
        lambda programme: reactions.person_erased(programme.ask.tx, {"person_id": erased}),
    )
    session = crowd.do(lambda programme: programme.read_session(session_id))
    assert session["present"] == 2
    assert erased not in {line["person_id"] for line in session["record"]["attendance"]}
