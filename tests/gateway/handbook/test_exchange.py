"""The exchange between cities on the pages: what leaves, what arrives, and the Global Manual that everybody reads."""

import re
from uuid import uuid4

import pytest

from shared.contracts import handbook as contract
from tests.gateway.from_other_cities import LESSON, a_lesson, decided, offered, refused, withdrawn

CHECKS = list(contract.REDACTION_CHECKS)
NOTES = {"context_note": "A market square.", "adaptation_note": "Choose a square of your own."}


def a_title(words="The middle"):
    """That nobody else has."""
    return f"{words} {uuid4().hex[:8]}"


@pytest.fixture
def published(editor):
    """A published lesson: the address of its editing page, and its title."""

    def made(**parts):
        title = a_title()
        told = {"kind": "lesson", "source": "session", "theme": "identity", "language": "en", "title": title}
        made = editor.api("POST", "/handbook/editing", **told, parts=LESSON | parts, attribution="City of Rotterdam")
        versions = f"/handbook/editing/{made['id']}/texts/en/versions"
        editor.api("POST", versions, version=1, confirmed=CHECKS)
        return f"/handbook/editing/{made['id']}/en", title

    return made


@pytest.fixture
def shared(editor, coordinator, published):
    address, title = published()
    editor.submit(f"{address}/share", **NOTES)
    coordinator.submit(f"{address}/share", f"{address}/share/approval")
    return address, title


@pytest.fixture
def an_offer(city):
    """One of Genk: the address of its page, its title, and the chapter that it is there."""

    def made(**more):
        told = a_lesson(**{"title": a_title("A square with two sides"), **more})
        return f"/handbook/offers/{offered(city, **told)}", told["title"], told

    return made


# what leaves


def test_a_text_leaves_when_an_editor_has_proposed_it_and_a_coordinator_has_approved_it(
    editor, coordinator, anybody, published
):
    address, title = published()
    assert "The other cities do not have this text." in editor.open(address).main
    page = editor.submit(f"{address}/share", **NOTES)
    assert "Proposed. It leaves the city when a coordinator has approved it." in page.main
    assert title not in anybody.open("/handbook/manual", q=title).main
    assert "to be shared" in coordinator.open("/").main
    page = coordinator.open("/handbook/shares", state="proposed")
    assert title in page.main
    page = coordinator.submit(f"{address}/share", f"{address}/share/approval")
    assert "Approved. The other cities get it." in page.main
    assert "The other cities have this version." in editor.open(address).main
    manual = anybody.open("/handbook/manual", q=title)
    assert title in manual.main
    assert address.replace("/editing/", "/chapters/") in manual.links, "the own ones lead to the handbook"


def test_a_coordinator_sends_it_back_with_a_reason_that_the_editor_reads(editor, coordinator, published):
    address, _title = published()
    editor.submit(f"{address}/share", **NOTES)
    refused_form = coordinator.submit(f"{address}/share/return", reason="")
    assert refused_form.errors == ["Fill this in"]
    page = coordinator.submit(f"{address}/share/return", reason="Leave the square out.")
    assert "Sent back." in page.main
    assert "Leave the square out." in editor.open(f"{address}/share").main


def test_what_may_not_leave_is_told_by_the_part_that_it_is_in(editor, published):
    address, _title = published(effect="Call 010 267 16 25.")
    page = editor.open(f"{address}/share")
    assert "What helped: Take the telephone number out: it is not for other cities" in page.main
    assert address in page.links
    address, _title = published()
    page = editor.submit(f"{address}/share", context_note="Ask j.jansen@city.example.", adaptation_note="Begin small.")
    assert page.status == 422
    assert page.errors == ["Take the e-mail address out: it is not for other cities"]
    assert "Begin small." in page.html, "what was typed is kept"


def test_a_version_that_came_meanwhile_is_looked_at_before_it_is_approved(editor, coordinator, published):
    address, title = published()
    editor.submit(f"{address}/share", **NOTES)
    opened = coordinator.open(f"{address}/share")
    _publish_again(editor, address, title)
    editor.submit(f"{address}/share", **NOTES)
    page = coordinator.send(opened, f"{address}/share/approval")
    assert "Meanwhile another version was proposed." in page.main
    assert "Approve version 2" in page.main


def test_what_was_withdrawn_here_cannot_be_proposed_or_approved(editor, coordinator, published):
    address, _title = published()
    editor.submit(f"{address}/share", **NOTES)
    opened = coordinator.open(f"{address}/share")
    editor.submit(f"{address}/withdraw")
    assert "Nothing: it is withdrawn" in editor.open(f"{address}/share").main
    assert "Propose it" not in editor.open(f"{address}/share").main
    assert "This is not published." in coordinator.send(opened, f"{address}/share/approval").main


def test_a_later_version_does_not_leave_by_itself(editor, shared):
    address, title = shared
    _publish_again(editor, address, title)
    assert "The other cities have version 1." in editor.open(address).main
    assert "cities have version 1" in editor.open("/handbook/editing").main
    assert "Here everybody reads version 2" in editor.open("/handbook/shares").main


