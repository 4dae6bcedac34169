"""Writes docs/events.md from the contracts: `python -m deploy.docs`."""

import warnings

# Eventlet says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import inspect  # noqa: E402

from deploy.local.program import ROOT  # noqa: E402
from services import SERVICES, listeners  # noqa: E402
from shared.contracts import fields  # noqa: E402
from shared.contracts.base import EVENTS, Event  # noqa: E402

EVENTS_PAGE = ROOT / "docs" / "events.md"

HEAD = """\
# Events

What each service announces, and who listens. Written by `python -m deploy.docs` from `shared/contracts/`; an example
of each stands in `tests/contracts/golden/`.

The exchange is `<service>.events`, the routing key is the type, and the queue of a listener is `<listener>.<service>`.
Every message is a CloudEvent in binary mode; events of the same thing arrive in the order in which they happened.
"""


def events_page() -> str:
    heard = {name: set(events) for name, events in listeners().items()}
    parts = [HEAD]
    for service in SERVICES:
        announced = [event for event in EVENTS.values() if event.__module__ == f"shared.contracts.{service}"]
        if announced:
            parts.append(f"## {service}\n")
            parts += [_event(event, [name for name in heard if event in heard[name]]) for event in announced]
    return "\n".join(parts)


def _event(event: type[Event], listening: list[str]) -> str:
    meaning = inspect.cleandoc(event.__dict__.get("__doc__") or "")
    rows = [f"| `{name}` | {_kind(field)} |" for name, field in event().fields.items()]
    lines = [
        f"### {event.type}\n",
        *([f"{meaning}\n"] if meaning else []),
        f"In order for each `{event.aggregate}`. Heard by {', '.join(listening) or 'nobody yet'}.\n",
        "| field | holds |",
        "|---|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def _kind(field: object) -> str:
    if isinstance(field, fields.Many):
        return f"list: {_kind(field.inner)}"
    kind = type(field).__name__.lower()
    if isinstance(field, fields.Choice) and not callable(field.choices):
        kind = " or ".join(f"`{code}`" for code in field.choices)
    words = {"id": "id", "choice": "code", "yesno": "yes or no"}
    optional = ", or nothing" if getattr(field, "allow_none", False) else ""
    return words.get(kind, kind) + optional


def main() -> None:
    EVENTS_PAGE.write_text(events_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
