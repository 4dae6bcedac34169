"""The handbook from both sides: an editor writes, translates and publishes, a partner contributes by a link, and
whoever comes by reads, without an account."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from shared import clock
from shared.access import COORDINATOR, EDITOR, MEDIATOR, Actor
from shared.contracts import handbook as contract
from shared.contracts import networks
from tests.gateway.courses import completed_course
from tests.gateway.intervisions import hold_intervision
from tests.gateway.mediations import making
from tests.gateway.records import PROFILE
from tests.gateway.running_programme import Maker

THEME = {
    "theory": "## Denkconstructen\n\nPolarisatie is een **denkconstruct**: wij tegenover zij.",
    "orientation": "Lees verder bij [het onderzoek](https://example.org/onderzoek).",
    "expertise": "Zoek het midden op.",
    "field_experience": "Op het plein vroeg niemand wie er begon.",
}
LESSON = dict.fromkeys(contract.PARTS["lesson"], "Eerst luisteren, dan pas vragen.")


@pytest.fixture
def a_theme(editor):
    """A chapter in Dutch with all its parts, as a draft: its id, and its title that nobody else has."""
    title = f"Het midden {uuid4().hex[:8]}"
    told = {"kind": "theme", "theme": "identity", "language": "nl", "title": title, "parts": THEME}
    return editor.api("POST", "/handbook/editing", **told)["id"], title


@pytest.fixture
def published(editor, a_theme):
    chapter_id, title = a_theme
    told = {"version": 1, "confirmed": list(contract.REDACTION_CHECKS)}
    editor.api("POST", f"/handbook/editing/{chapter_id}/texts/nl/versions", **told)
    return chapter_id, title


def test_an_editor_writes_a_chapter_and_publishes_it_once_it_was_looked_through(editor, anybody):
    title = f"Zwijgen {uuid4().hex[:8]}"
    page = editor.submit("/handbook/editing/new", kind="theme", theme="identity", language="nl", title=title)
    assert "Editors alone read it." in page.main
    address = page.path
    assert "2 of its parts are empty" not in page.main
    page = editor.submit(f"{address}/publish", confirmed=list(contract.REDACTION_CHECKS))
    assert page.errors == ["It cannot be published yet: 4 of its parts are empty."]
    page = editor.submit(address, summary="Wie zwijgt, stemt niet in.", **THEME)
    assert "Saved." in page.main
    page = editor.submit(f"{address}/publish", confirmed=["no_names"])
    assert page.errors == ["Look it through and tick every point. Whoever reads it cannot be called back."]
    page = editor.submit(f"{address}/publish", confirmed=list(contract.REDACTION_CHECKS))
    assert "Version 1 is published." in page.main
    read = anybody.open(address.replace("/editing/", "/chapters/"))
    assert title in read.main
    assert "<strong>denkconstruct</strong>" in read.html
    assert "<h4>Denkconstructen</h4>" in read.html
    assert 'href="https://example.org/onderzoek"' in read.html


def test_what_is_typed_stays_when_it_is_refused(editor, a_theme):
    chapter_id, _title = a_theme
    page = editor.submit(f"/handbook/editing/{chapter_id}/nl", title="", theory="Een half af stuk.")
    assert page.status == 422
    assert page.errors == ["Fill this in"]
    assert "Een half af stuk." in page.html


def test_of_two_editors_the_second_sees_what_the_first_saved(editor, a_theme):
    chapter_id, _title = a_theme
    address = f"/handbook/editing/{chapter_id}/nl"
    opened = editor.open(address)
    editor.submit(address, theory="Van de eerste.")
    page = editor.send(opened, theory="Van de tweede.")
    assert page.status == 409
    assert "Van de eerste." in page.main
    assert "Van de tweede." in page.main
    assert "Saved." in editor.send(page, theory="Van de tweede.").main


def test_what_was_written_on_while_somebody_looked_it_through_is_looked_through_again(editor, a_theme):
    chapter_id, _title = a_theme
    address = f"/handbook/editing/{chapter_id}/nl"
    checks = list(contract.REDACTION_CHECKS)
    opened = editor.open(f"{address}/publish")
    editor.submit(address, theory="Van een ander.")
    page = editor.send(opened, confirmed=checks)
    assert page.status == 409
    assert "Van een ander." in page.main
    assert [name for name, _value in page.form().values if name == "confirmed"] == []
    assert editor.send(page).errors == ["Look it through and tick every point. Whoever reads it cannot be called back."]
    assert "Version 1 is published." in editor.send(page, confirmed=checks).main


def test_everybody_finds_a_chapter_by_its_words_and_theme_in_their_language(anybody, published):
    chapter_id, title = published
    page = anybody.open("/handbook", q=title)
    assert f"/handbook/chapters/{chapter_id}/nl" in page.links
    assert title in anybody.open("/handbook", q=title, theme="identity").main
    assert title not in anybody.open("/handbook", q=title, theme="prejudice").main
    assert title not in anybody.open("/handbook", q=title, language="fi").main


def test_a_browser_that_has_the_page_is_told_that_it_is_the_same(anybody, published):
    chapter_id, _title = published
    address = f"{anybody.url}/handbook/chapters/{chapter_id}/nl"
    answer = anybody.http.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert "Set-Cookie" not in answer.headers
    again = anybody.http.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_for_somebody_who_signed_in_is_kept_by_nobody(editor, published):
    chapter_id, _title = published
    answer = editor.http.get(f"{editor.url}/handbook/chapters/{chapter_id}/nl")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_chapter_and_the_whole_handbook_come_as_pdf(anybody, published):
    chapter_id, _title = published
    for address in (f"/handbook/chapters/{chapter_id}/nl/chapter.pdf", "/handbook/nl/handbook.pdf"):
        answer = anybody.http.get(anybody.url + address)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_the_whole_handbook_on_paper_is_the_same_file_until_there_is_a_new_version(anybody, editor, published):
    chapter_id, title = published
    address = f"{anybody.url}/handbook/nl/handbook.pdf"
    first, again = anybody.http.get(address), anybody.http.get(address)
    assert first.headers["ETag"] == again.headers["ETag"]
    same = anybody.http.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    editor.submit(f"/handbook/editing/{chapter_id}/nl", title=f"{title}, nieuw")
    editor.submit(f"/handbook/editing/{chapter_id}/nl/publish", confirmed=list(contract.REDACTION_CHECKS))
    later = anybody.http.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert later.headers["ETag"] != first.headers["ETag"]


def test_what_there_is_not_is_not_found(anybody, a_theme):
    chapter_id, _title = a_theme
    for language in ("nl", "en", "xx"):
        assert anybody.open(f"/handbook/chapters/{chapter_id}/{language}").status == 404
    assert anybody.open("/handbook/xx/handbook.pdf").status == 404


def test_a_translation_stands_beside_the_original_and_says_when_that_moved_on(editor, anybody, published):
    chapter_id, _title = published
    address = f"/handbook/editing/{chapter_id}"
    page = editor.submit(f"{address}/nl", f"{address}/translations", language="fi")
    assert page.path == f"{address}/fi"
    assert "Zoek het midden op." in page.main
    everything = dict.fromkeys(contract.PARTS["theme"], "Kuuntele ensin.")
    editor.submit(f"{address}/fi", title="Keskiväli", **everything)
    editor.submit(f"{address}/fi/publish", confirmed=list(contract.REDACTION_CHECKS))
    assert "The original has moved on" not in editor.open(f"{address}/fi").main
    editor.submit(f"{address}/nl", expertise="Zoek het stille midden op.")
    editor.submit(f"{address}/nl/publish", confirmed=list(contract.REDACTION_CHECKS), note="Stil")
    page = editor.open(f"{address}/fi")
    assert "The original has moved on" in page.main
    differences = next(link for link in page.links if "differences" in link)
    shown = editor.open(differences)
    assert "Zoek het stille midden op." in shown.main
    assert re.search(r"<ins>Zoek het stille midden op.</ins>", shown.html)
    read = anybody.open(f"/handbook/chapters/{chapter_id}/fi")
    assert "The original has been revised since" in read.main
    assert f"/handbook/chapters/{chapter_id}/nl" in read.links
    editor.submit(f"{address}/fi", title="Keskiväli, uusi", follows=2)
    assert "The original has moved on" not in editor.open(f"{address}/fi").main


def test_a_translation_made_beside_one_version_does_not_follow_the_next_that_came_out_meanwhile(editor, published):
    chapter_id, _title = published
    address = f"/handbook/editing/{chapter_id}"
    editor.submit(f"{address}/nl", f"{address}/translations", language="fi")
    opened = editor.open(f"{address}/fi")
    [shown] = re.findall(r'name="follows"[^>]* value="(\d+)"', opened.html)
    editor.submit(f"{address}/nl", expertise="Zoek het stille midden op.")
    editor.submit(f"{address}/nl/publish", confirmed=list(contract.REDACTION_CHECKS))
    refused = editor.send(opened, title="", follows=shown)
    assert "checked" not in re.search(r'<input[^>]*name="follows"[^>]*>', refused.html)[0], "it stands beside another"
    saved = editor.send(opened, title="Keskiväli", follows=shown)
    assert "Saved." in saved.main
    assert "this translation follows version 1" in saved.main
    for number in (2, 3):
        text = editor.api("GET", f"{address}/texts/fi")
        told = {"title": "Keskiväli", "parts": THEME, "version": text["version"], "follows": number}
        answer = editor.api.try_("PUT", f"{address}/texts/fi", **told)
        assert answer.status_code == (200 if number == 2 else 422), answer.text
    assert [each["code"] for each in answer.json()["fields"]["follows"]] == ["too_large:2"]


def test_what_is_withdrawn_is_gone_for_readers(editor, anybody, published):
    chapter_id, _title = published
    page = editor.submit(f"/handbook/editing/{chapter_id}/nl/withdraw")
    assert "only editors read it now" in page.main
    assert anybody.open(f"/handbook/chapters/{chapter_id}/nl").status == 404


def test_hints_stand_beside_the_text_and_names_are_pointed_at_before_publishing(editor, a_theme):
    chapter_id, _title = a_theme
    address = f"/handbook/editing/{chapter_id}/nl"
    page = editor.submit(address, field_experience="Toen kwam Fatima el Amrani binnen.")
    assert "Perhaps a name: Fatima el Amrani" in page.main
    assert "There may be names in it" in editor.open(f"{address}/publish").main


def test_a_partner_contributes_by_a_link_without_an_account_and_reads_what_became_of_it(editor, anybody):
    page = editor.submit("/handbook/partner-links", partner="Buurthuis Zuid", theme="exclusion", language="nl")
    assert "it is shown this once" in page.main
    address = next(link for link in page.links if "/handbook/contribute/" in link)
    path = address[address.index("/handbook/") :]
    assert "Buurthuis Zuid" in anybody.open(path).main
    refused = anybody.submit(path, title="Koffie", **LESSON | {"effect": ""})
    assert refused.status == 422
    assert "Eerst luisteren" in refused.html, "what was typed is kept"
    title = f"Koffie op de stoep {uuid4().hex[:8]}"
    thanks = anybody.submit(path, title=title, agreed="y", **LESSON)
    assert "Thank you." in thanks.main
    assert "Waits for an editor" in thanks.main
    waiting = editor.open("/handbook/contributions?state=waiting")
    [shown] = re.findall(rf'href="(/handbook/contributions/[^"]+)">{title}', waiting.html)
    draft = editor.submit(shown, f"{shown}/acceptance")
    assert "It is the draft of a lesson now." in draft.main
    editor.submit(f"{draft.path}/publish", confirmed=list(contract.REDACTION_CHECKS))
    mine = anybody.open(path)
    lesson = draft.path.replace("/editing/", "/chapters/")
    assert lesson in mine.links
    assert "Buurthuis Zuid" in anybody.open(lesson).main


def test_a_contribution_is_declined_with_a_reason_that_the_partner_reads(editor, anybody):
    made = editor.api("POST", "/handbook/partner-links", partner="School", theme="identity", language="nl")
    path = f"/handbook/contribute/{made['token']}"
    title = f"Met namen {uuid4().hex[:8]}"
    anybody.submit(path, title=title, agreed="y", **LESSON)
    [found] = [
        each for each in editor.api("GET", "/handbook/contributions", per_page=200)["items"] if each["title"] == title
    ]
    page = editor.submit(f"/handbook/contributions/{found['id']}", reason="Er staan namen in.")
    assert "Declined." in page.main
    assert "Er staan namen in." in anybody.open(path).main
    editor.submit("/handbook/partner-links", f"/handbook/partner-links/{made['id']}/revocation")
    closed = anybody.open(path)
    assert closed.status == 410
    assert "This link does not work any more." in closed.main


def test_what_a_partner_was_writing_when_the_link_ended_can_still_be_copied(city, editor, anybody):
    made = editor.api("POST", "/handbook/partner-links", partner="Theehuis", theme="identity", language="nl")
    path = f"/handbook/contribute/{made['token']}"
    anybody.submit(path, title="Op tijd", agreed="y", **LESSON)
    opened = anybody.open(path)
    city.sql("UPDATE handbook.partner_links SET expires_at = now() - interval '1 second' WHERE id = %s", made["id"])
    late = anybody.send(opened, title="Te laat", agreed="y", **LESSON)
    assert late.status == 410
    assert "Your text was not sent." in late.main
    assert "Te laat" in late.main
    assert "Eerst luisteren" in late.main
    read = anybody.open(path)
    assert read.status == 200
    assert "This link does not work any more." in read.main
    assert "Op tijd" in read.main
    assert "Te laat" not in read.main
    assert not [form for form in read.forms if form.method == "post"]
    told = anybody.http.get(f"{anybody.url}/api/v1/handbook/invitations/{made['token']}").json()
    assert (told["open"], [each["title"] for each in told["sent"]]) == (False, ["Op tijd"])
    city.sql("UPDATE handbook.partner_links SET revoked_at = now() WHERE id = %s", made["id"])
    later = anybody.send(opened, title="Te laat", agreed="y", **LESSON)
    assert (later.status, later.errors[0][:35]) == (410, "This link does not work any more. A")
    assert "Eerst luisteren" in later.main
    assert "Op tijd" not in later.main


def test_a_lesson_of_an_intervision_becomes_a_lesson_of_the_handbook(city, sign_in, coordinator, trainer):
    """For an editor who was there: others do not read what was learnt."""
    members = [sign_in(EDITOR, name=name) for name in ("Ella Editor", "Emma Expert", "Egon Expert")]
    completed_course(city, coordinator.id, trainer.id, [member.id for member in members])
    for member in members:
        member.api("PUT", "/network/membership", **PROFILE, agreed=True)
    writer, people = members[0], [member.id for member in members]
    intervision_id = hold_intervision(city, people)
    learnt = {"learning_question": "How do I stay in the middle?", "lesson": "Say that the question is there."}
    city.ask(networks.write_lesson, Actor(writer.id), intervision_id=intervision_id, **learnt)
    page = writer.open(f"/network/intervisions/{intervision_id}")
    address = next(link for link in page.links if link.startswith("/handbook/editing/new"))
    made = writer.submit(address, kind="lesson", source="intervision", theme="identity", language="en", title="Learnt")
    assert "Editors alone read it." in made.main
    assert "Say that the question is there." in made.html
    assert str(intervision_id) not in made.html


def test_the_insights_of_a_session_are_sent_as_a_lesson_that_does_not_say_of_which(city, coordinator, editor, anybody):
    make = Maker(city, coordinator.id)
    session_id = make.introduction(make.programme(), clock.today(city.settings.time_zone) - timedelta(days=3))
    page = f"/sessions/{session_id}"
    coordinator.api("PUT", f"{page}/record", version=0, insights="Wait for the second answer.")
    address = next(link for link in coordinator.open(page).links if "contributions/new" in link)
    form = coordinator.open(address)
    assert "Wait for the second answer." in form.html
    title = f"The second answer {uuid4().hex[:8]}"
    told = {"title": title, "theme": "identity", "language": "en"}
    half = coordinator.send(form, **told, agreed="y")
    assert half.errors == ["Fill this in"] * 3
    rest = dict.fromkeys(("context", "action", "adaptation"), "At the gate of the school.")
    sent = coordinator.send(half, **rest)
    assert "An editor will read it." in sent.main
    [waiting] = [
        each for each in editor.api("GET", "/handbook/contributions", per_page=200)["items"] if each["title"] == title
    ]
    assert (waiting["source"], waiting["partner"]) == ("session", None)
    whole = editor.api("GET", f"/handbook/contributions/{waiting['id']}")
    assert str(session_id) not in str(whole)
    shown = f"/handbook/contributions/{waiting['id']}"
    draft = editor.submit(shown, f"{shown}/acceptance")
    assert "An editor is making a lesson of it." in coordinator.open(sent.path).main
    editor.submit(f"{draft.path}/publish", confirmed=list(contract.REDACTION_CHECKS))
    lesson = draft.path.replace("/editing/", "/chapters/")
    assert lesson in coordinator.open(sent.path).links
    assert "Wait for the second answer." in anybody.open(lesson).main


def test_a_lesson_begins_with_what_the_writer_reads_already_and_with_nothing_else(
    city, sign_in, coordinator, another_coordinator, editor
):
    make = Maker(city, coordinator.id)
    session_id = make.introduction(make.programme(), clock.today(city.settings.time_zone) - timedelta(days=3))
    coordinator.api("PUT", f"/sessions/{session_id}/record", version=0, insights="Not for others.")
    for visitor, page in ((another_coordinator, "contributions"), (editor, "editing")):
        refused = visitor.open(f"/handbook/{page}/new", session_id=session_id)
        assert refused.status == 403
        assert "Not for others." not in refused.html
    both = sign_in(COORDINATOR, EDITOR, name="Coos Coordinator")
    assert both.open("/handbook/editing/new", session_id="nonsense").status == 422


def test_a_mediator_writes_a_lesson_with_nothing_of_the_mediation_in_it(coordinator, sign_in):
    mediator = making.with_a_key(sign_in(MEDIATOR, name="Mira Mediator"))
    address = making.begun(coordinator, mediator)
    mediator.submit(f"{address}/close", outcome="improved_understanding")
    page = mediator.open(address)
    lesson = next(link for link in page.links if "contributions/new" in link)
    assert lesson == "/handbook/contributions/new?from=mediation"
    form = mediator.open(lesson)
    assert address.rpartition("/")[2] not in form.html
    assert "Willow" not in form.html
    told = {"title": "Two chairs", "theme": "identity", "language": "en", "agreed": "y", **LESSON}
    assert "An editor will read it." in mediator.send(form, **told).main


def test_a_program_contributes_a_lesson_and_hears_what_became_of_it(trainer, editor):
    about = {"source": "session", "theme": "identity", "language": "nl", "title": "Van een programma"}
    sent = trainer.api("POST", "/handbook/contributions", **about, parts=LESSON, agreed=True)
    editor.api("POST", f"/handbook/contributions/{sent['id']}/decline", reason="Er staan namen in.")
    outcome = trainer.api("GET", f"/handbook/contributions/{sent['id']}/outcome")
    assert (outcome["state"], outcome["reason"]) == ("declined", "Er staan namen in.")
    assert "Er staan namen in." in trainer.open(f"/handbook/contributions/{sent['id']}/outcome").main
