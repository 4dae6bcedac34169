"""The page for the council: a snapshot without people, that opens without signing in until it is withdrawn."""

from uuid import uuid4

import pytest

from services.municipalities.errors import CouncilPageWithdrawn, ProgrammeNotYours
from services.municipalities.strategy import adopted, commands, council, queries
from shared.access import NOBODY
from shared.contracts import municipalities as contract
from shared.contracts import trainings
from shared.errors import ChangedMeanwhile, Invalid, NotFound

MEAN = {"mean": 6.4, "mean_is": "about", "n": 10, "n_is_exact": False}
OUTCOME = {"compared": "before_after", "label": {"en": "I notice it."}, "before": MEAN, "after": MEAN | {"mean": 7.5}}


@pytest.fixture
def page(ask, coordinator, registered):
    def does(name, actor=coordinator, **data):
        return ask(getattr(contract, name), getattr(council, name), actor, programme_id=registered, **data)

    return does


def read(ask, address):
    return ask(contract.published_council_page, council.published_council_page, NOBODY, address=address)


def adopt(ask, coordinator, programme_id, text="Who keeps silent.", number=0):
    which = {"programme_id": programme_id}
    written = {"section": "middle", "text": text, "number": number}
    ask(contract.save_section, commands.save_section, coordinator, **which, **written)
    seen = ask(contract.strategy, queries.strategy, coordinator, **which)["checksum"]
    ask(contract.adopt_strategy, adopted.adopt_strategy, coordinator, **which, checksum=seen)


def introduce(tell, programme_id, people):
    about = {"session_id": uuid4(), "programme_id": programme_id, "group_id": None, "kind": "introduction"}
    lists = {name: [] for name in ("absent_ids", "excused_ids", "not_recorded_ids")}
    present = [uuid4() for _ in range(people)]
    tell((trainings.SessionRecorded, about | lists | {"record_version": 1, "present_ids": present, "techniques": []}))


def test_it_is_published_as_it_was_read_and_stays_so(ask, page, coordinator, registered):
    adopt(ask, coordinator, registered)
    page("save_council_page", changed_practice="We call first.", sections=["middle"], version=0)
    with pytest.raises(ChangedMeanwhile):
        page("publish_council_page", version=0, adopted_number=1)
    address = page("publish_council_page", version=1, adopted_number=1, outcomes=[OUTCOME])["address"]
    assert address == "rotterdam-zuid"
    page("save_council_page", changed_practice="Something else.", version=1)
    shown = read(ask, address)
    assert shown["changed_practice"] == "We call first."
    assert [section["text"] for section in shown["sections"]] == ["Who keeps silent."]
    assert shown["outcomes"] == [OUTCOME]
    again = page("publish_council_page", version=2, adopted_number=1)["address"]
    assert again == address
    assert read(ask, address)["changed_practice"] == "Something else."
    assert read(ask, address)["sections"] == []


def test_what_was_withdrawn_is_not_there_any_more(ask, page):
    with pytest.raises(NotFound):
        read(ask, "rotterdam-zuid")
    page("save_council_page", lessons="Call first.", version=0)
    address = page("publish_council_page", version=1, adopted_number=0)["address"]
    page("withdraw_council_page")
    with pytest.raises(CouncilPageWithdrawn):
        read(ask, address)
    assert page("council_page")["published_at"] is None


def test_a_strategy_that_was_adopted_after_the_preview_is_not_published_unseen(ask, page, coordinator, registered):
    adopt(ask, coordinator, registered)
    page("save_council_page", sections=["middle"], version=0)
    assert page("council_page")["adopted_number"] == 1
    adopt(ask, coordinator, registered, text="Jan de Vries keeps silent.", number=1)
    with pytest.raises(ChangedMeanwhile):
        page("publish_council_page", version=1, adopted_number=1)
    assert page("council_page")["published_at"] is None
    page("publish_council_page", version=1, adopted_number=page("council_page")["adopted_number"])


def test_what_was_withdrawn_is_not_published_again_by_who_looked_at_it_before(page):
    page("save_council_page", lessons="Call first.", version=0)
    seen = {"version": 1, "adopted_number": 0}
    page("publish_council_page", **seen)
    page("withdraw_council_page")
    with pytest.raises(ChangedMeanwhile):
        page("publish_council_page", **seen)
    assert page("council_page")["published_at"] is None
    page("publish_council_page", **seen | {"version": 2})


def test_anybody_finds_what_is_published_and_nothing_else(ask, page):
    def listed():
        return [each["address"] for each in ask(contract.council_pages, council.council_pages, NOBODY)["pages"]]

    page("save_council_page", lessons="Call first.", version=0)
    assert listed() == []
    address = page("publish_council_page", version=1, adopted_number=0)["address"]
    assert listed() == [address]
    page("withdraw_council_page")
    assert listed() == []


def test_only_sections_that_were_adopted_are_offered(ask, page, coordinator, registered):
    with pytest.raises(Invalid):
        page("save_council_page", sections=["middle"], version=0)
    adopt(ask, coordinator, registered)
    assert [section["section"] for section in page("council_page")["offered"]] == ["middle"]


def test_what_looks_like_a_name_is_pointed_out_in_what_would_be_published(ask, page, coordinator, registered):
    adopt(ask, coordinator, registered, text="Fatima El Idrissi keeps silent.")
    page("save_council_page", lessons="Ask mevrouw Jansen first.", version=0)
    assert page("council_page")["looks_like_names"] == ["mevrouw Jansen"]
    page("save_council_page", lessons="Ask first.", sections=["middle"], version=1)
    assert page("council_page")["looks_like_names"] == ["Fatima El Idrissi"]


def test_fewer_than_five_people_are_not_counted(page, tell, registered):
    def figures():
        return page("council_page")["figures"]

    assert figures()["introduced"] == 0
    introduce(tell, registered, 4)
    assert (figures()["introduced"], figures()["introductions_held"]) == (None, 1)
    introduce(tell, registered, 1)
    assert figures()["introduced"] == 5


def test_it_is_for_the_coordinators_of_the_programme(page, another_coordinator):
    for name, data in (
        ("council_page", {}),
        ("save_council_page", {"version": 0}),
        ("publish_council_page", {"version": 0, "adopted_number": 0}),
        ("withdraw_council_page", {}),
    ):
        with pytest.raises(ProgrammeNotYours):
            page(name, another_coordinator, **data)
