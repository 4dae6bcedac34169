"""Logs: static event names, values as keywords, ids and never names. JSON in deployments, readable on a terminal.

A traceback shows no local variables: they may hold tokens, passwords and names.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

from shared.settings import Settings

QUIET = ("amqp", "kombu", "nameko", "urllib3", "alembic")


def configure(settings: Settings, process: str) -> None:
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )

    def say_where(_logger: Any, _method: str, event: EventDict) -> EventDict:
        return {"city": settings.city, "process": process, **event}

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        say_where,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if settings.log_format == "json":
        shared.append(structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)))
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Whoever uses pika says in one line that the broker is away; pika says it in ten, with a traceback.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
