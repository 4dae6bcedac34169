from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.errors import CertificateIsRevoked, CourseNotCompleted
from services.trainings.queries.certificates import certificate_of_key, held, own, state_of
from services.trainings.tables import Certificate, Completion, Group, Session
from shared import clock
from shared.access import Actor
from shared.contracts.base import Event
from shared.contracts.fields import local
from shared.contracts.trainings import CertificateIssued, CertificateRenewed, CertificateRevoked
from shared.database import settings_of
from shared.ids import new_id
from shared.messaging.outbox import publish


def issue_certificates(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """To many at once. Who has one of this course keeps it: an expired one is renewed, not issued again."""
    group = access.own_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    people = rules.each_once(request["person_ids"])
    _refuse_who_did_not_complete(tx, group, people)
    holders = {certificate.person_id for certificate in held(tx, group.id)}
    new = [person_id for person_id in people if person_id not in holders]
    if new:
        parts = _when_the_parts_were(tx, group)
        for person_id in new:
            _issue(tx, actor, group, person_id, parts)
    return {"issued": len(new), "already": len(people) - len(new)}


def revoke_certificate(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Once: when it was revoked, and why, stays as it is."""
    certificate = own(tx, actor, request["certificate_id"], lock=True)
    if certificate.revoked_at is None:
        _revoke(tx, certificate, request["reason"], by=actor.id)


def revoke_of(tx: Transaction, group_id: UUID, person_id: UUID) -> None:
    """The attendance was corrected: the course was not completed after all."""
    statement = select(Certificate).where(Certificate.group_id == group_id, Certificate.person_id == person_id)
    for certificate in tx.scalars(statement.where(Certificate.revoked_at.is_(None)).with_for_update()):
        _revoke(tx, certificate, "not_completed", by=None)


def renew_certificate(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """From today on, under the same code, so that what was printed leads to the new date."""
    certificate = own(tx, actor, request["certificate_id"], lock=True)
    if rules.what_is_revoked_is_not_renewed(state_of(tx, certificate)):
        raise CertificateIsRevoked()
    expires_on = _last_day(tx)
    if certificate.expires_on != expires_on:
        certificate.expires_on = expires_on
        _announce(tx, CertificateRenewed, certificate, expires_on=expires_on)
    return {"expires_on": expires_on}


def show_holder(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    """Asked by who holds the link from the mail; the actor is not looked at."""
    certificate_of_key(tx, request["certificate_key"]).name_shown = request["shown"]


def _refuse_who_did_not_complete(tx: Transaction, group: Group, people: list[UUID]) -> None:
    completed = set(tx.scalars(select(Completion.person_id).where(Completion.group_id == group.id)))
    others = [person_id for person_id in people if person_id not in completed]
    if others:
        raise CourseNotCompleted(people=len(others))


def _when_the_parts_were(tx: Transaction, group: Group) -> dict[str, Any]:
    zone = settings_of(tx).time_zone
    statement = select(Session.kind, Session.starts_at).where(Session.group_id == group.id, Session.state == "recorded")
    return {kind: local(starts_at, zone).date() for kind, starts_at in tx.execute(statement)}


def _issue(tx: Transaction, actor: Actor, group: Group, person_id: UUID, parts: dict[str, Any]) -> None:
    certificate = Certificate(
        id=new_id(),
        code=rules.a_new_certificate_code(),
        programme_id=group.programme_id,
        group_id=group.id,
        person_id=person_id,
        training_day_on=parts["training_day"],
        deepening_on=parts["deepening"],
        issued_at=clock.now(),
        issued_by=actor.id,
        expires_on=_last_day(tx),
    )
    tx.add(certificate)
    _announce(tx, CertificateIssued, certificate, group_id=group.id, expires_on=certificate.expires_on)


def _revoke(tx: Transaction, certificate: Certificate, reason: str, *, by: UUID | None) -> None:
    certificate.revoked_at, certificate.revoked_by, certificate.reason = clock.now(), by, reason
    _announce(tx, CertificateRevoked, certificate, reason=reason)


def _last_day(tx: Transaction) -> Any:
    settings = settings_of(tx)
    return rules.the_last_day_of_a_certificate(clock.today(settings.time_zone), settings.certificate_months)


def _announce(tx: Transaction, event: type[Event], certificate: Certificate, **more: Any) -> None:
    about = {"certificate_id": certificate.id, "programme_id": certificate.programme_id}
    publish(tx, event, **about, person_id=certificate.person_id, **more)
