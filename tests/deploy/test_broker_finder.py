"""Which RabbitMQ is used: a given one, a node of our own, a container, one that is installed first."""

from pathlib import Path

import pytest

from deploy.local import rabbitmq as finder
from deploy.local.program import CannotRunError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing is given and nothing is installed."""
    monkeypatch.delenv("AMQP_URL", raising=False)
    monkeypatch.delenv("RABBITMQ_API_URL", raising=False)
    monkeypatch.setattr(finder, "SERVER_PLACES", ())
    (tmp_path / "programs").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    return tmp_path


def install(folder: Path, *names: str) -> None:
    for name in names:
        program = folder / "programs" / name
        program.write_text("#!/bin/sh\nexit 0\n")
        program.chmod(0o755)


def find(folder: Path) -> finder.Found:
    return finder.find(folder / "broker", folder)


def test_a_given_broker_comes_first(folder: Path, rabbitmq: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    install(folder, "rabbitmq-server", "epmd", "docker")
    monkeypatch.setenv("AMQP_URL", rabbitmq["amqp"])
    monkeypatch.setenv("RABBITMQ_API_URL", rabbitmq["api"])
    found = find(folder)
    assert found.broker.amqp_url == rabbitmq["amqp"]
    assert found.programs == ()


def test_a_given_broker_that_does_not_answer_is_not_replaced_by_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(folder, "rabbitmq-server", "epmd")
    monkeypatch.setenv("AMQP_URL", "amqp://127.0.0.1:1/")
    monkeypatch.setenv("RABBITMQ_API_URL", "http://127.0.0.1:1")
    with pytest.raises(CannotRunError, match="does not answer"):
        find(folder)


def test_a_given_broker_needs_its_management_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMQP_URL", "amqp://127.0.0.1:1/")
    with pytest.raises(CannotRunError, match="RABBITMQ_API_URL"):
        find(folder)


def test_an_installed_server_becomes_a_node_of_our_own(folder: Path) -> None:
    install(folder, "rabbitmq-server", "epmd", "docker")
    names, node = find(folder).programs
    assert (names.name, node.name) == ("epmd", "rabbitmq")
    assert node.command == (str(folder / "programs/rabbitmq-server"),)


def test_a_node_of_our_own_keeps_away_from_the_systems_broker(folder: Path) -> None:
    install(folder, "rabbitmq-server", "epmd")
    environment = find(folder).programs[1].environment
    broker = folder / "broker"
    assert environment["RABBITMQ_NODENAME"] == "middleground@localhost"
    assert environment["ERL_EPMD_PORT"] != "4369"
    assert environment["HOME"] == str(broker)
    places = {value for name, value in environment.items() if name.endswith(("_FILE", "_FILES", "_BASE", "_DIR"))}
    assert all(Path(place).is_relative_to(broker) for place in places)
    configuration = (broker / "rabbitmq.conf").read_text()
    assert "listeners.tcp.1 = 127.0.0.1:" in configuration
    assert "management.tcp.ip = 127.0.0.1" in configuration


def test_its_password_is_kept_and_only_its_owner_can_read_it(folder: Path) -> None:
    install(folder, "rabbitmq-server", "epmd")
    assert find(folder).broker.amqp_url.split("@")[0] == find(folder).broker.amqp_url.split("@")[0]
    assert {(folder / "broker" / name).stat().st_mode & 0o777 for name in ("password", "rabbitmq.conf")} == {0o600}


def test_without_a_server_an_answering_docker_runs_the_official_image(folder: Path) -> None:
    install(folder, "docker")
    (node,) = find(folder).programs
    assert node.command[:2] == ("docker", "run")
    assert node.command[-1] == "rabbitmq:4-management"
    assert not any(node.environment["RABBITMQ_DEFAULT_PASS"] in part for part in node.command)


def test_a_docker_that_does_not_answer_is_no_broker(folder: Path) -> None:
    install(folder, "docker")
    (folder / "programs/docker").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(CannotRunError):
        find(folder)


def test_with_nothing_at_all_one_sentence_says_what_to_install(folder: Path) -> None:
    with pytest.raises(CannotRunError) as refusal:
        find(folder)
    assert str(refusal.value) == (
        "Middleground needs RabbitMQ: please install the package rabbitmq-server, or start Docker, "
        "or set AMQP_URL and RABBITMQ_API_URL to a broker that runs elsewhere."
    )
