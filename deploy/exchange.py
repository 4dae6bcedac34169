"""`middleground exchange`: the exchange between cities, for whoever runs it. docs/exchange.md tells how."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from deploy import exchange_files
from deploy.admission import Admission, Member, NotAdmittedError
from deploy.broker import BrokerError
from deploy.city import NoCityError, check_name
from deploy.exchange_files import ExchangeError, Settings

cli = typer.Typer(no_args_is_help=True, help="The exchange between cities, where it runs.")

START = "docker compose --env-file deploy/exchange/exchange.env -f deploy/compose.exchange.yml -p exchange up --detach"

Name = Annotated[str, typer.Argument(metavar="CITY", help="As the city names itself: CITY in its settings.")]


@cli.callback()
def main() -> None:
    """The exchange between cities, where it runs."""


@cli.command()
def new(
    host: Annotated[str, typer.Option(help="The name of this machine for cities elsewhere, exchange.example.")] = "",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port for them.", show_default="5671")] = None,
) -> None:
    """Write the files of an exchange: its settings and its secrets."""
    try:
        made = exchange_files.make(host, port)
    except ExchangeError as error:
        sys.exit(str(error))
    for line in made:
        print(line)
    if host:
        print("Put a certificate for that name, and its key, into certificate.pem and key.pem there.")
    print("Look through the settings; then start the exchange:")
    print()
    print(f"  {START}")


@cli.command()
def admit(
    city: Name,
    renew: Annotated[bool, typer.Option("--renew", help="Give a city that is admitted a new password.")] = False,
) -> None:
    """Let a city take part, and show what its operator has to set."""
    with _exchange() as (settings, admission):
        check_name(city)
        password = admission.renew(city) if renew else admission.admit(city)
    print(f"{city} has a new password." if renew else f"{city} is admitted.")
    print(f"Its operator sets in deploy/cities/{city}.env")
    print()
    print(f"  EXCHANGE_URL={settings.url(city)}")
    print()
    print(f"and writes this, which is shown this once, into deploy/secrets/{city}/exchange_password:")
    print()
    print(f"  {password}")
    print()
    if settings.host:
        print(f"On this machine EXCHANGE_URL={settings.local_url(city)} would do as well.")
    if settings.needs_certificate:
        print("The exchange has no certificate yet, so it does not listen for other machines: docs/exchange.md.")


@cli.command("list")
def list_() -> None:
    """Show the cities of this exchange."""
    with _exchange() as (_settings, admission):
        members = admission.members()
    if not members:
        print("No city is admitted.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("City", "Connected", "Waiting", ""):
        table.add_column(heading, justify="right" if heading == "Waiting" else "left")
    for member in members:
        table.add_row(member.city, "yes" if member.connections else "no", str(member.waiting), _remark(member))
    Console(highlight=False, width=None if sys.stdout.isatty() else 120).print(table)


@cli.command()
def dismiss(
    city: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """End a city's part in the exchange: it is cut off, and what waits for it is gone."""
    with _exchange() as (_settings, admission):
        admission.check(city)
        if not yes:
            typer.confirm(f"Dismiss {city}? What waits for it is gone, and so is its password.", abort=True)
        admission.dismiss(city)
    print(f"{city} is dismissed.")


@cli.command()
def apply() -> None:
    """Have the exchange follow changed settings, for all its cities. Can be repeated."""
    with _exchange() as (_settings, admission):
        cities = admission.apply()
    print(f"The settings hold for {', '.join(cities)}." if cities else "The settings hold; no city is admitted.")


@contextmanager
def _exchange() -> Iterator[tuple[Settings, Admission]]:
    """Ends the program with a sentence when something is in the way."""
    try:
        settings = exchange_files.load()
        broker = settings.broker()
        broker.check_version()
        yield settings, Admission(broker, settings.vhost, settings.limits)
    except (ExchangeError, BrokerError, NotAdmittedError, NoCityError) as error:
        sys.exit(str(error))


def _remark(member: Member) -> str:
    return "full: the oldest are dropped" if member.is_full else ""
