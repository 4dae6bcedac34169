"""Two ids that turned out to be one person: what a service holds under the one goes to the other, and can go back.

A service says where it holds people:

    PEOPLE = (
        Held(Coordinator, apart=("programme_id",)),
        Held(Post, "author_id"),
        Listed(Group, "trainer_ids"),
    )

What was moved is kept as it was. Going back, a row returns if it is as the merge left it; what has been changed since
stays with the person who was kept, and what has ended since stays ended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, delete, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

Row = dict[str, Any]
# What was done, row by row, for the way back; plain JSON.
Moves = list[dict[str, Any]]


class MergeColumns:
    """For a service's own table of what it merged, which ends with the undoing or the erasure."""

    dropped_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kept_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    moves: Mapped[Moves] = mapped_column(JSONB)


def of_the_kept(kept: Row, dropped: Row) -> Row:
    return kept


@dataclass(frozen=True)
class Held:
    """Rows about a person, whose id stands in `column`.

    `apart`: the columns by which one person has one row at most; None: any number. `better` says what becomes of two
    rows that can't both be the kept person's; with `stays` the dropped one is left where it is. `unsaid`: columns that
    are not copied for the way back, as nobody else may read them.
    """

    table: Any
    column: str = "person_id"
    apart: tuple[str, ...] | None = None
    better: Callable[[Row, Row], Row] = of_the_kept
    stays: bool = False
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """Lists of people's ids in `column`, an array."""

    table: Any
    column: str


Place = Held | Listed


def merge(tx: Session, merges: Any, places: Iterable[Place], kept_id: UUID, dropped_id: UUID) -> Moves | None:
    """None when it was done before."""
    tx.flush()
    if tx.get(merges, dropped_id, with_for_update=True) is not None:
        return None
    moves = [move for place in (Held(merges, "kept_id"), *places) for move in _moves(tx, place, kept_id, dropped_id)]
    tx.add(merges(dropped_id=dropped_id, kept_id=kept_id, moves=moves))
    tx.flush()
    tx.expire_all()
    return moves


def undo(tx: Session, merges: Any, places: Iterable[Place], dropped_id: UUID) -> Moves | None:
    """The moves that were taken back; None when there is nothing to undo."""
    tx.flush()
    merged = tx.get(merges, dropped_id, with_for_update=True)
    if merged is None:
        return None
    by_table = {_name(place): place for place in (Held(merges, "kept_id"), *places)}
    kept_id, moves = merged.kept_id, merged.moves
    tx.delete(merged)
    tx.flush()
    back = [move for move in reversed(moves) if _back(tx, by_table[move["place"]], move, kept_id, dropped_id)]
    tx.expire_all()
    return back


def forget(tx: Session, merges: Any, person_id: UUID) -> None:
    """Of somebody who is erased nothing is kept for going back."""
    tx.execute(delete(merges).where((merges.kept_id == person_id) | (merges.dropped_id == person_id)))


