"""Where people left, of a programme or of the whole city: as the read model knows it now."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session as Transaction

from services.municipalities import queries
from services.municipalities.dashboard import parts
from services.municipalities.dashboard.tables import Merged, Progress, Session
from services.municipalities.tables import Programme
from shared import clock
from shared.access import Actor
from shared.database import settings_of
from shared.messaging import rebuild

# What of a person's path -> the steps of which one is enough.
STEPS = {
    "introduction": ("introduced",),
    "group": ("enrolled", "withdrew", "training_day", "deepening", "completed"),
    "training_day": ("training_day", "completed"),
    "deepening": ("deepening", "completed"),
    "completed": ("completed",),
    "network": ("experts", "left_network"),
    "in_network": ("experts",),
    "waiting": ("waiting",),
    "gone": ("gone",),
}


def drop_out(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Each person once in each programme."""
    programme_id = request["programme_id"]
    if programme_id is not None:
        queries.readable(tx, actor, programme_id)
    which = Progress.programme_id == programme_id if programme_id else true()
    alike = tx.execute(_alike(which, clock.today(settings_of(tx).time_zone)))
    return {
        "parts": parts.drop_out(parts.Path(**row._asdict()) for row in alike),
        "rebuilding": tx.scalars(select(rebuild.is_under_way("dashboard"))).one(),
    }


def _alike(which: ColumnElement[bool], today: date) -> Select[Any]:
    """How many people there are of each path: a few rows, however many people."""
    paths = _paths(which, today).subquery()
    path = [each for each in paths.c if each.name != "person_id"]
    return select(*path, func.count().label("people")).group_by(*path)


def _paths(which: ColumnElement[bool], today: date) -> Select[Any]:
    """Of each person in each programme. Two records of one person count as one."""
    person_id = func.coalesce(Merged.kept_id, Progress.person_id)
    has = {name: func.bool_or(Progress.step.in_(steps)) for name, steps in STEPS.items()}
    has |= {f"{kind}_ahead": func.bool_or(_is_ahead(kind)) for kind in ("training_day", "deepening")}
    has["over"] = func.coalesce(func.bool_or(Programme.ends_on < today), False)
    return (
        select(person_id.label("person_id"), *(found.label(name) for name, found in has.items()))
        .outerjoin(Merged, Merged.dropped_id == Progress.person_id)
        .outerjoin(Programme, Programme.id == Progress.programme_id)
        .where(which)
        .group_by(Progress.programme_id, person_id)
    )


def _is_ahead(kind: str) -> ColumnElement[bool]:
    """A place in a group of which this part has no record yet."""
    recorded = select(Session.group_id).where(
        Session.group_id.is_not(None), Session.kind == kind, ~Session.cancelled, Session.record_version.is_not(None)
    )
    return and_(Progress.step == "enrolled", Progress.source_id.not_in(recorded))
