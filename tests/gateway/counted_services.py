"""The services of a city, as `python -m services` runs them, which also write down each statement and why it was run.

python -m tests.gateway.counted_services FILE
"""

import services.__main__ as services  # first, because it makes the process cooperative

# isort: split
import json
import sys
from pathlib import Path
from typing import Any

import structlog
from argon2 import PasswordHasher
from sqlalchemy import Engine, event

from services.identity import passwords


def write_down(statements: Path) -> None:
    file = statements.open("a", encoding="utf-8", buffering=1)

    def listener(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        why = structlog.contextvars.get_contextvars()
        file.write(json.dumps([why.get("correlation_id"), why.get("call"), statement]) + "\n")

    event.listen(Engine, "before_cursor_execute", listener)


if __name__ == "__main__":
    write_down(Path(sys.argv[1]))
    # Thousands sign in here. How much effort a password takes otherwise is tested in tests/unit/identity.
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    services.main([])
