"""Jobs: work that a service does again and again."""

from types import SimpleNamespace

from shared.messaging.service import AGAIN_SECONDS, Every

HOUR = 3600


class Pauses(list[float]):
    """How long each pause was, instead of pausing; in place of what tells a job to stop."""

    is_over = False

    def wait(self, seconds: float) -> None:
        self.append(seconds)

    def is_set(self) -> bool:
        return self.is_over


def run(*outcomes: Exception | None) -> list[float]:
    left = list(outcomes)
    pauses = Pauses()

    def job(_resources: object) -> None:
        pauses.is_over = len(left) == 1
        outcome = left.pop(0)
        if outcome:
            raise outcome

    every = Every(HOUR, job)
    every.stopping = pauses
    every.method_name, every.shared = "tidy_up", SimpleNamespace(resources=None)
    every.container = SimpleNamespace(service_name="identity")
    every._run()
    return pauses


def test_a_job_runs_again_after_its_pause_and_sooner_where_it_failed():
    assert run(None, ValueError("broken"), None) == [HOUR, AGAIN_SECONDS, HOUR]
