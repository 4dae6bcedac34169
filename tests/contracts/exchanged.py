"""What cities tell each other, kept in `exchanged/`: the schema of each type, and an example. Other cities run other
versions, so a change that breaks is not taken.

python -m tests.contracts.exchanged    writes those that are missing, and those that have got an optional field
"""

import json
import sys
from pathlib import Path
from typing import Any

from deploy.docs.exchanged import exchanged, payload
from shared.contracts.base import Event
from tests.contracts.compatibility import broken
from tests.contracts.samples import sample

FOLDER = Path(__file__).with_name("exchanged")


def path(event_type: str) -> Path:
    return FOLDER / f"{event_type}.json"


def kept(event_type: str) -> dict[str, Any]:
    return json.loads(path(event_type).read_text(encoding="utf-8"))


def of_today(event: type[Event]) -> dict[str, Any]:
    return {"schema": payload(event), "example": event().dump(sample(event))}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for event in exchanged():
        now = of_today(event)
        sentences = broken(kept(event.type)["schema"], now["schema"]) if path(event.type).exists() else []
        if sentences:
            sys.exit("\n".join([f"{event.type} can't change like this:", *sentences]))
        path(event.type).write_text(json.dumps(now, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
