"""Whether the services process lives (its hub turns, its consumers tick) and is ready (database, consumers); and what
it counts and its databases know, for Prometheus.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import eventlet
import eventlet.wsgi
from nameko.runners import ServiceRunner
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.messaging.answering import Requests
from shared.messaging.cities import BetweenCities
from shared.messaging.deadline import TookTooLong, within
from shared.messaging.metrics import Figure
from shared.messaging.service import Resourceful
from shared.messaging.subscribe import Subscriptions
from shared.metrics import Build
from shared.settings import Settings

SILENT_SECONDS = 60
# Prometheus waits for ten.
FIGURES_SECONDS = 3


def live(runner: ServiceRunner) -> dict[str, bool]:
    """A service whose consumer has not ticked for a minute hangs; restarting it is the cure."""
    now = time.monotonic()
    ticked_at = dict.fromkeys(runner.service_names, now)
    for name, consuming in [*_consuming(runner), *_between_cities(runner)]:
        ticked_at[name] = min(ticked_at[name], consuming.ticked_at)
    return {name: now - then < SILENT_SECONDS for name, then in ticked_at.items()}


def ready(runner: ServiceRunner) -> dict[str, bool]:
    """Its database answers, and the broker brings it events and calls; not any more when it is about to stop."""
    found = dict.fromkeys(runner.service_names, False)
    for name, resourceful in _extensions(runner, Resourceful):
        found[name] = hasattr(resourceful, "resources") and _database_answers(resourceful.resources)
    for name, consuming in _consuming(runner):
        found[name] = found[name] and consuming.ready
    return found


def _consuming(runner: ServiceRunner) -> list[tuple[str, Any]]:
    return _extensions(runner, Subscriptions) + _extensions(runner, Requests)


def _between_cities(runner: ServiceRunner) -> list[tuple[str, BetweenCities]]:
    """A service is ready without the exchange, which may be away for days."""
    return [
        (container.service_name, entrypoint)
        for container in runner.containers
        for entrypoint in container.entrypoints
        if isinstance(entrypoint, BetweenCities)
    ]


def _extensions(runner: ServiceRunner, kind: type) -> list[tuple[str, Any]]:
    return [
        (container.service_name, container.shared_extensions[kind])
        for container in runner.containers
        if kind in container.shared_extensions
    ]


def _database_answers(resources: Any) -> bool:
    try:
        with resources.database.transaction() as tx:
            tx.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


class Databases(Collector):
    """What the databases of the services know, asked of all at once: no figure rather than a wrong one."""

    def __init__(self, runner: ServiceRunner):
        self._runner = runner

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # or it would be asked when it is registered

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[Figure, GaugeMetricFamily] = {}
        ready = [(name, each) for name, each in _extensions(self._runner, Resourceful) if hasattr(each, "resources")]
        for name, found in eventlet.GreenPool().starmap(_figures, ready):
            for figure, value in found.items():
                family = families.setdefault(figure, GaugeMetricFamily(figure.name, figure.meaning, labels=["service"]))
                family.add_metric([name], value)
        yield from families.values()


def _figures(name: str, resourceful: Resourceful) -> tuple[str, dict[Figure, float]]:
    found: dict[Figure, float] = {}
    try:
        with within(FIGURES_SECONDS), resourceful.resources.database.transaction() as tx:
            for figures in resourceful.container.service_cls.figures:
                found.update(figures(tx))
    except (SQLAlchemyError, TookTooLong):
        return name, {}
    return name, found


def serve(city: Settings, runner: ServiceRunner) -> Any:
    REGISTRY.register(Build(city.city))
    REGISTRY.register(Databases(runner))
    checks: dict[str, Callable[[ServiceRunner], dict[str, bool]]] = {"/live": live, "/ready": ready}

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        if path not in checks:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"There is /live, /ready and /metrics.\n"]
        services = checks[path](runner)
        fine = bool(services) and all(services.values())
        status = "200 OK" if fine else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps({"ok": fine, "services": services}).encode()]

    listener = eventlet.listen((city.health_host, city.health_port))
    return eventlet.spawn(eventlet.wsgi.server, listener, application, log_output=False)
