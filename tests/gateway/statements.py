"""The statements that a page needs in all services, read from what `counted_services` wrote down."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


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

    def of(self, request: Callable[[], object], asks: str = "identity.resume_session") -> list[Statement]:
        """Those of the one request that `request` makes.

        All calls of a request carry its correlation id, which tells them from reactions and jobs that run meanwhile.
        `asks` is a call that it makes for certain: a page for somebody who is signed in resumes their session.
        """
        before = self.file.stat().st_size if self.file.exists() else 0
        request()
        with self.file.open(encoding="utf-8") as file:
            file.seek(before)
            found = [Statement(*json.loads(line)) for line in file]
        requests = {statement.correlation_id for statement in found if statement.call == asks}
        assert len(requests) == 1, f"{len(requests)} requests asked {asks}, and one was expected"
        return [statement for statement in found if statement.correlation_id in requests]
