"""`middleground rebuild`: a read model is filled again from the log. docs/operating-messages.md says when."""

import sys
import time
from typing import Annotated, Any

import structlog
import typer

from deploy.person import sentence
from services import SERVICES, service_class
from shared import access, settings
from shared.access import OPERATOR, Actor
from shared.contracts import operation
from shared.contracts.base import Call
from shared.errors import NotKnownYet, Refusal, Unavailable
from shared.messaging.call import Caller
from shared.settings import Settings

LOOK_SECONDS = 0.5

Service = Annotated[str, typer.Argument(help="The service that keeps it, such as municipalities.")]
ReadModel = Annotated[str, typer.Argument(help="Its name there, such as dashboard.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait until it is complete.")]


def rebuild(service: Service, read_model: ReadModel, wait: Wait = True) -> None:
    """Empty a read model and fill it again with everything that happened. Its pages say so meanwhile."""
    _check(service, read_model)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # sentences are enough here
    try:
        city = settings.load()
    except settings.SettingsError as error:
        sys.exit(str(error))
    caller = Caller(city.amqp_url, city.secret_key)
    try:
        rebuild_id = _ask(caller, city, service, operation.rebuild, read_model=read_model)["id"]
        print(f"The {read_model} of {service} is being rebuilt.", flush=True)
        if wait:
            _wait(caller, city, service, rebuild_id)
    except NotKnownYet:
        sys.exit(f"{service} did not say in time whether it has begun: the page Operation shows it.")
    except Unavailable:
        sys.exit(f"{service} does not answer.")
    except Refusal as refusal:
        sys.exit(sentence(refusal))
    except KeyboardInterrupt:
        sys.exit("It goes on by itself; the page Operation shows it.")
    finally:
        caller.close()


def _check(service: str, read_model: str) -> None:
    if service not in SERVICES:
        raise typer.BadParameter(f"there is no service {service}. There are: {', '.join(SERVICES)}.")
    known: dict[str, Any] = service_class(service).read_models  # type: ignore[attr-defined]
    if read_model not in known:
        there = f"It has: {', '.join(known)}." if known else "It has none."
        raise typer.BadParameter(f"{service} has no read model {read_model}. {there}")


def _ask(caller: Caller, city: Settings, service: str, call: Call, **data: Any) -> dict[str, Any]:
    token = access.sign(Actor(roles=frozenset({OPERATOR})), city.secret_key)
    return caller.send(operation.of(service, call), data, token=token).wait().data


def _wait(caller: Caller, city: Settings, service: str, rebuild_id: Any) -> None:
    began = time.monotonic()
    messages = 0
    while ours := [each for each in _under_way(caller, city, service) if each["id"] == rebuild_id]:
        messages = ours[0]["messages"]
        if sys.stderr.isatty():
            print(f"\r{messages:,} messages", end="", file=sys.stderr, flush=True)
        time.sleep(LOOK_SECONDS)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    print(f"It is complete, after {time.monotonic() - began:.0f} seconds.")


def _under_way(caller: Caller, city: Settings, service: str) -> list[dict[str, Any]]:
    """A service that is away for a moment goes on where it was, and is asked again."""
    while True:
        try:
            return _ask(caller, city, service, operation.messages)["rebuilds"]
        except Unavailable:
            time.sleep(LOOK_SECONDS)
