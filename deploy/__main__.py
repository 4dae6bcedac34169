"""The command line of a city: `./middleground`, with the city's settings in the environment."""

import sys
import time
import warnings
from typing import Annotated

import typer

from deploy import city as cities
from deploy import exchange, mail, parked, person, rebuild
from deploy.backups import cli as backups

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(cities.cli, name="city")
cli.add_typer(exchange.cli, name="exchange")
cli.add_typer(person.cli, name="person")
cli.add_typer(parked.cli, name="parked")
cli.add_typer(mail.cli, name="mail")
cli.command("rebuild")(rebuild.rebuild)
cli.command("backup")(backups.backup)
cli.command("restore")(backups.restore)


AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@cli.callback()
def main(
    city: Annotated[str | None, typer.Option(help="A city of the demo on this machine, such as rotterdam.")] = None,
) -> None:
    """Middleground for one city."""
    if city:
        from deploy.local.city import use

        use(city)


@cli.command()
def status(as_json: AsJson = False) -> None:
    """Show in a few lines how this city is."""
    from deploy.status import show

    show(as_json)


@cli.command()
def doctor(as_json: AsJson = False) -> None:
    """Look at everything that this city needs, and say what is wrong and what to do."""
    from deploy.doctor import examine

    examine(as_json)


@cli.command()
def migrate(wait: int = typer.Option(60, help="Seconds to wait for the database and the broker.")) -> None:
    """Bring the database and the broker to what this version needs. Can be repeated."""
    from sqlalchemy.exc import SQLAlchemyError

    from deploy import topology
    from deploy.broker import BrokerError
    from shared import settings

    try:
        city = settings.load()
        until = time.monotonic() + wait
        topology.prepare_database(city, until)
        topology.prepare_broker(city, until)
    except (settings.SettingsError, BrokerError, topology.NotReadyError) as error:
        sys.exit(str(error))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        sys.exit(f"The database of {city.city_name} could not be migrated: {reason}")


if __name__ == "__main__":
    # Eventlet, below nameko, says of itself that it is only maintained now: docs/decisions/0002-nameko.md.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    cli(prog_name="middleground")
