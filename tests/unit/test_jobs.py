"""Jobs: work that a service does again and again."""

from types import SimpleNamespace

import pytest

from shared.messaging import service
from shared.messaging.service import Every

HOUR = 3600


@pytest.fixture
def paused(monkeypatch) -> list[float]:
    """How long each pause was, instead of pausing."""
    pauses: list[float] = []
    monkeypatch.setattr(Every, "_pause", lambda _, seconds: pauses.append(seconds))
    return pauses


def run(*outcomes: Exception | None) -> None:
    left = list(outcomes)

    def job(_resources: object) -> None:
        every.stopping = len(left) == 1
        outcome = left.pop(0)
        if outcome:
            raise outcome

    every = Every(HOUR, job)
    every.method_name, every.shared = "tidy_up", SimpleNamespace(resources=None)
    every.container = SimpleNamespace(service_name="identity")
    every._run()


def test_a_job_runs_again_after_its_pause_and_sooner_where_it_failed(paused):
    run(None, ValueError("broken"), None)
    assert paused == [HOUR, service.AGAIN_SECONDS, HOUR]
