"""`middleground city new`: the files of a city, and one sentence when they can't be made."""

import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dotenv import dotenv_values

from tests.deploy import copied

Make = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Middleground's files on a machine that has no city yet."""
    return copied.onto(tmp_path)


@pytest.fixture
def new(machine: Path) -> Make:
    return lambda *arguments: copied.middleground(machine, "city", "new", *arguments)


@pytest.fixture
def settings(machine: Path) -> Callable[[str], dict[str, str | None]]:
    return lambda slug: dotenv_values(machine / f"deploy/cities/{slug}.env")


@pytest.fixture
def a_taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_city_has_settings_and_secrets_and_says_the_next_command(machine, settings) -> None:
    made = copied.started(machine, "city", "new", "rotterdam")
    assert made.returncode == 0, made.stderr
    assert "docker compose --env-file deploy/cities/rotterdam.env -p rotterdam up --build --detach" in made.stdout
    rotterdam = settings("rotterdam")
    assert (rotterdam["CITY_NAME"], rotterdam["CITY_PREFIX"], rotterdam["THEME"]) == (
        "Rotterdam",
        "Gemeente",
        "rotterdam",
    )
    assert "$" not in (machine / "deploy/cities/rotterdam.env").read_text()


def test_its_backups_have_a_folder_that_is_not_made_by_docker(new, machine, settings) -> None:
    new("rotterdam")
    assert (machine / settings("rotterdam")["BACKUPS"]).is_dir()


def test_secrets_are_new_and_closed_to_others(new, machine) -> None:
    new("rotterdam")
    new("genk")
    folder = machine / "deploy/secrets/rotterdam"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    secrets = {file.name: file.read_text() for file in folder.iterdir()}
    assert (secrets.pop("smtp_password"), secrets.pop("exchange_password")) == ("", "")
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in secrets.values())
    others = {file.read_text() for file in (machine / "deploy/secrets/genk").iterdir()}
    assert len(set(secrets.values())) == 6
    assert not set(secrets.values()) & others
    assert not any(secret in (machine / "deploy/cities/rotterdam.env").read_text() for secret in secrets.values())


def test_a_second_city_gets_another_port(new, settings) -> None:
    new("rotterdam")
    new("genk")
    assert settings("rotterdam")["PORT"] != settings("genk")["PORT"]
    assert settings("genk")["PUBLIC_URL"] == f"http://localhost:{settings('genk')['PORT']}"


def test_a_city_that_nobody_prepared_is_made_from_what_is_said(new, settings) -> None:
    assert new("den-haag", "--title", "Den Haag").returncode == 0
    assert new("gent", "--country", "BE").returncode == 0
    assert (settings("den-haag")["CITY_NAME"], settings("den-haag")["TIME_ZONE"]) == ("Den Haag", "Europe/Amsterdam")
    assert (settings("gent")["CITY_PREFIX"], settings("gent")["TIME_ZONE"]) == ("Stad", "Europe/Brussels")
    assert new("forssa").returncode == 0
    assert new("tampere", "--country", "FI").returncode == 0
    for finnish in (settings("forssa"), settings("tampere")):
        assert (finnish["CITY_PREFIX"], finnish["TIME_ZONE"]) == ("", "Europe/Helsinki")
        assert finnish["LANGUAGES"].startswith("fi,en")


def test_with_an_encrypted_address_caddy_serves_it(new, settings, machine) -> None:
    new("rotterdam", "--url", "https://programme.rotterdam.example")
    new("genk", "--url", "https://programme.genk.example")
    assert (settings("rotterdam")["COMPOSE_PROFILES"], settings("rotterdam")["PROXIES"]) == ("tls", "1")
    assert (settings("genk")["COMPOSE_PROFILES"], settings("genk")["PROXIES"]) == ("", "1")
    site = (machine / "deploy/proxy/sites/genk.caddy").read_text()
    address = f"127.0.0.1:{settings('genk')['PORT']}"
    assert site.split() == ["https://programme.genk.example", "{", "import", "city", "reverse_proxy", address, "}"]


def test_secrets_outlast_the_settings(new, machine) -> None:
    new("rotterdam")
    kept = (machine / "deploy/secrets/rotterdam/secret_key").read_text()
    (machine / "deploy/cities/rotterdam.env").unlink()
    assert "Kept the secrets" in new("rotterdam").stdout
    assert (machine / "deploy/secrets/rotterdam/secret_key").read_text() == kept


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Rotterdam"], "A city can't be named 'Rotterdam'"),
        (["../etc"], "A city can't be named '../etc'"),
        (["x"], "A city can't be named 'x'"),
        (["genk;ls"], "A city can't be named 'genk;ls'"),
        (["template"], "A city can't be named 'template'"),
        (["exchange"], "A city can't be named 'exchange'"),
        (["genk", "--country", "XX"], "There is no country XX"),
        (["genk", "--title", "Genk $HOME"], "The title can't have quotes"),
        (["genk", "--url", "genk.example"], "'genk.example' is no address of pages"),
        (["genk", "--url", "https://genk.example/pages"], "'https://genk.example/pages' is no address of pages"),
        (["genk", "--port", "1"], "Port 1 "),
    ],
)
def test_what_is_wrong_is_one_sentence_and_changes_nothing(new, machine, arguments, sentence) -> None:
    if arguments[-1] == "1":
        (machine / "deploy/cities/other.env").write_text("CITY=other\nPORT=1\n")
    before = sorted(machine.rglob("*"))
    tried = new(*arguments)
    assert tried.returncode == 1
    assert tried.stderr.startswith(sentence)
    assert tried.stderr.count("\n") == 1
    assert sorted(machine.rglob("*")) == before


def test_a_port_that_somebody_listens_on_is_refused(new, a_taken_port) -> None:
    tried = new("genk", "--port", str(a_taken_port))
    assert tried.stderr.startswith(f"Port {a_taken_port} is taken on this machine")


def test_a_city_that_is_there_already_stays_as_it_is(new, machine) -> None:
    new("genk")
    before = (machine / "deploy/cities/genk.env").read_text()
    tried = new("genk", "--port", "9999")
    assert (tried.returncode, tried.stderr.split(";")[0]) == (1, "deploy/cities/genk.env exists already")
    assert (machine / "deploy/cities/genk.env").read_text() == before
