"""What the gateway counts is nobody's business who reaches its pages."""

import pytest
import requests

from tests.city import City
from tests.gateway.visiting import SECONDS, Browser, Visitor


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/health/metrics", "/api/v1/metrics"])
def test_the_port_of_the_pages_tells_nobody(city: City, anybody: Browser, operator: Visitor, path: str):
    for visitor in (anybody, operator):
        page = visitor.open(path)
        assert page.status == requests.codes.not_found
        assert "middleground_requests" not in page.html


def test_the_health_port_tells_it_and_shows_no_pages(city: City):
    environment = city.gateway.program.environment
    address = f"http://127.0.0.1:{environment['HEALTH_PORT']}"
    assert environment["HEALTH_PORT"] not in city.url
    assert "middleground_requests_total" in requests.get(f"{address}/metrics", timeout=SECONDS).text
    for path in ("/", "/sign-in", "/health/live", "/metrics/all"):
        answer = requests.get(address + path, timeout=SECONDS)
        assert (answer.status_code, answer.text) == (404, "There is /metrics.\n")
