"""What is asked of Prometheus: the expressions of the alerts and of the dashboard, and which metrics they name."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from deploy.local.program import ROOT

MONITORING = ROOT / "deploy/monitoring"

NAMED = re.compile(r"\b((?:middleground|rabbitmq|process)_\w+|up|ALERTS)\b(?:\{([^}]*)\})?")
MATCHED = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
GROUPED = re.compile(r"\bby\s*\(([^)]*)\)")
JOINED = re.compile(r"\b(?:and|or|unless)\b(?:\s+on\s*\([^)]*\))?")
SHOWN = re.compile(r"\{\{\s*(\w+)\s*\}\}")

Named = dict[str, set[str]]


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    return json.loads((MONITORING / "grafana/middleground.json").read_text())


def panels() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def expressions() -> Iterator[tuple[str, set[str]]]:
    """Each with the labels that are shown of its results."""
    for rule in alerts():
        yield rule["expr"], set()
    for panel in panels():
        for target in panel["targets"]:
            yield target["expr"], set(SHOWN.findall(target["legendFormat"]))


def named() -> Named:
    """Metric -> the labels that somebody wants of it. What is grouped by and what is shown, all metrics of an
    expression must have; what is joined are several."""
    found: Named = {}
    for expression, shown in expressions():
        assert NAMED.search(expression), expression
        for part in JOINED.split(expression):
            grouped = {label.strip() for labels in GROUPED.findall(part) for label in labels.split(",")}
            for name, matchers in NAMED.findall(part):
                found.setdefault(name, set()).update(MATCHED.findall(matchers), grouped, shown)
    return found
