"""What people read about their place: to confirm it, where they wait, how to leave, and who nominated them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared import clock
from shared.contracts import trainings
from tests.integration.notifications.conftest import Office, text_of

UNTIL = clock.now() + timedelta(hours=48)


def asked(office: Office, edition_id: UUID, person_id: UUID, **standing) -> None:
    office.stands(edition_id, person_id, **standing)
    office.happens(trainings.RegistrationAsked, person_id=person_id, programme_id=uuid4(), edition_id=edition_id)


def waits(office: Office, group_id: UUID, person_id: UUID, **standing) -> None:
    office.stands(group_id, person_id, state="waiting", **standing)
    office.happens(trainings.PersonWaitlisted, group_id=group_id, programme_id=uuid4(), person_id=person_id)


def test_who_registered_confirms_by_the_link(demo):
    group_id, person_id = demo.a_group(), demo.a_person()
    asked(demo, group_id, person_id, state="held", way="link", until=UNTIL)
    demo.send()
    mail = demo.message_to(person_id)
    assert mail["Subject"] == "Please confirm: Zuid 1"
    assert "A place is held for you until" in text_of(mail)
    assert f"/place/token-of-{person_id}" in text_of(mail)
    assert not list(mail.iter_attachments())


def test_an_introduction_is_confirmed_too(demo):
    session_id, person_id = demo.a_session(kind="introduction"), demo.a_person()
    demo.owners.sessions[session_id]["title"] = "Us and them"
    asked(demo, session_id, person_id, state="held", way="open_call", until=UNTIL)
    demo.send()
    assert demo.message_to(person_id)["Subject"] == "Please confirm: Us and them"


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ({"state": "asked", "until": UNTIL}, "All places are taken."),
        ({"state": "enrolled"}, "You have a place already."),
        ({"state": "waiting", "position": 3}, "You are at number 3."),
        ({"state": "elsewhere"}, "You are in another group of this programme"),
    ],
)
def test_only_the_mail_says_where_one_stands(demo, standing, words):
    group_id, person_id = demo.a_group(), demo.a_person()
    asked(demo, group_id, person_id, **standing)
    demo.send()
    assert words in text_of(demo.message_to(person_id))


def test_a_confirmation_for_a_place_that_is_gone_is_not_sent(demo):
    group_id, person_id = demo.a_group(), demo.a_person()
    asked(demo, group_id, person_id, state="lapsed")
    demo.send()
    [mail] = demo.mails()
    assert (mail.state, mail.reason) == ("failed", "out_of_date")


def test_a_link_that_confirms_waits_for_a_mail_server(office):
    group_id, person_id = office.a_group(), office.a_person()
    asked(office, group_id, person_id, state="held", until=UNTIL)
    office.send()
    assert [mail.reason for mail in office.mails()] == ["no_mail_server"]


def test_who_waits_reads_the_number_and_how_to_leave(office):
    group_id, person_id = office.a_group(), office.a_person(language="nl")
    waits(office, group_id, person_id, position=2)
    office.send()
    text = text_of(office.message_to(person_id))
    assert "U staat op plaats 2." in text
    assert f"/place/token-of-{person_id}" in text


def test_a_pair_reads_that_it_stays_together_and_who_nominated_it(office):
    group_id, person_id, partner_id = office.a_group(), office.a_person(), uuid4()
    office.owners.partners[partner_id] = "Woonstad"
    waits(office, group_id, person_id, position=1, together=True, partner_id=partner_id)
    office.send()
    text = text_of(office.message_to(person_id))
    assert "“Woonstad” has nominated you." in text
    assert "you both get a place, or you both wait" in text


def test_the_contact_of_a_partner_gets_the_code(office):
    group_id, contact_id, partner_id = office.a_group(), office.a_person(), uuid4()
    office.owners.partners[partner_id] = "Woonstad"
    about = {"group_id": group_id, "programme_id": uuid4(), "partner_id": partner_id, "person_id": contact_id}
    office.happens(trainings.NominationsAsked, **about)
    office.send()
    text = text_of(office.message_to(contact_id))
    assert "“Woonstad” may nominate up to two people for the group “Zuid 1”." in text
    assert "/nominations/BCDF-2345" in text
