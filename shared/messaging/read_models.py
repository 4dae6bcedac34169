"""A read model: tables that the reactions of one module feed and nothing else does, so that they can be emptied and fed
again from the log.

What it has taken over is noted under subscriptions of its own, `municipalities.dashboard.trainings`, apart from what
else the service does with messages of the same queue, `municipalities.trainings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from shared.contracts.base import Event
from shared.messaging import topology
from shared.messaging.inbox import Reaction, Reactions

# Queue -> subscription -> its reactions.
Queues = Mapping[str, Mapping[str, Reactions]]


@dataclass(frozen=True)
class ReadModel:
    """`tables` in an order in which they can be emptied; `reactions`: the module."""

    tables: tuple[type[Any], ...]
    reactions: ModuleType

    def is_fed_by(self, reaction: Reaction) -> bool:
        return reaction.__module__ == self.reactions.__name__


def subscription_name(listener: str, owner: str, read_model: str | None = None) -> str:
    return f"{listener}.{read_model}.{owner}" if read_model else topology.queue_name(listener, owner)


def subscribed(service: type) -> list[tuple[type[Event], Reaction]]:
    """Each event that a service class listens to, with the reaction to it."""
    return [(member.event, member.reaction) for member in vars(service).values() if hasattr(member, "event")]


def queues(service: Any) -> Queues:
    found: dict[str, dict[str, Reactions]] = {}
    for event, reaction in subscribed(service):
        read_model = next((name for name, model in service.read_models.items() if model.is_fed_by(reaction)), None)
        subscriptions = found.setdefault(topology.queue_name(service.name, event.owner), {})
        subscription = subscription_name(service.name, event.owner, read_model)
        known = subscriptions.get(subscription, {})
        subscriptions[subscription] = {**known, **dict.fromkeys(event.types(), (event, reaction))}
    return found


def feeding(service: Any, read_model: str) -> dict[str, tuple[str, Reactions]]:
    """The subscriptions of one read model with their reactions, by the owner whose events they take."""
    owners = sorted({event.owner for event, _ in subscribed(service)})
    names = {owner: subscription_name(service.name, owner, read_model) for owner in owners}
    everything = {name: reactions for each in queues(service).values() for name, reactions in each.items()}
    return {owner: (name, everything[name]) for owner, name in names.items() if name in everything}
