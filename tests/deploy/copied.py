"""Middleground's files on a machine of their own, where a command may write what it likes."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deploy import city, exchange_files, files
from deploy.local.program import ROOT
from tests.deploy import terminal

FOLDERS = ("cities", "exchange", "presets", "proxy")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "COLUMNS": "200"}
IGNORED = shutil.ignore_patterns("__pycache__", "secrets", "sites", "[!t]*.env")


def onto(folder: Path) -> Path:
    """A machine that has no city and no exchange yet."""
    for name in FOLDERS:
        shutil.copytree(ROOT / "deploy" / name, folder / "deploy" / name, ignore=IGNORED)
    shutil.copytree(ROOT / "deploy/presets", folder / "deploy/presets", dirs_exist_ok=True)
    return folder


def middleground(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Asked in this process, with `folder` as the place of the files."""
    with ExitStack() as stack:
        for module in (files, city, exchange_files):
            for name, value in list(vars(module).items()):
                if (moved := _moved(value, folder)) != value:
                    stack.enter_context(patch.object(module, name, moved))
        return terminal.middleground(*arguments, environment=ENVIRONMENT)


def _moved(value: Any, folder: Path) -> Any:
    if isinstance(value, tuple):
        return tuple(_moved(each, folder) for each in value)
    within = isinstance(value, Path) and value.is_relative_to(ROOT / "deploy")
    return folder / value.relative_to(ROOT) if within else value


def started(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same of a process of its own, from code that is in `folder` too."""
    shutil.copytree(ROOT / "deploy", folder / "deploy", dirs_exist_ok=True, ignore=IGNORED)
    for name in ("services", "shared"):
        (folder / name).symlink_to(ROOT / name)
    command = (sys.executable, "-m", "deploy", *arguments)
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
