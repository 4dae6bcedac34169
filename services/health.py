"""Whether the services process lives (its hub turns, its consumers tick) and is ready (database, consumers)."""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
from nameko.runners import ServiceRunner
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.messaging.service import Resourceful
from shared.messaging.subscribe import Subscriptions
from shared.settings import Settings

SILENT_SECONDS = 60


def live(runner: ServiceRunner) -> dict[str, bool]:
    """A service whose consumer has not ticked for a minute hangs; restarting it is the cure."""
    now = time.monotonic()
    return {
        name: not extension.reactions or now - extension.ticked_at < SILENT_SECONDS
        for name, extension in _extensions(runner, Subscriptions)
    }


def ready(runner: ServiceRunner) -> dict[str, bool]:
    consuming = {
        name: extension.ready or not extension.reactions for name, extension in _extensions(runner, Subscriptions)
    }
    reachable = {
        name: _database_answers(extension.resources)
        for name, extension in _extensions(runner, Resourceful)
        if hasattr(extension, "resources")
    }
    return {name: consuming.get(name, True) and reachable.get(name, False) for name in runner.service_names}


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


def serve(city: Settings, runner: ServiceRunner) -> Any:
    checks: dict[str, Callable[[ServiceRunner], dict[str, bool]]] = {"/live": live, "/ready": ready}

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        check = checks.get(environ["PATH_INFO"])
        if check is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"There is /live and /ready.\n"]
        services = check(runner)
        fine = bool(services) and all(services.values())
        status = "200 OK" if fine else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps({"ok": fine, "services": services}).encode()]

    listener = eventlet.listen((city.health_host, city.health_port))
    return eventlet.spawn(eventlet.wsgi.server, listener, application, log_output=False)
