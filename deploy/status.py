"""`middleground status`: how a city is, for a person who has ten seconds."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.checks import OF_THE_CITY, SHORT
from deploy.doctor import FINE, NEEDS_SOMEBODY, NOT_ASKED, AsJson
from deploy.facts import Facts, gather
from deploy.findings import UNKNOWN, WRONG, Finding
from deploy.quiet import quiet
from shared.settings import SettingsError, load
from shared.version import VERSION

PIPE_WIDTH = 160
MARKS = {WRONG: "!", UNKNOWN: "?"}


def status(as_json: AsJson = False) -> None:
    """Show in a few lines how this city is."""
    quiet()
    try:
        facts = gather(load(), os.environ)
    except SettingsError as error:
        _say_that_nobody_could_be_asked(str(error), as_json)
        sys.exit(NOT_ASKED)
    findings = {name: OF_THE_CITY[name](facts) for name in SHORT}
    said, code = overall(facts, findings)
    if as_json:
        checks = {name: asdict(finding) for name, finding in findings.items()}
        about = {"city": facts.city.city, "epoch": facts.city.epoch, "version": VERSION}
        print(json.dumps({**about, "status": code, "sentence": said, "checks": checks}, indent=2))
    else:
        _show(said, findings)
    sys.exit(code)


def _say_that_nobody_could_be_asked(why: str, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"status": NOT_ASKED, "sentence": why, "checks": {}}, indent=2))
    else:
        print(why, file=sys.stderr)


def overall(facts: Facts, findings: Mapping[str, Finding]) -> tuple[str, int]:
    """The first line and the exit status."""
    name = facts.city.city_name
    if facts.nobody_answers:
        return f"{name} can't be asked: neither its database nor its broker answers.", NOT_ASKED
    wrong = [finding.sentence for finding in findings.values() if finding.state == WRONG]
    if wrong:
        return f"{name} needs you: {' '.join(wrong)}", NEEDS_SOMEBODY
    return f"{name} runs.", FINE


def _show(said: str, findings: Mapping[str, Finding]) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    console.print(f"[bold]{escape(said)}[/bold]")
    console.print()
    table = Table.grid(padding=(0, 2))
    for name, finding in findings.items():
        table.add_row(MARKS.get(finding.state, ""), name.capitalize(), escape(str(finding)))
    console.print(table)
