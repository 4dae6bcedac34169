"""`middleground doctor`: looks at everything that a city needs, and says of each whether it is so, and what to do."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from deploy.checks import OF_SETTINGS, OF_THE_CITY
from deploy.facts import gather
from deploy.findings import OK, UNKNOWN, WRONG, Finding, unknown
from deploy.quiet import quiet
from shared.settings import SettingsError, load

FINE, NEEDS_SOMEBODY, NOT_ASKED = 0, 1, 2
MARKS = {OK: "ok", WRONG: "wrong", UNKNOWN: "-"}


def examine(as_json: bool) -> None:
    quiet()
    findings = dict(examined(os.environ))
    if as_json:
        print(json.dumps(as_data(findings), indent=2))
    else:
        width = max(map(len, findings))
        for name, finding in findings.items():
            print(f"{MARKS[finding.state]:<5}  {name:<{width}}  {finding}")
    sys.exit(status_of(findings))


def as_data(findings: Mapping[str, Finding]) -> dict[str, Any]:
    return {"status": status_of(findings), "checks": {name: asdict(finding) for name, finding in findings.items()}}


def examined(environment: Mapping[str, str]) -> Iterator[tuple[str, Finding]]:
    for name, check in OF_SETTINGS.items():
        yield name, check(environment)
    try:
        facts = gather(load(), environment)
    except SettingsError:
        nothing = unknown("Without settings it could not be asked.")
        yield from ((name, nothing) for name in OF_THE_CITY)
        return
    for name, of_the_city in OF_THE_CITY.items():
        yield name, of_the_city(facts)


def status_of(findings: Mapping[str, Finding]) -> int:
    if all(findings[name].state == UNKNOWN for name in OF_THE_CITY):
        return NOT_ASKED
    return NEEDS_SOMEBODY if any(finding.state == WRONG for finding in findings.values()) else FINE
