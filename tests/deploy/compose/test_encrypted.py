"""What other machines reach is encrypted: the pages of a city behind Caddy, and the exchange between cities."""

import re
import ssl
from collections.abc import Iterator

import pika
import pytest
import requests
from pika.exceptions import AMQPConnectionError

from deploy.local.program import free_ports
from tests.deploy.compose.host import COMPOSE, ComposedCity, Host
from tests.deploy.exchanging import City, refused
from tests.waiting import eventually

pytestmark = pytest.mark.timeout(1800)
EXCHANGE = ("--env-file", "deploy/exchange/exchange.env", "-f", "deploy/compose.exchange.yml", "-p", "exchange")
CERTIFICATE, KEY = "deploy/secrets/exchange/certificate.pem", "deploy/secrets/exchange/key.pem"


@pytest.fixture(scope="module")
def city(host: Host) -> ComposedCity:
    """For the name localhost Caddy signs a certificate by itself, with an authority of its own."""
    city = host.new("rotterdam", "--url", "https://localhost")
    city.up()
    return city


@pytest.fixture(scope="module")
def authority(city: ComposedCity, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with the certificate of that authority."""
    kept = "/data/caddy/pki/authorities/local/root.crt"
    read = eventually(lambda: city.compose("exec", "-T", "proxy", "cat", kept, check=False).stdout, 60, "a certificate")
    file = tmp_path_factory.mktemp("authority") / "root.crt"
    file.write_text(read)
    return str(file)


def test_the_pages_of_a_city_are_served_with_a_certificate(city: ComposedCity, authority: str) -> None:
    answer = requests.get("https://localhost/sign-in", verify=authority, timeout=10)
    assert answer.status_code == 200
    assert "; Secure;" in answer.headers["Set-Cookie"]
    plain = requests.get("http://localhost/sign-in", allow_redirects=False, timeout=10)
    assert (plain.status_code, plain.headers["Location"]) == (308, "https://localhost/sign-in")


def test_the_proxy_of_the_first_city_serves_the_second(city: ComposedCity, authority: str) -> None:
    second = city.host.new("genk", "--url", "https://genk.localhost")
    second.up()
    city.compose("restart", "proxy")
    found = ("--resolve", "genk.localhost:443:127.0.0.1", "--cacert", authority, "--silent", "--fail")

    def page() -> str:
        return city.host.run("curl", *found, "https://genk.localhost/sign-in", check=False).stdout

    assert "Genk" in eventually(page, 60, "the page of Genk")


@pytest.fixture(scope="module")
def exchange(host: Host) -> Iterator[dict[str, City]]:
    [port] = free_ports(1)
    host.middleground("exchange", "new", "--host", "localhost", "--port", str(port))
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost")
    named = ("-addext", "subjectAltName=DNS:localhost")
    host.run("openssl", "req", *made, *named, "-keyout", "key.pem", "-out", "certificate.pem")
    for kept, new in ((CERTIFICATE, "certificate.pem"), (KEY, "key.pem")):
        (host.folder / kept).write_text((host.folder / new).read_text())
    host.run(*COMPOSE, *EXCHANGE, "up", "--detach")
    try:
        eventually(lambda: host.middleground("exchange", "apply", check=False).returncode == 0, 180, "the exchange")
        yield {name: admitted(host, name) for name in ("rotterdam", "genk")}
    finally:
        host.run(*COMPOSE, *EXCHANGE, "down", "--volumes", check=False)


def admitted(host: Host, name: str) -> City:
    said = host.middleground("exchange", "admit", name).stdout
    url, password = re.findall(r"^  (?:EXCHANGE_URL=)?(\S+)$", said, re.MULTILINE)
    return City(name, url.replace("@", f":{password}@"), "")


def connected(host: Host, city: City) -> pika.BlockingConnection:
    parameters = pika.URLParameters(city.url)
    trusting = ssl.create_default_context(cafile=host.folder / CERTIFICATE)
    parameters.ssl_options = pika.SSLOptions(trusting, "localhost")
    return pika.BlockingConnection(parameters)


def test_cities_reach_each_other_by_the_exchange(host: Host, exchange: dict[str, City]) -> None:
    rotterdam, genk = exchange["rotterdam"], exchange["genk"]
    with connected(host, rotterdam) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("lessons", rotterdam.key(), b"{}", pika.BasicProperties(user_id="rotterdam"))
    with connected(host, genk) as connection:
        _, properties, body = next(connection.channel().consume("genk", inactivity_timeout=15))
        assert (properties.user_id, body) == ("rotterdam", b"{}")
    with connected(host, genk) as connection, refused():
        next(connection.channel().consume("rotterdam", inactivity_timeout=15))


def test_without_encryption_nobody_gets_in(host: Host, exchange: dict[str, City]) -> None:
    with pytest.raises(AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(exchange["genk"].url.replace("amqps://", "amqp://")))
