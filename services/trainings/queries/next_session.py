from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from services.trainings.tables import Group, Session
from shared import clock

TO_COME = ("planned", "open")


def next_session_at() -> ColumnElement[datetime]:
    """Of the group of the row at hand: a session that is under way counts until it ends."""
    return (
        select(func.min(Session.starts_at))
        .where(Session.group_id == Group.id, Session.state.in_(TO_COME), Session.ends_at > clock.now())
        .correlate(Group)
        .scalar_subquery()
    )
