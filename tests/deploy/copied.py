"""Middleground's files on a machine of their own, where a command may write what it likes."""

import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.program import ROOT


def onto(folder: Path) -> Path:
    """A machine that has no city and no exchange yet."""
    for name in ("deploy", "shared", "services"):
        ignored = shutil.ignore_patterns("__pycache__", "static", "translations", "secrets", "sites", "[!t]*.env")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copytree(ROOT / "deploy/presets", folder / "deploy/presets", dirs_exist_ok=True)
    return folder


def middleground(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "deploy", *arguments)
    environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
