"""What other cities send. The exchange vouches for the sender and the contract for the form; here it is decided what is
let in, and how much of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.handbook import rules
from services.handbook.commands import shares
from services.handbook.queries.offers import said
from services.handbook.tables import Contact, Neighbour, Offer, Outcome, Share
from shared import clock
from shared.contracts import handbook as contract
from shared.database import settings_of
from shared.ids import new_id
from shared.version import VERSION

Body = dict[str, Any]

NOTES = ("context_note", "adaptation_note")
SAID = ("title", "summary", "attribution", *NOTES)
WRITTEN = ("city_name", "kind", "theme", "source", "number", *SAID, "parts", "licence", "address")


def chapter_shared(tx: Session, body: Body) -> None:
    """Becomes an offer, or replaces what was offered before. What its city said last counts, whatever the number of the
    edition: notes are corrected, and a city that was restored counts anew. The same again changes nothing."""
    if not _is_let_in(tx, body):
        return
    complaint = _complaint(body)
    offer = _offer(tx, body)
    if complaint is None and offer is None and rules.offers_too_much(_offers_of(tx, body["city"])):
        complaint = "too_many_offers"
    if complaint:
        refused(tx, body["city"], complaint)
        return
    now = clock.now()
    if offer is None:
        offer = Offer(id=new_id(), city=body["city"], origin_id=body["chapter_id"], language=body["language"])
        offer.received_at, offer.version = now, 0
        tx.add(offer)
    elif offer.state != "withdrawn" and _is_the_same(offer, body):
        return
    _write(offer, body, now)


def share_withdrawn(tx: Session, body: Body) -> None:
    """An offer goes; what was made of it here stays, and its editor is told."""
    offer = _offer(tx, body) if _is_let_in(tx, body) else None
    if offer is None or offer.state == "withdrawn":
        return
    if offer.chapter_id is None:
        tx.delete(offer)
        return
    reason = body["reason"]
    offer.withdrawn_for = None if rules.what_may_not_cross({"reason": reason}) else reason
    offer.state, offer.changed_at = "withdrawn", clock.now()


def offer_decided(tx: Session, body: Body) -> None:
    """What another city made of ours, told once more now and then. What it said last counts."""
    if not _is_let_in(tx, body) or body["of_city"] != settings_of(tx).city:
        return
    key = (body["chapter_id"], body["language"])
    share = tx.get(Share, key)
    if share is None or body["number"] > share.number:
        refused(tx, body["city"], "unknown_chapter")
        return
    reason = None if rules.what_may_not_cross({"reason": body["reason"]}) else body["reason"]
    told = {"number": body["number"], "decision": body["decision"], "reason": reason}
    outcome = tx.get(Outcome, (*key, body["city"]))
    if outcome is None:
        outcome = Outcome(chapter_id=key[0], language=key[1], city=body["city"])
        tx.add(outcome)
    elif told == {name: getattr(outcome, name) for name in told}:
        return
    outcome.city_name, outcome.decided_at = body["city_name"], clock.now()
    for name, value in told.items():
        setattr(outcome, name, value)


def city_joined(tx: Session, body: Body) -> None:
    if _is_let_in(tx, body):
        contact = tx.get(Contact, 1, with_for_update=True)
        if contact is not None and contact.share_again_at is None:
            contact.share_again_at = rules.when_to_share_again(contact.shared_again_at, clock.now())


def refused(tx: Session, city: str, code: str) -> None:
    """Counted, so that an operator sees it; nothing of the message is kept."""
    neighbour = _neighbour(tx, city)
    neighbour.refused, neighbour.refused_for, neighbour.refused_at = neighbour.refused + 1, code, clock.now()


def in_touch(tx: Session) -> None:
    """The exchange can be reached. A city that is new to it, was away for long, was restored or upgraded, asks the
    others for what it may have missed."""
    city, now = settings_of(tx), clock.now()
    contact = tx.get(Contact, 1, with_for_update=True)
    if contact is None:
        contact = Contact(id=1, epoch=city.epoch, version="", in_touch_at=now, share_again_at=now)
        tx.add(contact)
    elif contact.epoch != city.epoch:
        contact.share_again_at = now
    if (contact.epoch, contact.version) != (city.epoch, VERSION) or rules.was_away(contact.in_touch_at, now):
        shares.join(tx)
    contact.epoch, contact.version, contact.in_touch_at = city.epoch, VERSION, now


def _is_let_in(tx: Session, body: Body) -> bool:
    """Not when its city has sent more in this hour than anybody writes."""
    neighbour, now = _neighbour(tx, body["city"]), clock.now()
    if rules.an_hour_is_over(neighbour.hour_began_at, now):
        neighbour.hour_began_at, neighbour.messages = now, 0
    neighbour.heard_at = now
    neighbour.city_name = body.get("city_name", neighbour.city_name)
    neighbour.messages += 1
    if rules.sends_too_much(neighbour.messages):
        refused(tx, body["city"], "too_many_messages")
        return False
    return True


def _neighbour(tx: Session, city: str) -> Neighbour:
    neighbour = tx.get(Neighbour, city, with_for_update=True)
    if neighbour is None:
        now = clock.now()
        neighbour = Neighbour(city=city, city_name=city, first_heard_at=now, heard_at=now, hour_began_at=now)
        neighbour.messages = neighbour.refused = 0
        tx.add(neighbour)
        tx.flush()
    return neighbour


def _complaint(body: Body) -> str | None:
    """What is wrong with a text of another city, in a code."""
    if not rules.parts_are_those_of(contract.PARTS[body["kind"]], body["parts"]):
        return "wrong_parts"
    if body["licence"] not in contract.licences():
        return "unknown_licence"
    if not rules.fits_a_message(body, contract.MOST_BYTES):
        return "too_large"
    texts = {name: body[name] for name in SAID} | body["parts"]
    return next(iter(rules.what_may_not_cross(texts).values()), None)


def _offer(tx: Session, body: Body) -> Offer | None:
    told = {"city": body["city"], "origin_id": body["chapter_id"], "language": body["language"]}
    return tx.scalars(select(Offer).filter_by(**told).with_for_update()).one_or_none()


def _offers_of(tx: Session, city: str) -> int:
    return tx.scalar(select(func.count()).select_from(Offer).filter_by(city=city)) or 0


def _is_the_same(offer: Offer, body: Body) -> bool:
    return offer.lineage == _lineage(body) and all(getattr(offer, name) == body[name] for name in WRITTEN)


def _lineage(body: Body) -> list[Body]:
    return [{**each, "chapter_id": str(each["chapter_id"])} for each in body["lineage"]]


def _write(offer: Offer, body: Body, now: datetime) -> None:
    for name in WRITTEN:
        setattr(offer, name, body[name])
    offer.lineage, offer.version = _lineage(body), offer.version + 1
    offer.changed_at, offer.withdrawn_for = now, None
    if offer.decision in ("taken", "adapted"):
        offer.state = "renewed" if said(offer) != offer.before else offer.decision
    else:
        offer.state = offer.decision or "waiting"
