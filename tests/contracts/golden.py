"""The golden files: for each event type what stands in the outbox when an event of fixed values is published.

python -m tests.contracts.golden    writes those that are missing

A file that exists is never written over and never deleted: what was announced once stays readable. When a type got an
optional field, `group_formed.v1+2.json` stands beside `group_formed.v1.json`. A changed event is a new version.
"""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import shared.contracts
from deploy.docs import GOLDEN as FOLDER
from deploy.docs import golden_files
from shared.contracts.base import EVENTS, Event
from shared.messaging import envelope
from tests.contracts.samples import MOMENT, an_id, sample

CITY = "rotterdam"
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def events() -> list[type[Event]]:
    """Those of the city, by type. Tests may have made others."""
    for module in iter_modules(shared.contracts.__path__, "shared.contracts."):
        import_module(module.name)
    return [event for _, event in sorted(EVENTS.items()) if event.__module__.startswith("shared.contracts.")]


def understanding(event_type: str) -> type[Event]:
    """The newest event whose listeners understand this type."""
    return max((event for event in events() if event_type in event.types()), key=lambda event: event.version)


def kept() -> list[Path]:
    return sorted(FOLDER.iterdir())


def type_of(path: Path) -> str:
    return path.stem.split("+")[0]


def holds(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def message(event: type[Event]) -> dict[str, Any]:
    body = event().dump(sample(event))
    headers = envelope.headers(
        message_id=an_id("message"),
        event_type=event.type,
        source=f"/{CITY}/{event.owner}",
        subject=body[event.aggregate],
        sequence=1,
        time=MOMENT,
        correlation_id=str(an_id("correlation")),
        causation_id=str(an_id("causation")),
        traceparent=TRACEPARENT,
    )
    return {"headers": headers, "body": body}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for event in events():
        before = golden_files(event.type)
        if before and holds(before[-1]) == message(event):
            continue
        number = f"+{len(before) + 1}" if before else ""
        path = FOLDER / f"{event.type}{number}.json"
        path.write_text(json.dumps(message(event), indent=2) + "\n", encoding="utf-8")
        print(f"wrote {path.name}")  # noqa: T201  this is a command


if __name__ == "__main__":
    main()
