"""`middleground backup` and `middleground restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated

import psycopg
import typer
from sqlalchemy.exc import SQLAlchemyError

from deploy.backups import BackupError, folder
from deploy.broker import BrokerError
from deploy.topology import NotReadyError, owner_of
from shared import settings
from shared.settings import Settings

Daily = Annotated[bool, typer.Option("--daily", help="Make one each day, until stopped.")]
Wanted = Annotated[str, typer.Argument(metavar="[BACKUP]", help="Its name in the folder of backups, or latest.")]
Replace = Annotated[bool, typer.Option("--replace", help="In place of the data that the city has now.")]
WithoutKeys = Annotated[
    bool, typer.Option("--without-keys", help="Though nobody can read its mediations without the mediators' keys.")
]


def backup(daily: Daily = False) -> None:
    """Back up the city's database, and check the backup by a trial restore."""
    from deploy.backups import backup as backups
    from deploy.backups import daily as each_day
    from deploy.backups import erasures

    with _owner() as owner:
        if daily:
            each_day.run(owner)
        made = backups.take(owner)
        erasures.append(owner)
        manifest = folder.read(made)
        print(f"Made and checked the backup {made.name}, {_size(manifest.size)}, in {made.parent}.")


def restore(wanted: Wanted = folder.LATEST, replace: Replace = False, without_keys: WithoutKeys = False) -> None:
    """Bring the city back as it was when a backup was made. Its processes are stopped meanwhile."""
    from deploy.backups import restore as restoring

    with _owner() as owner:
        say = partial(print, flush=True)
        epoch = restoring.restore(owner, wanted, replaces=replace, say=say, without_keys=without_keys)
        print(f"EPOCH={epoch}")


@contextmanager
def _owner() -> Iterator[Settings]:
    """The settings of the city, as of the owner of its database; whatever goes wrong is a sentence."""
    try:
        city = settings.load()
        yield owner_of(city)
    except (settings.SettingsError, BackupError, BrokerError, NotReadyError) as error:
        sys.exit(str(error))
    except (SQLAlchemyError, psycopg.Error) as error:
        reason = (str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__])[0]
        sys.exit(f"The database of {city.city_name} fails: {reason}")


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1_000:,.0f} kB"
