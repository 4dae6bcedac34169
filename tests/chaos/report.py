"""docs/reliability.md: what a whole run of `make chaos` found, and nothing that it did not find."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from deploy.local.program import ROOT
from tests.chaos import pace
from tests.chaos.faults import FAULTS
from tests.chaos.mutants import MUTANTS
from tests.chaos.run import Result

PAGE = ROOT / "docs/reliability.md"
WIDTH = 120

HEAD = """\
# What was shown about reliability

Written by `make chaos`; do not edit. Facts of one run.

A city as it is deployed (services, relay, gateway; RabbitMQ and PostgreSQL of its own, both writing to disk before they
answer) gets commands through its public API from a client that notes each of them on disk before it sends it, and that
repeats a command under the same key until it knows the answer. A command adds a link to a chain at one service, and its
event adds the same link to the same chain at another; neither looks whether it did so before. Meanwhile a fault is
injected again and again. Then the load ends, everything comes to rest, and the client's notes, the first service's
chains, its outbox, the second service's chains and the parked messages are compared link by link.

In every run some commands commit late, so that others that were numbered behind them commit first, and some reactions
fail when they are tried for the first time. Two pauses are shorter than in a deployment, so that faults fit into the
run more often: heartbeats come every {heartbeat} seconds, and a message that fails is tried again after {pause}
milliseconds, then after ever longer.

"""

COLUMNS = """\
- **injected**: how often, and in brackets how often it was seen to happen (processes killed, connections closed,
  transactions that were committing, messages repeated ...)
- **commands**: accepted; **during**: of them under way while the fault was; **sent again**: took more than one attempt
- **lost**: accepted, and not carried out or without its effect; **doubled**: carried out or took effect more than once;
  **out of order**: took effect after a later one of its chain; **stuck**: unanswered, or not at rest when the time for
  it was over
- **parked**: as expected / otherwise
- **first effect**: seconds from the first command after the last injection to the first effect of such a command;
  **empty**: seconds from the end of the last injection until all that was accepted before had taken effect

"""


@dataclass(frozen=True)
class Run:
    seed: int
    results: Sequence[Result]
    skipped: Sequence[tuple[str, str]]
    broker: str
    database: str
    seconds: float


def write(run: Run) -> None:
    PAGE.write_text(page(run), encoding="utf-8")


def page(run: Run) -> str:
    pause = round(pace.FIRST_PAUSE.total_seconds() * 1000)
    head = HEAD.format(heartbeat=pace.HEARTBEAT, pause=pause)
    faults = [result for result in run.results if result.mutant is None]
    mutants = [result for result in run.results if result.mutant is not None]
    parts = [head, "## Faults\n\n", _table(FAULT_HEAD, map(_fault_row, faults)), "\n", COLUMNS, *_problems(faults)]
    parts += ["### What each fault is\n\n"]
    parts += [f"- `{result.fault}`: {FAULTS[result.fault].says}\n" for result in faults]
    parts += [f"- `{name}`: {FAULTS[name].says}. Not run: {reason}\n" for name, reason in run.skipped]
    parts += ["\n## Promises taken out\n\nThe same checks on a system without one of its promises must find it.\n\n"]
    parts += [_table(MUTANT_HEAD, map(_mutant_row, mutants)), "\n", *_about(run)]
    return "".join(parts)


FAULT_HEAD = (
    "fault",
    "injected",
    "commands",
    "during",
    "sent again",
    "lost",
    "doubled",
    "out of order",
    "stuck",
    "parked",
    "first effect",
    "empty",
)
MUTANT_HEAD = ("taken out", "fault", "commands", "found")


def _fault_row(result: Result) -> tuple[object, ...]:
    found = result.findings
    return (
        f"`{result.fault}`",
        f"{result.injections} ({result.fired})",
        found.accepted,
        result.during,
        found.again,
        found.lost,
        found.doubled,
        found.disordered,
        found.stuck + found.unanswered,
        f"{found.parked} / {found.parked_unexpectedly}",
        _seconds(result.first_effect),
        _seconds(result.empty),
    )


def _mutant_row(result: Result) -> tuple[object, ...]:
    mutant = MUTANTS[result.mutant or ""]
    return mutant.says, f"`{result.fault}`", result.findings.accepted, ", ".join(result.counted) or "**nothing**"


def _problems(results: Sequence[Result]) -> list[str]:
    wrong = [f"- `{result.fault}`: {', '.join(result.wrong)}\n" for result in results if result.wrong]
    return ["### What was wrong\n\n", *wrong, "\n"] if wrong else []


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _table(head: Sequence[str], rows: "map[tuple[object, ...]]") -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def _about(run: Run) -> list[str]:
    versions = [
        f"Python {platform.python_version()}",
        f"RabbitMQ {run.broker}",
        f"PostgreSQL {run.database}",
        *(f"{name} {version(name)}" for name in ("nameko", "pika", "psycopg", "eventlet")),
    ]
    return [
        "## The run\n\n",
        f"Seed {run.seed}; {run.seconds / 60:.0f} minutes. {', '.join(versions)}.\n\n",
        "Again: `make chaos`, or one fault with the same seed:\n\n",
        f'```\nmake chaos ARGS="--fault {run.results[0].fault} --seed {run.seed}"\n```\n\n',
        "The seed decides which faults hit what and which links are added, not how processes and packets interleave.\n",
    ]
