"""What a nameko service class is made of here.

    class TrainingsService(Service):
        name = "trainings"

        form_group = command(contract.form_group, commands.form_group)
        group = query(contract.group, queries.group)
        on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
        promote = every(60, jobs.promote)

A command or query function takes the transaction, the actor and the loaded request, and returns plain data; a
reaction takes the transaction and the loaded event body; a job takes the `Resources`. None of them commits.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog
from nameko.extensions import DependencyProvider, Entrypoint, SharedExtension, register_entrypoint
from sqlalchemy.orm import Session

from shared import context
from shared.contracts.base import Call, Event
from shared.contracts.operation import of
from shared.database import Database, is_outage
from shared.errors import NotKnownYet, Unavailable
from shared.messaging import answer, failures, idempotency, inbox, metrics, operation, read_models, trials
from shared.messaging.answering import Answering
from shared.messaging.call import Caller
from shared.messaging.cities import BetweenCities, Neighbours
from shared.messaging.deadline import TookTooLong, within
from shared.messaging.metrics import Figures
from shared.messaging.read_models import ReadModel
from shared.messaging.subscribe import Subscription
from shared.settings import Settings

log = structlog.get_logger()

# A command that is late is still carried out, for the person who asks again; one that hangs is not.
GRACE_SECONDS = 25.0
JOB_SECONDS = 600.0
AGAIN_SECONDS = 10.0

Handler = Callable[[Session, Any, dict[str, Any]], Any]


@dataclass(frozen=True)
class Resources:
    """What the functions behind one service work with. `call` asks other services."""

    settings: Settings
    database: Database
    listens_to: frozenset[str]
    call: Caller


class Resourceful(SharedExtension):
    """Opens the service's database when the container starts, closes it after the last worker."""

    resources: Resources

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        metrics.expect(self.container.service_name)
        self.resources = Resources(
            settings,
            Database(settings, self.container.service_name),
            frozenset(type_ for event in listens_to(self.container.service_cls) for type_ in event.types()),
            Caller(settings.amqp_url, settings.secret_key),
        )

    def stop(self) -> None:
        self.resources.call.close()
        self.resources.database.dispose()


class ServiceResources(DependencyProvider):
    shared = Resourceful()

    def get_dependency(self, worker_ctx: Any) -> Resources:
        return self.shared.resources


def _answering(call: Call, function: Handler) -> Callable[..., Any]:
    def method(self: Any, data: Any, meta: dict[str, Any]) -> dict[str, Any]:
        try:
            with within(call.deadline + GRACE_SECONDS), metrics.CALL_SECONDS.labels(call.service, call.name).time():
                return answer.answer(self.resources, call, function, data, meta)
        except TookTooLong:
            log.error("call_took_too_long", call=call.routing_key)
            metrics.failed(call.service, metrics.CALL)
            return {"error": (NotKnownYet() if call.changes else Unavailable()).as_data()}

    method.contract = call  # type: ignore[attr-defined]
    register_entrypoint(method, Answering())
    return method


def command(call: Call, function: Handler) -> Callable[..., Any]:
    assert call.changes
    return _answering(call, function)


def query(call: Call, function: Handler) -> Callable[..., Any]:
    assert not call.changes
    return _answering(call, function)


def subscribe(event: type[Event], reaction: Callable[[Session, dict[str, Any]], None]) -> Callable[..., Any]:
    def method(self: Any) -> None:
        """Applied by the subscription itself, inbox and all, not by a nameko worker."""

    method.event, method.reaction = event, reaction  # type: ignore[attr-defined]
    register_entrypoint(method, Subscription(event, reaction))
    return method


def between_cities(neighbours: Neighbours) -> Callable[..., Any]:
    def method(self: Any) -> None:
        """As with `subscribe`."""

    register_entrypoint(method, BetweenCities(neighbours))
    return method


class Every(Entrypoint):
    """Runs a job again and again, `seconds` after it last ended, or sooner where it failed. A failure is logged."""

    shared = Resourceful()

    def __init__(self, seconds: float, job: Callable[[Resources], None]):
        self.seconds, self.job = seconds, job
        self.stopping = threading.Event()
        super().__init__()

    def start(self) -> None:
        self.thread = self.container.spawn_managed_thread(self._run, identifier=self.method_name)

    def _run(self) -> None:
        while not self.stopping.is_set():
            self.stopping.wait(self.seconds if self._has_run() else min(self.seconds, AGAIN_SECONDS))

    def _has_run(self) -> bool:
        with context.working_in(context.fresh(), job=self.method_name):
            try:
                with within(JOB_SECONDS):
                    self.job(self.shared.resources)
            except Exception as error:
                outage = is_outage(error)
                log.warning("job_failed", outage=outage, exc_info=not outage)
                if not outage:
                    metrics.failed(self.container.service_name, metrics.JOB)
                return False
        return True

    def stop(self) -> None:
        self.stopping.set()
        self.thread.wait()


def every(seconds: float, job: Callable[[Resources], None]) -> Callable[..., Any]:
    def method(self: Any) -> None:
        """Run by its own entrypoint."""

    register_entrypoint(method, Every(seconds, job))
    return method


def _forget_old(resources: Resources) -> None:
    for each in (idempotency, inbox, trials):
        with resources.database.transaction() as tx:
            each.forget_old(tx)


class Service:
    """`figures`: what of its database is worth watching."""

    resources = ServiceResources()
    read_models: ClassVar[Mapping[str, ReadModel]] = {}
    figures: ClassVar[tuple[Figures, ...]] = (failures.figures,)

    forget_old = every(3600, _forget_old)

    def __init_subclass__(cls, **more: Any) -> None:
        """What an operator asks is asked of every service, and answered in the same way."""
        super().__init_subclass__(**more)
        for call, function in operation.functions(cls).items():
            setattr(cls, call.name, _answering(of(cls.name, call), function))  # type: ignore[attr-defined]


def listens_to(service: type) -> list[type[Event]]:
    """The events that a service class subscribes to."""
    return [*dict.fromkeys(event for event, _ in read_models.subscribed(service))]


def answers(service: type) -> list[Call]:
    """The calls that a service class answers."""
    return [member.contract for member in vars(service).values() if hasattr(member, "contract")]
