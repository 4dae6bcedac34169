"""Where an operator at a terminal asks the services of a city, one by one or all at once."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from logging import CRITICAL
from typing import Any

import structlog
import typer

from deploy.person import sentence
from services import SERVICES
from shared import access, settings
from shared.access import OPERATOR, Actor
from shared.contracts import operation
from shared.contracts.base import Call
from shared.errors import NotFound, NotKnownYet, Refusal, Unavailable
from shared.messaging.call import Caller


@dataclass(frozen=True)
class Request:
    """What is asked of one service. `count`: how many messages that will be about, when it is known."""

    service: str
    data: dict[str, Any]
    count: int | None = None


@dataclass
class Desk:
    """Asks services on behalf of an operator at a terminal, and remembers who did not answer."""

    caller: Caller
    secret: str
    services: list[str]
    trouble: list[str] = field(default_factory=list)

    def ask(self, call: Call, **data: Any) -> dict[str, dict[str, Any]]:
        """The answers by service."""
        answers = self.send(call, [Request(name, data) for name in self.services])
        return {request.service: answer for request, answer in answers}

    def send(self, call: Call, requests: list[Request]) -> list[tuple[Request, dict[str, Any]]]:
        """All at once, and together they have as long as one has."""
        token = access.sign(Actor(roles=frozenset({OPERATOR})), self.secret)
        calls = [operation.of(request.service, call) for request in requests]
        pending = [
            self.caller.send(each, request.data, token=token) for each, request in zip(calls, requests, strict=True)
        ]
        end = time.monotonic() + call.deadline
        answers = []
        for request, each in zip(requests, pending, strict=True):
            try:
                answers.append((request, each.wait(max(end - time.monotonic(), 0)).data))
            except Refusal as refusal:
                self._remember(request.service, refusal)
        return answers

    def _remember(self, name: str, refusal: Refusal) -> None:
        if refusal.code == NotFound.code:
            return
        said = {
            Unavailable.code: f"{name} does not answer.",
            NotKnownYet.code: f"{name} did not say in time whether it was done: `parked list` shows it.",
        }
        sentence_ = said.get(refusal.code, f"{name}: {sentence(refusal)}")
        if sentence_ not in self.trouble:
            self.trouble.append(sentence_)


@contextmanager
def desk_of(services: list[str] | None) -> Iterator[Desk]:
    """Ends the program with a sentence and a status when something went wrong."""
    unknown = sorted(set(services or ()) - set(SERVICES))
    if unknown:
        raise typer.BadParameter(f"there is no service {', '.join(unknown)}", param_hint="--service")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))  # sentences are enough here
    try:
        city = settings.load()
    except settings.SettingsError as error:
        sys.exit(str(error))
    caller = Caller(city.amqp_url, city.secret_key)
    try:
        desk = Desk(caller, city.secret_key, services or [*SERVICES])
        yield desk
    except Unavailable:
        sys.exit(f"The broker of {city.city_name} does not answer, so no service can be asked.")
    finally:
        caller.close()
    if desk.trouble:
        sys.exit("\n".join(desk.trouble))
