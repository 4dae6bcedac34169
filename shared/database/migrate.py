"""Migrations: each service's own (`services/<service>/migrations/`) and those of the messaging tables, per schema; and
those of the relay, in a schema of its own."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.engine import Connection

from shared.database import grants
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "shared/database/alembic"
MESSAGING = ROOT / "shared/messaging/migrations"
RELAY = ROOT / "shared/messaging/relay/migrations"
# Two deployments of one city that start together must not migrate at the same time.
LOCK = 0x6D6964646C65


def _config(connection: Connection, versions: Path, version_table: str, target: MetaData | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(connection=connection, version_table=version_table, target=target)
    return config


def configs(connection: Connection, service: str, target: MetaData | None = None) -> list[Config]:
    """The two histories of a service's schema: the messaging tables and its own. `target` is for comparing."""
    from shared.messaging.tables import metadata as messaging_metadata

    own = ROOT / "services" / service / "migrations"
    return [
        _config(connection, MESSAGING, "messaging_version", messaging_metadata),
        _config(connection, own, "version", target),
    ]


def histories(services: list[str]) -> dict[tuple[str, str], Path]:
    """(schema, table of its version) -> where the migrations are that bring it up to date."""
    own = {(service, "version"): ROOT / "services" / service / "migrations" for service in services}
    return {**own, **{(service, "messaging_version"): MESSAGING for service in services}, ("relay", "version"): RELAY}


def revisions(versions: Path) -> list[str]:
    """All that this version of the code knows, the newest first."""
    scripts = ScriptDirectory(str(Path(__file__).parent / "alembic"), version_locations=[str(versions)])
    return [script.revision for script in scripts.walk_revisions()]


def relay_config(connection: Connection) -> Config:
    from shared.messaging.relay.tables import metadata as relay_metadata

    return _config(connection, RELAY, "version", relay_metadata)


def enter_schema(connection: Connection, schema: str) -> None:
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    connection.execute(text(f"SET search_path TO {schema}"))
    connection.commit()


def upgrade_all(settings: Settings, services: list[str]) -> None:
    engine = create_engine(settings.sqlalchemy_url)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        try:
            for service in services:
                enter_schema(connection, service)
                for config in configs(connection, service):
                    command.upgrade(config, "head")
                    connection.commit()
            enter_schema(connection, "relay")
            command.upgrade(relay_config(connection), "head")
            connection.commit()
            grants.prepare(connection, services)
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
    engine.dispose()
