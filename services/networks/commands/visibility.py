from typing import Any

from sqlalchemy.orm import Session

from services.networks.queries import membership
from shared.access import Actor


def let_see(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    own = membership.own(tx, actor)
    for part, audience in request.items():
        setattr(own, f"{part}_for", audience)
