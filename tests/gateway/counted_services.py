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
from sqlalchemy import Engine, event


def write_down(statements: Path) -> None:
    def listener(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        why = structlog.contextvars.get_contextvars()
        with statements.open("a", encoding="utf-8") as file:
            file.write(json.dumps([why.get("correlation_id"), why.get("call"), statement]) + "\n")

    event.listen(Engine, "before_cursor_execute", listener)


if __name__ == "__main__":
    write_down(Path(sys.argv[1]))
    services.main([])
