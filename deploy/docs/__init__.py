"""The pages under docs/ that are made from the contracts: `python -m deploy.docs` writes them."""

import warnings

# Eventlet says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import inspect  # noqa: E402
from pathlib import Path  # noqa: E402

from deploy.local.program import ROOT  # noqa: E402
from services import SERVICES  # noqa: E402
from shared.contracts.base import EVENTS, Event  # noqa: E402

DOCS = ROOT / "docs"
GOLDEN = ROOT / "tests" / "contracts" / "golden"


def announced() -> list[type[Event]]:
    """What the services of a city announce, by service. Tests may have made other events."""
    return [event for name in SERVICES for event in EVENTS.values() if _is_in_contract(event, name)]


def _is_in_contract(event: type[Event], service: str) -> bool:
    return event.__module__.split(".")[:3] == ["shared", "contracts", service]


def golden_files(event_type: str) -> list[Path]:
    """What a message of this type looks like, the one of today last."""
    kept = [path for path in GOLDEN.iterdir() if path.stem.split("+")[0] == event_type]
    return sorted(kept, key=lambda path: (len(path.stem), path.stem))


def meaning(event: type[Event]) -> str:
    return inspect.cleandoc(event.__dict__.get("__doc__") or "")


def older_one_announced(event: type[Event]) -> str | None:
    """The type that is still announced in place of this one: listeners learn a new version before its owner uses it."""
    older = [each for each in event.types()[:-1] if each in EVENTS]
    return older[-1] if older else None
