"""The statements that a page needs in all services, read from what `counted_services` wrote down."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from requests import Response

Answer = TypeVar("Answer")

# For ten seconds after a change of the visitor each call asks first whether it has arrived. How many do depends on what
# the test before did, so they are not counted.
HAS_IT_ARRIVED = "SELECT count(distinct(inbox.message_id))"


@dataclass(frozen=True)
class Statement:
    correlation_id: str | None
    call: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.call}: {' '.join(self.text.split())}"


@dataclass(frozen=True)
class Statements:
    file: Path

    @property
    def services(self) -> tuple[str, ...]:
        """What Python runs: the services of a city that write down their statements."""
        return ("-m", "tests.gateway.counted_services", str(self.file))

    def of(self, request: Callable[[], object], asks: str = "identity.resume_session") -> list[Statement]:
        """Those of the one request that `request` makes.

        All calls of a request carry its correlation id, which tells them from reactions and jobs that run meanwhile.
        `asks` is a call that it makes for certain: a page for somebody who is signed in resumes their session.
        """
        found, _answer = self._during(request)
        requests = {statement.correlation_id for statement in found if statement.call == asks}
        assert len(requests) == 1, f"{len(requests)} requests asked {asks}, and one was expected"
        return [statement for statement in found if statement.correlation_id in requests]

    def of_answer(self, request: Callable[[], Response]) -> list[Statement]:
        """Those of the request that was answered; after redirections, the last."""
        found, answer = self._during(request)
        return [each for each in found if each.correlation_id == answer.headers["Correlation-Id"]]

    def _during(self, request: Callable[[], Answer]) -> tuple[list[Statement], Answer]:
        before = self.file.stat().st_size if self.file.exists() else 0
        answer = request()
        with self.file.open(encoding="utf-8") as file:
            file.seek(before)
            found = [Statement(*json.loads(line)) for line in file]
        return [each for each in found if not each.text.startswith(HAS_IT_ARRIVED)], answer
