"""Measures and writes docs/performance.md: `make bench`, `make bench ARGS="--only events --only relay"`."""

import os
import warnings
from enum import Enum
from types import ModuleType
from typing import Annotated

# Eventlet, below nameko, says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import typer  # noqa: E402

from tests.bench import events, footprint, latency, page, pages, relay  # noqa: E402
from tests.bench.figures import Measured, table, target_table  # noqa: E402
from tests.bench.place import Place  # noqa: E402
from tests.bench.sizes import Sizes  # noqa: E402
from tests.machine import Machine, provided  # noqa: E402

PARTS: dict[str, ModuleType] = {
    "events": events,
    "latency": latency,
    "relay": relay,
    "footprint": footprint,
    "pages": pages,
}
Part = Enum("Part", {name: name for name in PARTS}, type=str)  # type: ignore[misc]


def main(
    only: Annotated[list[Part] | None, typer.Option(help="Measure this part; can be given several times.")] = None,
    rounds: Annotated[int, typer.Option(help="Rounds of each part.")] = Sizes.rounds,
    messages: Annotated[int, typer.Option(help="Messages per contender and round.")] = Sizes.messages,
    small: Annotated[bool, typer.Option("--small", help="Only see that it works; nothing is written.")] = False,
) -> None:
    """Measure how fast this is. Takes about an hour; let the machine do nothing else meanwhile."""
    sizes = Sizes.small() if small else Sizes(rounds=rounds, messages=messages)
    for name in ("DATABASE_URL", "AMQP_URL", "RABBITMQ_API_URL"):
        os.environ.pop(name, None)  # the broker and the database are private
    machine = Machine(durable=True)
    try:
        addresses = machine.everything()
        place = Place(provided(addresses, "postgres"), {"amqp": provided(addresses, "amqp"), "api": addresses["api"]})
        for name in [part.value for part in only or ()] or list(PARTS):
            _measure(name, place, sizes, write=not small)
    finally:
        machine.stop()


def _measure(name: str, place: Place, sizes: Sizes, write: bool) -> None:
    part = PARTS[name]
    say(f"{part.TITLE} (load {os.getloadavg()[0]:.1f})")
    facts = page.facts(place)
    measured: Measured = part.measure(place, sizes, say)
    say(f"\n{table(measured.table)}\n\n{target_table(measured.targets)}\n")
    if write:
        page.write({part.TITLE: (name, measured, facts)})


def say(line: str) -> None:
    typer.echo(line)


if __name__ == "__main__":
    typer.run(main)