def _publish_again(editor, address, title):
    editor.submit(address, title=title, summary="Said anew.")
    editor.submit(f"{address}/publish", confirmed=CHECKS)


def test_what_the_cities_made_of_it_stands_with_their_reasons(city, editor, shared):
    address, title = shared
    chapter_id = address.split("/")[3]
    decided(city, chapter_id, "declined", reason="We have one of our own.")
    decided(city, chapter_id, "adapted", city="forssa", city_name="Forssa")
    page = editor.open(f"{address}/share")
    assert re.search(r"Genk Declined 1 .* We have one of our own\.", page.main)
    assert "Forssa Adapted" in page.main
    assert re.search(rf"{title}.*?1 took it over 1 declined it", editor.open("/handbook/shares").main)


def test_what_is_withdrawn_goes_from_the_manual_and_stays_in_the_handbook(coordinator, anybody, shared):
    address, title = shared
    page = coordinator.submit(f"{address}/share/withdrawal", reason="It was a bad idea.")
    assert "Withdrawn. The other cities are told" in page.main
    assert title not in anybody.open("/handbook/manual", q=title).main
    assert anybody.open(address.replace("/editing/", "/chapters/")).status == 200


# what arrives


def test_an_offer_says_where_it_comes_from_and_waits_for_an_editor(editor, an_offer):
    ancestor = {"city": "forssa", "city_name": "Forssa", "chapter_id": str(uuid4()), "number": 3}
    address, title, told = an_offer(lineage=[ancestor])
    assert "of other cities wait" in editor.open("/").main or "of another city waits" in editor.open("/").main
    assert address in editor.open("/handbook/offers", state="waiting", city="genk").links
    assert address not in editor.open("/handbook/offers", state="declined").links
    page = editor.open(address)
    for said in (title, "City of Genk", "Forssa, version 3", told["context_note"], told["adaptation_note"]):
        assert said in page.main
    assert told["address"] in page.links
    assert "nofollow" in page.html


def test_taken_over_as_it_is_it_stands_in_the_handbook_with_its_lineage(editor, anybody, an_offer):
    address, title, told = an_offer()
    page = editor.submit(f"{address}/taking", confirmed=["no_names"])
    assert page.errors == ["Look it through and tick every point. Whoever reads it cannot be called back."]
    page = editor.submit(f"{address}/taking", confirmed=CHECKS)
    assert "It stands in the handbook of this city now" in page.main
    read = anybody.open(page.path)
    assert title in read.main
    assert "Made from Genk, version 1" in read.main
    assert page.path in anybody.open(f"/handbook/manual/genk/{told['chapter_id']}/en").links
    paper = anybody.http.get(f"{anybody.url}{page.path}/chapter.pdf")
    assert paper.content.startswith(b"%PDF")
    again = editor.submit(f"{address}/taking", confirmed=CHECKS)
    assert again.errors == ["This version was taken over or declined already."]


def test_adapted_it_becomes_a_draft_that_remembers_what_it_was_made_from(editor, anybody, an_offer):
    address, title, _told = an_offer()
    page = editor.submit(f"{address}/adaptation")
    assert "It is a draft of this city now." in page.main
    assert page.path.startswith("/handbook/editing/")
    assert anybody.open(page.path.replace("/editing/", "/chapters/")).status == 404
    editor.submit(f"{page.path}/publish", confirmed=CHECKS)
    assert "Made from Genk, version 1" in editor.open(page.path).main
    assert title in anybody.open(page.path.replace("/editing/", "/chapters/")).main


def test_adapted_it_keeps_the_terms_of_the_city_that_wrote_it(editor, an_offer):
    address, _title, _told = an_offer(licence="cc_by_sa_4")
    page = editor.submit(f"{address}/adaptation")
    assert page.form().values.count(("licence", "cc_by_sa_4")) == 1
    assert "CC BY 4.0" not in page.main
    changed = editor.submit(page.path, licence="cc0_1")
    assert changed.errors == ["Who wrote it gave it under other terms, and those stay"]


def test_an_offer_of_a_theme_that_is_none_of_ours_gets_one_of_ours(editor, an_offer):
    address, _title, _told = an_offer(theme="street_food")
    assert "Street food" in editor.open(address).main
    page = editor.submit(f"{address}/adaptation")
    assert page.errors == ["Fill this in"]
    assert "It is a draft" in editor.submit(f"{address}/adaptation", theme="exclusion").main


def test_an_offer_is_declined_with_a_reason_and_may_be_left_out_of_the_manual(editor, anybody, an_offer):
    address, title, _told = an_offer()
    assert title in anybody.open("/handbook/manual", q=title).main
    page = editor.submit(f"{address}/decline", reason="Ask j.jansen@city.example.", hidden="y")
    assert page.errors == ["Take the e-mail address out: it is not for other cities"]
    page = editor.submit(f"{address}/decline", reason="We have one of our own.", hidden="y")
    assert "Declined. Genk reads your reason." in page.main
    assert "We have one of our own." in editor.open(address).main
    assert title not in anybody.open("/handbook/manual", q=title).main


