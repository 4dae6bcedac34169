"""`middleground status`: how a city is, for a person who has ten seconds."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.checks import OF_THE_CITY, SHORT
from deploy.doctor import FINE, NEEDS_SOMEBODY, NOT_ASKED
from deploy.facts import Facts, gather
from deploy.findings import UNKNOWN, WRONG, Finding
from deploy.quiet import quiet
from shared.settings import SettingsError, load
from shared.version import VERSION

PIPE_WIDTH = 160
MARKS = {WRONG: "!", UNKNOWN: "?"}


@dataclass(frozen=True)
class Status:
    """`sentence`: the first line. `code`: the exit status."""

    sentence: str
    code: int
    findings: dict[str, Finding]

    def as_data(self) -> dict[str, Any]:
        checks = {name: asdict(finding) for name, finding in self.findings.items()}
        return {"version": VERSION, "status": self.code, "sentence": self.sentence, "checks": checks}


def show(as_json: bool) -> None:
    quiet()
    status = asked(os.environ)
    if as_json:
        print(json.dumps(status.as_data(), indent=2))
    elif status.findings:
        _show(status)
    else:
        print(status.sentence, file=sys.stderr)
    sys.exit(status.code)


def asked(environment: Mapping[str, str]) -> Status:
    try:
        facts = gather(load(), environment)
    except SettingsError as error:
        return Status(str(error), NOT_ASKED, {})
    findings = {name: OF_THE_CITY[name](facts) for name in SHORT}
    return Status(*overall(facts, findings), findings)


def overall(facts: Facts, findings: Mapping[str, Finding]) -> tuple[str, int]:
    """The first line and the exit status."""
    name = facts.city.city_name
    if facts.nobody_answers:
        return f"{name} can't be asked: neither its database nor its broker answers.", NOT_ASKED
    wrong = [finding.sentence for finding in findings.values() if finding.state == WRONG]
    if wrong:
        return f"{name} needs you: {' '.join(wrong)}", NEEDS_SOMEBODY
    return f"{name} runs.", FINE


def _show(status: Status) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    console.print(f"[bold]{escape(status.sentence)}[/bold]")
    console.print()
    table = Table.grid(padding=(0, 2))
    for name, finding in status.findings.items():
        table.add_row(MARKS.get(finding.state, ""), name.capitalize(), escape(str(finding)))
    console.print(table)
