"""What cities tell each other over a real exchange: what is lost, what is refused, and who waits for whom."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.admission import Admission
from deploy.broker import Broker
from shared import clock
from shared.access import COORDINATOR, EDITOR, NOBODY, Actor
from shared.contracts import handbook as contract
from shared.messaging import envelope
from shared.messaging.exchange import Limits
from tests import machine
from tests.city import ALL_SERVICES, City, fresh_city, running_processes
from tests.deploy import exchanging
from tests.waiting import eventually

HANDBOOK = (*ALL_SERVICES, "handbook")
LIMITS = Limits(messages=5, bytes=2_000_000, days=30, connections=6, channels=20)
CHECKS = list(contract.REDACTION_CHECKS)
LESSON = dict.fromkeys(contract.PARTS["lesson"], "Eerst luisteren, dan pas vragen.")
NOTES = {"context_note": "Een wijk met een school.", "adaptation_note": "Kies een eigen vraag."}
WHO = Actor(uuid4(), frozenset({EDITOR, COORDINATOR}))


@dataclass(frozen=True)
class Member:
    """A city of the exchange, and what its editor does."""

    city: City

    @property
    def name(self) -> str:
        return self.city.settings.city

    def ask(self, call: Any, **data: Any) -> Any:
        key = str(uuid4()) if call.changes else None
        return self.city.ask(call, WHO, key=key, **data).data

    def shares(self, title: str = "Het plein van twee kanten", **more: Any) -> UUID:
        told = {"kind": "lesson", "theme": "identity", "source": "session", "language": "nl", "title": title}
        chapter_id = self.ask(contract.start_chapter, **{**told, "parts": LESSON, **more})["id"]
        self.publishes_and_shares(chapter_id, 1)
        return chapter_id

    def publishes_and_shares(self, chapter_id: UUID, number: int, version: int = 1) -> None:
        text = {"chapter_id": chapter_id, "language": "nl"}
        self.ask(contract.publish_text, **text, version=version, confirmed=CHECKS)
        self.ask(contract.propose_share, **text, **NOTES)
        self.ask(contract.approve_share, **text, number=number)

    def offers(self) -> dict[UUID, dict[str, Any]]:
        """By the id that they have in their own city."""
        listed = self.ask(contract.offers, per_page=200)["items"]
        found = [self.ask(contract.offer, offer_id=each["id"]) for each in listed]
        return {each["origin_id"]: each for each in found}

    def gets(self, chapter_id: UUID, state: str = "waiting", **more: Any) -> dict[str, Any]:
        def as_told() -> dict[str, Any] | None:
            offer = self.offers().get(chapter_id)
            told = offer is not None and {name: offer[name] for name in ("state", *more)} == {"state": state, **more}
            return offer if told else None

        return eventually(as_told, seconds=30, what=f"{self.name} to have it as {state}")

    def outcomes(self, chapter_id: UUID) -> dict[str, tuple[str, int]]:
        share = self.ask(contract.share, chapter_id=chapter_id, language="nl")
        return {each["city"]: (each["decision"], each["number"]) for each in share["outcomes"]}

    def refused(self, city: str) -> tuple[int, str | None]:
        found = {each["city"]: each for each in self.ask(contract.neighbours)["cities"]}
        return (found[city]["refused"], found[city]["refused_for"]) if city in found else (0, None)

    def titles_of_the_manual(self) -> set[str]:
        return {each["title"] for each in self.city.ask(contract.manual, NOBODY).data["items"]}


@pytest.fixture(scope="module")
def admission(rabbitmq: dict[str, str]) -> Iterator[Admission]:
    broker = Broker(rabbitmq["amqp"], rabbitmq["api"])
    admission = Admission(broker, machine.unique("exchange"), LIMITS)
    admission.apply()
    yield admission
    for member in admission.members():
        admission.dismiss(member.city)
    broker.delete_vhost(admission.vhost)


@pytest.fixture(scope="module")
def found(postgres: str, rabbitmq: dict[str, str], admission: Admission) -> Callable[[str], Any]:
    """A new city, admitted and running: its handbook and nothing else."""

    @contextmanager
    def founded(prefix: str) -> Iterator[Member]:
        name = machine.unique(prefix).replace("_", "-")
        url = exchanging.city(admission, name, admission.admit(name)).url
        city = {"city": name, "city_name": prefix.capitalize(), "exchange_url": url}
        with (
            fresh_city(postgres, rabbitmq, **city) as settings,
            running_processes(settings, services=HANDBOOK) as running,
        ):
            yield Member(running)

    return founded


@pytest.fixture(scope="module")
def cities(found: Callable[[str], Any]) -> Iterator[tuple[Member, Member]]:
    with found("rotterdam") as rotterdam, found("genk") as genk:
        yield rotterdam, genk


@pytest.fixture
def rotterdam(cities: tuple[Member, Member]) -> Member:
    return cities[0]


@pytest.fixture
def genk(cities: tuple[Member, Member]) -> Member:
    return cities[1]


@pytest.fixture
def stranger(admission: Admission) -> Iterator[exchanging.City]:
    """A city that was admitted and sends what it likes."""
    name = machine.unique("stranger").replace("_", "-")
    yield exchanging.city(admission, name, admission.admit(name))
    admission.dismiss(name)


def body_of(sender: str, **more: Any) -> dict[str, Any]:
    return {
        "city": sender,
        "city_name": "Vreemd",
        "chapter_id": str(uuid4()),
        "kind": "lesson",
        "theme": "identity",
        "source": None,
        "language": "nl",
        "number": 1,
        "title": "Van ver",
        "summary": None,
        "parts": LESSON,
        "attribution": "Stad Ver",
        "licence": "cc_by_4",
        "lineage": [],
        "address": "https://ver.example/1",
        **NOTES,
        **more,
    }


def send(stranger: exchanging.City, body: dict[str, Any], *, user: bool = True, **attributes: Any) -> None:
    told = {
        "message_id": uuid4(),
        "event_type": "chapter_shared.v1",
        "source": envelope.source(stranger.name, "handbook", 1),
        "subject": UUID(body["chapter_id"]),
        "sequence": 1,
        "time": clock.now(),
        "correlation_id": "x",
        "causation_id": None,
        "traceparent": "",
        **attributes,
    }
    properties: dict[str, Any] = {"headers": envelope.headers(**told), "content_type": "application/json"}
    if user:
        properties["user_id"] = stranger.name
    stranger.send(stranger.key("chapter_shared.v1"), json.dumps(body).encode(), **properties)


def test_a_lesson_arrives_is_taken_and_its_city_sees_it(rotterdam: Member, genk: Member) -> None:
    chapter_id = genk.shares()
    offer = rotterdam.gets(chapter_id, city=genk.name, number=1)
    rotterdam.ask(contract.take_offer, offer_id=offer["id"], version=1, confirmed=CHECKS)
    eventually(lambda: genk.outcomes(chapter_id) == {rotterdam.name: ("taken", 1)}, what="genk to see the outcome")
    assert chapter_id not in genk.offers()


def test_a_new_edition_and_a_withdrawal_reach_who_took_it(rotterdam: Member, genk: Member) -> None:
    chapter_id = genk.shares()
    offer = rotterdam.gets(chapter_id)
    rotterdam.ask(contract.adapt_offer, offer_id=offer["id"], version=1)
    text = {"chapter_id": chapter_id, "language": "nl"}
    genk.ask(contract.write_text, **text, version=1, title="Het plein, herzien", parts=LESSON)
    genk.publishes_and_shares(chapter_id, 2, version=2)
    rotterdam.gets(chapter_id, "renewed", number=2, title="Het plein, herzien")
    genk.ask(contract.withdraw_share, **text, reason="Het klopte niet.")
    rotterdam.gets(chapter_id, "withdrawn", withdrawn_for="Het klopte niet.")


def test_what_comes_twice_is_there_once(rotterdam: Member, stranger: exchanging.City) -> None:
    body, message_id = body_of(stranger.name), uuid4()
    for title in ("Van ver", "Van nog verder"):
        send(stranger, {**body, "title": title}, message_id=message_id)
    send(stranger, body_of(stranger.name, title="Daarna"))
    eventually(lambda: "Daarna" in rotterdam.titles_of_the_manual(), what="the last message")
    assert rotterdam.offers()[UUID(body["chapter_id"])]["title"] == "Van ver"


@pytest.mark.parametrize(
    ("forged", "code"),
    [
        ({"source": "/genk/handbook"}, "foreign_source"),
        ({"source": "genk"}, "foreign_source"),
        ({"user": False}, "no_sender"),
        ({"event_type": "everything_deleted.v1"}, "unknown_type"),
    ],
)
def test_a_forged_source_is_refused_and_told(
    rotterdam: Member, stranger: exchanging.City, forged: dict[str, Any], code: str
) -> None:
    body = body_of(stranger.name)
    send(stranger, body, **forged)
    eventually(lambda: rotterdam.refused(stranger.name) == (1, code), what="the refusal")
    assert UUID(body["chapter_id"]) not in rotterdam.offers()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"city": "genk"}, "foreign_source"),
        ({"chapter_id": str(uuid4())}, "foreign_source"),
        ({"number": 0}, "content"),
        ({"theme": "<script>"}, "content"),
        ({"title": None}, "content"),
        ({"parts": {**LESSON, "effect": "Mail iemand@ver.example."}}, "email_address"),
        ({"parts": {**LESSON, "effect": "x" * 20_001}}, "content"),
    ],
)
def test_what_the_contract_does_not_say_is_refused(
    rotterdam: Member, stranger: exchanging.City, more: dict[str, Any], code: str
) -> None:
    body = body_of(stranger.name)
    send(stranger, {**body, **more}, subject=UUID(body["chapter_id"]))
    eventually(lambda: rotterdam.refused(stranger.name) == (1, code), what="the refusal")
    assert rotterdam.city.sql("SELECT FROM handbook.failed") == []


def test_a_field_that_is_none_of_ours_is_not_kept(rotterdam: Member, stranger: exchanging.City) -> None:
    body = body_of(stranger.name, editor_name="Iemand van Ver", person_id=str(uuid4()))
    send(stranger, body)
    rotterdam.gets(UUID(body["chapter_id"]))
    [row] = rotterdam.city.sql("SELECT offers::text FROM handbook.offers WHERE origin_id = %s", body["chapter_id"])
    assert "Iemand van Ver" not in row[0]
    assert body["person_id"] not in row[0]


def test_no_city_uses_up_the_ids_or_the_numbers_of_another(
    rotterdam: Member, genk: Member, stranger: exchanging.City
) -> None:
    """It knows the id of the chapter, and says to have a later message about it."""
    chapter_id = genk.shares()
    rotterdam.gets(chapter_id)
    send(stranger, body_of(stranger.name, chapter_id=str(chapter_id), number=9), sequence=2_000_000)
    eventually(lambda: "Van ver" in rotterdam.titles_of_the_manual(), what="the stranger's own")
    text = {"chapter_id": chapter_id, "language": "nl"}
    genk.ask(contract.write_text, **text, version=1, title="Van Genk, herzien", parts=LESSON)
    genk.publishes_and_shares(chapter_id, 2, version=2)
    eventually(lambda: "Van Genk, herzien" in rotterdam.titles_of_the_manual(), what="the edition of genk")


def test_what_was_shared_before_is_there_for_who_is_admitted_later(
    rotterdam: Member, genk: Member, found: Callable[[str], Any]
) -> None:
    first, second = rotterdam.shares("Van voor de komst"), genk.shares("Ook van voor de komst")
    genk.gets(first)
    with found("forssa") as forssa:
        _minutes_go_by_until(forssa, [first, second], rotterdam, genk)
        assert {"Van voor de komst", "Ook van voor de komst"} <= forssa.titles_of_the_manual()


def test_a_city_that_is_away_delays_nobody_and_gets_it_all_when_it_is_back(
    rotterdam: Member, genk: Member, found: Callable[[str], Any], admission: Admission
) -> None:
    """Its queue has room for five messages, so it loses what was told first: a withdrawal and a decision."""
    with found("forssa") as forssa:
        taken_back = rotterdam.shares("Voor het wegblijven")
        _minutes_go_by_until(forssa, [taken_back], rotterdam)
        forssa.ask(contract.adapt_offer, offer_id=forssa.offers()[taken_back]["id"], version=1)
        offered = forssa.shares("Van wie weggaat")
        offer = genk.gets(offered)
        forssa.city.services.stop()
        genk.ask(contract.decline_offer, offer_id=offer["id"], version=1, reason="Wij hebben geen plein.")
        rotterdam.ask(contract.withdraw_share, chapter_id=taken_back, language="nl", reason="Het klopte niet.")
        eventually(lambda: taken_back not in genk.offers(), what="genk to hear of it")
        missed = [rotterdam.shares(f"Tijdens het wegblijven {number}") for number in range(8)]
        for chapter_id in missed:
            genk.gets(chapter_id)
        eventually(lambda: _is_full(admission, forssa), what="its queue to be full")
        forssa.city.sql("UPDATE handbook.contacts SET in_touch_at = in_touch_at - interval '1 day'")
        forssa.city.services.start()
        _minutes_go_by_until(forssa, missed, rotterdam, genk)
        _told_again_until(
            lambda: forssa.offers()[taken_back]["withdrawn_for"] == "Het klopte niet.", "the withdrawal", rotterdam
        )
        _told_again_until(
            lambda: forssa.outcomes(offered) == {genk.name: ("declined", 1)}, "forssa to see the outcome", genk
        )


def test_what_is_decided_while_the_exchange_is_away_leaves_when_it_is_back(
    rotterdam: Member, genk: Member, admission: Admission
) -> None:
    """As after a change of its password, that its operator did not hear of."""
    services, before = rotterdam.city.services, rotterdam.city.services.program
    url = str(rotterdam.city.settings.exchange_url).replace(f"{rotterdam.name}:", f"{rotterdam.name}:not-")
    wrong = {**before.environment, "EXCHANGE_URL": url}
    services.stop()
    services.program = replace(before, environment=wrong)
    services.start()
    chapter_id = rotterdam.shares("Terwijl niemand luisterde")
    eventually(lambda: "exchange_unavailable" in services.log, what="the exchange to refuse")
    assert rotterdam.ask(contract.neighbours)["waiting"] > 0
    services.stop()
    services.program = before
    services.start()
    genk.gets(chapter_id)
    eventually(lambda: rotterdam.ask(contract.neighbours)["waiting"] == 0, what="everything to have left")


def test_killed_at_any_moment_nothing_is_lost_or_doubled(rotterdam: Member, genk: Member) -> None:
    sent = []
    for number in range(6):
        sent.append(rotterdam.shares(f"Onder vuur {number}"))
        process = (rotterdam, genk)[number % 2].city.services
        process.kill()
        process.start()
    for chapter_id in sent:
        offer = genk.gets(chapter_id)
        genk.ask(contract.adapt_offer, offer_id=offer["id"], version=1)
    for chapter_id in sent:
        eventually(lambda each=chapter_id: rotterdam.outcomes(each) == {genk.name: ("adapted", 1)}, what="the outcome")
    assert genk.city.sql("SELECT FROM handbook.failed") == []


def test_nothing_that_crosses_names_anybody(rotterdam: Member, stranger: exchanging.City, admission: Admission) -> None:
    """What the exchange carries has these fields and no other."""
    rotterdam.shares()
    eventually(lambda: stranger.waiting() > 0, what="something to cross")
    carried = [json.loads(body) for body in stranger.bodies()]
    assert carried
    allowed = {
        "city", "city_name", "city_id", "of_city", "chapter_id", "kind", "theme", "source", "language", "number",
        "title", "summary", "parts", "attribution", "licence", "context_note", "adaptation_note", "lineage", "address",
        "decision", "reason",
    }  # fmt: skip
    assert {name for body in carried for name in body} <= allowed
    assert str(WHO.person_id) not in json.dumps(carried)


def _is_full(admission: Admission, city: Member) -> bool:
    return any(each.is_full for each in admission.members() if each.city == city.name)


def _minutes_go_by_until(city: Member, chapter_ids: Iterable[UUID], *others: Member) -> None:
    """The others tell again what they told at most every ten minutes, however many join."""
    wanted = set(chapter_ids)

    def has_them() -> bool:
        for each in others:
            _ten_minutes_go_by(each, "share_again_at")
        return wanted <= set(city.offers())

    eventually(has_them, seconds=40, what=f"{city.name} to have everything")


def _told_again_until(condition: Callable[[], Any], what: str, teller: Member) -> None:
    """What is told at once may be more than a small queue holds, so it is asked for as often as it takes."""

    def is_so() -> bool:
        _ten_minutes_go_by(teller, "coalesce(share_again_at, now())")
        return bool(condition())

    eventually(is_so, seconds=40, what=what)


def _ten_minutes_go_by(city: Member, asked_for: str) -> None:
    city.city.sql(
        "UPDATE handbook.contacts SET shared_again_at = shared_again_at - interval '10 minutes',"
        f" share_again_at = {asked_for} - interval '10 minutes'"
    )