def test_what_was_ticked_stays_when_another_version_came_meanwhile(city, editor, an_offer):
    address, _title, told = an_offer()
    opened = editor.open(f"{address}/taking")
    offered(city, **told | {"number": 2, "parts": LESSON | {"effect": "It worked for three months."}})
    page = editor.send(opened, confirmed=CHECKS)
    assert page.status == 409
    assert "Genk has changed it since" in page.main
    assert "It worked for three months." in page.main
    assert page.html.count(" checked") == len(CHECKS)
    assert "It stands in the handbook of this city now" in editor.send(page).main


def test_a_new_version_changes_nothing_before_the_editor_decides(city, editor, anybody, an_offer):
    address, _title, told = an_offer()
    read = editor.submit(f"{address}/taking", confirmed=CHECKS).path
    offered(city, **told | {"number": 2, "parts": LESSON | {"effect": "It worked for three months."}})
    page = editor.open(address)
    assert "Genk has changed it" in page.main
    assert "<ins>It worked for three months.</ins>" in page.html
    assert "It worked for three months." not in anybody.open(read).main
    page = editor.submit(address, f"{address}/keeping")
    assert "stays as it is" in page.main
    assert "Genk has changed it" not in editor.open(address).main


def test_what_its_city_withdrew_stays_here_until_an_editor_decides(city, editor, anybody, an_offer):
    address, _title, told = an_offer()
    read = editor.submit(f"{address}/taking", confirmed=CHECKS).path
    withdrawn(city, told["chapter_id"], reason="It did not work after all.")
    page = editor.open(address)
    assert "Genk has withdrawn it" in page.main
    assert "It did not work after all." in page.main
    assert anybody.open(read).status == 200
    editor.submit(address, f"{address}/keeping")
    assert editor.open(address).status == 404
    assert anybody.open(read).status == 200


# the Global Manual


def test_everybody_finds_what_the_cities_share_by_words_city_theme_kind_and_language(anybody, an_offer):
    _address, title, _told = an_offer(theme="street_food")
    for filters in ({}, {"city": "genk"}, {"theme": "street_food"}, {"kind": "lesson"}, {"language": "en"}):
        assert title in anybody.open("/handbook/manual", q=title, **filters).main
    for filters in ({"city": "rotterdam"}, {"theme": "identity"}, {"kind": "theme"}, {"language": "fi"}):
        assert title not in anybody.open("/handbook/manual", q=title, **filters).main
    assert "/handbook/manual" in anybody.open("/handbook").links


def test_a_text_of_another_city_does_no_harm_and_is_in_its_own_language(anybody, an_offer):
    harm = "<script>alert(1)</script> ![x](https://evil.example/x.png) [more](https://elsewhere.example/) *ja*"
    _address, _title, told = an_offer(language="fi", title=a_title("Torilta"), parts=LESSON | {"effect": harm})
    page = anybody.open(f"/handbook/manual/genk/{told['chapter_id']}/fi")
    assert page.status == 200
    assert 'lang="fi"' in page.html
    assert "<script>alert" not in page.html
    assert "<img" not in page.html.partition("<main")[2]
    assert re.search(r'href="https://elsewhere.example/"[^>]*rel="[^"]*nofollow[^"]*ugc"', page.html)
    for said in ("Where this comes from", "Before you use it elsewhere", "City of Genk", told["context_note"]):
        assert said in page.main


def test_a_page_of_the_manual_is_kept_by_browsers(anybody, an_offer):
    _address, _title, told = an_offer()
    for path in ("/handbook/manual", f"/handbook/manual/genk/{told['chapter_id']}/en"):
        answer = anybody.http.get(anybody.url + path)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        again = anybody.http.get(anybody.url + path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_what_the_manual_does_not_hold_is_not_found(anybody):
    assert anybody.open(f"/handbook/manual/genk/{uuid4()}/en").status == 404
    assert anybody.open(f"/handbook/manual/Nowhere!/{uuid4()}/en").status in (404, 422)


# the cities


def test_who_looks_after_the_exchange_sees_the_cities_and_what_was_refused(city, operator, editor, an_offer):
    an_offer(city="genk")
    for code, said in (
        ("unknown_licence", "Its licence is not known here"),
        ("no_sender", "It does not say who sent it"),
        ("not_json", "It cannot be read: it is no JSON"),
    ):
        refused(city, code)
        assert said in operator.open("/handbook/cities").main
    page = operator.open("/handbook/cities")
    assert "Takes no part" in page.main
    assert "Genk" in page.main
    assert "/handbook/cities" in operator.open("/operation").links
    assert "/handbook/manual?city=genk" in editor.open("/handbook/cities").links
