"""What every service answers to an operator."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from shared.access import Actor
from shared.contracts import operation as contract
from shared.contracts.base import Call
from shared.errors import NotFound
from shared.messaging import parked, rebuild

Request = dict[str, Any]


def messages(tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    return parked.groups(tx)


def parked_messages(tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    return parked.listed(tx, **request)


def parked_message(tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    return parked.one(tx, request["message_id"], request["subscription"])


def replay_parked(tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    return {"count": parked.replay(tx, actor.person_id, **request)}


def discard_parked(tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    return {"count": parked.discard(tx, actor.person_id, **request)}


def interventions(tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    return {"interventions": parked.latest_interventions(tx)}


def start_rebuild(service: Any, tx: Session, actor: Actor, request: Request) -> dict[str, Any]:
    if request["read_model"] not in service.read_models:
        raise NotFound()
    return {"id": rebuild.start(tx, service, request["read_model"], actor.person_id)}


def functions(service: Any) -> dict[Call, Callable[[Session, Actor, Request], dict[str, Any]]]:
    return {
        contract.messages: messages,
        contract.parked_messages: parked_messages,
        contract.parked_message: parked_message,
        contract.replay_parked: replay_parked,
        contract.discard_parked: discard_parked,
        contract.interventions: interventions,
        contract.rebuild: partial(start_rebuild, service),
    }
