"""What the processes of a city tell: the services over the broker, each process on its health port."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from deploy.asking import CONNECT_SECONDS
from deploy.findings import Silent
from shared import access
from shared.access import OPERATOR, Actor
from shared.contracts import instance, notifications, operation
from shared.contracts.base import Call
from shared.errors import Refusal, Unavailable
from shared.messaging.call import Caller, Pending
from shared.settings import THIS_MACHINE, Settings

Question = tuple[Call, dict[str, Any]]

# As docker-compose.yml names them, each on the port of its own network.
IN_COMPOSE = {
    "services": "services:{port}/ready",
    "relay": "relay:{port}/ready",
    "gateway": "gateway:8000/health/ready",
}


@dataclass(frozen=True)
class Services:
    """What each service answers to `messages`, and two of them to more; None for who does not answer."""

    messages: dict[str, dict[str, Any] | None]
    instance: dict[str, Any] | None
    mails: dict[str, Any] | None


def ask_services(city: Settings, services: Sequence[str]) -> Services | Silent:
    caller = Caller(city.amqp_url, city.secret_key)
    token = access.sign(Actor(roles=frozenset({OPERATOR})), city.secret_key)
    calls: list[Question] = [(operation.of(name, operation.messages), {}) for name in services]
    more: list[Question] = [(instance.status, {}), (notifications.mails, {"per_page": 1})]
    try:
        pending = [caller.send(call, data, token=token) for call, data in (*calls, *more)]
        end = time.monotonic() + CONNECT_SECONDS
        *told, status, mails = [_answer(each, end) for each in pending]
        return Services(dict(zip(services, told, strict=True)), status, mails)
    except Unavailable:
        return Silent("The broker does not answer, so no service can be asked.")
    finally:
        caller.close()


def _answer(pending: Pending, end: float) -> dict[str, Any] | None:
    try:
        return pending.wait(max(end - time.monotonic(), 0)).data
    except Refusal:
        return None


def addresses(city: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Where each process says whether it is ready, as far as that is known from here."""
    if port := environment.get("HEALTH_PORT"):
        return {name: f"http://{place.format(port=port)}" for name, place in IN_COMPOSE.items()}
    if urlsplit(city.public_url).hostname in THIS_MACHINE:
        return {"gateway": f"{city.public_url}/health/ready"}
    return {}


def ask_readiness(addresses: Mapping[str, str]) -> dict[str, bool]:
    with ThreadPoolExecutor() as pool:
        return dict(zip(addresses, pool.map(_is_ready, addresses.values()), strict=True))


def _is_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=CONNECT_SECONDS).ok
    except requests.RequestException:
        return False
