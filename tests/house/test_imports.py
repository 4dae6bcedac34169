import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from deploy.local.program import ROOT
from services import SERVICES
from tests.house.files import python, read


def test_nobody_imports_what_they_may_not():
    """The contracts stand in pyproject.toml."""
    checked = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_every_service_is_named_in_the_contracts():
    contracts = tomllib.loads(read(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    [apart] = [contract["modules"] for contract in contracts if contract["name"] == "services never import each other"]
    [layered] = [contract["containers"] for contract in contracts if contract["name"].startswith("inside a service")]
    assert set(apart) == {f"services.{name}" for name in (*SERVICES, "gateway")}
    assert set(layered) == {f"services.{name}" for name in SERVICES}


# What the rules of several services share.
PURE = {f"shared.{name}": Path(f"shared/{name}.py") for name in ("differences", "wording")}
RULES = [path for path in python("services") if path.name == "rules.py" or path.parent.name == "rules"]
RULES += PURE.values()


@pytest.mark.parametrize("path", RULES, ids=str)
def test_rules_know_nothing_but_the_standard_library_and_each_other(path):
    imported = {
        name
        for node in ast.walk(ast.parse(read(path)))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    strange = {name for name in imported - set(PURE) if name.split(".")[0] not in sys.stdlib_module_names}
    assert all(path.parent.name == "rules" and name.startswith(f"services.{path.parts[1]}.rules.") for name in strange)
