"""What the network announced of intervisions, turned into mails to those who take part."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.intervisions import tell_who_takes_part
from services.notifications.tables import Intervision, Merge, PersonConcerned
from shared.database import merging


def intervision_planned(tx: Session, event: dict[str, Any]) -> None:
    """Who joins sees it on the page; a later plan is told to all of them."""
    known = tx.get(Intervision, event["intervision_id"], with_for_update=True)
    if known is not None and known.revision >= event["revision"]:
        return
    intervision = known or Intervision(id=event["intervision_id"])
    for field in ("starts_at", "ends_at", "revision"):
        setattr(intervision, field, event[field])
    tx.add(intervision)
    if known is not None:
        tell_who_takes_part(tx, "intervision_changed", intervision)


def intervision_cancelled(tx: Session, event: dict[str, Any]) -> None:
    intervision = tx.get(Intervision, event["intervision_id"], with_for_update=True)
    if intervision is not None and not intervision.cancelled:
        intervision.cancelled = True
        tell_who_takes_part(tx, "intervision_cancelled", intervision)


@merging.following(Merge)
def intervision_joined(tx: Session, event: dict[str, Any]) -> None:
    seat = {"about_id": event["intervision_id"], "person_id": event["person_id"], "role": rules.AT_INTERVISION}
    tx.execute(insert(PersonConcerned).values(seat).on_conflict_do_nothing())


@merging.following(Merge)
def intervision_left(tx: Session, event: dict[str, Any]) -> None:
    tx.execute(
        delete(PersonConcerned).where(
            PersonConcerned.about_id == event["intervision_id"], PersonConcerned.person_id == event["person_id"]
        )
    )
