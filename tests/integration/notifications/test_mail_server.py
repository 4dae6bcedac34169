"""Mail to a real SMTP server."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from services.notifications import outlets, rules
from shared import clock
from tests.integration.notifications.conftest import MailServer, Office, a_free_port, text_of

CERTIFICATE = Path(__file__).with_name("certificate.pem")


@pytest.fixture
def posting(make_office, mail_server) -> Office:
    return make_office(smtp_url=mail_server.url)


def a_mail(office: Office) -> str:
    """Queues one; returns the address it goes to."""
    return office.owners.people[office.an_enrolled_person(office.a_group())]["email"]


def test_mail_goes_to_the_mail_server_and_is_not_kept(posting, mail_server):
    address = a_mail(posting)
    posting.send()
    [received] = mail_server.received
    [mail] = posting.mails()
    assert address in received["To"]
    assert "You have a place in the group" in text_of(received)
    assert received["Message-ID"] == f"<{mail.id}@rotterdam.example>"
    assert (mail.state, mail.kept) == ("sent", False)
    assert posting.messages() == []


def test_a_wrong_address_fails_at_once_and_the_next_mail_still_goes(posting, mail_server):
    wrong, right = a_mail(posting), a_mail(posting)
    mail_server.refusals[wrong] = "550 5.1.1 No such mailbox"
    posting.send()
    assert [(mail.state, mail.reason, mail.attempts) for mail in posting.mails()] == [
        ("failed", "address_refused", 1),
        ("sent", None, 1),
    ]
    assert [right in received["To"] for received in mail_server.received] == [True]


def test_a_mailbox_that_is_busy_is_tried_again_with_growing_pauses_under_the_same_message_id(posting, mail_server):
    address = a_mail(posting)
    mail_server.refusals[address] = "450 4.2.1 Busy"
    pauses = []
    for _ in range(3):
        posting.send_everything()
        [mail] = posting.mails()
        pauses.append(mail.due_at - clock.now())
    assert pauses == sorted(pauses)
    assert pauses[0] > timedelta(seconds=20)
    assert (mail.state, mail.reason, mail.attempts) == ("queued", "address_refused", 3)
    del mail_server.refusals[address]
    posting.send()
    assert mail_server.received == []
    posting.send_everything()
    [received] = mail_server.received
    assert received["Message-ID"] == f"<{mail.id}@rotterdam.example>"


def test_a_mail_is_given_up_after_eight_attempts(posting, mail_server):
    mail_server.refusals[a_mail(posting)] = "450 4.2.1 Busy"
    for _ in range(rules.ATTEMPTS):
        posting.send_everything()
    assert [(mail.state, mail.attempts) for mail in posting.mails()] == [("failed", rules.ATTEMPTS)]


def test_while_the_mail_server_is_away_mail_waits_uncounted_and_no_link_is_made(make_office):
    port = a_free_port()
    office = make_office(smtp_url=f"smtp://127.0.0.1:{port}")
    a_mail(office)
    for _ in range(rules.ATTEMPTS + 1):
        office.send_everything()
    assert [(m.state, m.attempts, m.reason) for m in office.mails()] == [("queued", 0, "mail_server_unreachable")]
    assert office.owners.asked == []
    server = MailServer(port)
    server.start()
    try:
        office.send_everything()
    finally:
        server.stop()
    assert len(server.received) == 1


class Hangup(MailServer):
    """Breaks off in the middle of the first mail."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if not self.received:
            self.received.append("broken off")
            return "421 Closing"
        return await super().handle_DATA(server, session, envelope)


def test_a_server_that_breaks_off_is_called_again_for_the_next_mail(make_office):
    server = Hangup(a_free_port())
    server.start()
    office = make_office(smtp_url=server.url)
    a_mail(office), a_mail(office)
    try:
        office.send()
        assert sorted((mail.state, mail.attempts) for mail in office.mails()) == [("queued", 1), ("sent", 1)]
        office.send_everything()
    finally:
        server.stop()
    assert {mail.state for mail in office.mails()} == {"sent"}
    assert len(server.received) == 3


@pytest.fixture
def strict_mail_server() -> Iterator[MailServer]:
    """Takes mail only over TLS and from who signs in; its certificate is its own word."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)

    def sign_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"city", b"p@ss"), handled=False)

    server = MailServer(
        a_free_port(), require_starttls=True, tls_context=tls, auth_required=True, authenticator=sign_in
    )
    server.start()
    yield server
    server.stop()


def test_who_is_told_a_name_and_password_signs_in_over_tls(make_office, strict_mail_server):
    office = make_office(smtp_url=strict_mail_server.url.replace("//", "//city:p%40ss@"))
    a_mail(office)
    office.send()
    assert len(strict_mail_server.received) == 1


def test_a_wrong_password_holds_all_mail_up_and_says_why(make_office, strict_mail_server):
    office = make_office(smtp_url=strict_mail_server.url.replace("//", "//city:wrong@"))
    a_mail(office)
    office.send()
    assert [(m.state, m.attempts, m.reason) for m in office.mails()] == [("queued", 0, "mail_server_refuses_sign_in")]


def test_a_server_elsewhere_must_prove_who_it_is(make_office, strict_mail_server, monkeypatch):
    monkeypatch.setattr(outlets, "THIS_MACHINE", ())
    office = make_office(smtp_url=strict_mail_server.url.replace("//", "//city:p%40ss@"))
    a_mail(office)
    office.send()
    assert strict_mail_server.received == []
    assert [(m.state, m.attempts, m.reason) for m in office.mails()] == [("queued", 0, "mail_server_certificate")]
