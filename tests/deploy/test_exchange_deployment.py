"""How the exchange between cities runs: its container, its settings, and what listens for whom."""

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pika
import pytest
import yaml
from pika.exceptions import AMQPConnectionError, ChannelClosedByBroker

from deploy.broker import Broker
from deploy.local import rabbitmq as finder
from deploy.local.program import ROOT, free_ports, running, wait_until
from tests import machine

COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "deploy/compose.exchange.yml").read_text())
EXCHANGE: Mapping[str, Any] = COMPOSE["services"]["exchange"]
CITY: Mapping[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["rabbitmq"]
TEMPLATE = (ROOT / "deploy/exchange/template.env").read_text()
NAME = re.compile(r"^(?:# )?(EXCHANGE_[A-Z_]+)=", re.MULTILINE)


def test_the_container_is_as_closed_as_the_broker_of_a_city() -> None:
    same = ("image", "user", "read_only", "cap_drop", "security_opt", "pids_limit", "restart", "healthcheck", "logging")
    assert {name: EXCHANGE[name] for name in same} == {name: CITY[name] for name in same}
    assert EXCHANGE["mem_limit"]
    written = [volume for volume in EXCHANGE["volumes"] if not volume.endswith(":ro")]
    assert written == ["exchange:/var/lib/rabbitmq"]
    assert EXCHANGE["tmpfs"] == ["/tmp"]


def test_everything_that_is_mounted_is_there() -> None:
    files = [volume.split(":")[0] for volume in EXCHANGE["volumes"] if volume.startswith("./")]
    assert len(files) == 3
    assert [file for file in files if not (ROOT / "deploy" / file).is_file()] == []


def test_secrets_come_from_the_files_that_are_made() -> None:
    files = {secret["file"] for secret in COMPOSE["secrets"].values()}
    assert files == {f"secrets/exchange/{name}" for name in ("administrator_password", "certificate.pem", "key.pem")}
    assert set(EXCHANGE["secrets"]) == set(COMPOSE["secrets"])
    assert not any("PASS" in name for name in EXCHANGE["environment"])


def test_only_the_port_with_tls_is_open_to_other_machines() -> None:
    assert EXCHANGE["ports"] == [
        "${EXCHANGE_PORT}:5671",
        "${EXCHANGE_LOCAL_ADDRESS}:${EXCHANGE_LOCAL_PORT}:5672",
        "127.0.0.1:${EXCHANGE_MANAGEMENT_PORT}:15672",
    ]
    assert "EXCHANGE_LOCAL_ADDRESS=127.0.0.1\n" in TEMPLATE


def test_every_setting_is_explained_and_used() -> None:
    code = (ROOT / "deploy/exchange_files.py").read_text() + (ROOT / "deploy/compose.exchange.yml").read_text()
    assert set(NAME.findall(TEMPLATE)) == set(re.findall(r'[{"\'](EXCHANGE_[A-Z_]+)', code))
    lines = TEMPLATE.splitlines()
    pairs = zip(["", *lines], lines, strict=False)
    unexplained = [line for before, line in pairs if NAME.match(line) and not before.startswith(("#", "EXCHANGE_"))]
    assert unexplained == []


@pytest.mark.parametrize(("certificate", "key", "listens"), [("c", "k", True), ("", "", False), ("c", "", False)])
def test_nothing_listens_for_other_machines_without_a_certificate(
    tmp_path: Path, certificate: str, key: str, listens: bool
) -> None:
    """The container's own script, with folders of its own."""
    secrets = {"certificate": certificate, "key": key, "administrator_password": "only for a test"}
    for folder, files in {
        "run": secrets,
        "image": {"10-image.conf": ""},
        "ours": {"tls.conf": ""},
        "programs": {"docker-entrypoint.sh": '#!/bin/sh\necho "$RABBITMQ_DEFAULT_PASS"; ls "$RABBITMQ_CONFIG_FILES"\n'},
    }.items():
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text)
    (tmp_path / "programs/docker-entrypoint.sh").chmod(0o755)
    shell, options, script = EXCHANGE["entrypoint"]
    places = {
        "/run/secrets": "run",
        "/etc/rabbitmq/conf.d": "image",
        "/etc/middleground": "ours",
        "/tmp/conf.d": "made",
    }
    for place, folder in places.items():
        assert place in script
        script = script.replace(place, str(tmp_path / folder))
    started = subprocess.run(
        [shell, options, script.replace("$$", "$")],
        env={"PATH": f"{tmp_path / 'programs'}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    said = started.stdout.splitlines()
    assert said[-1] == ("40-tls.conf" if listens else "10-image.conf")
    assert "only for a test" in said
    assert ("only this machine reaches the exchange" in started.stdout) is not listens


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, one below it, and a certificate by that for localhost, with what authorities give out with it."""
    if not shutil.which("openssl"):
        machine.missing("openssl, which makes certificates for a test, is not installed")
    folder = tmp_path_factory.mktemp("certificates")
    (folder / "openssl.cnf").write_text("[req]\ndistinguished_name = name\n[name]\n")
    make(folder, "authority", *AUTHORITY)
    make(folder, "between", *AUTHORITY, "authorityKeyIdentifier=keyid", by="authority")
    make(folder, "server", "subjectAltName=DNS:localhost", "authorityKeyIdentifier=keyid", by="between")
    chain = (folder / "server.pem").read_text() + (folder / "between.pem").read_text()
    (folder / "chain.pem").write_text(chain)
    return folder


AUTHORITY = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign", "subjectKeyIdentifier=hash")


def make(folder: Path, name: str, *extensions: str, by: str | None = None) -> None:
    command = ["openssl", "req", "-config", "openssl.cnf", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem"]
    command += ["-CA", f"{by}.pem", "-CAkey", f"{by}.key"] if by else []
    command += [part for extension in extensions for part in ("-addext", extension)]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


@pytest.fixture(scope="module")
def node(certificates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Broker, int]]:
    """A RabbitMQ that runs with the files of the exchange, and its port with TLS."""
    folder = tmp_path_factory.mktemp("node")
    folder.chmod(0o755)
    found = finder.private_node(folder / "broker", folder)
    if found is None:
        machine.missing("RabbitMQ is not installed, so a node with settings of its own can't be started")
    assert found is not None
    (port,) = free_ports(1)
    configuration = folder / "broker/conf.d"
    configuration.mkdir()
    (configuration / "20.conf").write_text((ROOT / "deploy/rabbitmq.conf").read_text().replace("1GB", "50MB"))
    (configuration / "30.conf").write_text((ROOT / "deploy/exchange/rabbitmq.conf").read_text())
    tls = (ROOT / "deploy/exchange/tls.conf").read_text().replace("= 5671", f"= {port}")
    for name, file in {"certificate": "chain.pem", "key": "server.key"}.items():
        tls = tls.replace(f"/run/secrets/{name}", str(certificates / file))
    (configuration / "40.conf").write_text(tls)
    with ExitStack() as stack:
        processes = [stack.enter_context(running(program)) for program in found.programs]
        alive = lambda: all(process.poll() is None for process in processes)  # noqa: E731
        wait_until(found.broker.answers, 90, "RabbitMQ", found.programs[-1].log, alive)
        yield found.broker, port


def over_tls(node: tuple[Broker, int], context: ssl.SSLContext) -> pika.ConnectionParameters:
    broker, port = node
    plain = pika.URLParameters(broker.amqp_url)
    return pika.ConnectionParameters(
        "localhost", port, "/", plain.credentials, ssl_options=pika.SSLOptions(context, "localhost")
    )


def test_who_trusts_the_authority_is_sure_of_the_exchange(node: tuple[Broker, int], certificates: Path) -> None:
    context = ssl.create_default_context(cafile=certificates / "authority.pem")
    with pika.BlockingConnection(over_tls(node, context)) as connection:
        assert connection.is_open


def test_who_does_not_know_the_authority_stays_away(node: tuple[Broker, int]) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        pika.BlockingConnection(over_tls(node, ssl.create_default_context()))


def test_nobody_gets_in_without_tls_or_with_an_old_one(node: tuple[Broker, int], certificates: Path) -> None:
    broker, port = node
    plain = pika.URLParameters(broker.amqp_url)
    with pytest.raises(AMQPConnectionError):
        pika.BlockingConnection(pika.ConnectionParameters("localhost", port, "/", plain.credentials, socket_timeout=5))
    old = ssl.create_default_context(cafile=certificates / "authority.pem")
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("localhost", port)) as opened, pytest.raises(ssl.SSLError):
        old.wrap_socket(opened, server_hostname="localhost")


def test_a_message_that_no_city_of_ours_sends_is_too_large(node: tuple[Broker, int], certificates: Path) -> None:
    context = ssl.create_default_context(cafile=certificates / "authority.pem")
    with pika.BlockingConnection(over_tls(node, context)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("amq.topic", "x", b" " * 256 * 1024)
        with pytest.raises(ChannelClosedByBroker, match="larger than configured max size"):
            channel.basic_publish("amq.topic", "x", b" " * (256 * 1024 + 1))
