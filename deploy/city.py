"""`middleground city`: the files of a city, on the machine where it is going to run."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Annotated
from urllib.parse import urlsplit

import typer
from dotenv import dotenv_values

from deploy.files import HERE, SECRETS, is_free, replace, write_secrets
from shared.messaging import exchange
from shared.version import VERSION

CITIES, PRESETS, SITES = HERE / "cities", HERE / "presets", HERE / "proxy/sites"
TEMPLATE = "template"
# The exchange between cities has its secrets beside theirs.
RESERVED = exchange.RESERVED | {TEMPLATE, "exchange"}
FIRST_PORT = 8001
SLUG = re.compile(r"[a-z][a-z0-9-]{1,29}")
ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")
# What stands before the name of a city, its time zone, its languages.
COUNTRIES = {
    "NL": ("Gemeente", "Europe/Amsterdam", "nl,en"),
    "BE": ("Stad", "Europe/Brussels", "nl,en"),
    "FI": ("", "Europe/Helsinki", "fi,en"),
    "ID": ("Kota", "Asia/Jakarta", "id,en"),
}
PASSWORDS = ("database_owner_password", "database_password", "amqp_password", "grafana_password")
MADE = ("secret_key", "erlang_cookie", *PASSWORDS)
EMPTY = ("smtp_password", "exchange_password")

cli = typer.Typer(no_args_is_help=True, help="The cities of this machine.")


class NoCityError(Exception):
    """Nothing has been written; the message is one sentence for an operator."""


@dataclass(frozen=True)
class City:
    slug: str
    title: str
    country: str
    url: str
    port: int

    @property
    def file(self) -> Path:
        return CITIES / f"{self.slug}.env"


@cli.callback()
def main() -> None:
    """The cities of this machine."""


@cli.command()
def new(
    slug: Annotated[str, typer.Argument(metavar="NAME", help="Lower case, without spaces: rotterdam, den-haag.")],
    title: Annotated[str | None, typer.Option(help="The name as people write it.")] = None,
    country: Annotated[str | None, typer.Option(help=f"One of: {', '.join(COUNTRIES)}.")] = None,
    url: Annotated[
        str | None, typer.Option(help="The address of its pages; with https:// Caddy gets a certificate for it.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port of this machine for its pages.")] = None,
) -> None:
    """Write the files of a new city: its settings and its secrets."""
    try:
        city = _city(slug, title, country, url, port)
        made = _write(city)
    except NoCityError as error:
        sys.exit(str(error))
    for line in made:
        print(line)
    print("Look through the settings; then start the city:")
    print()
    print(f"  docker compose --env-file deploy/cities/{slug}.env -p {slug} up --build --detach")


@cli.command("list")
def list_() -> None:
    """Show the cities of this machine."""
    for settings in others().values():
        print(f"{settings['CITY']}  {settings.get('PUBLIC_URL', '')}")


def others() -> dict[str, dict[str, str]]:
    """The settings of the cities that this machine has, by name."""
    files = sorted(file for file in CITIES.glob("*.env") if file.stem != TEMPLATE)
    return {file.stem: {name: value or "" for name, value in dotenv_values(file).items()} for file in files}


def preset(slug: str) -> dict[str, str]:
    return {name: value or "" for name, value in dotenv_values(PRESETS / f"{slug}.env").items()}


def check_name(slug: str) -> None:
    if slug in RESERVED:
        raise NoCityError(f"A city can't be named {slug!r}: that is the name of something else here.")
    if not SLUG.fullmatch(slug):
        raise NoCityError(
            f"A city can't be named {slug!r}: use 2 to 30 lower case letters, digits and hyphens, a letter first."
        )


def _city(slug: str, title: str | None, country: str | None, url: str | None, port: int | None) -> City:
    check_name(slug)
    known = preset(slug)
    country = country or known.get("COUNTRY", "NL")
    if country not in COUNTRIES:
        raise NoCityError(f"There is no country {country}; it can be one of: {', '.join(COUNTRIES)}.")
    title = title or known.get("CITY_NAME") or slug.replace("-", " ").title()
    if not title.isprintable() or set(title) & set("\"'$#\\"):
        raise NoCityError("The title can't have quotes, dollar signs or other signs that a settings file reads.")
    port = _free_port(port)
    url = (url or f"http://localhost:{port}").rstrip("/")
    if not ADDRESS.fullmatch(url):
        raise NoCityError(
            f"{url!r} is no address of pages: it is https:// and a host name, as in https://city.example."
        )
    return City(slug, title, country, url, port)


def _free_port(wanted: int | None) -> int:
    taken = {int(city["PORT"]): name for name, city in others().items() if city.get("PORT", "").isdecimal()}
    if wanted in taken:
        raise NoCityError(f"Port {wanted} is the one of {taken[wanted]}; choose another with --port.")
    if wanted is not None and not is_free(wanted):
        raise NoCityError(f"Port {wanted} is taken on this machine; choose another with --port.")
    return wanted or next(port for port in range(FIRST_PORT, 65536) if port not in taken and is_free(port))


def _write(city: City) -> list[str]:
    """Says what it has written. The settings come last: a city that has them is complete."""
    if city.file.exists():
        raise NoCityError(f"deploy/cities/{city.slug}.env exists already; change what you want to be different in it.")
    said = [f"Wrote deploy/cities/{city.slug}.env, the settings."]
    try:
        if (SECRETS / city.slug).exists():
            said.append(f"Kept the secrets in deploy/secrets/{city.slug}/: the data of a city depends on them.")
        else:
            write_secrets(city.slug, made=MADE, empty=EMPTY)
            said.append(f"Wrote new secrets to deploy/secrets/{city.slug}/; keep a copy of them elsewhere.")
        if served_by := _served_by(city):
            _write_site(city)
            said.append(f"Caddy of {served_by} serves it as well: deploy/proxy/sites/{city.slug}.caddy.")
        (HERE.parent / "var" / city.slug / "backups").mkdir(parents=True, exist_ok=True)
        replace(city.file, _settings(city, caddy=served_by is None))
    except OSError as error:
        raise NoCityError(f"The files of {city.title} could not be written: {error.strerror}.") from error
    return said


def _settings(city: City, *, caddy: bool) -> str:
    known = preset(city.slug)
    prefix, time_zone, languages = COUNTRIES[city.country]
    encrypted = city.url.startswith("https://")
    owner = CITIES.stat()
    return Template((CITIES / f"{TEMPLATE}.env").read_text()).substitute(
        city=city.slug,
        title=city.title,
        prefix=known.get("CITY_PREFIX", prefix),
        country=city.country,
        theme=known.get("THEME", "neutral"),
        time_zone=known.get("TIME_ZONE", time_zone),
        languages=known.get("LANGUAGES", languages),
        mail_from=known.get("MAIL_FROM", f"programma@{urlsplit(city.url).hostname}"),
        url=city.url,
        port=city.port,
        proxies=int(encrypted),
        profiles="tls" if encrypted and caddy else "",
        version=VERSION,
        run_as=f"{owner.st_uid}:{owner.st_gid}",
    )


def _served_by(city: City) -> str | None:
    """The city on this machine whose Caddy listens already."""
    if not city.url.startswith("https://"):
        return None
    return next((name for name, settings in others().items() if settings.get("COMPOSE_PROFILES") == "tls"), None)


def _write_site(city: City) -> None:
    SITES.mkdir(exist_ok=True)
    site = f"{city.url} {{\n\timport city\n\treverse_proxy 127.0.0.1:{city.port}\n}}\n"
    replace(SITES / f"{city.slug}.caddy", site)
