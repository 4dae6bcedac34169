"""Mails about intervisions: who takes part in which is kept here, what a mail says of one is asked of the network."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.commands import queue
from services.notifications.language import Language
from services.notifications.outlets import NotSent
from services.notifications.tables import Intervision, Mail, PersonConcerned
from shared import clock, taxonomies
from shared.contracts import networks
from shared.errors import NotFound, Refusal


def tell_who_takes_part(tx: Session, kind: str, intervision: Intervision) -> None:
    if rules.a_session_that_is_over_needs_no_mail(intervision.ends_at, clock.now()):
        return
    concerned = select(PersonConcerned.person_id).where(
        PersonConcerned.about_id == intervision.id, PersonConcerned.role == rules.AT_INTERVISION
    )
    queue(tx, kind, tx.scalars(concerned.order_by(PersonConcerned.person_id)).all(), about_id=intervision.id)


def remind_of_those_between(tx: Session, first: datetime, end: datetime) -> None:
    """One mail for each: nobody has many on a day."""
    to_come = select(Intervision).where(
        Intervision.starts_at >= first, Intervision.starts_at < end, Intervision.cancelled.is_(False)
    )
    for intervision in tx.scalars(to_come.order_by(Intervision.starts_at)).all():
        tell_who_takes_part(tx, "intervision_reminder", intervision)


class IntervisionMails:
    """What the mails about intervisions in a batch say, or what the network refused with."""

    def __init__(self, call: Any, mails: Sequence[Mail], time_zone: str):
        self.time_zone = time_zone
        self.found = _found(call, [mail.about_id for mail in mails if mail.kind in rules.INTERVISION_MAIL_KINDS])

    def told(self, mail: Mail, language: str) -> dict[str, Any]:
        """As a session among the reader's: with its calendar file."""
        if isinstance(self.found, Refusal):
            raise self.found
        intervision = self.found.get(mail.about_id)
        if intervision is None:
            raise NotFound()
        if rules.an_intervision_mail_is_out_of_date(
            mail.kind, intervision["state"], intervision["ends_at"], clock.now()
        ):
            raise NotSent("out_of_date", for_good=True)
        _ = Language(language, self.time_zone).translate
        method = taxonomies.label("intervision_methods", intervision["method"], language)
        as_session = {"kind": None, "group_id": None, "delivery": "on_site" if intervision["place"] else "online"}
        session = intervision | as_session | {"title": f"{_('Intervision')}: {method[:1].lower()}{method[1:]}"}
        return {"sessions": [session], "intervision_role": _role(intervision, mail.person_id)}


def _role(intervision: dict[str, Any], person_id: UUID) -> str | None:
    return next((seat["role"] for seat in intervision["at"] if seat["person_id"] == person_id), None)


def _found(call: Any, ids: Sequence[UUID | None]) -> dict[UUID | None, dict[str, Any]] | Refusal:
    wanted = list({id_ for id_ in ids if id_})
    try:
        found = call(networks.intervision_details, intervision_ids=wanted).data["intervisions"] if wanted else []
    except Refusal as refusal:
        return refusal
    return {each["id"]: each for each in found}
