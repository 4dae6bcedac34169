"""The services of a city. Each is a folder of the same inner shape; the gateway is the one without tables."""

from importlib import import_module

from shared.contracts.base import Event

SERVICES: tuple[str, ...] = (
    "identity",
    "municipalities",
    "trainings",
    "networks",
    "feedback",
    "mediations",
    "handbook",
    "notifications",
    "instance",
)


def service_class(name: str) -> type:
    """The nameko class of a service: `services.trainings.service.TrainingsService`."""
    return getattr(import_module(f"services.{name}.service"), f"{name.capitalize()}Service")


def listeners() -> dict[str, list[type[Event]]]:
    """Which service listens to which events."""
    from shared.messaging.service import listens_to

    return {name: listens_to(service_class(name)) for name in SERVICES}


def subscriptions() -> dict[str, dict[str, set[str]]]:
    """Listener -> subscription -> the types that it takes."""
    from shared.messaging.read_models import queues

    return {
        name: {
            subscription: set(reactions)
            for taken in queues(service_class(name)).values()
            for subscription, reactions in taken.items()
        }
        for name in SERVICES
    }
