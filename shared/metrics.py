"""What every process tells Prometheus of itself. What else it counts stands beside what it does."""

from collections.abc import Iterator

from prometheus_client import disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shared.version import VERSION

# Half of all series, and nobody asks when a counter began.
disable_created_metrics()


class Build(Collector):
    def __init__(self, city: str):
        self._city = city

    def collect(self) -> Iterator[GaugeMetricFamily]:
        info = GaugeMetricFamily("middleground_build_info", "The version that runs.", labels=["city", "version"])
        info.add_metric([self._city, VERSION], 1)
        yield info
