from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """How much is measured. A small run shows that it works; its figures say little."""

    rounds: int = 5
    messages: int = 20_000
    commands: int = 1_000
    larger: int = 100

    @property
    def visits(self) -> int:
        """Of each page."""
        return 8 * self.rounds

    @classmethod
    def small(cls) -> "Sizes":
        return cls(rounds=1, messages=2_000, commands=40, larger=3)
