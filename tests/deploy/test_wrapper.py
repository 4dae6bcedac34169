"""`./middleground`: on a machine where something is missing it says what, and does nothing."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.program import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]
SETTINGS = "CITY=genk\nVERSION=0.1.0\nEPOCH=1\nPORT=8001\nRUN_AS=0:0\nBACKUPS=./var/backups\n"
SECRETS = ("secret_key", "database_owner_password", "database_password", "amqp_password")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Middleground's files, with a city that is complete, on a machine without Docker and Python."""
    for name in ("middleground", "deploy/composing.sh", "shared/version.py", "deploy/cities/template.env"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "deploy/cities/genk.env").write_text(SETTINGS)
    (tmp_path / "deploy/secrets/genk").mkdir(parents=True)
    for name in SECRETS:
        (tmp_path / "deploy/secrets/genk" / name).write_text("secret")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("bash", "env", "dirname", "readlink", "basename", "sed", "tail", "mkdir", "id"):
        (programs / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return tmp_path


@pytest.fixture
def run(files: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        path = {"PATH": str(files / "programs")}
        return subprocess.run(
            (files / "middleground", *arguments), env=path, capture_output=True, text=True, timeout=20
        )

    return run


def refuses(ran: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(sentence)
    assert ran.stderr.count("\n") == 1


def test_without_docker(run: Run) -> None:
    refuses(run("--city", "genk", "status"), "Docker is not installed on this machine.")
    refuses(run("city", "new", "rotterdam"), "Docker is not installed on this machine.")


def test_the_only_city_need_not_be_named(run: Run) -> None:
    refuses(run("status"), "Docker is not installed on this machine.")


def test_a_machine_without_a_city(run: Run, files: Path) -> None:
    (files / "deploy/cities/genk.env").unlink()
    refuses(run("status"), "There is no city here; ./middleground city new rotterdam makes the files of one.")


def test_which_of_several_cities_has_to_be_said(run: Run, files: Path) -> None:
    (files / "deploy/cities/rotterdam.env").write_text(SETTINGS.replace("genk", "rotterdam"))
    refuses(run("status"), "Which city? As in: ./middleground --city rotterdam status")


def test_a_city_that_is_not_here(run: Run) -> None:
    refuses(
        run("--city", "gent", "status"), "There is no city gent here; ./middleground city new gent makes its files."
    )


@pytest.mark.parametrize("name", ["CITY", "VERSION", "EPOCH", "PORT", "RUN_AS", "BACKUPS"])
def test_settings_that_somebody_wrote_half(run: Run, files: Path, name: str) -> None:
    half = "".join(line for line in SETTINGS.splitlines(keepends=True) if not line.startswith(name))
    (files / "deploy/cities/genk.env").write_text(half)
    refuses(run("--city", "genk", "status"), f"deploy/cities/genk.env does not say {name};")


def test_the_settings_of_another_city(run: Run, files: Path) -> None:
    (files / "deploy/cities/genk.env").write_text(SETTINGS.replace("genk", "rotterdam"))
    refuses(run("--city", "genk", "status"), "deploy/cities/genk.env says that it is of rotterdam.")


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("content", [None, ""], ids=["missing", "empty"])
def test_a_secret_that_is_not_there(run: Run, files: Path, name: str, content: str | None) -> None:
    secret = files / "deploy/secrets/genk" / name
    secret.unlink()
    if content is not None:
        secret.write_text(content)
    refuses(run("--city", "genk", "status"), f"The secret deploy/secrets/genk/{name} is missing or empty;")
