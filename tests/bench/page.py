"""docs/performance.md: one section per part. A run of some parts leaves the others as they were."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg
import requests

from deploy.local.program import ROOT
from tests.bench.figures import Measured, table, target_table
from tests.bench.place import Place

PAGE = ROOT / "docs/performance.md"
NOTES = Path(__file__).parent / "notes"

HEAD = """\
# Performance

Written by `make bench`; do not edit by hand. Figures depend on the machine, so what counts are the ratios within one
run: everything that is compared ran in turns (A B C A B C ...), and medians of the rounds are given. Nothing here is
a test that can fail for want of speed. `make bench ARGS="--only events"` measures one part anew, `--small` only
shows that measuring works and writes nothing.
"""


def write(parts: dict[str, tuple[str, Measured, str]]) -> None:
    """`parts`: title -> notes, what was measured, the facts of the run. In the order of the parts that there are."""
    known = sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    known |= {title: section(title, *each) for title, each in parts.items()}
    PAGE.write_text("\n".join([HEAD, *known.values()]), encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Title -> the whole section."""
    found = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {each.splitlines()[0].removeprefix("## "): each.rstrip() + "\n" for each in found}


def section(title: str, notes: str, measured: Measured, facts: str) -> str:
    said = NOTES / f"{notes}.md"
    parts = [
        f"## {title}",
        measured.how,
        table(measured.table),
        *measured.texts,
        target_table(measured.targets),
        *([said.read_text(encoding="utf-8").strip()] if said.exists() else []),
        f"*{facts}*",
    ]
    return "\n\n".join(parts) + "\n"


def facts(place: Place) -> str:
    with psycopg.connect(place.postgres) as database:
        server = database.info.parameter_status("server_version")
        durable = [database.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    broker = requests.get(f"{place.rabbitmq['api']}/api/overview", timeout=10).json()["rabbitmq_version"]
    assert [row[0] for row in durable if row] == ["on", "on"]
    used = ", ".join(f"{name} {version(name)}" for name in ("nameko", "pika", "faststream", "asyncpg", "psycopg"))
    return (
        f"Measured on {datetime.now(UTC).date().isoformat()}: {os.cpu_count()} CPUs, {memory()} GB of memory, Linux, "
        f"Python {platform.python_version()}, PostgreSQL {server} (fsync and synchronous_commit on), "
        f"RabbitMQ {broker} (one node), {used}. Load before it began: {os.getloadavg()[0]:.1f}."
    )


def memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
