from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Transaction


def page_of(
    tx: Transaction, statement: Select[*tuple[Any, ...]], request: dict[str, Any]
) -> tuple[list[Any], dict[str, int]]:
    """The rows of the page asked for, and where it stands: two statements, however much there is."""
    total = tx.scalars(select(func.count()).select_from(statement.order_by(None).subquery())).one()
    number, size = request["page"], request["per_page"]
    rows = tx.execute(statement.limit(size).offset((number - 1) * size)).all()
    return list(rows), {"total": total, "page": number, "pages": -(-total // size)}
