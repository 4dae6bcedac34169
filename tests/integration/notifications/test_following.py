"""Mails about what follows a course: certificates and thank-yous, with what their owners answer at the sending."""

from uuid import UUID, uuid4

from shared import clock
from shared.contracts import feedback, trainings
from tests.integration.notifications.conftest import Office, text_of


def a_certificate(office: Office, person_id: UUID) -> dict[str, UUID]:
    return {"certificate_id": office.a_certificate(), "programme_id": uuid4(), "person_id": person_id}


def test_a_holder_gets_the_link_to_their_certificate_and_no_operator_sees_it(demo, office):
    person_id = demo.a_person()
    event = a_certificate(demo, person_id) | {"group_id": uuid4(), "expires_on": None}
    demo.happens(trainings.CertificateIssued, **event)
    office.send()
    assert [(mail.state, mail.reason) for mail in office.mails()] == [("queued", "no_mail_server")]
    demo.send_everything()
    text = text_of(demo.message_to(person_id))
    [key] = demo.owners.issued
    assert f"http://localhost:8001/certificates/mine/{key}" in text
    assert "21 November 2029" in text


def test_whose_certificate_is_revoked_is_told_so(office):
    person_id = office.a_person(language="nl")
    event = a_certificate(office, person_id)
    office.happens(trainings.CertificateRevoked, **event, reason="misused")
    office.send()
    assert "http://localhost:8001/certificates/BCDF-2345-GHJK" in text_of(office.message_to(person_id))


def test_a_thank_you_reads_as_its_sender_wrote_it_and_bears_their_name(office):
    reader, sender = office.a_person(), office.a_person(has_account=True)
    group_id = office.a_group()
    session_id, id_ = office.a_session(group_id), uuid4()
    office.owners.thank_yous[id_] = {
        "id": id_,
        "session_id": session_id,
        "text": "Thank you for coming.\n\nIt was a good day.",
        "line": "Your example helped.",
        "sender_id": sender,
    }
    sent = {"session_id": session_id, "programme_id": uuid4(), "thank_you_id": id_}
    office.happens(trainings.ThankYouSent, **sent, person_id=reader, sent_by=sender)
    office.send()
    message = office.message_to(reader)
    assert message["Subject"] == "Thank you: Training day, Zuid 1"
    text = text_of(message)
    for part in ("It was a good day.", "Your example helped.", office.owners.people[sender]["name"]):
        assert part in text
    assert list(message.iter_attachments()) == []


def test_what_was_changed_reaches_everybody_who_was_invited_with_the_way_to_their_own_page(demo):
    readers, id_ = [demo.a_person(), demo.a_person(language="nl")], uuid4()
    demo.owners.reports_back[id_] = {
        "id": id_,
        "programme_id": uuid4(),
        "text": "From May on we practise every month.\n\nCome and join.",
        "published_at": clock.now(),
        "readers": 2,
        "needs": ["To practise more.", "To know whom to call."],
    }
    demo.happens(feedback.ReportBackPublished, report_back_id=id_, programme_id=uuid4(), person_ids=readers)
    demo.send()
    message = demo.message_to(readers[0])
    assert message["Subject"] == "What we changed"
    text = text_of(message)
    for part in ("From May on we practise every month.", "Come and join.", "To practise more.; To know whom to call."):
        assert part in text
    assert f"http://localhost:8001/my/page-{readers[0]}" in text
    assert f"calendar-{readers[0]}" not in text
    assert demo.message_to(readers[1])["Subject"] == "Wat wij hebben veranderd"


def test_what_was_changed_is_told_without_a_personal_link_where_others_read_the_mail(office):
    reader, id_ = office.a_person(), uuid4()
    told = {"id": id_, "programme_id": uuid4(), "text": "We listened.", "published_at": clock.now(), "readers": 1}
    office.owners.reports_back[id_] = told | {"needs": []}
    office.happens(feedback.ReportBackPublished, report_back_id=id_, programme_id=uuid4(), person_ids=[reader])
    office.send()
    text = text_of(office.message_to(reader))
    assert "We listened." in text
    assert "/my/" not in text
