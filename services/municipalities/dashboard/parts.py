"""How far people came, and who can't come further any more: decisions on plain facts, no database, no bus."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# In the order of a programme.
PARTS = ("introduction", "group", "training_day", "deepening", "completed", "network")


@dataclass(frozen=True)
class Path:
    """Of everybody (`people`) of whom all this is alike.

    `waiting`: for a place. `training_day_ahead` and `deepening_ahead`: they have a place in a group of which that part
    has not been recorded yet. `gone`: erased. `over`: the programme has ended.
    """

    people: int
    introduction: bool = False
    group: bool = False
    training_day: bool = False
    deepening: bool = False
    completed: bool = False
    network: bool = False
    in_network: bool = False
    waiting: bool = False
    training_day_ahead: bool = False
    deepening_ahead: bool = False
    gone: bool = False
    over: bool = False

    @property
    def furthest(self) -> str | None:
        return next((part for part in reversed(PARTS) if getattr(self, part)), None)

    @property
    def may_go_on(self) -> bool:
        """From the furthest part. Once the next part of their course is recorded without them, they left. The network
        can be joined at any time."""
        ahead = {
            "introduction": not self.over,
            "group": self.training_day_ahead,
            "training_day": self.deepening_ahead,
            "deepening": self.training_day_ahead,
            "completed": True,
            "network": False,
        }
        return not self.gone and (self.waiting or ahead[self.furthest or "introduction"])


def drop_out(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Of each part: who `came`, and of these who `went_on` to a later part, `may_go_on` yet, or `left`. Nothing comes
    after the network: who did not leave it is in it."""
    known = list(paths)
    return [_part(part, [path for path in known if getattr(path, part)]) for part in PARTS]


def _part(part: str, came: list[Path]) -> dict[str, Any]:
    if part == "network":
        left = _people(path for path in came if not path.in_network)
        return {"part": part, "came": _people(came), "went_on": None, "may_go_on": None, "left": left}
    last = [path for path in came if path.furthest == part]
    may_go_on = _people(path for path in last if path.may_go_on)
    return {
        "part": part,
        "came": _people(came),
        "went_on": _people(came) - _people(last),
        "may_go_on": may_go_on,
        "left": _people(last) - may_go_on,
    }


def _people(paths: Iterable[Path]) -> int:
    return sum(path.people for path in paths)
