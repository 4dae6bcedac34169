"""docs/events.md: what each service announces, and who listens."""

from itertools import groupby

from deploy.docs import announced, meaning, older_one_announced
from services import listeners
from shared.contracts import fields
from shared.contracts.base import Event

HEAD = """\
# Events

What each service announces, and who listens. Written by `python -m deploy.docs` from `shared/contracts/`; an example
of each stands in `tests/contracts/golden/`. For other programs, [asyncapi.yaml](asyncapi.yaml) says how to listen.

The exchange is `<service>.events`, the routing key is the type, and the queue of a listener is `<listener>.<service>`.
Every message is a CloudEvent in binary mode; events of the same thing arrive in the order in which they happened.
"""


def page() -> str:
    heard = {name: {type_ for event in events for type_ in event.types()} for name, events in listeners().items()}
    parts = [HEAD]
    for owner, events in groupby(announced(), lambda event: event.owner):
        parts.append(f"## {owner}\n")
        parts += [_event(event, [name for name in heard if event.type in heard[name]]) for event in events]
    return "\n".join(parts)


def _event(event: type[Event], listening: list[str]) -> str:
    older = older_one_announced(event)
    rows = [f"| `{name}` | {_kind(field)} |" for name, field in event().fields.items()]
    lines = [
        f"### {event.type}\n",
        *([f"{meaning(event)}\n"] if meaning(event) else []),
        *([f"Not announced yet: `{older}` is.\n"] if older else []),
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
    if isinstance(field, fields.Choice) and not field.edited:
        kind = " or ".join(f"`{code}`" for code in field.codes())
    words = {"id": "id", "choice": "code", "yesno": "yes or no"}
    optional = ", or nothing" if getattr(field, "allow_none", False) else ""
    return words.get(kind, kind) + optional
