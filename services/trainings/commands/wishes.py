from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Transaction

from services.trainings import access
from services.trainings.tables import Wish
from shared.access import Actor
from shared.errors import Invalid


def add_wish(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    access.own_programme(tx, actor, request["programme_id"])
    if request["person_id"] == request["other_id"]:
        raise Invalid({"other_id": ["same_person"]})
    wish = insert(Wish).values(request)
    tx.execute(wish.on_conflict_do_update(index_elements=Wish.__table__.primary_key, set_={"kind": wish.excluded.kind}))


def remove_wish(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    programme = access.own_programme(tx, actor, request["programme_id"])
    tx.execute(
        delete(Wish).where(
            Wish.programme_id == programme.id,
            Wish.person_id == request["person_id"],
            Wish.other_id == request["other_id"],
        )
    )
