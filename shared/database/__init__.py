"""PostgreSQL: one database per city, one schema per service, and the only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from shared import roles
from shared.errors import Refusal
from shared.settings import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# A process that was stopped, or cut off, in mid-transaction keeps its locks for a minute at most.
OPTIONS = "-ctimezone=UTC -cidle_in_transaction_session_timeout=60s"


def metadata() -> MetaData:
    return MetaData(naming_convention=NAMING)


class Database:
    """One service's schema. Tables carry no schema of their own: the connection's search path says which is meant."""

    def __init__(self, settings: Settings, schema: str, *, pool_size: int = 2, max_overflow: int = 8):
        self.settings, self.schema = settings, schema
        self.engine: Engine = create_engine(
            settings.sqlalchemy_url,
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=5,
            pool_pre_ping=True,
            hide_parameters=True,  # an error that is logged names the statement, not the people in it
            connect_args={
                "options": f"-csearch_path={schema} -crole={roles.of(schema)} {OPTIONS}",
                "application_name": f"middleground-{schema}",
                "connect_timeout": 5,
            },
        )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One use case, one transaction: committed when the block ends, rolled back when it raises.

        A refusal that keeps changes is raised after the commit.
        """
        refused: Refusal | None = None
        with session(self.engine, self.settings) as tx, tx.begin():
            try:
                yield tx
            except Refusal as refusal:
                if not refusal.keeps_changes:
                    raise
                refused = refusal
        if refused is not None:
            raise refused

    def dispose(self) -> None:
        self.engine.dispose()


@contextmanager
def transaction(settings: Settings, schema: str) -> Iterator[Session]:
    """For who needs just one."""
    database = Database(settings, schema, pool_size=1)
    try:
        with database.transaction() as tx:
            yield tx
    finally:
        database.dispose()


def session(bind: Engine | Connection, settings: Settings, **options: Any) -> Session:
    return Session(bind, expire_on_commit=False, info={"settings": settings}, **options)


def settings_of(tx: Session) -> Settings:
    """The settings of the city whose transaction this is."""
    return tx.info["settings"]


def is_outage(error: BaseException) -> bool:
    """Whether the database could not be reached, as opposed to refusing what it was asked."""
    if isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    # Class 08 connection, 53 insufficient resources (a full disk among them), 57 operator intervention, 58 system.
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state[:2] in ("08", "53", "57", "58")


def is_conflict(error: DBAPIError) -> bool:
    """Whether another transaction was in the way, and making this one again may help."""
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")


def count_statements(engine: Engine, into: list[str]) -> Any:
    """Appends each statement that `engine` runs to `into`; returns a function that stops it."""

    def listener(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        into.append(statement)

    event.listen(engine, "before_cursor_execute", listener)
    return lambda: event.remove(engine, "before_cursor_execute", listener)
