"""The bus as a page sees it. The only module of the gateway that knows there is one."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g

from shared.contracts import identity
from shared.contracts.base import Call
from shared.errors import Failed, Refusal
from shared.messaging.call import Answer, Caller, Pending
from shared.settings import Settings

Question = tuple[Call, dict[str, Any]]


class Bus:
    """Asks services on behalf of the visitor. Raises a `Refusal` that the error pages know how to say."""

    def __init__(self, settings: Settings):
        self._call = Caller(settings.amqp_url, settings.secret_key)

    def ask(self, call: Call, **data: Any) -> dict[str, Any]:
        return self._answer(self._send(call, data))

    def ask_together(self, *questions: Question) -> list[dict[str, Any]]:
        """Independent questions of one page, all under way at once; the answers in the same order."""
        pending = [self._send(call, data) for call, data in questions]
        return [self._answer(question) for question in pending]

    def try_together(self, *questions: Question, seconds: float) -> list[dict[str, Any] | None]:
        """For what a page can do without: None where no answer came in time. A refusal is an empty answer."""
        pending = [self._send(call, data) for call, data in questions]
        end = time.monotonic() + seconds
        return [self._tried(question, end) for question in pending]

    def _tried(self, question: Pending, end: float) -> dict[str, Any] | None:
        try:
            return question.wait(max(end - time.monotonic(), 0)).data
        except Refusal as refusal:
            return {} if refusal.status < Failed.status else None

    def order(self, call: Call, key: str | None, **data: Any) -> dict[str, Any]:
        """A command with its idempotency key: sent twice, carried out once."""
        answer = self._send(call, data, key).wait()
        g.changes = [*g.get("changes", []), *answer.published]
        return answer.data

    def names(self, person_ids: Iterable[UUID | None]) -> "Names":
        wanted = {person_id for person_id in person_ids if person_id is not None}
        if not wanted:
            return Names({})
        return self._named(identity.names, wanted)

    def trainer_names(self, person_ids: Iterable[UUID]) -> "Names":
        """For participants, who are told no other names."""
        wanted = set(person_ids)
        return self._named(identity.trainer_names, wanted) if wanted else Names({})

    def _named(self, call: Call, person_ids: set[UUID]) -> "Names":
        found = self.ask(call, person_ids=sorted(person_ids, key=str))
        return Names({person["id"]: person for person in found["people"]})

    @contextmanager
    def speaking_as(self, token: str) -> Iterator[None]:
        """What is asked inside the block is asked by whom `token` names, not by the visitor."""
        before = g.get("token")
        g.token = token
        try:
            yield
        finally:
            g.token = before

    def reachable(self) -> bool:
        return self._call.reachable()

    def _send(self, call: Call, data: dict[str, Any], key: str | None = None) -> Pending:
        return self._call.send(call, data, token=g.get("token"), key=key, after=last_changes())

    def _answer(self, pending: Pending) -> dict[str, Any]:
        answer: Answer = pending.wait()
        if not answer.up_to_date:
            g.behind = True
        return answer.data

    def close(self) -> None:
        self._call.close()


def last_changes() -> list[tuple[str, str]]:
    """What the visitor changed just now, in this request and shortly before: answers must take it into account."""
    return [*g.get("earlier_changes", []), *g.get("changes", [])]


@dataclass(frozen=True)
class Names:
    """Who is meant by an id; a removed person is still somebody."""

    people: dict[UUID, dict[str, Any]]

    def __getitem__(self, person_id: UUID | None) -> str:
        from flask_babel import gettext as _

        person = self.people.get(person_id) if person_id else None
        return (person and person["name"]) or _("removed person")

    def about(self, person_id: UUID | None) -> dict[str, Any]:
        """name, organisation, sector and level; the last three may be null."""
        person = (self.people.get(person_id) if person_id else None) or {}
        nothing = {"organisation": None, "sector": None, "level": None}
        return {**nothing, **person, "id": person_id, "name": self[person_id]}

    def in_order(self, person_ids: Sequence[UUID]) -> list[dict[str, Any]]:
        """The people behind `person_ids`, by name."""
        return sorted((self.about(i) for i in person_ids), key=lambda person: person["name"].casefold())


def bus() -> Bus:
    return current_app.extensions["bus"]


def connect(app: Flask, settings: Settings) -> None:
    app.extensions["bus"] = Bus(settings)
