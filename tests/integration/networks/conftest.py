from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from services.networks import reactions
from services.networks.commands import answers as answer_commands
from services.networks.commands import intervisions as intervision_commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import posts as post_commands
from services.networks.commands import rooms as room_commands
from services.networks.queries import intervisions as intervision_queries
from services.networks.queries import posts as post_queries
from shared import clock
from shared.access import Actor
from shared.contracts import networks as contract
from tests.integration.conftest import Asking, an_actor

PROGRAMME_ID = uuid4()


def completion(
    person: Actor,
    group_id: UUID | None = None,
    programme_id: UUID = PROGRAMME_ID,
    on: date | None = None,
    by: Sequence[UUID] = (),
) -> dict[str, Any]:
    """`by`: who gave the course."""
    course = {"group_id": group_id or uuid4(), "programme_id": programme_id}
    return {"person_id": person.id, **course, "completed_on": on, "trainer_ids": list(by)}


@pytest.fixture
def stranger() -> Actor:
    """Somebody with an account who was not invited."""
    return an_actor()


@pytest.fixture
def invited(tx) -> Actor:
    person = an_actor()
    reactions.course_completed(tx, completion(person))
    return person


def join_in(tx: Session, person: Actor, **profile: Any) -> Actor:
    """Completes the course and joins."""
    reactions.course_completed(tx, completion(person))
    said = {"expertise": ["youth"], "agreed": True} | profile
    Asking(tx)(contract.join, membership_commands.join, person, **said)
    return person


@pytest.fixture
def join(tx) -> Callable[..., Actor]:
    """Somebody who completes the course and joins."""
    return lambda **profile: join_in(tx, an_actor(), **profile)


@pytest.fixture
def member(join) -> Actor:
    return join()


@pytest.fixture
def minutes_go_by(monkeypatch):
    minutes = count()
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=next(minutes)))


@pytest.fixture
def write(ask, member):
    def write(kind="advice", author=None, **more):
        post = {"kind": kind, "title": "Fireworks", "text": "What would you do?"} | more
        return ask(contract.write_post, post_commands.write_post, author or member, **post)["id"]

    return write


@pytest.fixture
def answer(ask):
    def answer(post_id, author, text="Ask the middle.", reply_to_id=None):
        said = {"post_id": post_id, "text": text, "reply_to_id": reply_to_id}
        return ask(contract.write_answer, answer_commands.write_answer, author, **said)["id"]

    return answer


@pytest.fixture
def posts_for(ask):
    def posts_for(actor, **which):
        return ask(contract.posts, post_queries.posts, actor, **which)

    return posts_for


@pytest.fixture
def post_for(ask):
    def post_for(actor, post_id):
        return ask(contract.post, post_queries.post, actor, post_id=post_id)

    return post_for


class Planned:
    """An intervision with those who take part, in the order in which they joined; the first of them planned it."""

    def __init__(self, tx: Session, ask: Asking, people: list[Actor], starts_at: datetime):
        self.tx, self.ask, self.people, self.starts_at = tx, ask, people, starts_at
        local = starts_at.astimezone(ZoneInfo("Europe/Amsterdam"))
        plan = {"method": "rounds", "date": local.date(), "start_time": local.time(), "place": "Room 2"}
        self.id = ask(contract.plan_intervision, intervision_commands.plan_intervision, people[0], **plan)["id"]
        for person in people[1:]:
            self.joined_by(person)

    def joined_by(self, person: Actor) -> None:
        self.ask(contract.join_intervision, intervision_commands.join_intervision, person, intervision_id=self.id)

    def seen_by(self, person: Actor) -> dict[str, Any]:
        return self.ask(contract.intervision, intervision_queries.intervision, person, intervision_id=self.id)

    def roles(self) -> list[str]:
        roles = {seat["person_id"]: seat["role"] for seat in self.seen_by(self.people[0])["at"]}
        return [roles[person.id] for person in self.people]

    def held(self, away: Sequence[int] = ()) -> None:
        """From its beginning to its end, without those who stayed away."""
        here = [person.id for number, person in enumerate(self.people) if number not in away]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: self.starts_at)
            begin = {"intervision_id": self.id, "person_ids": here}
            self.ask(contract.begin_intervision, room_commands.begin_intervision, self.people[0], **begin)
            leads = next(
                seat["person_id"] for seat in self.seen_by(self.people[0])["at"] if seat["role"] == "facilitator"
            )
            facilitator = next(person for person in self.people if person.id == leads)
            self.ask(contract.end_intervision, room_commands.end_intervision, facilitator, intervision_id=self.id)


@pytest.fixture
def plan_with(tx: Session, ask: Asking) -> Callable[[list[Actor]], Planned]:
    """In a week."""
    return lambda people: Planned(tx, ask, people, clock.now().replace(microsecond=0) + timedelta(days=7))


@pytest.fixture
def intervision(join: Callable[..., Actor], plan_with: Callable[[list[Actor]], Planned]) -> Planned:
    """With four who take part."""
    return plan_with([join() for _ in range(4)])
