"""What the operator sees of the mails."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.notifications import commands, queries
from services.notifications.tables import Mail
from shared import clock
from shared.access import OPERATOR
from shared.contracts import identity
from shared.contracts import notifications as contract
from shared.contracts.base import load
from shared.contracts.notifications import TOKEN_MAIL_KINDS
from shared.database import count_statements
from shared.errors import Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.notifications.conftest import Office


def ask(office: Office, call, function, **data):
    """As the bus asks: the request checked by its contract, the answer too."""
    with office.database.transaction() as tx:
        result = function(tx, an_actor(OPERATOR), load(call.request, call.request().dump(data)))
    return call.answer().load(call.answer().dump(result or {}))


def listed(office: Office, **wanted) -> list[str]:
    return [mail["kind"] for mail in ask(office, contract.mails, queries.mails, **wanted)["items"]]


def test_token_mails_are_not_listed_shown_or_sent_again_outside_the_demonstration(office):
    office.an_enrolled_person(office.a_group())
    for kind in TOKEN_MAIL_KINDS:
        with office.database.transaction() as tx:
            commands.queue(tx, kind, [uuid4()])
    assert listed(office) == ["place_in_group"]
    assert ask(office, contract.mails, queries.mails)["total"] == 1
    for mail in office.mails():
        if mail.kind in TOKEN_MAIL_KINDS:
            with pytest.raises(NotFound):
                ask(office, contract.mail, queries.mail, mail_id=mail.id)
            with pytest.raises(NotFound):
                ask(office, contract.send_again, commands.send_again, mail_id=mail.id)


def test_in_the_demonstration_a_token_mail_is_listed_with_its_link(demo):
    demo.happens(identity.AccountInvited, person_id=demo.a_person())
    demo.send()
    assert listed(demo) == ["account_invitation"]
    mail = ask(demo, contract.mail, queries.mail, mail_id=demo.mails()[0].id)
    [token] = demo.owners.issued
    assert mail["links"] == [f"http://localhost:8001/invitation/{token}"]


def test_the_newest_mails_come_first_page_by_page_and_by_state(office):
    group_id = office.a_group()
    for _ in range(3):
        office.an_enrolled_person(group_id)
    page = ask(office, contract.mails, queries.mails, page=2, per_page=2)
    assert (page["total"], page["pages"], len(page["items"])) == (3, 2, 1)
    assert page["items"][0]["id"] == office.mails()[0].id
    office.send()
    assert listed(office, state="queued") == []
    assert len(listed(office, state="sent")) == 3


def test_a_mail_in_the_folder_is_shown_with_its_text_and_links(office):
    office.an_enrolled_person(office.a_group())
    office.send()
    mail = ask(office, contract.mail, queries.mail, mail_id=office.mails()[0].id)
    assert mail["kept"] is True
    assert mail["subject"] == "You have a place in “Zuid 1”"
    assert mail["text"].startswith("Dear Somebody")
    asking, own_place = mail["links"]
    assert asking == "http://localhost:8001/ask/K7QM-2XPD"
    assert own_place.startswith("http://localhost:8001/place/")


def test_a_mail_that_is_not_in_the_folder_is_shown_without_text(office):
    office.an_enrolled_person(office.a_group())
    [queued] = office.mails()
    assert ask(office, contract.mail, queries.mail, mail_id=queued.id)["text"] is None
    office.send()
    (office.settings.mail_dir / f"{queued.id}.eml").unlink()
    assert ask(office, contract.mail, queries.mail, mail_id=queued.id)["text"] is None


@pytest.mark.parametrize("wrong", ["../../etc/passwd", "..", "", "x"])
def test_a_file_is_found_only_by_the_id_of_a_mail(office, wrong):
    with office.database.transaction() as tx, pytest.raises(Invalid):
        queries.mail(tx, an_actor(OPERATOR), load(contract.OneMail, {"mail_id": wrong}))


def test_a_file_without_a_mail_of_ours_is_not_shown(office):
    office.settings.mail_dir.mkdir()
    stray = uuid4()
    (office.settings.mail_dir / f"{stray}.eml").write_text("Subject: not ours\n\n")
    with pytest.raises(NotFound):
        ask(office, contract.mail, queries.mail, mail_id=stray)


def test_a_mail_can_be_sent_again_under_the_same_message_id(office):
    person_id = office.an_enrolled_person(office.a_group())
    office.send()
    [mail] = office.mails()
    before = office.message_to(person_id)
    (office.settings.mail_dir / f"{mail.id}.eml").unlink()
    ask(office, contract.send_again, commands.send_again, mail_id=mail.id)
    office.send()
    assert office.message_to(person_id)["Message-ID"] == before["Message-ID"]
    assert [(mail.state, mail.attempts) for mail in office.mails()] == [("sent", 1)]


def test_a_mail_that_failed_gets_all_its_attempts_anew(office):
    person_id = office.an_enrolled_person(office.a_group())
    with office.database.transaction() as tx:
        mail = tx.get_one(Mail, office.mails()[0].id)
        mail.state, mail.attempts, mail.reason = "failed", 8, "address_refused"
    ask(office, contract.send_again, commands.send_again, mail_id=mail.id)
    [queued] = office.mails(person_id=person_id)
    assert (queued.state, queued.attempts, queued.reason) == ("queued", 0, None)
    assert queued.due_at <= clock.now()


def test_an_unknown_mail_is_not_found(office):
    with pytest.raises(NotFound):
        ask(office, contract.send_again, commands.send_again, mail_id=uuid4())


def test_mail_that_waits_for_more_than_its_moment_is_stuck_and_the_most_frequent_reason_is_told(office):
    now = clock.now()
    long_ago, later = now - timedelta(hours=1), now + timedelta(hours=1)
    for reason, queued_at, due_at in (
        ("mail_server_unreachable", long_ago, later),
        ("mail_server_unreachable", long_ago, later),
        ("no_mail_server", long_ago, long_ago),
        (None, long_ago, long_ago),  # the job that sends does not run
        ("mail_server_unreachable", now, later),  # a moment ago
        ("address_refused", long_ago, later),  # busy; it comes again
        (None, long_ago, later),  # its moment has not come
    ):
        with office.database.transaction() as tx:
            about = {"kind": "place_in_group", "state": "queued", "attempts": 0, "kept": False}
            tx.add(Mail(id=uuid4(), person_id=uuid4(), reason=reason, queued_at=queued_at, due_at=due_at, **about))
    told = ask(office, contract.mails, queries.mails, page=9)
    assert (told["stuck"], told["stuck_for"]) == (4, "mail_server_unreachable")
    assert (told["items"], told["total"]) == ([], 7)


def test_without_any_mail_nothing_is_stuck_nor_held(office):
    told = ask(office, contract.mails, queries.mails)
    assert (told["total"], told["stuck"], told["stuck_for"], told["hold"]) == (0, 0, None, None)


def test_one_statement_tells_the_mails_and_what_is_the_matter_with_them(office):
    office.an_enrolled_person(office.a_group())
    statements: list[str] = []
    stop = count_statements(office.database.engine, statements)
    ask(office, contract.mails, queries.mails)
    stop()
    assert len(statements) == 1
