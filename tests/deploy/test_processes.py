"""The list of processes is one list: in the demo, in docker-compose.yml, in the image."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local import city
from deploy.local.demo import SLUGS
from deploy.local.program import ROOT
from deploy.processes import BACKUP, MIGRATE, PROCESSES
from services import SERVICES

Services = Mapping[str, Any]
COMPOSE: Services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
CLUSTER: Services = yaml.safe_load((ROOT / "deploy/compose.cluster.yml").read_text())["services"]
EVERYWHERE = [
    pytest.param(service, id=f"{where}-{name}")
    for where, services in (("city", COMPOSE), ("cluster", CLUSTER))
    for name, service in services.items()
]
FOREIGN = {"postgres", "rabbitmq", "proxy"}
OURS = sorted(set(COMPOSE) - FOREIGN)
# What may be written to: volumes, and what is gone with the container.
WRITABLE = {
    "postgres",
    "postgres_socket",
    "rabbitmq",
    "rabbitmq1",
    "rabbitmq2",
    "rabbitmq3",
    "mail",
    "certificates",
    "${BACKUPS}",
}
SECRETS_OF = {
    "gateway": {"secret_key", "amqp_password"},
    "relay": {"secret_key", "amqp_password", "database_password", "exchange_password"},
    "services": {"secret_key", "amqp_password", "database_password", "smtp_password", "exchange_password"},
}
PORTS = {"services": 9001, "relay": 9002}


def test_compose_runs_the_processes_of_a_city_with_the_same_commands() -> None:
    commands = {name: tuple(COMPOSE[name]["command"]) for name in OURS if not COMPOSE[name].get("entrypoint")}
    assert commands == {**PROCESSES, "migrate": MIGRATE, "backup": BACKUP}


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
    for name in {*PROCESSES, "postgres", "rabbitmq"}:
        assert COMPOSE[name]["healthcheck"]["test"][0] == "CMD", name


def test_compose_starts_in_order() -> None:
    waits = {
        name: {other: how["condition"] for other, how in COMPOSE[name]["depends_on"].items()}
        for name in ("migrate", *PROCESSES, "backup")
    }
    assert waits == {
        "migrate": {"postgres": "service_healthy", "rabbitmq": "service_healthy"},
        "services": {"migrate": "service_completed_successfully"},
        "relay": {"migrate": "service_completed_successfully"},
        "gateway": {"services": "service_healthy"},
        "backup": {"migrate": "service_completed_successfully"},
    }


@pytest.mark.parametrize("name", OURS)
def test_compose_has_no_secret_of_its_own(name: str) -> None:
    settings = COMPOSE[name]["environment"]
    assert settings["SECRET_KEY_FILE"] == "/run/secrets/secret_key"
    assert not any("password" in str(value).lower() for key, value in settings.items() if not key.endswith("_FILE"))
    assert "DEMO" not in settings


@pytest.mark.parametrize("name", SECRETS_OF)
def test_a_process_gets_the_secrets_that_it_needs_and_no_others(name: str) -> None:
    assert set(COMPOSE[name]["secrets"]) == SECRETS_OF[name]


@pytest.mark.parametrize("service", EVERYWHERE)
def test_a_container_can_do_no_more_than_it_must(service: Mapping[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if "network_mode" in service else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    mounted = [str(volume).split(":") for volume in service.get("volumes", [])]
    assert {volume[0] for volume in mounted if volume[-1] != "ro"} <= WRITABLE


@pytest.mark.parametrize("service", EVERYWHERE)
def test_what_always_runs_has_a_limit_of_memory_and_starts_again(service: Mapping[str, Any]) -> None:
    if service["restart"] != "no":
        assert service["mem_limit"]
        assert service["restart"] == "unless-stopped"


def test_the_cluster_runs_every_service_and_the_relay_twice() -> None:
    assert {name for name in CLUSTER if name in SERVICES} == set(SERVICES)
    for name in (*SERVICES, "relay", "gateway"):
        assert CLUSTER[name]["scale"] == 2, name
    for name in SERVICES:
        assert CLUSTER[name]["command"] == [*PROCESSES["services"], name]
    for name in ("relay", "gateway"):
        assert tuple(CLUSTER[name]["command"]) == PROCESSES[name]


def test_nothing_listens_outside_this_machine_but_the_proxy() -> None:
    opened = {name: service["ports"] for name, service in COMPOSE.items() if "ports" in service}
    assert opened == {"gateway": ["127.0.0.1:${PORT}:8000"]}
    assert COMPOSE["proxy"]["network_mode"] == "host"


@pytest.mark.parametrize("slug", SLUGS)
def test_processes_of_a_city_get_only_its_own_addresses(slug: str, tmp_path: Path) -> None:
    one = city.home(slug, 9000, tmp_path)
    settings = city.environment(one, "postgresql://own", "amqp://own", "http://own", f"amqp://{slug}@own/x")
    for program in city.processes(one, settings, PORTS).values():
        assert program.environment["CITY"] == slug
        assert program.environment["DATABASE_URL"] == "postgresql://own"
        assert program.environment["AMQP_URL"] == "amqp://own"
        assert program.log.is_relative_to(tmp_path / "log" / slug)
