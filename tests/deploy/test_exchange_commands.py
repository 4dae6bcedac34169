"""`middleground exchange`: its files, its commands, and one sentence when something is in the way."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pika
import pytest
from dotenv import dotenv_values, set_key
from pika.exceptions import AMQPConnectionError

from deploy.broker import Broker
from deploy.local.program import free_ports
from tests import machine
from tests.deploy import copied

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Middleground's files on a machine that has no exchange yet."""
    return copied.onto(tmp_path)


@pytest.fixture
def run(place: Path) -> Run:
    return lambda *arguments: copied.middleground(place, "exchange", *arguments)


@pytest.fixture
def new(run: Run) -> Run:
    """`exchange new` on ports that nobody has."""
    return lambda *arguments: run("new", "--port", str(free_ports(1)[0]), *arguments)


def settings(place: Path) -> dict[str, str | None]:
    return dotenv_values(place / "deploy/exchange/exchange.env")


def test_an_exchange_has_settings_and_secrets_and_says_the_next_command(place: Path) -> None:
    made = copied.started(place, "exchange", "new", "--port", str(free_ports(1)[0]), "--host", "exchange.example")
    assert made.returncode == 0, made.stderr
    assert "-f deploy/compose.exchange.yml -p exchange up --detach" in made.stdout
    assert settings(place)["EXCHANGE_HOST"] == "exchange.example"
    folder = place / "deploy/secrets/exchange"
    assert folder.stat().st_mode & 0o777 == 0o700
    secrets = {file.name: file.read_text() for file in folder.iterdir()}
    assert re.fullmatch("[0-9a-f]{64}", secrets.pop("administrator_password"))
    assert secrets == {"certificate.pem": "", "key.pem": ""}


def test_it_chooses_ports_that_are_free(new: Run, place: Path) -> None:
    new()
    chosen = [settings(place)[f"EXCHANGE_{name}PORT"] for name in ("", "LOCAL_", "MANAGEMENT_")]
    assert len(set(chosen)) == 3
    assert all(chosen)


def test_an_exchange_that_is_there_already_stays_as_it_is(new: Run, place: Path) -> None:
    new()
    before = (place / "deploy/exchange/exchange.env").read_text()
    again = new("--host", "exchange.example")
    assert (again.returncode, again.stderr.split(";")[0]) == (1, "deploy/exchange/exchange.env exists already")
    assert (place / "deploy/exchange/exchange.env").read_text() == before


def test_secrets_outlast_the_settings(new: Run, place: Path) -> None:
    new()
    secret = place / "deploy/secrets/exchange/administrator_password"
    kept = secret.read_text()
    (place / "deploy/exchange/exchange.env").unlink()
    assert "Kept the secrets" in new().stdout
    assert secret.read_text() == kept


def test_a_host_that_is_none_is_one_sentence_and_changes_nothing(new: Run, place: Path) -> None:
    tried = new("--host", "https://exchange.example")
    assert tried.returncode == 1
    assert tried.stderr.startswith("'https://exchange.example' is no name of a machine")
    assert not (place / "deploy/exchange/exchange.env").exists()
    assert not (place / "deploy/secrets").exists()


@pytest.fixture
def exchange(new: Run, place: Path, rabbitmq: dict[str, str]) -> Iterator[Path]:
    """The files of an exchange that is a vhost of the run's broker."""
    made = new("--host", "exchange.example")
    assert made.returncode == 0, made.stderr
    api, vhost = urlsplit(rabbitmq["api"]), machine.unique("exchange")
    change(place, EXCHANGE_VHOST=vhost, EXCHANGE_API_URL=f"http://{api.username}@{api.hostname}:{api.port}")
    write_secret(place, api.password or "")
    yield place
    broker = Broker(rabbitmq["amqp"], rabbitmq["api"])
    for name, tags in broker.users().items():
        if f"{vhost}-city" in tags:
            broker.delete_user(name)
    broker.delete_vhost(vhost)


def change(place: Path, **values: str) -> None:
    for name, value in values.items():
        set_key(place / "deploy/exchange/exchange.env", name, value, quote_mode="never")


def write_secret(place: Path, password: str) -> None:
    secret = place / "deploy/secrets/exchange/administrator_password"
    secret.unlink()
    secret.write_text(password)


def a_city() -> str:
    return machine.unique("genk").replace("_", "-")


