from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Transaction


def page_of(
    tx: Transaction, statement: Select[*tuple[Any, ...]], request: dict[str, Any]
) -> tuple[list[Any], dict[str, int]]:
    """The rows of the page asked for, and where it stands: two statements, however much there is. A page that is not
    full is the last one, and says itself how much there is."""
    number, size = request["page"], request["per_page"]
    before = (number - 1) * size
    rows = tx.execute(statement.limit(size).offset(before)).all()
    if 0 < len(rows) < size or (not rows and not before):
        total = before + len(rows)
    else:
        total = tx.scalars(select(func.count()).select_from(statement.order_by(None).subquery())).one()
    return list(rows), {"total": total, "page": number, "pages": -(-total // size)}
