"""Mail without a mail server: into the folder, except what lets in whoever holds it."""

import stat
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar
from sqlalchemy import text

from services.notifications import gathering, rules
from shared import clock
from shared.contracts import feedback, identity, networks, trainings
from shared.contracts.notifications import TOKEN_MAIL_KINDS
from tests.integration.notifications.conftest import SOON, Office, text_of


def ask_for_every_token_mail(office: Office) -> None:
    person_id = office.a_person()
    office.happens(identity.AccountInvited, person_id=person_id)
    office.happens(identity.PasswordResetRequested, person_id=person_id)
    office.happens(networks.NetworkInvitationMade, person_id=person_id, programme_id=uuid4())
    office.happens(feedback.FeedbackRequested, survey_id=office.a_survey(), programme_id=uuid4(), person_id=person_id)
    office.happens(identity.PersonalLinkRequested, person_id=person_id)
    group_id = office.a_group()
    office.stands(group_id, person_id, state="enrolled")
    office.happens(trainings.RegistrationAsked, person_id=person_id, programme_id=uuid4(), edition_id=group_id)
    of_person = {"programme_id": uuid4(), "person_id": person_id, "expires_on": None}
    office.happens(trainings.CertificateIssued, certificate_id=office.a_certificate(), group_id=uuid4(), **of_person)
    office.happens(trainings.CertificateRenewed, certificate_id=office.a_certificate(), **of_person)


def ask_for_feedback(office: Office, survey_id, people) -> None:
    for person_id in people:
        office.happens(feedback.FeedbackRequested, survey_id=survey_id, programme_id=uuid4(), person_id=person_id)


def test_a_mail_goes_to_the_folder_once_named_by_its_id_and_readable_by_us_alone(office):
    office.an_enrolled_person(office.a_group())
    office.send()
    office.send()
    [mail] = office.mails()
    assert (mail.state, mail.kept, mail.attempts, mail.reason) == ("sent", True, 1, None)
    [path] = office.settings.mail_dir.iterdir()
    assert path.name == f"{mail.id}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_everybody_is_written_to_in_their_own_language(office):
    session_id = office.a_session(kind="introduction")
    dutch, english = office.a_person(language="nl"), office.a_person(language="en")
    office.invite(session_id, dutch, english)
    office.send()
    assert "We nodigen u uit" in text_of(office.message_to(dutch))
    assert "We invite you" in text_of(office.message_to(english))


def test_the_owners_are_asked_once_for_many_mails(office):
    session_id = office.a_session(kind="introduction")
    office.invite(session_id, *(office.a_person() for _ in range(12)))
    office.send()
    assert len(office.messages()) == 12
    assert office.owners.count(identity.contacts) == office.owners.count(trainings.session_details) == 1


def test_a_mail_tells_the_plan_of_the_moment_of_sending(office):
    session_id = office.a_session(kind="introduction")
    person_id = office.a_person()
    office.invite(session_id, person_id)
    office.owners.sessions[session_id]["place"] = "Zaal 9"
    office.send()
    assert "Where: Zaal 9" in text_of(office.message_to(person_id))