def following(merges: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Marks a reaction: what arrives late about a dropped id is about the person who was kept."""

    def marked(reaction: Callable[[Session, Row], None]) -> Callable[[Session, Row], None]:
        @wraps(reaction)
        def follow(tx: Session, event: Row) -> None:
            reaction(tx, _as_of_now(tx, merges, event))

        return follow

    return marked


def _as_of_now(tx: Session, merges: Any, event: Row) -> Row:
    named = {name: event[name] for name in ("person_id", "person_ids", "author_id", "asker_id") if event.get(name)}
    ids = [each for value in named.values() for each in (value if isinstance(value, list) else [value])]
    rows = tx.execute(select(merges.dropped_id, merges.kept_id).where(merges.dropped_id.in_(ids)))
    kept = {row.dropped_id: row.kept_id for row in rows}

    def now(value: Any) -> Any:
        if isinstance(value, list):
            return list(dict.fromkeys(kept.get(each, each) for each in value))
        return kept.get(value, value)

    return event | {name: now(value) for name, value in named.items()}


def moved(moves: Moves, place: str, *columns: str) -> list[tuple[Any, ...]]:
    """The values of `columns` in the rows of a table that were moved, each once: `moved(moves, "attendances", ...)`."""
    rows = [row for move in moves if move["place"].partition(".")[0] == place for row in move["before"]]
    return list(dict.fromkeys(tuple(row[column] for column in columns) for row in rows))


def _name(place: Place) -> str:
    return f"{place.table.__tablename__}.{place.column}"


def _moves(tx: Session, place: Place, kept_id: UUID, dropped_id: UUID) -> Moves:
    if isinstance(place, Listed):
        return _list_moves(tx, place, kept_id, dropped_id)
    table = place.table.__table__
    person = table.c[place.column]
    rows = _rows(tx, table, person.in_([kept_id, dropped_id]))
    theirs = [row for row in rows if row[place.column] == dropped_id]
    known: dict[tuple[Any, ...] | None, Row] = {
        key: row for row in rows if row[place.column] == kept_id and (key := _apart(place, row)) is not None
    }
    moves = []
    for row in theirs:
        rival = known.get(_apart(place, row))
        if rival is not None and place.stays:
            continue
        after = {**row, place.column: kept_id}
        if rival is None:
            tx.execute(update(table).where(_is(table, row)).values({place.column: kept_id}))
        else:
            after = {**place.better(rival, after), place.column: kept_id}
            tx.execute(delete(table).where(_is(table, row)))
            tx.execute(update(table).where(_is(table, rival)).values(after))
        before = [row] if rival is None else [row, rival]
        said = [_plain({name: each[name] for name in each if name not in place.unsaid}) for each in (*before, after)]
        moves.append({"place": _name(place), "before": said[:-1], "after": said[-1]})
    return moves


def _list_moves(tx: Session, place: Listed, kept_id: UUID, dropped_id: UUID) -> Moves:
    table = place.table.__table__
    moves = []
    for row in _rows(tx, table, literal(dropped_id) == any_(table.c[place.column])):
        after = list(dict.fromkeys(kept_id if each == dropped_id else each for each in row[place.column]))
        tx.execute(update(table).where(_is(table, row)).values({place.column: after}))
        key = {column.name: row[column.name] for column in table.primary_key}
        had_both = kept_id in row[place.column]
        moves.append({"place": _name(place), "before": [_plain(key)], "after": _plain(key), "both": had_both})
    return moves


def _back(tx: Session, place: Place, move: dict[str, Any], kept_id: UUID, dropped_id: UUID) -> bool:
    table = place.table.__table__
    after = _typed(table, move["after"])
    found = _rows(tx, table, _is(table, after))
    if not found:
        return False
    if isinstance(place, Listed):
        return _list_back(tx, place, found[0], kept_id, dropped_id, had_both=move["both"])
    own, *rivals = (_typed(table, row) for row in move["before"])
    is_key = table.c[place.column].primary_key
    is_unchanged = _plain(found[0]).items() >= move["after"].items() if is_key else found[0][place.column] == kept_id
    if rivals:
        if is_unchanged:
            tx.execute(update(table).where(_is(table, after)).values(rivals[0]))
        tx.execute(insert(table).values(own).on_conflict_do_nothing())
        return True
    if is_unchanged:
        tx.execute(update(table).where(_is(table, after)).values({place.column: dropped_id}))
    return is_unchanged


def _list_back(tx: Session, place: Listed, row: Row, kept_id: UUID, dropped_id: UUID, *, had_both: bool) -> bool:
    ids = row[place.column]
    if kept_id not in ids:
        return False
    at = ids.index(kept_id)
    both = [kept_id, dropped_id] if had_both else [dropped_id]
    table = place.table.__table__
    tx.execute(update(table).where(_is(table, row)).values({place.column: [*ids[:at], *both, *ids[at + 1 :]]}))
    return True


def _rows(tx: Session, table: Any, which: Any) -> list[Row]:
    """Locked, always in the same order."""
    found = tx.execute(select(*table.c).where(which).order_by(*table.primary_key).with_for_update())
    return [row._asdict() for row in found]


def _apart(place: Held, row: Row) -> tuple[Any, ...] | None:
    """None for a row beside which a person may have others. A column without a value tells nothing apart."""
    if place.apart is None or any(row[column] is None for column in place.apart):
        return None
    return tuple(row[column] for column in place.apart)


def _is(table: Any, row: Row) -> Any:
    columns = [*table.primary_key]
    return tuple_(*columns) == tuple(row[column.name] for column in columns)


def _plain(row: Row) -> Row:
    return {name: _as_json(value) for name, value in row.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_as_json(each) for each in value]
    return value


def _typed(table: Any, row: Row) -> Row:
    return {name: _as_value(table.c[name].type, value) for name, value in row.items()}


def _as_value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, ARRAY):
        return [_as_value(kind.item_type, each) for each in value]
    if kind.python_type is UUID:
        return UUID(value)
    if kind.python_type in (date, datetime):
        return kind.python_type.fromisoformat(value)
    return value


def people_columns(metadata: Any) -> set[str]:
    """Every `table.column` that, by its name, holds people: a test sees that each is thought of."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in PEOPLE or column.name.endswith("_by")
    }


PEOPLE = frozenset(
    {"person_id", "person_ids", "author_id", "owner_id", "coordinator_ids", "trainer_ids", "trainer_id"}
    | {
        "decision_maker_ids",
        "street_level_ids",
        "writer_ids",
        "contact_id",
        "observed_id",
        "other_id",
        "newcomer_id",
        "guide_id",
        "mediator_id",
    }
)


def names_of(places: Sequence[Place]) -> set[str]:
    return {_name(place) for place in places}
