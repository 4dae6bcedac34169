"""The golden files: one per event type, what stands in the outbox when an event of fixed values is published.

python -m tests.contracts.golden    writes those that are missing

A file that exists is never written over: what was announced once stays readable. A changed event is a new version; as
long as nothing has been released, delete the file and write it anew.
"""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import shared.contracts
from shared.contracts.base import EVENTS, Event
from shared.messaging import envelope
from tests.contracts.samples import MOMENT, an_id, sample

FOLDER = Path(__file__).with_name("golden")
CITY = "rotterdam"
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def events() -> list[type[Event]]:
    """Those of the city, by type. Tests may have made others."""
    for module in iter_modules(shared.contracts.__path__, "shared.contracts."):
        import_module(module.name)
    return [event for _, event in sorted(EVENTS.items()) if event.__module__.startswith("shared.contracts.")]


def path(event_type: str) -> Path:
    return FOLDER / f"{event_type}.json"


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
        if not path(event.type).exists():
            path(event.type).write_text(json.dumps(message(event), indent=2) + "\n", encoding="utf-8")
            print(f"wrote {path(event.type).name}")  # noqa: T201  this is a command


if __name__ == "__main__":
    main()
