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
from services.notifications.rules import (
    CERTIFICATE_MAIL_KINDS,
    GROUP_MAIL_KINDS,
    INTERVISION_MAIL_KINDS,
    MEETING_MAIL_KINDS,
    NEWS_KINDS,
    PLACE_MAIL_KINDS,
    SESSION_MAIL_KINDS,
    TRAINER,
    WAITING,
)
from services.notifications.the_board import BOARD_MAIL_KINDS
from shared.contracts.feedback import WAVES
from shared.contracts.networks import NEWS_KINDS as ON_THE_BOARD
from shared.contracts.notifications import MAIL_KINDS
from shared.languages import LANGUAGES
from tests import machine

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
GREETINGS = {
    "nl": "Beste Samira Daoud,",
    "en": "Dear Samira Daoud,",
    "fi": "Hei Samira Daoud,",
    "id": "Yth. Samira Daoud,",
}
CITY = machine.city(postgres_url="postgresql://nowhere.invalid/none")
PLACE = {
    "state": "held",
    "way": "invited",
    "position": 2,
    "together": True,
    "until": datetime(2026, 3, 3, 9, tzinfo=UTC),
    "token": "own",
    "name": "Zuid 1",
}
PARTNER = {"name": "Woonstad", "code": "BCDF-2345"}
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


def an_item(kind: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "number": 2, "group_id": GROUP["id"], "session_id": uuid4(), "group": GROUP} | {
        "session": a_session() if kind in (None, "follow_ups", "thanks", "minutes") else None,
        "meeting_id": uuid4() if kind == "minutes" else None,
    }


def a_meeting() -> dict[str, Any]:
    return a_session(kind="meeting", group_id=None, title="Spring meeting")


A_POST = {"id": uuid4(), "post_id": uuid4(), "title": "Fireworks on the square", "hidden_for": "names_a_person"}
OF_A_POST = {"about_id": A_POST["id"], "post": A_POST}
A_CERTIFICATE = {"certificate": {"code": "BCDF-2345-GHJK", "key": "a-key", "expires_on": date(2029, 5, 1)}}
FOLLOWING: dict[str, dict[str, Any]] = {
    **dict.fromkeys(CERTIFICATE_MAIL_KINDS, A_CERTIFICATE),
    "thank_you": {"thank_you": {"text": "Well done.", "line": None, "sender": "Tom", "session": a_session()}},
    "report_back": {"report_back": {"text": "We practise more.", "needs": ["To practise."]}},
    "session_reminder": {"sessions": [a_session(), a_session(kind="deepening")]},
    **{kind: {"sessions": [a_meeting()], "group": {}} for kind in MEETING_MAIL_KINDS},
    "minutes_missing": {"items": [an_item("minutes")]},
    "record_missing": {"items": [an_item(), an_item()]},
    "digest": {"items": [an_item(kind) for kind in NEWS_KINDS] + [an_item(kind) | OF_A_POST for kind in ON_THE_BOARD]},
    **{kind: {"post": A_POST} for kind in BOARD_MAIL_KINDS},
}


def an_occasion(kind: str, language: str = "en", **changes: Any) -> Occasion:
    contact = {"id": uuid4(), "name": "Samira Daoud", "email": "samira@rotterdam.example", "language": language}
    sessions = [a_session()] if kind in (*SESSION_MAIL_KINDS, *GROUP_MAIL_KINDS, *INTERVISION_MAIL_KINDS) else []
    occasion = Occasion(CITY, uuid4(), kind, contact, uuid4(), "enrolled", GROUP, sessions, "a-token", date(2026, 5, 1))
    about = {"place": PLACE, "partner": PARTNER} if kind in PLACE_MAIL_KINDS else {}
    partner = {"partner": PARTNER} if kind == "nomination_request" else {}
    return replace(occasion, **about | partner | FOLLOWING.get(kind, {}) | changes)


def sent(occasion: Occasion) -> Any:
    """The message as the reader's mail program gets it."""
    return message_from_bytes(message(occasion, NOW).as_bytes(policy=policy.SMTP), policy=policy.default)


