"""What leaves for other cities and what arrives from them: rules of sharing, offers, and what may cross."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.handbook import arrivals, errors
from services.handbook.commands import chapters, offers, shares
from services.handbook.queries import chapters as chapter_queries
from services.handbook.queries import manual as manual_queries
from services.handbook.queries import offers as offer_queries
from services.handbook.queries import published
from services.handbook.queries import shares as share_queries
from shared import clock
from shared.access import COORDINATOR, NOBODY, Actor
from shared.contracts import handbook as contract
from shared.contracts.base import load_event
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid
from shared.messaging.tables import departures
from tests.integration.conftest import Asking, an_actor
from tests.integration.handbook.conftest import LESSON

ABOUT = {
    "context_note": "Een wijk met een school en een plein.",
    "adaptation_note": "Kies een eigen vraag van het midden.",
}
CHECKS = list(contract.REDACTION_CHECKS)


@pytest.fixture(autouse=True)
def at_the_exchange(tx: Session) -> None:
    tx.info["settings"] = replace(settings_of(tx), exchange_url="amqp://rotterdam@127.0.0.1/exchange")


@pytest.fixture
def official() -> Actor:
    return an_actor(COORDINATOR)


@pytest.fixture
def leaving(tx: Session) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    """What has come since it was asked last."""

    def since() -> list[tuple[str, dict[str, Any]]]:
        rows = tx.execute(select(departures.c.type, departures.c.body).order_by(departures.c.position)).all()
        tx.execute(departures.delete())
        return [(row.type, row.body) for row in rows]

    return since


@pytest.fixture
def shared(ask: Asking, editor: Actor, official: Actor, a_chapter: Any, publish: Any) -> Callable[..., UUID]:
    """A lesson that other cities have."""

    def made(**more: Any) -> UUID:
        chapter_id = a_chapter(kind="lesson", source="session", **more)
        publish(chapter_id)
        share_it(ask, editor, official, chapter_id)
        return chapter_id

    return made


def share_it(ask: Asking, editor: Actor, official: Actor, chapter_id: UUID, number: int = 1) -> None:
    told = {"chapter_id": chapter_id, "language": "nl"}
    ask(contract.propose_share, shares.propose_share, editor, **told, **ABOUT)
    ask(contract.approve_share, shares.approve_share, official, **told, number=number)


def from_genk(**more: Any) -> dict[str, Any]:
    """The body of a lesson as it comes from another city."""
    told = {
        "city": "genk",
        "city_name": "Genk",
        "chapter_id": str(uuid4()),
        "kind": "lesson",
        "theme": "identity",
        "source": "session",
        "language": "nl",
        "number": 1,
        "title": "Het plein van twee kanten",
        "summary": "Wie er niet was, kwam ook aan het woord.",
        "parts": dict(LESSON),
        "attribution": "Stad Genk",
        "licence": "cc_by_4",
        "lineage": [],
        "address": "https://genk.example/handbook/chapters/1/nl",
        **ABOUT,
        **more,
    }
    return load_event(contract.ChapterShared, contract.ChapterShared.type, told)


@pytest.fixture
def offered(tx: Session, ask: Asking, editor: Actor) -> Callable[..., dict[str, Any]]:
    """One of genk, as an editor sees it: `offered(title="...")`."""

    def arrived(**more: Any) -> dict[str, Any]:
        body = from_genk(**more)
        arrivals.chapter_shared(tx, body)
        return an_offer(ask, editor, body["chapter_id"])

    return arrived


def an_offer(ask: Asking, editor: Actor, origin_id: UUID) -> dict[str, Any]:
    listed = ask(contract.offers, offer_queries.offers, editor)["items"]
    for each in listed:
        found = ask(contract.offer, offer_queries.offer, editor, offer_id=each["id"])
        if found["origin_id"] == origin_id:
            return found
    raise LookupError(origin_id)


def refusals(ask: Asking, editor: Actor, city: str = "genk") -> tuple[int, str | None]:
    found = ask(contract.neighbours, share_queries.neighbours, editor)["cities"]
    [neighbour] = [each for each in found if each["city"] == city]
    return neighbour["refused"], neighbour["refused_for"]


def in_the_manual(ask: Asking, **filters: Any) -> list[tuple[str, str]]:
    found = ask(contract.manual, manual_queries.manual, NOBODY, **filters)["items"]
    return [(entry["city"], entry["title"]) for entry in found]


# leaving


def test_nothing_leaves_before_a_coordinator_has_approved(
    ask: Asking, editor: Actor, official: Actor, a_chapter: Any, publish: Any, leaving: Any
) -> None:
    chapter_id = a_chapter()
    told = {"chapter_id": chapter_id, "language": "nl"}
    with pytest.raises(errors.NotPublished):
        ask(contract.propose_share, shares.propose_share, editor, **told, **ABOUT)
    publish(chapter_id)
    ask(contract.propose_share, shares.propose_share, editor, **told, **ABOUT)
    assert leaving() == []
    ask(contract.approve_share, shares.approve_share, official, **told, number=1)
    [(type_, body)] = leaving()
    assert (type_, body["title"], body["number"]) == ("chapter_shared.v1", "Het midden", 1)
    assert contract.approve_share.who == (COORDINATOR,)


def test_what_was_looked_at_is_what_leaves(
    ask: Asking, editor: Actor, official: Actor, a_chapter: Any, publish: Any
) -> None:
    chapter_id = a_chapter()
    told = {"chapter_id": chapter_id, "language": "nl"}
    publish(chapter_id)
    ask(contract.propose_share, shares.propose_share, editor, **told, **ABOUT)
    with pytest.raises(ChangedMeanwhile):
        ask(contract.approve_share, shares.approve_share, official, **told, number=2)
    ask(contract.return_share, shares.return_share, official, **told, reason="Noem het plein niet.")
    with pytest.raises(errors.NotProposed):
        ask(contract.approve_share, shares.approve_share, official, **told, number=1)
    found = ask(contract.share, share_queries.share, editor, **told)
    assert (found["state"], found["reason"]) == ("returned", "Noem het plein niet.")


def test_what_was_withdrawn_since_it_was_proposed_does_not_leave(
    ask: Asking, editor: Actor, official: Actor, a_chapter: Any, publish: Any, leaving: Any
) -> None:
    chapter_id = a_chapter()
    told = {"chapter_id": chapter_id, "language": "nl"}
    publish(chapter_id)
    ask(contract.propose_share, shares.propose_share, editor, **told, **ABOUT)
    ask(contract.withdraw_text, chapters.withdraw_text, editor, **told)
    with pytest.raises(errors.NotPublished):
        ask(contract.approve_share, shares.approve_share, official, **told, number=1)
    assert leaving() == []


def test_a_later_proposal_changes_nothing_for_the_cities_until_it_is_approved(
    tx: Session, ask: Asking, editor: Actor, shared: Any, leaving: Any
) -> None:
    chapter_id = shared()
    leaving()
    told = {"chapter_id": chapter_id, "language": "nl"}
    ask(contract.propose_share, shares.propose_share, editor, **told, **{**ABOUT, "context_note": "Nog niet bekeken."})
    shares.tell_all_again(tx)
    [(_type, body)] = leaving()
    assert body["context_note"] == ABOUT["context_note"]
    read = ask(contract.manual_chapter, manual_queries.manual_chapter, NOBODY, city="rotterdam", **told)
    assert read["context_note"] == ABOUT["context_note"]


def test_the_same_edition_is_not_shared_twice(ask: Asking, editor: Actor, shared: Any) -> None:
    with pytest.raises(errors.SharedAlready):
        ask(contract.propose_share, shares.propose_share, editor, chapter_id=shared(), language="nl", **ABOUT)


def test_what_is_withdrawn_here_is_taken_back_from_the_cities(
    ask: Asking, editor: Actor, shared: Any, leaving: Any
) -> None:
    chapter_id = shared()
    leaving()
    ask(contract.withdraw_text, chapters.withdraw_text, editor, chapter_id=chapter_id, language="nl")
    [(type_, body)] = leaving()
    assert (type_, body["chapter_id"], body["number"]) == ("share_withdrawn.v1", str(chapter_id), 1)
    assert in_the_manual(ask) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Vraag het aan h.devries@rotterdam.example.", "email_address"),
        ("Bel 010 267 16 25.", "phone_number"),
        ("| wijk | antwoorden |\n|---|---|\n| Zuid | 3 |", "small_count"),
        ("Van hen waren 4 van de 16 het ermee eens.", "small_count"),
        ("Het gemiddelde was 7,3 (n = 4).", "small_count"),
    ],
)
def test_addresses_of_people_and_cells_under_five_do_not_leave(
    ask: Asking, editor: Actor, a_chapter: Any, publish: Any, leaving: Any, words: str, code: str
) -> None:
    chapter_id = a_chapter(kind="lesson", source="session", parts={**LESSON, "effect": words})
    publish(chapter_id)
    told = {"chapter_id": chapter_id, "language": "nl"}
    with pytest.raises(errors.MayNotLeave) as refused:
        ask(contract.propose_share, shares.propose_share, editor, **told, **ABOUT)
    assert refused.value.details == {"parts": {"effect": code}}
    assert ask(contract.share, share_queries.share, editor, **told)["refused"] == {"effect": code}
    assert leaving() == []


@pytest.mark.parametrize(
    "words",
    ["Met 16 van de 20 mensen.", "| Zuid | 35 |", "Op 3 mei 2026, om 9.30 uur.", "Een 7,4 (n = 12).", "1,4 miljoen"],
)
def test_other_figures_do(ask: Asking, shared: Any, leaving: Any, words: str) -> None:
    shared(parts={**LESSON, "effect": words})
    assert [type_ for type_, _body in leaving()] == ["chapter_shared.v1"]


def test_a_city_without_an_exchange_tells_nobody_and_everything_when_it_joins_one(
    tx: Session, shared: Any, leaving: Any
) -> None:
    with_an_exchange = tx.info["settings"]
    tx.info["settings"] = replace(with_an_exchange, exchange_url=None)
    shared()
    assert leaving() == []
    tx.info["settings"] = with_an_exchange
    arrivals.in_touch(tx)
    assert [type_ for type_, _body in leaving()] == ["city_joined.v1"]
    shares.tell_all_again(tx)
    assert [type_ for type_, _body in leaving()] == ["chapter_shared.v1"]


# arriving


def test_what_arrives_is_an_offer_and_nothing_more(ask: Asking, editor: Actor, offered: Any) -> None:
    offer = offered()
    assert (offer["state"], offer["city_name"], offer["attribution"]) == ("waiting", "Genk", "Stad Genk")
    assert ask(contract.contents, published.contents, NOBODY)["items"] == []
    assert in_the_manual(ask) == [("genk", "Het plein van twee kanten")]


def test_taken_as_it_is_it_stands_in_the_handbook_and_says_where_it_comes_from(
    ask: Asking, editor: Actor, offered: Any, leaving: Any
) -> None:
    ancestor = {"city": "forssa", "city_name": "Forssa", "chapter_id": str(uuid4()), "number": 3}
    offer = offered(lineage=[ancestor])
    with pytest.raises(errors.RedactionNotConfirmed):
        ask(contract.take_offer, offers.take_offer, editor, offer_id=offer["id"], version=1)
    told = {"offer_id": offer["id"], "version": 1, "confirmed": CHECKS}
    chapter_id = ask(contract.take_offer, offers.take_offer, editor, **told)["id"]
    read = ask(contract.published_chapter, published.published_chapter, NOBODY, chapter_id=chapter_id, language="nl")
    assert (read["title"], read["attribution"], read["origin_city"]) == (offer["title"], "Stad Genk", "genk")
    assert [(each["city"], each["number"]) for each in read["lineage"]] == [("forssa", 3), ("genk", 1)]
    [(type_, body)] = leaving()
    assert (type_, body["of_city"], body["decision"], body["city"]) == (
        "offer_decided.v1",
        "genk",
        "taken",
        "rotterdam",
    )
    with pytest.raises(errors.OfferDecided):
        ask(contract.take_offer, offers.take_offer, editor, **told)


def test_adapted_it_is_a_draft_and_keeps_its_lineage_when_it_travels_on(
    ask: Asking, editor: Actor, official: Actor, offered: Any, publish: Any, leaving: Any
) -> None:
    offer = offered()
    chapter_id = ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=1)["id"]
    assert ask(contract.contents, published.contents, NOBODY)["items"] == []
    publish(chapter_id)
    share_it(ask, editor, official, chapter_id)
    bodies = dict(leaving())
    assert bodies["offer_decided.v1"]["decision"] == "adapted"
    assert bodies["chapter_shared.v1"]["lineage"] == [
        {"city": "genk", "city_name": "Genk", "chapter_id": str(offer["origin_id"]), "number": 1}
    ]


def test_what_another_city_wrote_keeps_its_licence(ask: Asking, editor: Actor, offered: Any) -> None:
    offer = offered(licence="cc_by_sa_4")
    chapter_id = ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=1)["id"]
    one = {"chapter_id": chapter_id, "language": "nl"}
    assert ask(contract.chapter_text, chapter_queries.chapter_text, editor, **one)["licence_is_theirs"]
    written = {**one, "version": 1, "title": "Ons plein", "parts": LESSON}
    with pytest.raises(Invalid) as refused:
        ask(contract.write_text, chapters.write_text, editor, **written, licence="cc0_1")
    assert refused.value.fields == {"licence": ["licence_is_theirs"]}
    ask(contract.write_text, chapters.write_text, editor, **written, licence="cc_by_sa_4")


def test_declined_it_says_why_and_may_be_kept_out_of_the_manual(
    ask: Asking, editor: Actor, offered: Any, leaving: Any
) -> None:
    offer = offered()
    told = {"offer_id": offer["id"], "version": 1, "reason": "Wij hebben er zelf een.", "hidden": True}
    ask(contract.decline_offer, offers.decline_offer, editor, **told)
    [(_type, body)] = leaving()
    assert (body["decision"], body["reason"]) == ("declined", "Wij hebben er zelf een.")
    assert in_the_manual(ask) == []
    arrived_again = offered(chapter_id=str(offer["origin_id"]), number=2)
    assert (arrived_again["state"], arrived_again["number"]) == ("declined", 2)


def test_a_theme_that_is_none_of_ours_is_chosen_by_the_editor(ask: Asking, editor: Actor, offered: Any) -> None:
    offer = offered(theme="fireworks")
    told = {"offer_id": offer["id"], "version": 1}
    with pytest.raises(Invalid):
        ask(contract.adapt_offer, offers.adapt_offer, editor, **told)
    ask(contract.adapt_offer, offers.adapt_offer, editor, **told, theme="identity")


def test_a_second_language_joins_the_chapter_that_the_first_made(ask: Asking, editor: Actor, offered: Any) -> None:
    origin = str(uuid4())
    first = offered(chapter_id=origin)
    chapter_id = ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=first["id"], version=1)["id"]
    arrivals.chapter_shared(ask.tx, from_genk(chapter_id=origin, language="en"))
    [second] = [
        each for each in ask(contract.offers, offer_queries.offers, editor)["items"] if each["language"] == "en"
    ]
    again = ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=second["id"], version=1)["id"]
    assert again == chapter_id


def test_a_new_edition_reaches_who_took_it_and_changes_nothing_by_itself(
    ask: Asking, editor: Actor, offered: Any
) -> None:
    offer = offered()
    origin = str(offer["origin_id"])
    told = {"offer_id": offer["id"], "confirmed": CHECKS}
    chapter_id = ask(contract.take_offer, offers.take_offer, editor, **told, version=1)["id"]
    renewed = offered(chapter_id=origin, number=2, parts={**LESSON, "effect": "Het werkte drie maanden."})
    assert renewed["state"] == "renewed"
    assert [each["part"] for each in renewed["differences"]] == ["effect"]
    one = {"chapter_id": chapter_id, "language": "nl"}
    assert (
        ask(contract.published_chapter, published.published_chapter, NOBODY, **one)["parts"]["effect"] != "Het werkte"
    )
    ask(contract.take_offer, offers.take_offer, editor, **told, version=2)
    read = ask(contract.published_chapter, published.published_chapter, NOBODY, **one)
    assert (read["parts"]["effect"], read["number"]) == ("Het werkte drie maanden.", 2)


def test_what_was_adapted_is_not_written_over(ask: Asking, editor: Actor, offered: Any) -> None:
    offer = offered()
    chapter_id = ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=1)["id"]
    one = {"chapter_id": chapter_id, "language": "nl"}
    ask(contract.write_text, chapters.write_text, editor, **one, version=1, title="Ons plein", parts=LESSON)
    offered(chapter_id=str(offer["origin_id"]), number=2, title="Het plein, herzien")
    ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=2)
    assert ask(contract.chapter_text, chapter_queries.chapter_text, editor, **one)["title"] == "Ons plein"


def test_a_withdrawal_takes_the_offer_and_leaves_what_was_made_of_it(
    tx: Session, ask: Asking, editor: Actor, offered: Any
) -> None:
    untouched, taken = offered(), offered()
    told = {"offer_id": taken["id"], "version": 1, "confirmed": CHECKS}
    ask(contract.take_offer, offers.take_offer, editor, **told)
    for each in (untouched, taken):
        body = {"city": "genk", "chapter_id": each["origin_id"], "language": "nl", "number": 1, "reason": "Niet juist."}
        arrivals.share_withdrawn(tx, body)
    [left] = ask(contract.offers, offer_queries.offers, editor)["items"]
    assert (left["id"], left["state"]) == (taken["id"], "withdrawn")
    assert in_the_manual(ask) == []
    assert len(ask(contract.contents, published.contents, NOBODY)["items"]) == 1
    ask(contract.keep_own, offers.keep_own, editor, offer_id=taken["id"])
    assert ask(contract.offers, offer_queries.offers, editor)["items"] == []


def test_the_same_again_changes_nothing(offered: Any) -> None:
    lineage = [{"city": "forssa", "city_name": "Forssa", "chapter_id": str(uuid4()), "number": 3}]
    offer = offered(lineage=lineage)
    assert offered(chapter_id=str(offer["origin_id"]), lineage=lineage) == offer


@pytest.mark.parametrize("more", [{"context_note": "Een wijk met twee scholen."}, {"number": 1, "title": "Hersteld"}])
def test_a_corrected_note_reaches_the_cities_and_so_does_what_a_restored_city_says(
    ask: Asking, editor: Actor, offered: Any, more: dict[str, Any]
) -> None:
    offer = offered(number=2)
    corrected = offered(chapter_id=str(offer["origin_id"]), **{"number": 2, **more})
    assert {name: corrected[name] for name in more} == more
    with pytest.raises(ChangedMeanwhile):
        ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=offer["version"])
    ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=corrected["version"])


def test_a_corrected_note_asks_nobody_to_decide_again(ask: Asking, editor: Actor, offered: Any) -> None:
    offer = offered()
    ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=1)
    corrected = offered(chapter_id=str(offer["origin_id"]), context_note="Een wijk met twee scholen.")
    assert (corrected["state"], corrected["context_note"]) == ("adapted", "Een wijk met twee scholen.")


def test_what_was_taken_back_is_told_again_until_it_is_shared_anew(
    tx: Session, ask: Asking, editor: Actor, official: Actor, shared: Any, leaving: Any
) -> None:
    chapter_id = shared()
    told = {"chapter_id": chapter_id, "language": "nl"}
    ask(contract.withdraw_share, shares.withdraw_share, official, **told, reason="Niet juist.")
    leaving()
    shares.tell_all_again(tx)
    [(type_, body)] = leaving()
    assert (type_, body["number"], body["reason"]) == ("share_withdrawn.v1", 1, "Niet juist.")
    share_it(ask, editor, official, chapter_id)
    leaving()
    shares.tell_all_again(tx)
    assert [type_ for type_, _body in leaving()] == ["chapter_shared.v1"]


def test_a_withdrawal_that_is_told_again_changes_nothing(tx: Session, ask: Asking, editor: Actor, offered: Any) -> None:
    offer = offered()
    ask(contract.adapt_offer, offers.adapt_offer, editor, offer_id=offer["id"], version=1)
    told = {"city": "genk", "chapter_id": str(offer["origin_id"]), "language": "nl", "number": 1}
    for reason in ("Niet juist.", None):
        body = load_event(contract.ShareWithdrawn, contract.ShareWithdrawn.type, {**told, "reason": reason})
        arrivals.share_withdrawn(tx, body)
    assert an_offer(ask, editor, offer["origin_id"])["withdrawn_for"] == "Niet juist."


def test_what_was_decided_is_told_again_and_counts_once(
    tx: Session, ask: Asking, editor: Actor, offered: Any, shared: Any, leaving: Any
) -> None:
    offer = offered()
    ask(contract.decline_offer, offers.decline_offer, editor, offer_id=offer["id"], version=1, reason="Te kort.")
    [first] = leaving()
    offers.tell_all_again(tx)
    assert leaving() == [first]
    theirs = {**first[1], "city": "genk", "city_name": "Genk", "of_city": "rotterdam", "chapter_id": str(shared())}
    outcomes = []
    for _again in range(2):
        arrivals.offer_decided(tx, load_event(contract.OfferDecided, contract.OfferDecided.type, theirs))
        told = {"chapter_id": theirs["chapter_id"], "language": "nl"}
        outcomes.append(ask(contract.share, share_queries.share, editor, **told)["outcomes"])
    assert outcomes[0] == outcomes[1]
    assert [each["reason"] for each in outcomes[0]] == ["Te kort."]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"parts": {**LESSON, "effect": "Mail iemand@genk.example"}}, "email_address"),
        ({"context_note": "Bel +32 89 65 36 00"}, "phone_number"),
        ({"parts": {**LESSON, "effect": "| Zuid | 2 |"}}, "small_count"),
        ({"parts": {**LESSON, "context": "| Zuid | 2 |"}}, "small_count"),
        ({"parts": {"context": "Alleen dit deel."}}, "wrong_parts"),
        ({"licence": "all_rights_reserved"}, "unknown_licence"),
        ({"parts": dict.fromkeys(LESSON, "ü" * 19_999), "summary": "🌍" * 500, "context_note": "ü" * 1000}, None),
    ],
)
def test_what_may_not_cross_is_not_let_in_either(
    tx: Session, ask: Asking, editor: Actor, more: dict[str, Any], code: str | None
) -> None:
    arrivals.chapter_shared(tx, from_genk(**more))
    assert len(ask(contract.offers, offer_queries.offers, editor)["items"]) == (0 if code else 1)
    assert refusals(ask, editor) == ((1, code) if code else (0, None))


def test_a_city_that_sends_without_end_is_not_listened_to_for_an_hour(
    tx: Session, ask: Asking, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.handbook.rules.crossing.MOST_MESSAGES", 3)
    for _ in range(5):
        arrivals.chapter_shared(tx, from_genk())
    arrivals.chapter_shared(tx, from_genk(city="forssa"))
    assert len(ask(contract.offers, offer_queries.offers, editor)["items"]) == 4
    assert refusals(ask, editor) == (2, "too_many_messages")
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    arrivals.chapter_shared(tx, from_genk())
    assert len(ask(contract.offers, offer_queries.offers, editor)["items"]) == 5


def test_a_city_has_so_many_offers_here_and_no_more(
    tx: Session, ask: Asking, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.handbook.rules.crossing.MOST_OFFERS", 2)
    for _ in range(3):
        arrivals.chapter_shared(tx, from_genk())
    assert len(ask(contract.offers, offer_queries.offers, editor)["items"]) == 2
    assert refusals(ask, editor) == (1, "too_many_offers")


def test_the_sender_sees_what_became_of_it(tx: Session, ask: Asking, editor: Actor, shared: Any) -> None:
    chapter_id = shared()
    told = {"of_city": "rotterdam", "chapter_id": chapter_id, "language": "nl", "number": 1}
    genk = {"city": "genk", "city_name": "Genk", "decision": "adapted", "reason": None}
    arrivals.offer_decided(tx, {**told, **genk})
    arrivals.offer_decided(tx, {**told, **genk, "of_city": "forssa", "city": "gent", "city_name": "Gent"})
    found = ask(contract.share, share_queries.share, editor, chapter_id=chapter_id, language="nl")
    assert [(each["city_name"], each["decision"]) for each in found["outcomes"]] == [("Genk", "adapted")]
    [listed] = ask(contract.shares, share_queries.shares, editor)["items"]
    assert (listed["taken"], listed["declined"]) == (1, 0)


def test_nobody_decides_on_what_was_never_shared(tx: Session, ask: Asking, editor: Actor) -> None:
    body = {"city": "genk", "city_name": "Genk", "of_city": "rotterdam", "chapter_id": uuid4(), "language": "nl"}
    arrivals.offer_decided(tx, {**body, "number": 1, "decision": "taken", "reason": None})
    assert refusals(ask, editor) == (1, "unknown_chapter")


# joining


def test_who_joins_gets_all_that_is_shared_but_not_once_for_each_that_joins(
    tx: Session, shared: Any, leaving: Any
) -> None:
    arrivals.in_touch(tx)
    shared()
    leaving()
    tx.execute(text("UPDATE contacts SET share_again_at = NULL, shared_again_at = :now"), {"now": clock.now()})
    tx.expire_all()
    joined = {"city": "forssa", "city_name": "Forssa", "city_id": contract.city_id("forssa")}
    arrivals.city_joined(tx, joined)
    when = tx.scalar(text("SELECT share_again_at FROM contacts"))
    assert timedelta(minutes=9) < when - clock.now() <= timedelta(minutes=10)
    arrivals.city_joined(tx, {**joined, "city": "gent"})
    assert tx.scalar(text("SELECT share_again_at FROM contacts")) == when


def test_a_city_that_was_away_for_long_or_was_restored_joins_anew(
    tx: Session, leaving: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins = [("city_joined.v1",)]
    arrivals.in_touch(tx)
    assert [(type_,) for type_, _ in leaving()] == joins
    arrivals.in_touch(tx)
    assert leaving() == []
    later = clock.now() + timedelta(hours=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    arrivals.in_touch(tx)
    assert [(type_,) for type_, _ in leaving()] == joins
    tx.info["settings"] = replace(tx.info["settings"], epoch=2)
    arrivals.in_touch(tx)
    assert [(type_,) for type_, _ in leaving()] == joins


# the Global Manual


def test_the_manual_is_what_all_cities_share_in_every_language(tx: Session, ask: Asking, shared: Any) -> None:
    shared(title="Uit Rotterdam")
    arrivals.chapter_shared(tx, from_genk(title="Uit Genk"))
    arrivals.chapter_shared(tx, from_genk(city="forssa", city_name="Forssa", language="fi", title="Torilta"))
    assert {*in_the_manual(ask)} == {("rotterdam", "Uit Rotterdam"), ("genk", "Uit Genk"), ("forssa", "Torilta")}
    assert in_the_manual(ask, language="fi") == [("forssa", "Torilta")]
    assert in_the_manual(ask, q="torilta") == [("forssa", "Torilta")]
    assert in_the_manual(ask, q="adaptation") == [], "the name of a part is no word of it"
    choices = ask(contract.manual_choices, manual_queries.manual_choices, NOBODY)
    assert [each["name"] for each in choices["cities"]] == ["Forssa", "Genk", "Rotterdam"]
    assert choices["languages"] == ["fi", "nl"]
