"""Who can give a session at a certain time: whose certificate is valid, and who is nowhere else."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.queries import facts
from services.trainings.queries.arrangements import in_brief
from services.trainings.queries.clashes import who_gives, who_is_taken
from services.trainings.tables import Arrangements, Group, Session, Trainer
from shared import clock
from shared.access import Actor
from shared.contracts import fields
from shared.database import settings_of
from shared.errors import Invalid


def stand_ins(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    session = access.own_session(tx, actor, request["session_id"])
    group = tx.get(Group, session.group_id) if session.group_id else None  # read together with the session
    said = select(Arrangements.language, who_gives(Session)).select_from(Session).outerjoin(Arrangements)
    language, giving = tx.execute(said.where(Session.id == session.id)).one()
    free = _free(tx, session.starts_at, session.ends_at, language, but=session.id, giving=giving or ())
    return in_brief(session, group) | free


def free_trainers(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    starts_at = rules.the_moment_of(request["date"], request["start_time"], settings_of(tx).time_zone)
    if starts_at is None:
        raise Invalid({"start_time": ["not_a_time"]})
    return _free(tx, starts_at, starts_at + timedelta(minutes=request["minutes"]), request["language"])


def _free(
    tx: Transaction,
    starts_at: datetime,
    ends_at: datetime,
    language: str | None,
    *,
    but: UUID | None = None,
    giving: Collection[UUID] = (),
) -> dict[str, Any]:
    """`but`: the session for which somebody is sought; those who are `giving` it already are no stand-ins."""
    taken = who_is_taken(tx, starts_at, ends_at, but)
    able = [trainer for trainer in _able(tx, starts_at) if trainer.person_id not in giving]
    free = [trainer for trainer in able if trainer.person_id not in taken]
    load = _load(tx, [trainer.person_id for trainer in free])
    people = (_as_data(trainer, language, load.get(trainer.person_id, 0)) for trainer in free)
    return {"language": language, "people": rules.who_can_stand_in(people), "taken": len(able) - len(free)}


def _able(tx: Transaction, starts_at: datetime) -> list[Trainer]:
    """Trainers and co-trainers whose certificate, if they need one, is still valid on that day."""
    giving = [step.code for step in facts.steps() if step.gives]
    on = fields.local(starts_at, settings_of(tx).time_zone).date()
    is_valid = or_(Trainer.expires_on.is_(None), Trainer.expires_on >= on)
    return list(tx.scalars(select(Trainer).where(Trainer.state.in_(giving), is_valid).order_by(Trainer.person_id)))


def _load(tx: Transaction, person_ids: list[UUID]) -> dict[UUID, int]:
    """How many sessions each has or had a part in: those of the last months, and those to come."""
    today = clock.today(settings_of(tx).time_zone)
    given = (
        select(func.unnest(who_gives(Session)).label("person_id"))
        .where(Session.starts_at >= rules.months_later(today, -rules.LATELY_MONTHS), Session.state != "cancelled")
        .subquery()
    )
    counts = select(given.c.person_id, func.count()).where(given.c.person_id.in_(person_ids))
    return dict(tx.execute(counts.group_by(given.c.person_id)).all())


def _as_data(trainer: Trainer, language: str | None, gave: int) -> dict[str, Any]:
    role = rules.the_step(facts.steps(), trainer.state).gives
    speaks_it = language in trainer.languages if language and trainer.languages else None
    return {
        "person_id": trainer.person_id,
        "state": trainer.state,
        "role": role,
        "languages": trainer.languages,
        "speaks_it": speaks_it,
        "gave": gave,
    }
