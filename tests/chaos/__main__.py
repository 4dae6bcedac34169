"""`python -m tests.chaos`: every fault, every mutant, docs/reliability.md. With --fault or --mutant only that."""

import sys
import time
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from random import SystemRandom

# Eventlet, below nameko, says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import typer  # noqa: E402

from deploy.local.program import CannotRunError, shown  # noqa: E402
from tests.chaos import report, servers  # noqa: E402
from tests.chaos.city import Place  # noqa: E402
from tests.chaos.faults import FAULTS, Fault  # noqa: E402
from tests.chaos.mutants import MUTANTS  # noqa: E402
from tests.chaos.run import Order, Result, run  # noqa: E402

COMMANDS, DURING = 5000, 200
MUTANT_COMMANDS = 400
DETAILS = 5

FAULT = typer.Option([], "--fault", help="Only this fault; may be given several times.")
MUTANT = typer.Option([], "--mutant", help="Only this mutant; may be given several times.")


class Places:
    """A broker and a database for faults, and another database on a small disk, each started when it is first asked
    for."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> "Places":
        self._folder = self._stack.enter_context(servers.folder())
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def node(self) -> servers.Node:
        return self._stack.enter_context(servers.running_node(self._folder / "rabbitmq"))

    @cached_property
    def cluster(self) -> servers.Cluster:
        return self._stack.enter_context(
            servers.running_cluster(self._folder / "postgres", self._folder / "postgres.log")
        )

    @cached_property
    def cramped_cluster(self) -> servers.Cluster:
        disk = self._stack.enter_context(servers.small_disk(self._folder / "disk"))
        return self._stack.enter_context(servers.running_cluster(disk / "postgres", self._folder / "cramped.log"))

    def place(self, fault: Fault) -> Place:
        cluster = self.cramped_cluster if fault.small_disk else self.cluster
        for process in (self.node.process, cluster.process):
            if not process.alive:  # a fault went wrong half-way
                process.start()
        return Place(cluster.url, self.node.addresses, self.node, cluster)


def main(
    fault: list[str] = FAULT,
    mutant: list[str] = MUTANT,
    seed: int = typer.Option(0, help="What makes chance the same again; 0 takes one by chance."),
    commands: int = typer.Option(COMMANDS, help="How many commands each run applies at least."),
    times: int = typer.Option(0, help="How often each fault is injected; 0 leaves it to the fault."),
) -> None:
    """Inject faults while commands go through the API; then nothing may be lost, doubled or out of order."""
    _known(fault, FAULTS, "fault")
    _known(mutant, MUTANTS, "mutant")
    whole, began = not fault and not mutant, time.monotonic()
    seed = seed or SystemRandom().randrange(1, 1_000_000)
    typer.echo(f"Seed {seed}.")
    chosen_faults = [each for each in FAULTS.values() if (whole and not each.part_of) or each.name in fault]
    results: list[Result] = []
    skipped: list[tuple[str, str]] = []
    with Places() as places:
        for each in chosen_faults:
            if reason := each.missing():
                skipped.append((each.name, reason))
                typer.echo(f"{each.name}: not run, {reason}")
                continue
            order = Order(each, seed, commands, times or each.times, min(DURING, commands // 4))
            results.append(_ran(order, places))
        for chosen in (MUTANTS[name] for name in (MUTANTS if whole else mutant)):
            each = FAULTS[chosen.fault]
            order = Order(each, seed, MUTANT_COMMANDS, chosen.times, mutant=chosen)
            results.append(_ran(order, places))
        if whole:
            versions = places.node.version(), places.cluster.version()
            report.write(report.Run(seed, results, skipped, *versions, time.monotonic() - began))
            typer.echo(f"Wrote {shown(report.PAGE)}.")
    sys.exit(not all(map(good, results)))


def good(result: Result) -> bool:
    """Nothing is wrong; with a mutant, what it takes away was missed."""
    if result.mutant is None:
        return not result.wrong
    return MUTANTS[result.mutant].is_noticed(result.findings.wrong)


def _ran(order: Order, places: Places) -> Result:
    result = run(order, places.place(order.fault))
    name = f"{result.fault} without {result.mutant}" if result.mutant else result.fault
    found = ", ".join(result.wrong) or "nothing wrong"
    typer.echo(
        f"{'ok ' if good(result) else 'BAD'} {name}: injected {result.injections} ({result.fired}),"
        f" {result.findings.accepted} commands, {result.during} during, {found}; {result.seconds:.0f} s"
    )
    for detail in result.findings.details[:DETAILS]:
        typer.echo(f"      {detail}")
    return result


def _known(names: list[str], all_: Mapping[str, object], what: str) -> None:
    for name in names:
        if name not in all_:
            sys.exit(f"There is no {what} {name}. There are: {', '.join(all_)}.")


if __name__ == "__main__":
    try:
        typer.run(main)
    except CannotRunError as error:
        sys.exit(str(error))
