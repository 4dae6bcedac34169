"""What a services process counts of its own faults, and of nobody else's."""

from typing import Any
from uuid import UUID

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from shared.errors import Failed, Refusal
from tests.messaging.conftest import Library
from tests.waiting import eventually


def counted(shelf: Library, name: str, **labels: str) -> float:
    address = f"http://127.0.0.1:{shelf.city.services.program.environment['HEALTH_PORT']}/metrics"
    text = requests.get(address, timeout=10).text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and sample.labels.items() >= labels.items()
    )


def faults(shelf: Library, service: str, kind: str) -> float:
    return counted(shelf, "middleground_failures_total", service=service, kind=kind)


@pytest.mark.parametrize(("ending", "more"), [("refused", 0), ("broken", 1)])
def test_a_call_that_breaks_is_a_fault_and_one_that_is_refused_is_none(
    shelf: Library, page_id: UUID, ending: str, more: int
):
    before = faults(shelf, "author", "call")
    asked: dict[str, Any] = {ending: True}
    with pytest.raises(Refusal) as raised:
        shelf.write(page_id, **asked)
    assert (raised.value.code == Failed.code) == bool(more)
    assert faults(shelf, "author", "call") == before + more


def test_a_reaction_that_fails_is_a_fault_each_time_until_it_succeeds(shelf: Library, page_id: UUID):
    before, waiting = faults(shelf, "reader", "reaction"), counted(shelf, "middleground_messages_retried")
    shelf.trouble(page_id, "illegible")
    shelf.write(page_id, lines=2)
    eventually(lambda: counted(shelf, "middleground_messages_retried", service="reader") == waiting + 2)
    eventually(lambda: faults(shelf, "reader", "reaction") >= before + 2)
    shelf.no_more_trouble(page_id)
    shelf.comes_to_read(page_id, 2)
    eventually(lambda: counted(shelf, "middleground_messages_retried") == waiting)


def test_messages_are_counted_by_the_subscription_that_took_them_over(shelf: Library, page_id: UUID):
    labels = {"service": "reader", "subscription": "reader.author", "outcome": "applied"}
    before = counted(shelf, "middleground_messages_total", **labels)
    shelf.write(page_id, lines=3)
    shelf.comes_to_read(page_id, 3)
    eventually(lambda: counted(shelf, "middleground_messages_total", **labels) == before + 3)
