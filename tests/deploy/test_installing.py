"""`make` and the scripts behind it, on machines where something is missing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.local.program import ROOT


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    everything = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment}
    return subprocess.run(command, cwd=cwd, env=everything, capture_output=True, text=True, timeout=60)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("deploy/install.sh", "deploy/apt-install.sh", "requirements/local.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A machine without apt, sudo and Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("bash", "sh", "dirname", "id", "mkdir", "env"):
        (programs / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return str(programs)


def test_make_without_a_word_lists_every_command() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    listed = run("make").stdout
    assert [name for name in phony.split() if not re.search(rf"^  {name} +\w", listed, flags=re.MULTILINE)] == []


def test_without_a_suitable_python_one_sentence_says_so(checkout: Path, bare_path: str) -> None:
    tried = run(checkout / "deploy/install.sh", "local", PATH=bare_path)
    assert tried.returncode == 1
    assert tried.stderr == (
        "Middleground needs Python 3.11, 3.12 or 3.13 and found none: please install one (for example python3.13).\n"
    )


def test_without_apt_one_sentence_says_what_to_install(checkout: Path, bare_path: str) -> None:
    tried = run(checkout / "deploy/apt-install.sh", "The message broker", "rabbitmq-server", PATH=bare_path)
    assert tried.returncode == 2
    assert tried.stderr == (
        "The message broker needs rabbitmq-server and this is not Debian or Ubuntu: "
        "please install it by hand and try again.\n"
    )
