"""The files of the exchange between cities, on the machine where it runs: its settings and its secrets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values

from deploy.broker import Broker
from deploy.files import HERE, SECRETS, is_free, replace, write_secrets
from shared.messaging.exchange import Limits

NAME = "exchange"
FOLDER = HERE / NAME
FILE, TEMPLATE = FOLDER / "exchange.env", FOLDER / "template.env"
PASSWORD = SECRETS / NAME / "administrator_password"
CERTIFICATE = (SECRETS / NAME / "certificate.pem", SECRETS / NAME / "key.pem")
PORT, LOCAL_PORT, MANAGEMENT_PORT = 5671, 5672, 15672
HOST = re.compile(r"(?!-)[a-z0-9.-]{1,253}|\[[0-9a-f:]+\]")
API_URL = re.compile(r"https?://([^@/:]+@)?([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?(/[\w./-]*)?")
VHOST = re.compile(r"[\w.-]+", re.ASCII)
MEGABYTE = 1024 * 1024
ADMINISTRATOR = "administrator"


class ExchangeError(Exception):
    """The files can't be made or used as they are; the message is one sentence for an operator."""


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    local_address: str
    local_port: int
    vhost: str
    api_url: str = field(repr=False)
    limits: Limits
    needs_certificate: bool  # before other machines reach it

    def broker(self) -> Broker:
        return Broker("", self.api_url)

    def url(self, city: str) -> str:
        """For a city on another machine, where the exchange has a name for it."""
        if not self.host:
            return self.local_url(city)
        return f"amqps://{city}@{self.host}:{self.port}/{self.vhost}"

    def local_url(self, city: str) -> str:
        return f"amqp://{city}@{self.local_address}:{self.local_port}/{self.vhost}"


def make(host: str, port: int | None) -> list[str]:
    """Says what it has written. The settings come last: an exchange that has them is complete."""
    if FILE.exists():
        raise ExchangeError(f"{_shown(FILE)} exists already; change what you want to be different in it.")
    if host and not HOST.fullmatch(host):
        raise ExchangeError(f"{host!r} is no name of a machine: it is a host name alone, as in exchange.example.")
    port = port or PORT
    if not is_free(port):
        raise ExchangeError(f"Port {port} is taken on this machine; choose another with --port.")
    local_port = _free(LOCAL_PORT, port)
    management_port = _free(MANAGEMENT_PORT, port, local_port)
    said = [f"Wrote {_shown(FILE)}, the settings."]
    try:
        if PASSWORD.parent.exists():
            said.append(f"Kept the secrets in {_shown(PASSWORD.parent)}/: the broker knows its administrator by them.")
        else:
            write_secrets(NAME, made=[PASSWORD.name], empty=[file.name for file in CERTIFICATE])
            said.append(f"Wrote new secrets to {_shown(PASSWORD.parent)}/; keep a copy of them elsewhere.")
        replace(FILE, _text(host=host, port=port, local_port=local_port, management_port=management_port))
    except OSError as error:
        raise ExchangeError(f"The files of the exchange could not be written: {error.strerror}.") from error
    return said


def _text(**values: str | int) -> str:
    return Template(TEMPLATE.read_text()).substitute(values)


def load() -> Settings:
    if not FILE.exists():
        raise ExchangeError("There is no exchange on this machine; ./middleground exchange new makes its files.")
    values = {name: value or "" for name, value in dotenv_values(FILE).items()}
    if not VHOST.fullmatch(values.get("EXCHANGE_VHOST", "")):
        raise ExchangeError(f"EXCHANGE_VHOST in {_shown(FILE)} must be one word.")
    return Settings(
        host=values.get("EXCHANGE_HOST", ""),
        port=_number(values, "EXCHANGE_PORT"),
        local_address=values.get("EXCHANGE_LOCAL_ADDRESS", ""),
        local_port=_number(values, "EXCHANGE_LOCAL_PORT"),
        vhost=values["EXCHANGE_VHOST"],
        api_url=_api_url(values),
        limits=Limits(
            messages=_number(values, "EXCHANGE_MOST_MESSAGES"),
            bytes=_number(values, "EXCHANGE_MOST_MEGABYTES") * MEGABYTE,
            days=_number(values, "EXCHANGE_KEEP_DAYS"),
            connections=_number(values, "EXCHANGE_CONNECTIONS"),
            channels=_number(values, "EXCHANGE_CHANNELS"),
        ),
        needs_certificate=bool(values.get("EXCHANGE_HOST")) and not values.get("EXCHANGE_API_URL") and not _certified(),
    )


def _api_url(values: Mapping[str, str]) -> str:
    """With the name and password of the administrator."""
    here = f"http://{ADMINISTRATOR}@127.0.0.1:{_number(values, 'EXCHANGE_MANAGEMENT_PORT')}"
    url = values.get("EXCHANGE_API_URL") or here
    try:
        password = PASSWORD.read_text().strip()
    except OSError as error:
        raise ExchangeError(f"The password of the administrator can't be read: {_shown(PASSWORD)}.") from error
    if not API_URL.fullmatch(url):
        raise ExchangeError(f"EXCHANGE_API_URL in {_shown(FILE)} must be as in {here}.")
    user = unquote(urlsplit(url).username or ADMINISTRATOR)
    return Broker("", url).api_url_of(user, password)


def _certified() -> bool:
    return all(file.exists() and file.stat().st_size for file in CERTIFICATE)


def _number(values: Mapping[str, str], name: str) -> int:
    value = values.get(name, "")
    if not value.isdecimal() or int(value) < 1:
        raise ExchangeError(f"{name} in {_shown(FILE)} must be a number, 1 or more.")
    return int(value)


def _free(port: int, *taken: int) -> int:
    """This one, or the next that nobody listens on or wants."""
    return next(number for number in range(port, 65536) if number not in taken and is_free(number))


def _shown(path: Path) -> str:
    return str(path.relative_to(HERE.parent))
