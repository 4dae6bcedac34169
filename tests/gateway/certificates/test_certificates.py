"""Certificates: issued by a coordinator, verified by a stranger, kept by their holder."""

import re
import zlib
from contextlib import suppress

from services.gateway import printing
from shared.contracts import trainings
from tests.gateway.certificates.conftest import HOLDER
from tests.waiting import eventually


def issue_page(graduates) -> str:
    return f"/groups/{graduates.group_id}/certificates"


def unpacked(pdf: bytes) -> bytes:
    """Of a PDF, whatever its streams hold."""
    found = [pdf]
    for stream in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"".join(found)


def key_of(graduates, city) -> str:
    """As it stands in the holder's mail."""
    asked = {"certificate_ids": [graduates.of_holder()["id"]]}
    return city.caller(trainings.certificate_links, **asked).data["certificates"][0]["key"]


def test_a_coordinator_checks_who_gets_one_before_any_is_issued(coordinator, graduates):
    page = coordinator.open(issue_page(graduates))
    assert set(page.form().filled_in({})) >= {("person_ids", str(person_id)) for person_id in graduates.people}
    check = coordinator.send(page)
    assert "Check who gets a certificate" in check.main
    assert HOLDER in check.main
    assert coordinator.api("GET", "/certificates", group_id=graduates.group_id)["items"] == []
    issued = coordinator.send(check)
    assert "2 certificates have been issued." in issued.main
    assert "Everybody who completed the course has a certificate." in issued.main


def test_who_is_left_out_gets_none_and_nobody_at_all_is_a_problem(coordinator, graduates):
    page = coordinator.open(issue_page(graduates))
    assert coordinator.send(page, person_ids=None).errors == ["Choose at least one person"]
    check = coordinator.send(page, person_ids=[graduates.holder])
    assert "Karim Bakker" not in check.main
    changed = coordinator.send(check, change="yes")
    assert ("person_ids", str(graduates.people[1])) not in changed.form().values
    assert "1 certificate has been issued." in coordinator.send(check).main


def test_the_list_finds_certificates_by_name_and_state(coordinator, graduates):
    certificate = graduates.issue()
    found = coordinator.open("/certificates", q="vermeulen", group_id=graduates.group_id)
    assert HOLDER in found.main
    assert "Karim Bakker" not in found.main
    coordinator.submit(f"/certificates/{certificate['id']}/revoke", reason="asked_by_holder")
    revoked = coordinator.open("/certificates", state="revoked", group_id=graduates.group_id)
    assert HOLDER in revoked.main
    assert "The holder asked for it" in revoked.main
    assert "Karim Bakker" not in revoked.main


def test_a_stranger_sees_that_it_is_valid_and_compares_the_name_without_reading_it(anybody, graduates):
    code = graduates.issue()["code"]
    found = anybody.submit("/certificates/verify", "/certificates/verify", code=code.lower())
    assert found.path.lower() == f"/certificates/{code}".lower()
    assert "This certificate is valid" in found.main
    assert HOLDER not in found.html
    assert "This is not the name of the holder" in anybody.send(found, name="Karim Bakker").main
    assert "This is the name of the holder" in anybody.send(found, name="zoe vermeulen").main


def test_a_code_of_no_certificate_is_said_to_be_none(anybody):
    page = anybody.open("/certificates/BCDF-2345-GHJK")
    assert page.status == 404
    assert page.errors == ["There is no certificate with this code. Compare it with what is printed."]


def test_when_it_is_revoked_the_page_says_so_and_not_why(anybody, coordinator, graduates):
    certificate = graduates.issue()
    revoke = f"/certificates/{certificate['id']}/revoke"
    assert coordinator.submit(revoke).errors == ["Fill this in"]
    coordinator.submit(revoke, reason="misused")
    page = anybody.open(f"/certificates/{certificate['code']}")
    assert "This certificate was revoked" in page.main
    assert "misused" not in page.html
    assert "not renewed" in coordinator.submit(f"/certificates/{certificate['id']}/renew").main


def test_a_holder_prints_theirs_and_chooses_to_be_named(anybody, graduates, city):
    code = graduates.issue()["code"]
    own = f"/certificates/mine/{key_of(graduates, city)}"
    page = anybody.open(own)
    assert HOLDER in page.main
    shown = anybody.send(page, own) if page.forms[-1].action else None
    assert shown is not None
    assert "Your name is shown there." in shown.main
    assert HOLDER in anybody.open(f"/certificates/{code}").main
    anybody.send(shown, own)
    assert HOLDER not in anybody.open(f"/certificates/{code}").html


def test_the_paper_is_a_tagged_pdf_in_the_language_that_was_chosen(anybody, coordinator, graduates, city):
    certificate = graduates.issue()
    own = f"/certificates/mine/{key_of(graduates, city)}/certificate.pdf"
    for who, path in ((anybody, own), (coordinator, f"/certificates/{certificate['id']}/certificate.pdf")):
        for language in (b"nl", b"en"):
            answer = who.open(path, language=language.decode()).answer
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF-1.7")
            inside = unpacked(answer.content)
            assert b"/MarkInfo" in inside
            assert b"pdfuaid" in inside
            assert re.search(rb"/Lang ?\(%s" % language, inside)
    assert anybody.open(own.replace("/mine/", "/mine/x")).status == 404


def test_without_the_libraries_that_set_type_a_page_says_so_in_one_sentence(city, monkeypatch):
    from services.gateway.app import create_app

    def missing(_: str) -> bytes:
        raise printing.CannotPrint()

    app = create_app(city.settings)
    monkeypatch.setattr(printing, "_set", missing)
    app.add_url_rule("/paper", "paper", _public(lambda: printing.pdf("error.html", language="en", file_name="x.pdf")))
    answer = app.test_client().get("/paper", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "the package libpangoft2-1.0-0 is not installed" in answer.text


def _public(view):
    view.public = True
    return view


def test_issuing_verifying_and_revoking_by_the_api(coordinator, any_program, graduates):
    path = f"/groups/{graduates.group_id}"
    completions = coordinator.api("GET", f"{path}/completions")["completions"]
    people = [each["person_id"] for each in completions]
    assert coordinator.api("POST", f"{path}/certificates", person_ids=people) == {"issued": 2, "already": 0}
    listed = coordinator.api("GET", "/certificates", group_id=graduates.group_id, person_ids=[graduates.holder])
    [certificate] = listed["items"]
    shown = any_program("GET", f"/verifications/{certificate['code']}")
    assert (shown["state"], shown["name_shown"]) == ("valid", False)
    named = any_program("POST", "/verifications/name", grant=shown["holder"], name=HOLDER)
    assert named == {"matches": True}
    assert any_program.try_("POST", "/verifications/holder", grant=shown["holder"]).status_code == 404
    coordinator.api("POST", f"/certificates/{certificate['id']}/revocation", reason="issued_in_error")
    state = eventually(lambda: any_program("GET", f"/verifications/{certificate['code']}")["state"] == "revoked")
    assert state
