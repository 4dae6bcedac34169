"""Links that let a participant in without an account."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from services.identity import commands, queries
from services.identity.errors import LinkNotValid
from shared import access
from shared.access import CALENDAR, COORDINATOR, PARTICIPANT, TRAINER, Actor
from shared.contracts import identity as contract
from shared.database import settings_of
from shared.errors import Forbidden, Refusal, TooManyAttempts
from tests.integration.conftest import an_actor
from tests.integration.identity.conftest import NOBODY, TERMINAL

CLIENT = "192.0.2.7"


@pytest.fixture
def links(ask):
    """`links(person_id)["page"]`, as they stand in the next mail."""

    def links(person_id):
        found = ask(contract.personal_links, queries.links.personal_links, TERMINAL, person_ids=[person_id])["links"]
        return found[0] if found else None

    return links


@pytest.fixture
def open_page(ask):
    def opened(link, client=CLIENT):
        return ask(contract.resume_link, queries.links.resume_link, NOBODY, link=link, client=client)

    return opened


@pytest.fixture
def open_calendar(ask):
    def opened(link, client=CLIENT):
        return ask(contract.resume_calendar, queries.links.resume_calendar, NOBODY, link=link, client=client)

    return opened


def end_links(ask, actor, person_id):
    ask(contract.withdraw_links, commands.links.withdraw_links, actor, person_id=person_id)


def refused(opening, link) -> bool:
    try:
        opening(link)
    except LinkNotValid:
        return True
    return False


class TestAPersonalLink:
    def test_lets_the_person_in_as_a_participant_whatever_roles_they_have(self, tx, register, links, open_page):
        person_id = register("Trainer", TRAINER, language="en")
        found = open_page(links(person_id)["page"])
        assert (found["person_id"], found["name"], found["language"]) == (person_id, "Trainer", "en")
        actor = access.verify(found["token"], settings_of(tx).secret_key)
        assert actor == an_actor(PARTICIPANT, person_id=person_id)

    def test_works_as_often_as_one_likes_and_is_kept_nowhere(self, tx, add, links, open_page):
        person_id = add("Wijkagent")
        first = links(person_id)["page"]
        assert open_page(first)["person_id"] == open_page(first)["person_id"] == person_id
        row = tx.execute(text("SELECT CAST(ROW(people.*) AS text) FROM people")).scalar_one()
        assert first not in row
        assert first.rpartition(".")[2] not in row

    def test_is_refused_when_any_letter_of_it_differs(self, add, links, open_page):
        page = links(add("Wijkagent"))["page"]
        for place in (0, len(page) // 2, len(page) - 2):
            other = "A" if page[place] != "A" else "B"
            assert refused(open_page, page[:place] + other + page[place + 1 :])

    def test_is_refused_after_four_hundred_days(self, add, links, open_page, monkeypatch):
        page = links(add("Wijkagent"))["page"]
        later = _itsdangerous_now() + 400 * 24 * 3600
        monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _: later - 3600)
        assert not refused(open_page, page)
        monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _: later + 3600)
        assert refused(open_page, page)

    def test_ends_with_a_restore_because_ended_ones_might_come_back(self, tx, add, links, open_page):
        page = links(add("Wijkagent"))["page"]
        tx.info["settings"] = replace(settings_of(tx), epoch=settings_of(tx).epoch + 1)
        assert refused(open_page, page)

    def test_a_person_ends_all_of_theirs_and_gets_a_new_one(self, ask, add, links, open_page, announced):
        person_id, other_id = add("Wijkagent"), add("Jongerenwerker")
        old, others = links(person_id), links(other_id)
        end_links(ask, an_actor(PARTICIPANT, person_id=person_id), person_id)
        assert refused(open_page, old["page"])
        assert announced(contract.PersonalLinkRequested) == [{"person_id": person_id}]
        assert open_page(links(person_id)["page"])["person_id"] == person_id
        assert open_page(others["page"])["person_id"] == other_id

    def test_a_coordinator_ends_those_of_anybody_and_nobody_else_does(self, ask, add, links, open_page, coordinator):
        person_id = add("Wijkagent")
        page = links(person_id)["page"]
        for actor in (an_actor(PARTICIPANT), an_actor(TRAINER), an_actor()):
            with pytest.raises(Forbidden):
                end_links(ask, actor, person_id)
        assert not refused(open_page, page)
        end_links(ask, coordinator, person_id)
        assert refused(open_page, page)

    def test_ends_when_mail_goes_to_another_address(self, ask, add, links, record, coordinator, open_page):
        person_id = add("Wijkagent")
        page, kept = links(person_id)["page"], record(person_id)
        fields = {name: kept[name] for name in ("name", "version", "language", "organisation", "sector", "level")}
        change = {"person_id": person_id, **fields, "email": "new@stad.example"}
        ask(contract.change_person, commands.people.change_person, coordinator, **change)
        assert refused(open_page, page)

    def test_ends_with_the_person(self, ask, add, links, open_page, open_calendar, coordinator):
        person_id = add("Wijkagent")
        old = links(person_id)
        ask(contract.erase_person, commands.people.erase_person, coordinator, person_id=person_id)
        assert refused(open_page, old["page"])
        assert refused(open_calendar, old["calendar"])
        assert links(person_id) is None

    def test_guesses_are_counted_and_a_real_link_never_waits(self, bus):
        account = {"name": "Trainer", "email": "trainer@stad.example", "roles": [TRAINER], "password": None}
        person_id = bus(contract.register_account, commands.accounts.register_account, TERMINAL, **account)["id"]
        given = bus(contract.personal_links, queries.links.personal_links, TERMINAL, person_ids=[person_id])
        page = given["links"][0]["page"]
        codes = [_code_of(bus, f"{page}{number}") for number in range(31)]
        assert codes == ["link_not_valid"] * 30 + ["too_many_attempts"]
        assert _code_of(bus, page) is None
        assert _code_of(bus, f"{page}x", client="198.51.100.4") == "link_not_valid"


class TestAskingForALink:
    def ask_for(self, ask, email):
        return ask(contract.request_link, commands.links.request_link, NOBODY, email=email, client=CLIENT)

    def test_sends_one_to_a_known_address_and_says_nothing_about_others(self, ask, add, announced):
        person_id = add("Wijkagent", email="wijkagent@stad.example")
        assert self.ask_for(ask, " Wijkagent@stad.example") == self.ask_for(ask, "nobody@stad.example")
        assert announced(contract.PersonalLinkRequested) == [{"person_id": person_id}]

    def test_is_throttled_by_address(self, ask):
        for _ in range(5):
            self.ask_for(ask, "wijkagent@stad.example")
        with pytest.raises(TooManyAttempts):
            self.ask_for(ask, "wijkagent@stad.example")


class TestTheCalendar:
    def test_is_let_in_for_its_sessions_alone_with_the_roles_that_say_which(self, tx, register, links, open_calendar):
        person_id = register("Trainer", TRAINER)
        found = open_calendar(links(person_id)["calendar"])
        actor = access.verify(found["token"], settings_of(tx).secret_key)
        assert actor == an_actor(CALENDAR, TRAINER, person_id=person_id)
        assert not actor.may_call([COORDINATOR, TRAINER])

    def test_keeps_its_address_through_the_years_and_a_restore(self, tx, add, links, open_calendar):
        person_id = add("Wijkagent")
        address = links(person_id)["calendar"]
        tx.info["settings"] = replace(settings_of(tx), epoch=settings_of(tx).epoch + 1)
        assert links(person_id)["calendar"] == address
        assert not refused(open_calendar, address)

    def test_neither_link_opens_what_the_other_is_for(self, add, links, open_page, open_calendar):
        both = links(add("Wijkagent"))
        assert refused(open_page, both["calendar"])
        assert refused(open_calendar, both["page"])

    def test_is_renewed_by_its_owner_and_the_page_stays(self, ask, add, links, open_page, open_calendar):
        person_id = add("Wijkagent")
        owner = Actor(person_id, frozenset({PARTICIPANT}))
        old = links(person_id)
        ask(contract.renew_calendar, commands.links.renew_calendar, owner)
        assert refused(open_calendar, old["calendar"])
        new = ask(contract.calendar_link, queries.links.calendar_link, owner)["link"]
        assert open_calendar(new)["person_id"] == person_id
        assert not refused(open_page, old["page"])

    def test_ends_with_all_other_links(self, ask, add, links, open_calendar, coordinator):
        person_id = add("Wijkagent")
        old = links(person_id)["calendar"]
        end_links(ask, coordinator, person_id)
        assert refused(open_calendar, old)


def test_a_participant_is_told_the_names_of_trainers_and_of_nobody_else(ask, add, register):
    trainer, participant = register("Trainer", TRAINER), add("Wijkagent")
    actor = an_actor(PARTICIPANT, person_id=participant)
    wanted = [trainer, participant]
    found = ask(contract.trainer_names, queries.people.trainer_names, actor, person_ids=wanted)["people"]
    assert [person["name"] for person in found] == ["Trainer"]


def _code_of(bus, link, client=CLIENT) -> str | None:
    """What it is refused with."""
    try:
        bus(contract.resume_link, queries.links.resume_link, NOBODY, link=link, client=client)
    except Refusal as refusal:
        return refusal.code
    return None


def _itsdangerous_now() -> int:
    from itsdangerous import TimestampSigner

    return TimestampSigner("any").get_timestamp()