def test_the_calendar_of_somebody_follows_their_session_from_plan_to_cancellation(office):
    group_id = office.a_group()
    office.an_enrolled_person(group_id)
    office.send()
    session_id = office.a_session(group_id)
    office.send()
    office.change(session_id, starts_at=SOON + timedelta(days=1), ends_at=SOON + timedelta(days=1, hours=7))
    office.send()
    office.cancel(session_id)
    office.send()
    calendars = [
        Calendar.from_ical(part.get_content()) for message in office.messages() for part in message.iter_attachments()
    ]
    assert [calendar["METHOD"] for calendar in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {calendar.events[0]["UID"] for calendar in calendars} == {f"{session_id}@rotterdam"}
    sequences = [calendar.events[0]["SEQUENCE"] for calendar in calendars]
    assert sequences == sorted(set(sequences))


def test_who_gets_a_place_also_gets_the_sessions_planned_before(office):
    group_id = office.a_group()
    office.a_session(group_id, kind="deepening", starts_at=SOON + timedelta(days=21))
    office.a_session(group_id)
    office.a_session(group_id, starts_at=clock.now() - timedelta(days=2))
    office.cancel(office.a_session(group_id))
    person_id = office.an_enrolled_person(group_id)
    office.send()
    message = office.message_to(person_id)
    summaries = [Calendar.from_ical(part.get_content()).events[0]["SUMMARY"] for part in message.iter_attachments()]
    assert summaries == ["Training day, Zuid 1", "Deepening half-day, Zuid 1"]


def test_who_only_waits_is_told_of_no_session(office):
    group_id, person_id = office.a_group(), office.a_person()
    office.a_session(group_id)
    for event in (trainings.PersonWaitlisted, trainings.PersonWithdrawn):
        office.happens(event, group_id=group_id, programme_id=uuid4(), person_id=person_id)
    office.send()
    assert [list(message.iter_attachments()) for message in office.messages()] == [[], []]


def test_a_mail_that_waited_until_it_was_wrong_is_not_sent(office):
    session_id = office.a_session(kind="introduction")
    person_id = office.a_person()
    office.invite(session_id, person_id)
    office.cancel(session_id)
    office.send()
    assert [(mail.kind, mail.state, mail.reason) for mail in office.mails()] == [
        ("introduction_invitation", "failed", "out_of_date"),
        ("session_cancelled", "sent", None),
    ]


def test_token_mails_wait_for_a_mail_server_and_nothing_is_issued_for_them(office):
    ask_for_every_token_mail(office)
    office.send_everything()
    assert {mail.kind for mail in office.mails()} == set(TOKEN_MAIL_KINDS)
    assert {(mail.state, mail.reason, mail.attempts) for mail in office.mails()} == {("queued", "no_mail_server", 0)}
    assert office.owners.issued == []
    assert office.messages() == []


def test_token_mails_leave_when_a_mail_server_is_configured(office, make_office, mail_server):
    ask_for_every_token_mail(office)
    office.send_everything()
    later = make_office(smtp_url=mail_server.url)
    later.send()
    assert {mail.state for mail in later.mails()} == {"sent"}
    assert len(mail_server.received) == len(TOKEN_MAIL_KINDS)
    assert later.messages() == []


def test_in_the_demonstration_token_mails_are_kept_too(demo):
    ask_for_every_token_mail(demo)
    demo.send_everything()
    texts = "".join(text_of(message) for message in demo.messages())
    [person_id] = demo.owners.people
    assert (
        len(demo.owners.issued) == len(TOKEN_MAIL_KINDS) - 2
    )  # links to a place and to one's own page are no secrets that are issued
    assert f"http://localhost:8001/my/page-{person_id}" in texts
    assert all(token in texts for token in demo.owners.issued)


def test_who_has_an_account_joins_the_network_without_a_token(demo):
    person_id = demo.a_person(has_account=True)
    demo.happens(networks.NetworkInvitationMade, person_id=person_id, programme_id=uuid4())
    demo.send()
    assert "http://localhost:8001/network/join" in text_of(demo.message_to(person_id))
    assert demo.owners.issued == []


def test_after_sending_the_tables_hold_nothing_personal_and_no_token(demo):
    ask_for_every_token_mail(demo)
    demo.an_enrolled_person(demo.a_group())
    demo.send_everything()
    with demo.database.transaction() as tx:
        rows = " ".join(
            str(row)
            for table in ("mails", "sessions", "people_concerned")
            for row in tx.scalars(text(f"SELECT to_jsonb({table}) FROM {table}"))
        )
    assert {mail.state for mail in demo.mails()} == {"sent"}
    secrets = [
        *demo.owners.issued,
        *(person[field] for person in demo.owners.people.values() for field in ("name", "email")),
    ]
    assert [secret for secret in secrets if secret in rows] == []


def test_links_of_one_survey_are_issued_together_even_to_those_asked_a_moment_later(demo):
    survey_id = demo.a_survey()
    early, late = demo.a_person(), demo.a_person()
    ask_for_feedback(demo, survey_id, [early])
    with demo.database.transaction() as tx:
        tx.execute(text("UPDATE mails SET due_at = now() - interval '1 second'"))
    ask_for_feedback(demo, survey_id, [late])
    demo.send()
    assert demo.owners.count(feedback.issue_links) == 1
    assert len(demo.messages()) == 2


def test_nobody_is_asked_before_the_others_of_the_group_could_be(demo):
    ask_for_feedback(demo, demo.a_survey(), [demo.a_person()])
    demo.send()
    assert demo.messages() == []


def test_links_are_dealt_out_in_random_order_one_each(demo):
    survey_id = demo.a_survey()
    people = [demo.a_person() for _ in range(16)]
    ask_for_feedback(demo, survey_id, people)
    demo.send_everything()
    tokens = [text_of(demo.message_to(person)).split("/feedback/")[1].split()[0] for person in people]
    assert sorted(tokens) == sorted(demo.owners.issued)
    assert tokens != demo.owners.issued  # one order in 16! is the same


def test_a_feedback_mail_that_could_not_leave_gets_a_fresh_link(demo):
    ask_for_feedback(demo, demo.a_survey(), [demo.a_person()])
    demo.settings.mail_dir.parent.mkdir(exist_ok=True)
    demo.settings.mail_dir.touch()  # a file where the folder should be
    demo.send_everything()
    demo.settings.mail_dir.unlink()
    demo.send_everything()
    [message] = demo.messages()
    first, second = demo.owners.issued
    assert second in text_of(message)
    assert first not in text_of(message)


def test_a_survey_that_is_closed_gets_no_more_links(demo):
    ask_for_feedback(demo, uuid4(), [demo.a_person()])
    demo.send_everything()
    assert [(mail.state, mail.reason) for mail in demo.mails()] == [("failed", "not_found")]


@pytest.mark.parametrize("owner", ["identity", "trainings"])
def test_while_an_owner_is_away_its_mails_wait_and_it_does_not_count_against_them(office, owner):
    office.an_enrolled_person(office.a_group())
    office.owners.away.add(owner)
    office.send()
    assert [(mail.state, mail.attempts, mail.reason) for mail in office.mails()] == [("queued", 0, "unavailable")]
    office.owners.away.clear()
    office.send_everything()
    assert [(mail.state, mail.reason) for mail in office.mails()] == [("sent", None)]


def test_mails_that_do_not_need_the_owner_that_is_away_are_sent(office):
    office.an_enrolled_person(office.a_group())
    asker = office.a_person()
    office.happens(networks.AnswerWritten, post_id=uuid4(), answer_id=uuid4(), author_id=uuid4(), asker_id=asker)
    office.owners.away.add("trainings")
    office.send()
    assert {mail.kind: mail.state for mail in office.mails()} == {"place_in_group": "queued", "advice_answered": "sent"}


def test_a_mail_to_somebody_whom_identity_does_not_know_any_more_is_dropped(office):
    person_id = office.an_enrolled_person(office.a_group())
    del office.owners.people[person_id]
    office.send()
    assert office.mails() == []


def test_a_folder_that_can_not_be_written_does_not_count_against_the_mail(office):
    office.settings.mail_dir.touch()
    office.an_enrolled_person(office.a_group())
    office.send()
    [mail] = office.mails()
    assert (mail.state, mail.attempts, mail.reason) == ("queued", 0, "mail_folder_unwritable")
    assert mail.due_at > clock.now()


def test_a_fault_of_ours_in_one_mail_does_not_hold_up_the_others_and_ends_after_eight_attempts(office):
    broken, whole = office.an_enrolled_person(office.a_group()), office.an_enrolled_person(office.a_group())
    office.owners.people[broken]["name"] = "Somebody\nBcc: all@rotterdam.example"
    for _ in range(rules.ATTEMPTS + 1):
        office.send_everything()
    [mail] = office.mails(person_id=broken)
    assert (mail.state, mail.attempts, mail.reason) == ("failed", rules.ATTEMPTS, "fault")
    assert [mail.state for mail in office.mails(person_id=whole)] == ["sent"]


def test_two_replicas_never_send_the_same_mail_twice(office, monkeypatch):
    """Both have read the same mails when the first begins to send."""
    session_id = office.a_session(kind="introduction")
    office.invite(session_id, *(office.a_person() for _ in range(8)))
    both_have_read = threading.Barrier(2)
    contacts = gathering.Gathered._contacts

    def wait_for_the_other(self, mails):
        both_have_read.wait(timeout=10)
        return contacts(self, mails)

    monkeypatch.setattr(gathering.Gathered, "_contacts", wait_for_the_other)
    replicas = [threading.Thread(target=office.send) for _ in range(2)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()
    assert {(mail.state, mail.attempts) for mail in office.mails()} == {("sent", 1)}


def test_somebody_erased_while_their_mail_is_under_way_gets_none(office, monkeypatch):
    person_id = office.an_enrolled_person(office.a_group())
    contacts = gathering.Gathered._contacts

    def erase_then_answer(self, mails):
        known = contacts(self, mails)
        office.happens(identity.PersonErased, person_id=person_id)
        return known

    monkeypatch.setattr(gathering.Gathered, "_contacts", erase_then_answer)
    office.send()
    assert office.messages() == []
    assert office.mails() == []


def test_a_large_invitation_goes_out_batch_by_batch(office):
    session_id = office.a_session(kind="introduction")
    office.invite(session_id, *(office.a_person() for _ in range(60)))
    office.send()
    assert 0 < len(office.messages()) < 60
    office.send()
    assert len(office.messages()) == 60


def test_an_invitation_names_what_to_read_beforehand_in_the_readers_language(office):
    chapter_id, withdrawn = uuid4(), uuid4()
    office.owners.chapters[chapter_id] = "The middle"
    reader, lezer = office.a_person(), office.a_person(language="nl")
    session_id = office.a_session(kind="introduction")
    office.owners.sessions[session_id]["reading"] = [withdrawn, chapter_id]
    office.invite(session_id, reader, lezer)
    office.send()
    for person_id, language in ((reader, "en"), (lezer, "nl")):
        text = office.message_to(person_id).get_body(("plain",)).get_content()
        assert f"The middle ({language})" in text
        assert f"http://localhost:8001/handbook/chapters/{chapter_id}/{language}" in text
        assert str(withdrawn) not in text


def test_an_invitation_waits_for_the_handbook_only_when_there_is_something_to_read(office):
    office.owners.away.add("handbook")
    reader, other = office.a_person(), office.a_person()
    nothing, something = office.a_session(kind="introduction"), office.a_session(kind="introduction")
    office.owners.sessions[something]["reading"] = [uuid4()]
    office.invite(nothing, reader)
    office.invite(something, other)
    office.send()
    assert {mail.person_id: mail.state for mail in office.mails()} == {reader: "sent", other: "queued"}
