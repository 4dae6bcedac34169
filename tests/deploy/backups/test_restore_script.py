"""`./middleground --city rotterdam restore`: what it has Docker do, in which order, and what it says when that fails.

Docker is played by a script that writes down what it is asked; what the restore itself does is in test_restore.py.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.program import ROOT

DOCKER = """#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in
    *"$FAILS"*) [ -n "$FAILS" ] && exit 1 ;;
esac
case "$*" in
    *"config --services") printf '%s\\n' $SERVICES ;;
    *"ps --quiet"*) echo container ;;
    inspect*) echo "${HEALTH:-healthy}" ;;
    *" run "*) [ -n "$REFUSES" ] && echo "$REFUSES" >&2 && exit 1; printf 'Rows restored: 5.\\nEPOCH=4\\n' ;;
esac
exit 0
"""
CITY = "CITY=rotterdam\nVERSION=0.1.0\nEPOCH=3\nBACKUPS=./var/rotterdam/backups\n"

SERVICES = "backup gateway migrate postgres rabbitmq relay services"
CLUSTER = "backup balancer feedback gateway identity migrate rabbitmq1 rabbitmq2 rabbitmq3 relay"

Restore = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for folder in ("deploy/cities", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("restore.sh", "composing.sh"):
        shutil.copy(ROOT / "deploy" / name, tmp_path / "deploy")
    (tmp_path / "deploy/cities/rotterdam.env").write_text(CITY)
    (tmp_path / "deploy/cities/rotterdam.env").chmod(0o640)
    (tmp_path / "bin/docker").write_text(DOCKER)
    (tmp_path / "bin/docker").chmod(0o755)
    return tmp_path


@pytest.fixture
def restore(machine: Path) -> Restore:
    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        known = {
            "PATH": f"{machine}/bin:/usr/bin:/bin",
            "LOG": str(machine / "log"),
            "FAILS": "",
            "PAUSE": "0",
            "SERVICES": SERVICES,
        }
        command = ("deploy/restore.sh", "rotterdam", *arguments)
        env = {**known, **environment}
        return subprocess.run(command, cwd=machine, env=env, capture_output=True, text=True, timeout=60)

    return run


def asked(machine: Path) -> list[str]:
    """What Docker was asked, without what is the same each time."""
    always = "compose --env-file deploy/cities/rotterdam.env -p rotterdam "
    without = ("ps ", "config ")
    lines = (machine / "log").read_text().splitlines()
    commands = [line.removeprefix(always) for line in lines if line.startswith(always)]
    return [command for command in commands if not command.startswith(without)]


def settings(machine: Path) -> str:
    return (machine / "deploy/cities/rotterdam.env").read_text()


def test_it_stops_the_city_restores_it_writes_down_the_epoch_and_starts_it(machine: Path, restore: Restore):
    done = restore("latest", "--replace")
    assert (done.returncode, done.stderr) == (0, "Rows restored: 5.\nEPOCH=4\n")
    assert asked(machine) == [
        "stop backup gateway relay services",
        "up --detach postgres rabbitmq",
        "run --rm --no-deps -T operator restore latest --replace",
        "up --detach",
    ]
    assert settings(machine) == CITY.replace("EPOCH=3", "EPOCH=4")
    assert (machine / "deploy/cities/rotterdam.env").stat().st_mode & 0o777 == 0o640


def test_a_cluster_is_stopped_and_started_by_the_file_of_clusters(machine: Path, restore: Restore):
    (machine / "deploy/cities/rotterdam.env").write_text(f"{CITY}DATABASE_HOST=database.example\n")
    assert restore(SERVICES=CLUSTER).returncode == 0
    cluster = "--project-directory . -f deploy/compose.cluster.yml "
    assert [command.removeprefix(cluster) for command in asked(machine) if command.startswith(cluster)] == [
        "config --services",
        "stop backup feedback gateway identity relay",
        "config --services",
        "up --detach rabbitmq1 rabbitmq2 rabbitmq3",
        "ps --quiet rabbitmq1",
        "ps --quiet rabbitmq2",
        "ps --quiet rabbitmq3",
        "run --rm --no-deps -T operator restore",
        "up --detach",
    ]


def test_a_broker_that_does_not_get_ready_is_said(machine: Path, restore: Restore):
    tried = restore(HEALTH="starting")
    assert tried.returncode == 1
    assert tried.stderr.startswith("The postgres of rotterdam does not get ready: see 'docker compose --env-file")
    assert settings(machine) == CITY


def test_what_the_restore_refuses_is_said_with_how_to_go_on(machine: Path, restore: Restore):
    tried = restore(REFUSES="There is no good backup in /backups.")
    assert tried.returncode == 1
    first, second = tried.stderr.splitlines()
    assert first == "There is no good backup in /backups."
    assert "run it again (./middleground --city rotterdam restore" in second
    assert "up --detach" in second
    assert settings(machine) == CITY
    assert asked(machine)[-1].startswith("run ")


@pytest.mark.parametrize(
    ("fails", "sentence"),
    [
        ("stop backup", "The processes of rotterdam could not be stopped; nothing was changed."),
        ("up --detach postgres", "The database and the broker of rotterdam do not start; nothing was changed."),
    ],
)
def test_what_docker_refuses_is_one_sentence(machine: Path, restore: Restore, fails: str, sentence: str):
    tried = restore(FAILS=fails)
    assert tried.returncode == 1
    assert tried.stderr.splitlines()[0] == sentence
    assert settings(machine) == CITY
