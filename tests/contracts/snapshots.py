"""The schema of each event type as it was announced, kept in `schemas/`. A change that breaks is not taken.

python -m tests.contracts.snapshots    writes those that are missing, and those that have got an optional field
"""

import json
import sys
from pathlib import Path
from typing import Any

from deploy.docs import json_schema
from shared.contracts.base import Event
from shared.messaging import topology
from tests.contracts import golden
from tests.contracts.compatibility import broken

FOLDER = Path(__file__).with_name("schemas")


def path(event_type: str) -> Path:
    return FOLDER / f"{event_type}.json"


def kept(event_type: str) -> dict[str, Any]:
    return json.loads(path(event_type).read_text(encoding="utf-8"))


def snapshot(event: type[Event]) -> dict[str, Any]:
    """What a listener may rely on: where the event is found, what it is ordered by, and its body."""
    promised = {"x-exchange": topology.exchange(event.owner).name, "x-subject": event.aggregate}
    return promised | _without_words(json_schema.payload(event))


def _without_words(schema: Any) -> Any:
    """Descriptions and examples may change."""
    if not isinstance(schema, dict):
        return schema
    return {
        name: {field: _without_words(each) for field, each in part.items()}
        if name == "properties"
        else _without_words(part)
        for name, part in schema.items()
        if name not in ("description", "examples")
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    breaking = []
    for event in golden.events():
        now = snapshot(event)
        before = kept(event.type) if path(event.type).exists() else None
        if before == now:
            continue
        sentences = broken(before, now) if before else []
        if sentences:
            breaking.append("\n".join([f"{event.type} can't change like this:", *sentences]))
        else:
            path(event.type).write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
            print(f"wrote {path(event.type).name}")  # noqa: T201  this is a command
    if breaking:
        sys.exit("\n\n".join([*breaking, "It takes a new version: docs/adding-an-event.md says how."]))


if __name__ == "__main__":
    main()
