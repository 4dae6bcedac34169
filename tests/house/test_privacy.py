"""docs/privacy.md says of each table of the network, mediations and the feedback what it keeps, and how long."""

import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path("docs/privacy.md")
LINE = re.compile(r"^\| (`[\w`, ]+`) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def told(service: str) -> list[str]:
    """The tables of which it is said what they keep, and how long."""
    part = PAGE.read_text(encoding="utf-8").partition(f"\n## {service}\n")[2].partition("\n## ")[0]
    return [table.strip("`") for tables, _keeps, _how_long in LINE.findall(part) for table in tables.split(", ")]


@pytest.mark.parametrize("service", ["networks", "mediations", "feedback", "handbook"])
def test_no_table_is_kept_in_silence(service: str):
    import_module(f"services.{service}.service")
    tables = {table.name for table in import_module(f"services.{service}.tables").Base.metadata.sorted_tables}
    assert sorted(told(service)) == sorted(tables)
