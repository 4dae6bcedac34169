"""Meetings of the network by mail: the plan with a calendar file, a reminder of minutes, minutes in the digest."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from shared import clock
from shared.contracts import identity, networks
from tests.integration.notifications.conftest import Office, text_of

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZONE)


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.now = MONDAY
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def pass_(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def time(monkeypatch) -> Clock:
    return Clock(monkeypatch)


class Network:
    """Three members, and a meeting that one of them plans."""

    def __init__(self, office: Office, time: Clock):
        self.office, self.time, self.id = office, time, uuid4()
        self.members = [office.a_person(has_account=True) for _ in range(3)]
        starts_at = time.now + timedelta(days=3)
        self.meeting: dict[str, Any] = {
            "id": self.id,
            "title": "Spring meeting",
            "state": "planned",
            "informal": False,
            "version": 1,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "delivery": "on_site",
            "place": "Library, room 2",
            "link": None,
            "coming": 1,
            "maybe": 0,
            "agenda_items": 0,
            "reply": None,
            "has_minutes": False,
        }
        office.owners.meetings[self.id] = self.meeting
        office.owners.members = self.members
        office.begin_the_day()

    def tells(self, event: Any, people: list[UUID] | None = None) -> None:
        times = {name: self.meeting[name] for name in ("starts_at", "ends_at")}
        people = self.members if people is None else people
        self.office.happens(event, meeting_id=self.id, person_ids=people, revision=self.meeting["version"], **times)
        self.office.send()

    def a_new_day(self, **found: Any) -> None:
        self.time.pass_(days=1)
        self.office.owners.day = found
        self.office.begin_the_day()
        self.office.send()

    def message_to(self, person_id: UUID, subject: str) -> Any:
        email = self.office.owners.people[person_id]["email"]
        [found] = [mail for mail in self.office.messages() if email in mail["To"] and subject in mail["Subject"]]
        return found


@pytest.fixture
def network(office, time) -> Network:
    return Network(office, time)


def entry_of(mail: Any) -> tuple[str, Any]:
    """The method and the entry of the calendar file."""
    [part] = mail.iter_attachments()
    calendar = Calendar.from_ical(part.get_content())
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def test_every_member_gets_the_plan_with_a_file_for_their_calendar(network):
    network.tells(networks.MeetingPlanned)
    for member in network.members:
        mail = network.message_to(member, "Meeting of the network: Spring meeting")
        text = text_of(mail)
        assert "Library, room 2" in text
        assert f"/network/meetings/{network.id}" in text
        method, entry = entry_of(mail)
        assert (method, str(entry["UID"]), entry["SEQUENCE"]) == ("REQUEST", f"{network.id}@rotterdam", 1)
        assert str(entry["SUMMARY"]) == "Spring meeting"


def test_a_change_and_a_cancellation_are_about_the_same_entry(network):
    network.meeting |= {"version": 2, "place": "Town hall"}
    network.tells(networks.MeetingMoved, network.members[:1])
    mail = network.message_to(network.members[0], "Changed: Spring meeting")
    assert "Town hall" in text_of(mail)
    assert entry_of(mail)[1]["SEQUENCE"] == 2
    network.meeting |= {"state": "cancelled"}
    network.tells(networks.MeetingCancelled, network.members[:1])
    method, entry = entry_of(network.message_to(network.members[0], "Cancelled: Spring meeting"))
    assert (method, str(entry["UID"]), entry["SEQUENCE"]) == ("CANCEL", f"{network.id}@rotterdam", 3)
    assert network.office.kinds(network.members[1]) == []


def test_of_a_meeting_that_is_noted_afterwards_nobody_gets_a_mail(network, time):
    time.pass_(days=4)
    network.tells(networks.MeetingPlanned)
    assert network.office.mails(kind="meeting_planned") == []


def test_a_plan_that_was_cancelled_before_the_mail_left_is_not_sent(network):
    network.meeting |= {"state": "cancelled"}
    network.tells(networks.MeetingPlanned)
    assert {mail.state for mail in network.office.mails(kind="meeting_planned")} == {"failed"}


def test_who_was_there_is_reminded_of_minutes_until_there_are_some(network):
    member = network.members[0]
    nudge = {"meeting_id": network.id, "days": 3, "person_ids": [member]}
    network.a_new_day(without_minutes=[nudge])
    text = text_of(network.message_to(member, "A meeting without minutes"))
    assert f"/network/meetings/{network.id}/minutes" in text
    assert network.office.kinds(network.members[1]) == []
    network.meeting |= {"has_minutes": True}
    network.a_new_day(without_minutes=[nudge | {"days": 7}])
    assert [mail.state for mail in network.office.mails(kind="minutes_missing")] == ["sent", "failed"]


def test_minutes_come_to_every_member_in_the_digest_once(network):
    network.a_new_day(minuted=[network.id])
    network.a_new_day()
    for member in network.members:
        assert network.office.kinds(member) == ["digest"]
        text = text_of(network.message_to(member, "News of the network"))
        assert "There are minutes: Spring meeting" in text
        assert f"/network/meetings/{network.id}" in text


def test_who_left_is_not_told(network):
    left = network.members.pop()
    network.a_new_day(minuted=[network.id])
    assert network.office.kinds(left) == []


def test_two_records_of_one_person_get_one_mail(network):
    one, other, _third = network.members
    network.office.happens(identity.PersonMerged, kept_id=one, dropped_id=other)
    network.tells(networks.MeetingPlanned)
    assert (network.office.kinds(one), network.office.kinds(other)) == (["meeting_planned"], [])


def test_while_the_network_does_not_answer_the_day_has_not_begun(network, time):
    time.pass_(days=1)
    network.office.owners.away.add("networks")
    network.office.owners.day = {"minuted": [network.id]}
    network.office.begin_the_day()
    assert network.office.mails() == []
    network.office.owners.away.clear()
    network.office.begin_the_day()
    assert len(network.office.mails(kind="digest")) == len(network.members)
