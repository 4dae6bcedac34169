from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.commands.chapters import begin
from services.handbook.errors import ContributionDecided, ContributionLinkClosed, TooManyContributions
from services.handbook.queries import contributions
from services.handbook.tables import Contribution, PartnerLink
from shared import clock
from shared.access import Actor
from shared.contracts import handbook as contract
from shared.database import settings_of
from shared.errors import Invalid, NotFound, TooManyAttempts
from shared.ids import new_id

SENT = ("language", "title", "summary", "parts", "attribution", "licence")


def make_partner_link(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    token, now = token_urlsafe(24), clock.now()
    link = PartnerLink(
        id=new_id(),
        token_hash=sha256(token.encode()).digest(),
        **{name: request[name] for name in ("partner", "theme", "language")},
        made_at=now,
        expires_at=rules.the_end_of_a_link(now, request["days"], settings_of(tx).time_zone),
    )
    tx.add(link)
    return {"id": link.id, "token": token, "expires_at": link.expires_at}


def revoke_partner_link(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """What was sent by it stays; nothing more comes."""
    link = tx.get(PartnerLink, request["link_id"], with_for_update=True)
    if link is None:
        raise NotFound()
    link.revoked_at = link.revoked_at or clock.now()


def contribute(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Sent twice it is there once: nothing of a call with a token in it is kept to know it by, so its content tells."""
    now = clock.now()
    link = contributions.link_of(tx, request["token"], lock=True)
    if not rules.a_link_is_open(link.expires_at, link.revoked_at, now):
        raise ContributionLinkClosed()
    _refuse_what_is_no_lesson(request)
    before = contributions.sent_by(tx, link.id)
    written = {name: request[name] for name in SENT} | {"attribution": request["attribution"] or link.partner}
    if any(all(getattr(each, name) == written[name] for name in SENT) for each in before):
        return
    if rules.no_more_fit(len(before)):
        raise TooManyContributions(most=rules.MOST_BY_A_LINK)
    seconds = rules.seconds_until_the_next([each.sent_at for each in before], now)
    if seconds:
        raise TooManyAttempts(seconds=seconds)
    tx.add(Contribution(id=new_id(), link_id=link.id, sent_at=now, **written))


def contribute_lesson(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Of a colleague, whose id is not kept: by the id of the contribution they find out what becomes of it."""
    if request["source"] == contract.PARTNER:
        raise Invalid({"source": ["not_a_choice"]})
    _refuse_what_is_no_lesson(request)
    told = {name: request[name] for name in (*SENT, "theme", "source")}
    sent = Contribution(id=new_id(), sent_at=clock.now(), **told)
    tx.add(sent)
    return {"id": sent.id}


def _refuse_what_is_no_lesson(request: dict[str, Any]) -> None:
    if not request["agreed"]:
        raise Invalid({"agreed": ["licence_needed"]})
    missing = rules.parts_that_are_missing(contract.PARTS["lesson"], request["parts"])
    strange = set(request["parts"]) - set(contract.PARTS["lesson"])
    if missing or strange:
        complaints = {f"parts.{name}": ["required"] for name in missing}
        raise Invalid(complaints | {f"parts.{name}": ["unknown_field"] for name in strange})


def accept_contribution(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Becomes the draft of a lesson, for an editor to look through and publish."""
    found = _undecided(tx, request)
    link = tx.get(PartnerLink, found.link_id) if found.link_id else None
    told = {name: getattr(found, name) for name in SENT} | contributions.subject_of(found, link)
    chapter = begin(tx, {**told, "kind": "lesson"})
    found.state, found.chapter_id, found.decided_at = "accepted", chapter.id, clock.now()
    return {"id": chapter.id}


def decline_contribution(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    found = _undecided(tx, request)
    found.state, found.reason, found.decided_at = "declined", request["reason"], clock.now()


def _undecided(tx: Session, request: dict[str, Any]) -> Contribution:
    found = tx.get(Contribution, request["contribution_id"], with_for_update=True)
    if found is None:
        raise NotFound()
    if found.state != "waiting":
        raise ContributionDecided()
    return found