def text_of(mail: Any) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail: Any) -> str:
    return mail.get_body(("html",)).get_content()


def calendars_of(mail: Any) -> list[Any]:
    return [Calendar.from_ical(part.get_content()) for part in mail.iter_attachments()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MAIL_KINDS)
def test_every_kind_of_mail_is_whole_in_text_and_html(kind, language):
    mail = sent(an_occasion(kind, language))
    assert mail["To"] == "Samira Daoud <samira@rotterdam.example>"
    assert mail["From"] == "Gemeente Rotterdam <programme@rotterdam.example>"
    assert mail["Subject"]
    for body in (text_of(mail), html_of(mail)):
        assert GREETINGS[language] in body
        assert "{" not in body
    assert f'<html lang="{language}">' in html_of(mail)


def test_every_kind_of_the_contract_has_its_letter():
    assert set(LETTERS) == set(MAIL_KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wave_of_questions_has_a_mail_of_its_own(language):
    subjects = {sent(an_occasion("feedback_link", language, wave=wave))["Subject"] for wave in WAVES}
    assert len(subjects) == len(WAVES)


def test_a_reminder_goes_to_everybody_and_has_no_link():
    text = text_of(sent(an_occasion("feedback_reminder", wave="t3", mailed_at=NOW)))
    assert "Nobody knows who has answered" in text
    assert "Your link is in our mail of" in text
    assert "“Three months after the course: what do you do with it?”" in text
    assert "/feedback/" not in text


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("account_invitation", "http://localhost:8001/invitation/a-token"),
        ("password_reset", "http://localhost:8001/reset/a-token"),
        ("feedback_link", "http://localhost:8001/feedback/a-token"),
        ("network_invitation", "http://localhost:8001/invitation/a-token?next=/network/join"),
        ("place_in_group", "http://localhost:8001/ask/K7QM-2XPD"),
        ("promoted", "http://localhost:8001/ask/K7QM-2XPD"),
        ("registration_confirmation", "http://localhost:8001/place/own"),
        ("nomination_request", "http://localhost:8001/nominations/BCDF-2345"),
    ],
)
def test_a_mail_has_the_link_to_what_the_reader_can_do(kind, link):
    mail = sent(an_occasion(kind))
    assert link in text_of(mail).splitlines()
    assert f'href="{link}"' in html_of(mail)


def test_who_has_an_account_joins_the_network_by_a_plain_link():
    assert "http://localhost:8001/network/join" in text_of(sent(an_occasion("network_invitation", token=None)))


def test_an_answer_links_to_the_post():
    text = text_of(sent(an_occasion("advice_answered")))
    assert f"http://localhost:8001/network/posts/{A_POST['post_id']}" in text
    assert "Fireworks on the square" in text


def test_who_is_asked_for_advice_reads_what_about_and_that_no_is_an_answer():
    text = text_of(sent(an_occasion("advice_asked")))
    assert "Fireworks on the square" in text
    assert "Nobody wants to know why." in text


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "It names a person"),
        ("nl", "Er staat een persoon in genoemd"),
        ("fi", "Siinä nimetään henkilö"),
        ("id", "Menyebut nama orang"),
    ],
)
def test_who_wrote_what_was_hidden_reads_why(language, reason):
    assert reason in text_of(sent(an_occasion("post_hidden", language)))


@pytest.mark.parametrize(("hidden_for", "said"), [(None, "it is shown again"), ("not_for_here", "it stays hidden")])
def test_what_came_of_the_second_look_is_told(hidden_for, said):
    assert said in text_of(sent(an_occasion("second_look_given", post=A_POST | {"hidden_for": hidden_for})))


def test_a_digest_of_the_board_alone_is_called_by_its_name():
    of_the_board = {"items": [an_item("answered") | OF_A_POST]}
    assert sent(an_occasion("digest", **of_the_board))["Subject"] == "News of the network"
    assert sent(an_occasion("digest"))["Subject"] == "News of your programme and groups"


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
