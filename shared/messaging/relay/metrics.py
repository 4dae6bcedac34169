"""What the relay tells Prometheus. The lag is asked for when somebody looks, so that it is right in an outage too."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
from prometheus_client import REGISTRY, Counter, Gauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg import sql

from shared.messaging.relay.database import connected
from shared.messaging.relay.loop import Loop
from shared.messaging.relay.outboxes import OUTBOXES
from shared.metrics import Build
from shared.settings import Settings

PUBLISHED = Counter("middleground_relay_published", "Messages that the broker confirmed.", ["service"])
REFUSED = Counter("middleground_relay_refused", "Times that the broker did not take one.", ["service", "reason"])
HELD = Gauge("middleground_relay_held", "Aggregates that wait because a message of theirs was refused.")
ACTIVE = Gauge("middleground_relay_active", "1 for the relay that holds the lease, 0 for one that stands by.")

LAG = sql.SQL("""
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(happened_at)), 0)::float
FROM {outbox} WHERE published_at IS NULL
""")


class Lag(Collector):
    def __init__(self, database_url: str):
        self._database_url = database_url

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield from self._families()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        count, age = self._families()
        try:
            for service, unpublished, seconds in self._look():
                count.add_metric([service], unpublished)
                age.add_metric([service], max(0.0, seconds))
        except psycopg.Error:
            return  # no figure rather than a wrong one
        yield from (count, age)

    @staticmethod
    def _families() -> tuple[GaugeMetricFamily, GaugeMetricFamily]:
        return (
            GaugeMetricFamily("middleground_outbox_unpublished", "Messages not published yet.", labels=["service"]),
            GaugeMetricFamily("middleground_outbox_oldest_seconds", "Age of the oldest of them.", labels=["service"]),
        )

    def _look(self) -> Iterator[tuple[str, int, float]]:
        with closing(Loop()) as loop, connected(self._database_url, loop) as connection:
            for (service,) in connection.execute(OUTBOXES).fetchall():
                [lag] = connection.execute(LAG.format(outbox=sql.Identifier(service, "outbox")))
                yield service, *lag


def register(city: Settings) -> None:
    REGISTRY.register(Lag(city.database_url))
    REGISTRY.register(Build(city.city))
