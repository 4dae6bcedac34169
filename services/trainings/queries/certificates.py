from collections.abc import Iterable
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.queries.pages import page_of
from services.trainings.tables import Certificate, Completion, Group, Programme
from shared import clock, grants
from shared.access import Actor
from shared.contracts.fields import local
from shared.database import settings_of
from shared.errors import NotFound

FACTS = ("training_day_on", "deepening_on", "expires_on")


def completions(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who completed the course with this group, those included who left it since or were erased: without a name."""
    group = access.own_group(tx, actor, request["group_id"])
    certificate = and_(
        Certificate.group_id == Completion.group_id,
        Certificate.person_id == Completion.person_id,
        Certificate.revoked_at.is_(None),
    )
    rows = tx.execute(
        select(Completion.person_id, Certificate)
        .outerjoin(Certificate, certificate)
        .where(Completion.group_id == group.id)
        .order_by(Completion.person_id)
    )
    settings = settings_of(tx)
    today = clock.today(settings.time_zone)
    return {
        "group_name": group.name,
        "programme_id": group.programme_id,
        "expires_on": rules.the_last_day_of_a_certificate(today, settings.certificate_months),
        "completions": [
            {"person_id": person_id, "certificate": found and _summary(tx, found, group.name)}
            for person_id, found in rows
        ],
    }


def certificates(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of the programmes that the actor coordinates, the latest first."""
    if request["programme_id"] is not None:
        access.own_programme(tx, actor, request["programme_id"])
    statement = (
        select(Certificate, Group.name)
        .join(Group)
        .join(Programme, Programme.id == Certificate.programme_id)
        .where(Programme.coordinator_ids.contains([actor.id]))
    )
    for column in (Certificate.programme_id, Certificate.group_id):
        if request[column.key] is not None:
            statement = statement.where(column == request[column.key])
    if request["person_ids"] is not None:
        statement = statement.where(Certificate.person_id.in_(request["person_ids"]))
    if request["state"] is not None:
        statement = statement.where(_is(tx, request["state"]))
    rows, place = page_of(tx, statement.order_by(Certificate.issued_at.desc(), Certificate.id), request)
    return {"items": [_summary(tx, found, group_name) for found, group_name in rows]} | place


def certificate(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    found = own(tx, actor, request["certificate_id"])
    return _summary(tx, found, tx.get_one(Group, found.group_id).name)


def verification(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For everybody. Whose it is crosses as a grant: the name itself only if the holder chose to show it."""
    found = tx.scalar(select(Certificate).where(Certificate.code == rules.as_kept(request["code"])))
    if found is None:
        raise NotFound()
    purpose = grants.READ_NAME if found.name_shown else grants.COMPARE_NAME
    return _public(tx, found, purpose)


def own_certificate(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    return _public(tx, certificate_of_key(tx, request["certificate_key"]), grants.READ_NAME)


def certificate_links(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mails to the holders."""
    found = tx.scalars(select(Certificate).where(Certificate.id.in_(request["certificate_ids"])))
    return {
        "certificates": [
            {
                "id": each.id,
                "code": rules.as_printed(each.code),
                "key": key_of(tx, each.id),
                "expires_on": each.expires_on,
            }
            for each in found
        ]
    }


def key_of(tx: Transaction, certificate_id: UUID) -> str:
    """What opens it for its holder."""
    return str(_keys(tx).dumps(str(certificate_id)))


def own(tx: Transaction, actor: Actor, certificate_id: UUID, *, lock: bool = False) -> Certificate:
    """For the programme's coordinators."""
    found = tx.get(Certificate, certificate_id, with_for_update=lock or None)
    if found is None:
        raise NotFound()
    access.own_programme(tx, actor, found.programme_id)
    return found


def held(tx: Transaction, group_id: UUID) -> Iterable[Certificate]:
    return tx.scalars(select(Certificate).where(Certificate.group_id == group_id, Certificate.revoked_at.is_(None)))


def certificate_of_key(tx: Transaction, key: str) -> Certificate:
    """By the link in the holder's mail: it is signed and kept nowhere."""
    try:
        found = tx.get(Certificate, UUID(_keys(tx).loads(key)))
    except BadData as error:
        raise NotFound() from error
    if found is None:
        raise NotFound()
    return found


def state_of(tx: Transaction, found: Certificate) -> str:
    today = clock.today(settings_of(tx).time_zone)
    return rules.the_state_of_a_certificate(found.revoked_at, found.expires_on, today)


def _is(tx: Transaction, state: str) -> ColumnElement[bool]:
    if state == "revoked":
        return Certificate.revoked_at.is_not(None)
    is_past = Certificate.expires_on.is_not(None) & (Certificate.expires_on < clock.today(settings_of(tx).time_zone))
    return Certificate.revoked_at.is_(None) & (is_past if state == "expired" else ~is_past)


def _facts(tx: Transaction, found: Certificate) -> dict[str, Any]:
    zone = settings_of(tx).time_zone
    return {name: getattr(found, name) for name in FACTS} | {
        "code": rules.as_printed(found.code),
        "state": state_of(tx, found),
        "issued_on": local(found.issued_at, zone).date(),
        "revoked_on": local(found.revoked_at, zone).date() if found.revoked_at else None,
    }


def _summary(tx: Transaction, found: Certificate, group_name: str) -> dict[str, Any]:
    ids = {name: getattr(found, name) for name in ("id", "person_id", "programme_id", "group_id", "reason")}
    return _facts(tx, found) | ids | {"group_name": group_name}


def _public(tx: Transaction, found: Certificate, purpose: str) -> dict[str, Any]:
    holder = grants.give(found.person_id, purpose, settings_of(tx).secret_key)
    return _facts(tx, found) | {"name_shown": found.name_shown, "holder": holder}


def _keys(tx: Transaction) -> URLSafeSerializer:
    return URLSafeSerializer(settings_of(tx).secret_key, salt="middleground.certificate")
