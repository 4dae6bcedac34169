"""Runs services in one nameko process: `python -m services` all of them, `python -m services trainings` one."""

import warnings

# Eventlet says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from shared import memory  # noqa: E402

memory.save()

import gc  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402

import structlog  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from services import SERVICES, service_class  # noqa: E402
from services.health import serve  # noqa: E402
from services.waiting import install  # noqa: E402
from shared import logging, settings  # noqa: E402

log = structlog.get_logger()

# For work under way; what is cut off comes again.
STOP_SECONDS = 10


def config(city: settings.Settings) -> dict[str, object]:
    return {"settings": city, "max_workers": 20}


def run(runner: ServiceRunner, started: eventlet.event.Event) -> None:
    runner.start()
    # What is here now stays. Looking through all of it again and again held up an answer in ten by a tenth of a second.
    gc.collect()
    gc.freeze()
    started.send()
    log.info("services_started", services=list(runner.service_names))
    runner.wait()


def main(names: list[str]) -> None:
    try:
        city = settings.load()
    except settings.SettingsError as error:
        sys.exit(str(error))
    unknown = set(names) - set(SERVICES)
    if unknown:
        sys.exit(f"There is no service {', '.join(sorted(unknown))}. There are: {', '.join(SERVICES)}.")
    logging.configure(city, "services")
    install()
    runner = ServiceRunner(config(city))
    for name in names or SERVICES:
        runner.add_service(service_class(name))
    stopping = eventlet.event.Event()

    def stop(signal_number: int, _frame: object) -> None:
        if not stopping.ready():
            stopping.send(signal_number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    health = serve(city, runner) if city.health_port else None
    started = eventlet.event.Event()
    running = eventlet.spawn(run, runner, started)
    running.link(lambda thread: None if stopping.ready() else stopping.send(None))
    asked = stopping.wait()
    log.info("services_stopping")
    with eventlet.Timeout(STOP_SECONDS, False):
        if started.ready():
            runner.stop()
    if health:
        health.kill()
    log.info("services_stopped")
    if asked is None:
        running.wait()  # raises what ended a service by itself


if __name__ == "__main__":
    main(sys.argv[1:])
