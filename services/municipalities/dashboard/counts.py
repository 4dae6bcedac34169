"""The counts that the dashboard shows, counted anew from who reached which step."""

from collections.abc import Iterable
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, distinct, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.municipalities.dashboard import rules
from services.municipalities.dashboard.tables import Funnel, Group, Merged, Progress

# Two records of one person count as one.
PEOPLE = func.count(distinct(func.coalesce(Merged.kept_id, Progress.person_id)))
IS_MERGED = Merged.dropped_id == Progress.person_id


def recount_funnel(tx: Transaction, programme_ids: Iterable[UUID], *steps: str) -> None:
    parts = {part: counted for part, counted in rules.FUNNEL.items() if not set(counted).isdisjoint(steps)}
    for programme_id, (part, counted) in product(programme_ids, parts.items()):
        tx.execute(insert(Funnel).values(programme_id=programme_id, part=part).on_conflict_do_nothing())
        people = (
            select(PEOPLE)
            .select_from(Progress)
            .outerjoin(Merged, IS_MERGED)
            .where(Progress.programme_id == programme_id, Progress.step.in_(counted))
        )
        row = (Funnel.programme_id == programme_id) & (Funnel.part == part)
        _lock_and_set(tx, Funnel, row, {"people": people})


def recount_groups(tx: Transaction, group_ids: Iterable[UUID]) -> None:
    for group_id in group_ids:
        recount(tx, Group.group_id, group_id, enrolled="enrolled", waiting="waiting", completed="completed")


def recount(tx: Transaction, key: Any, source_id: UUID, **step_of_column: str) -> None:
    people = select(PEOPLE).select_from(Progress).outerjoin(Merged, IS_MERGED).where(Progress.source_id == source_id)
    counts = {name: people.where(Progress.step == step) for name, step in step_of_column.items()}
    _lock_and_set(tx, key.class_, key == source_id, counts)


def _lock_and_set(tx: Transaction, table: Any, row: ColumnElement[bool], counts: dict[str, Any]) -> None:
    """Counts only once it holds the row: who counts at the same time, as a retry may, comes after and sees all."""
    tx.execute(select(1).select_from(table).where(row).with_for_update())
    values = {name: count.scalar_subquery() for name, count in counts.items()}
    tx.execute(update(table).where(row).values(values).execution_options(synchronize_session=False))
