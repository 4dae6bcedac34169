from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.notifications.letters import LETTERS
from services.notifications.messages import message
from services.notifications.occasions import Occasion
from services.notifications.rules import GROUP_MAIL_KINDS, SESSION_MAIL_KINDS, TRAINER, WAITING
from shared.contracts.notifications import MAIL_KINDS
from tests import machine

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CITY = machine.city(postgres_url="postgresql://nowhere.invalid/none")
GROUP = {"id": uuid4(), "name": "Zuid 1", "question_code": "K7QM-2XPD"}


def a_session(**changes: Any) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "group_id": GROUP["id"],
        "kind": "training_day",
        "title": None,
        "state": "planned",
        "starts_at": datetime(2026, 3, 30, 7, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 30, 14, tzinfo=UTC),
        "delivery": "on_site",
        "place": "Wijkcentrum, zaal 2",
        "link": None,
        "revision": 1,
    } | changes


def an_occasion(kind: str, language: str = "en", **changes: Any) -> Occasion:
    contact = {"id": uuid4(), "name": "Samira Daoud", "email": "samira@rotterdam.example", "language": language}
    sessions = [a_session()] if kind in (*SESSION_MAIL_KINDS, *GROUP_MAIL_KINDS) else []
    occasion = Occasion(CITY, uuid4(), kind, contact, uuid4(), "enrolled", GROUP, sessions, "a-token", date(2026, 5, 1))
    return replace(occasion, **changes)


def sent(occasion: Occasion) -> Any:
    """The message as the reader's mail program gets it."""
    return message_from_bytes(message(occasion, NOW).as_bytes(policy=policy.SMTP), policy=policy.default)


def text_of(mail: Any) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail: Any) -> str:
    return mail.get_body(("html",)).get_content()


def calendars_of(mail: Any) -> list[Any]:
    return [Calendar.from_ical(part.get_content()) for part in mail.iter_attachments()]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", MAIL_KINDS)
def test_every_kind_of_mail_is_whole_in_text_and_html(kind, language):
    mail = sent(an_occasion(kind, language))
    assert mail["To"] == "Samira Daoud <samira@rotterdam.example>"
    assert mail["From"] == "Gemeente Rotterdam <programme@rotterdam.example>"
    assert mail["Subject"]
    for body in (text_of(mail), html_of(mail)):
        assert ("Dear Samira Daoud," if language == "en" else "Beste Samira Daoud,") in body
        assert "{" not in body
    assert f'<html lang="{language}">' in html_of(mail)


def test_every_kind_of_the_contract_has_its_letter():
    assert set(LETTERS) == set(MAIL_KINDS)


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("account_invitation", "http://localhost:8001/invitation/a-token"),
        ("password_reset", "http://localhost:8001/reset/a-token"),
        ("feedback_link", "http://localhost:8001/feedback/a-token"),
        ("network_invitation", "http://localhost:8001/invitation/a-token?next=/network/join"),
        ("place_in_group", "http://localhost:8001/ask/K7QM-2XPD"),
        ("promoted", "http://localhost:8001/ask/K7QM-2XPD"),
    ],
)
def test_a_mail_has_the_link_to_what_the_reader_can_do(kind, link):
    mail = sent(an_occasion(kind))
    assert link in text_of(mail).splitlines()
    assert f'href="{link}"' in html_of(mail)


def test_who_has_an_account_joins_the_network_by_a_plain_link():
    assert "http://localhost:8001/network/join" in text_of(sent(an_occasion("network_invitation", token=None)))


def test_an_answer_links_to_the_post():
    occasion = an_occasion("advice_answered")
    assert f"http://localhost:8001/network/posts/{occasion.about_id}" in text_of(sent(occasion))


def test_only_a_trainer_gets_the_page_of_a_session():
    for role, expected in ((TRAINER, True), ("enrolled", False)):
        occasion = an_occasion("session_changed", role=role)
        link = f"http://localhost:8001/sessions/{occasion.sessions[0]['id']}"
        assert (link in text_of(sent(occasion))) is expected


def test_what_people_wrote_can_not_become_html_or_a_header():
    occasion = an_occasion(
        "introduction_invitation",
        sessions=[a_session(kind="introduction", title="<b>Us</b>\nBcc: all@rotterdam.example", group_id=None)],
        group={},
    )
    mail = sent(occasion)
    assert mail["Subject"] == "Invitation: <b>Us</b> Bcc: all@rotterdam.example"
    assert mail["Bcc"] is None
    assert "<b>" not in html_of(mail)


def test_who_takes_part_from_afar_is_told_the_time_zone_and_the_link():
    online = a_session(delivery="online", place=None, link="https://meet.example/x")
    text = text_of(sent(an_occasion("session_planned", "nl", sessions=[online])))
    assert "09:00 - 16:00 (Midden-Europese zomertijd)" in text
    assert "Online: https://meet.example/x" in text


def test_the_message_id_stays_the_same_at_every_attempt():
    occasion = an_occasion("waiting_list")
    assert sent(occasion)["Message-ID"] == sent(occasion)["Message-ID"] == f"<{occasion.mail_id}@rotterdam.example>"


def test_a_session_comes_as_a_calendar_file_in_the_time_of_the_city():
    session = a_session(revision=3)
    [calendar] = calendars_of(sent(an_occasion("session_changed", sessions=[session])))
    [event] = calendar.events
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{session['id']}@rotterdam"
    assert event["SEQUENCE"] == 3
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event.start == datetime(2026, 3, 30, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert event.end - event.start == timedelta(hours=7)
    assert event["LOCATION"] == "Wijkcentrum, zaal 2"
    assert event["ATTENDEE"] == "MAILTO:samira@rotterdam.example"
    assert [zone["TZID"] for zone in calendar.timezones] == ["Europe/Amsterdam"]


def test_the_calendar_file_says_by_its_type_what_to_do_with_it():
    [attachment] = sent(an_occasion("session_planned")).iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    assert attachment.get_param("method") == "REQUEST"
    assert attachment.get_filename() == "session-1.ics"


def test_a_cancellation_outranks_the_invitation_to_the_same_session():
    session = a_session(revision=2)
    [invited] = calendars_of(sent(an_occasion("session_planned", sessions=[session])))
    [cancelled] = calendars_of(sent(an_occasion("session_cancelled", sessions=[session | {"state": "cancelled"}])))
    assert cancelled["METHOD"] == "CANCEL"
    assert cancelled.events[0]["STATUS"] == "CANCELLED"
    assert cancelled.events[0]["UID"] == invited.events[0]["UID"]
    assert cancelled.events[0]["SEQUENCE"] > invited.events[0]["SEQUENCE"]


def test_who_leaves_a_group_gets_its_sessions_out_of_the_calendar_but_not_listed():
    mail = sent(an_occasion("withdrawn", sessions=[a_session(), a_session(kind="deepening")]))
    assert [calendar["METHOD"] for calendar in calendars_of(mail)] == ["CANCEL", "CANCEL"]
    assert "Wijkcentrum" not in text_of(mail)


def test_who_only_waited_is_told_so():
    assert "waiting list" in text_of(sent(an_occasion("withdrawn", role=WAITING, sessions=[])))
