"""What the gateway counts, for Prometheus. It is served on the health port: the pages' own port has no /metrics."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from prometheus_client import PROCESS_COLLECTOR, REGISTRY, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from shared import health
from shared.metrics import Build

REQUESTS = Counter("middleground_requests_total", "Requests answered.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "middleground_request_seconds",
    "How long answering took.",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

# Anybody can ask for anything in any way; what is no route and no method of ours is counted as one.
NO_ROUTE, OTHER = "none", "other"
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

SUMMED = ("process_resident_memory_bytes", "process_cpu_seconds", "process_open_fds")


def count(response: Response, seconds: float) -> None:
    route = request.endpoint or NO_ROUTE
    method = request.method if request.method in METHODS else OTHER
    REQUESTS.labels(route, method, str(response.status_code)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def serve(listening: socket.socket, app: Flask) -> None:
    """By each worker, for all of them."""
    told = _of_all_workers() if "PROMETHEUS_MULTIPROC_DIR" in os.environ else _of_the_only_worker()
    told.register(Processes())
    told.register(Build(app.config["CITY"].city))
    health.serve(listening, {"/metrics": lambda: health.metrics(told)})


def _of_all_workers() -> CollectorRegistry:
    told = CollectorRegistry()
    MultiProcessCollector(told)
    return told


def _of_the_only_worker() -> CollectorRegistry:
    REGISTRY.unregister(PROCESS_COLLECTOR)
    return REGISTRY


class Processes(Collector):
    """What all processes of the gateway take together."""

    def collect(self) -> Iterator[Metric]:
        sums: dict[str, Metric] = {}
        for pid in _processes():
            for metric in ProcessCollector("", partial(str, pid), "/proc", None).collect():
                if metric.name not in SUMMED:
                    continue
                known = sums.setdefault(metric.name, metric)
                if known is not metric:
                    [before], [more] = known.samples, metric.samples
                    known.samples = [before._replace(value=before.value + more.value)]
        yield from sums.values()


def _processes() -> list[int]:
    """The one that holds the workers together, and the workers."""
    parent = os.getppid()
    workers = [os.getpid()]
    with suppress(OSError):
        workers = [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return [parent, *workers]
