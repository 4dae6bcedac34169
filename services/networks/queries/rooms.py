"""What the screens in the room of an intervision show. Each of up to eight asks again every few seconds."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.errors import NotAtIntervision
from services.networks.queries.intervisions import who_takes_part
from services.networks.queries.membership import refuse_a_stranger
from services.networks.tables import AtIntervision, Intervision, Member
from shared import clock
from shared.access import Actor
from shared.errors import NotFound


def intervision_room(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """One statement while nothing changes."""
    found = tx.scalar(
        select(Intervision)
        .join(AtIntervision)
        .join(Member, Member.person_id == AtIntervision.person_id)
        .where(Intervision.id == request["intervision_id"], AtIntervision.person_id == actor.id)
    )
    if found is None:
        refuse_a_stranger(tx, actor)
        raise NotFound() if tx.get(Intervision, request["intervision_id"]) is None else NotAtIntervision()
    if found.version == request["seen"]:
        return {"changed": False, "version": found.version}
    at = who_takes_part(tx, [found])[found.id]
    own = next(seat for seat in at if seat["person_id"] == actor.id)
    return {
        "changed": True,
        **{field: getattr(found, field) for field in ("version", "state", "method", "starts_at", "link", "step")},
        "role": own["role"],
        "came": own["came"],
        "room_is_open": rules.the_room_is_open(found.state, found.starts_at, clock.now()),
        "minutes": found.minutes,
        "seconds_left": _seconds_left(found),
        "at": at,
        "learning_question": found.learning_question if own["came"] else None,
        "lesson": found.lesson if own["came"] else None,
    }


def _seconds_left(found: Intervision) -> int | None:
    if found.state != "open" or found.step is None or found.step_began_at is None:
        return None
    return rules.seconds_left(found.step_began_at, found.minutes[found.step], clock.now())
