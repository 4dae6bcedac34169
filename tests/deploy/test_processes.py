"""The list of processes is one list: in the demo, in docker-compose.yml, in the image."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local import city
from deploy.local.demo import SLUGS
from deploy.local.program import ROOT
from deploy.processes import MIGRATE, PROCESSES

COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
FOREIGN = {"postgres", "rabbitmq"}
PORTS = {"services": 9001, "relay": 9002}


def test_compose_runs_the_processes_of_a_city_with_the_same_commands() -> None:
    ours = {name: tuple(service["command"]) for name, service in COMPOSE.items() if name not in FOREIGN}
    assert ours == {**PROCESSES, "migrate": MIGRATE}


def test_the_demo_runs_the_processes_of_a_city_with_the_same_commands(tmp_path: Path) -> None:
    one = city.home("rotterdam", 9000, tmp_path)
    programs = city.processes(one, {}, PORTS)
    assert {name: program.command for name, program in programs.items()} == {
        name: city.here(command) for name, command in PROCESSES.items()
    }
    assert all(Path(program.command[0]).exists() for program in programs.values())


def test_every_process_says_whether_it_is_ready(tmp_path: Path) -> None:
    one = city.home("rotterdam", 9000, tmp_path)
    assert set(city.health_urls(one, PORTS)) == set(PROCESSES)
    for name in {*PROCESSES, *FOREIGN}:
        assert COMPOSE[name]["healthcheck"]["test"][0] == "CMD", name


def test_compose_starts_in_order() -> None:
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in COMPOSE.items()
    }
    assert waits == {
        "postgres": {},
        "rabbitmq": {},
        "migrate": {"postgres": "service_healthy", "rabbitmq": "service_healthy"},
        "services": {"migrate": "service_completed_successfully"},
        "relay": {"migrate": "service_completed_successfully"},
        "gateway": {"services": "service_healthy"},
    }


@pytest.mark.parametrize("name", sorted(set(COMPOSE) - FOREIGN))
def test_compose_has_no_secret_of_its_own(name: str) -> None:
    settings = COMPOSE[name]["environment"]
    assert settings["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert "${DATABASE_PASSWORD:?" in settings["DATABASE_URL"]
    assert "${AMQP_PASSWORD:?" in settings["AMQP_URL"]
    assert "DEMO" not in settings


@pytest.mark.parametrize("slug", SLUGS)
def test_processes_of_a_city_get_only_its_own_addresses(slug: str, tmp_path: Path) -> None:
    one = city.home(slug, 9000, tmp_path)
    settings = city.environment(one, "postgresql://own", "amqp://own", "http://own")
    for program in city.processes(one, settings, PORTS).values():
        assert program.environment["CITY"] == slug
        assert program.environment["DATABASE_URL"] == "postgresql://own"
        assert program.environment["AMQP_URL"] == "amqp://own"
        assert program.log.is_relative_to(tmp_path / "log" / slug)