def shown(admitted: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """The address and the password that the operator of a city is to set."""
    assert (admitted.returncode, admitted.stderr) == (0, "")
    return re.findall(r"^  EXCHANGE_URL=(\S+)$", admitted.stdout, re.MULTILINE)[0], re.findall(
        r"^  ([0-9a-f]{64})$", admitted.stdout, re.MULTILINE
    )[0]


def enters(rabbitmq: dict[str, str], vhost: str, city: str, password: str) -> bool:
    url = Broker(rabbitmq["amqp"], rabbitmq["api"]).amqp_url_of(vhost, city, password)
    try:
        pika.BlockingConnection(pika.URLParameters(url)).close()
    except AMQPConnectionError:
        return False
    return True


def test_an_admitted_city_is_told_what_to_set_until_it_is_dismissed(
    run: Run, exchange: Path, rabbitmq: dict[str, str]
) -> None:
    city, vhost = a_city(), settings(exchange)["EXCHANGE_VHOST"] or ""
    address, password = shown(run("admit", city))
    assert address == f"amqps://{city}@exchange.example:{settings(exchange)['EXCHANGE_PORT']}/{vhost}"
    assert enters(rabbitmq, vhost, city, password)

    again = run("admit", city)
    assert (again.returncode, again.stderr) == (
        1,
        f"{city} is admitted already; with --renew it gets a new password.\n",
    )
    assert enters(rabbitmq, vhost, city, password)

    _address, renewed = shown(run("admit", city, "--renew"))
    assert not enters(rabbitmq, vhost, city, password)
    assert enters(rabbitmq, vhost, city, renewed)

    assert re.search(rf"^{city} +no +0\s*$", run("list").stdout, re.MULTILINE)
    assert run("apply").stdout == f"The settings hold for {city}.\n"
    assert run("dismiss", city).returncode == 1, "nobody said yes"
    assert run("dismiss", city, "--yes").stdout == f"{city} is dismissed.\n"
    assert run("list").stdout == "No city is admitted.\n"
    assert not enters(rabbitmq, vhost, city, renewed)


def test_an_exchange_without_a_name_serves_its_own_machine(run: Run, exchange: Path) -> None:
    change(exchange, EXCHANGE_HOST="")
    city = a_city()
    address, _password = shown(run("admit", city))
    found = settings(exchange)
    assert address == f"amqp://{city}@127.0.0.1:{found['EXCHANGE_LOCAL_PORT']}/{found['EXCHANGE_VHOST']}"


@pytest.mark.parametrize("city", ["Genk", "../etc", "genk|x", "lessons", "exchange", "a" * 31])
def test_an_odd_name_of_a_city_is_one_sentence(run: Run, exchange: Path, rabbitmq: dict[str, str], city: str) -> None:
    tried = run("admit", city)
    assert tried.returncode == 1
    assert tried.stderr.startswith(f"A city can't be named {city!r}: ")
    assert tried.stderr.count("\n") == 1
    assert city not in Broker(rabbitmq["amqp"], rabbitmq["api"]).users()


def test_a_city_that_is_none_of_the_exchange_is_one_sentence(run: Run, exchange: Path) -> None:
    for command in (("dismiss", "../etc", "--yes"), ("admit", "genk-elsewhere", "--renew")):
        tried = run(*command)
        assert tried.returncode == 1
        said = f"{command[1]} is no city of this exchange; `exchange list` shows those that are.\n"
        assert tried.stderr == said


def test_without_an_exchange_there_is_one_sentence(run: Run) -> None:
    tried = run("admit", "genk")
    assert tried.stderr == "There is no exchange on this machine; ./middleground exchange new makes its files.\n"
    assert tried.returncode == 1


@pytest.mark.parametrize("command", [("admit", "genk"), ("list",)])
def test_an_exchange_that_does_not_run_is_one_sentence(run: Run, exchange: Path, command: tuple[str, ...]) -> None:
    change(exchange, EXCHANGE_API_URL="http://administrator@127.0.0.1:1")
    tried = run(*command)
    assert tried.stderr == "RabbitMQ's management API at http://127.0.0.1:1 can not be reached.\n"
    assert tried.returncode == 1


def test_a_wrong_password_of_the_administrator_is_one_sentence(run: Run, exchange: Path) -> None:
    write_secret(exchange, "wrong")
    tried = run("admit", a_city())
    assert tried.returncode == 1
    assert re.fullmatch(r"RabbitMQ at \S+ does not let \w+ do this: the password is wrong, .*\n", tried.stderr)


STRANGERS = [(200, "<html>"), (404, "<html>"), (200, "{}"), (200, "[1]"), (401, "no")]


def test_something_that_is_no_rabbitmq_is_one_sentence(run: Run, exchange: Path) -> None:
    for status, says in STRANGERS:
        with a_web_server(status, says) as port:
            change(exchange, EXCHANGE_API_URL=f"http://127.0.0.1:{port}")
            tried = run("admit", "genk")
        assert tried.stderr == f"What answers at http://127.0.0.1:{port} is not RabbitMQ's management API.\n"


@contextmanager
def a_web_server(status: int, says: str) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(says.encode())

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


WRONG = [
    ("EXCHANGE_MOST_MESSAGES", "many", "must be a number"),
    ("EXCHANGE_KEEP_DAYS", "0", "must be a number, 1 or more"),
    ("EXCHANGE_PORT", "", "must be a number"),
    ("EXCHANGE_VHOST", "two words", "must be one word"),
    ("EXCHANGE_API_URL", "http://[x", "must be as in http://"),
    ("EXCHANGE_API_URL", "amqp://x:5672", "must be as in http://"),
]


def test_a_wrong_setting_is_one_sentence(new: Run, run: Run, place: Path) -> None:
    new()
    file = place / "deploy/exchange/exchange.env"
    right = file.read_text()
    for setting, value, sentence in WRONG:
        change(place, **{setting: value})
        tried = run("admit", "genk")
        assert (tried.returncode, tried.stderr.count("\n")) == (1, 1)
        assert tried.stderr.startswith(f"{setting} in deploy/exchange/exchange.env {sentence}")
        file.write_text(right)
