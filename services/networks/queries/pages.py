from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.networks import rules


def page_of_rows(tx: Session, statement: Select[Any], request: dict[str, Any]) -> dict[str, Any]:
    """Of a statement whose columns are the fields of an item."""
    return _page(tx, statement, request, lambda found: [row._asdict() for row in tx.execute(found)])


def page(tx: Session, statement: Select[Any], request: dict[str, Any], as_data: Any) -> dict[str, Any]:
    return _page(tx, statement, request, lambda found: [as_data(row) for row in tx.scalars(found)])


def _page(
    tx: Session,
    statement: Select[Any],
    request: dict[str, Any],
    items_of: Callable[[Select[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    page, per_page = request["page"], request["per_page"]
    total = tx.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    return {
        "items": items_of(statement.limit(per_page).offset((page - 1) * per_page)),
        "total": total,
        "page": page,
        "pages": rules.pages_of(total, per_page),
    }
