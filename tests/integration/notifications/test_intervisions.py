"""Who takes part in an intervision is reminded the day before, in their role, and hears when it moves."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from shared import clock
from shared.contracts import networks
from tests.integration.notifications.conftest import Office, text_of

ROLES = ("case_bringer", "facilitator", "participant")


class Planned:
    """With three who take part; `detail` is what the network answers."""

    def __init__(self, office: Office, starts_at: datetime):
        self.office, self.id = office, uuid4()
        self.people = [office.a_person() for _ in ROLES]
        at = [{"person_id": id_, "role": role, "came": None} for id_, role in zip(self.people, ROLES, strict=True)]
        self.detail: dict[str, Any] = {
            "id": self.id,
            "method": "rounds",
            "state": "planned",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "place": "Buurthuis",
            "link": None,
            "revision": 1,
            "at": at,
        }
        office.owners.intervisions[self.id] = self.detail
        self.announce()
        for person_id in self.people:
            office.happens(networks.IntervisionJoined, intervision_id=self.id, person_id=person_id)

    def announce(self) -> None:
        told = {name: self.detail[name] for name in ("method", "starts_at", "ends_at", "revision")}
        self.office.happens(networks.IntervisionPlanned, intervision_id=self.id, **told)

    def moves(self, **changes: Any) -> None:
        self.detail.update(changes, revision=self.detail["revision"] + 1)
        self.announce()

    def is_cancelled(self) -> None:
        self.detail["state"] = "cancelled"
        self.office.happens(networks.IntervisionCancelled, intervision_id=self.id)

    def told(self, kind: str) -> list[UUID]:
        return sorted(mail.person_id for mail in self.office.mails() if mail.kind == kind)


@pytest.fixture
def tomorrow(demo) -> Planned:
    day = clock.today(demo.settings.time_zone) + timedelta(days=1)
    return Planned(demo, datetime.combine(day, time(14), ZoneInfo(demo.settings.time_zone)))


@pytest.fixture
def morning(demo, monkeypatch) -> datetime:
    """On which the day begins."""
    day = clock.today(demo.settings.time_zone)
    moment = datetime.combine(day, time(9), ZoneInfo(demo.settings.time_zone))
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def test_joining_alone_brings_no_mail(demo, tomorrow):
    assert demo.mails() == []


def test_the_day_before_everybody_is_reminded_in_their_role(demo, morning, tomorrow):
    for _ in range(2):
        demo.begin_the_day()
    assert tomorrow.told("intervision_reminder") == sorted(tomorrow.people)
    demo.send_everything()
    bringer, facilitator, participant = (text_of(demo.message_to(person_id)) for person_id in tomorrow.people)
    assert "You bring the case this time" in bringer
    assert "You are the facilitator this time" in facilitator
    assert "this time" not in participant
    for text in (bringer, facilitator, participant):
        assert "Buurthuis" in text
        assert f"/network/intervisions/{tomorrow.id}" in text


def test_the_reminder_says_intervision_and_brings_the_entry_that_the_feed_has(demo, morning, tomorrow):
    demo.begin_the_day()
    demo.send_everything()
    message = demo.message_to(tomorrow.people[0])
    assert message["Subject"] == "Soon: Intervision: in rounds"
    [file] = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert f"UID:{tomorrow.id}@" in file.get_content().replace("\r\n ", "")


def test_who_gave_up_their_place_is_not_reminded(demo, morning, tomorrow):
    gone = tomorrow.people[0]
    demo.happens(networks.IntervisionLeft, intervision_id=tomorrow.id, person_id=gone)
    demo.begin_the_day()
    assert tomorrow.told("intervision_reminder") == sorted(tomorrow.people[1:])


def test_when_it_moves_everybody_hears_of_it(demo, tomorrow):
    tomorrow.moves(place="Stadskantoor")
    assert tomorrow.told("intervision_changed") == sorted(tomorrow.people)
    demo.send_everything()
    assert "Stadskantoor" in text_of(demo.message_to(tomorrow.people[2]))


def test_an_older_plan_that_comes_late_is_nobodys_news(demo, tomorrow):
    tomorrow.moves()
    known = len(demo.mails())
    tomorrow.detail["revision"] = 1
    tomorrow.announce()
    assert len(demo.mails()) == known


def test_when_it_is_cancelled_nobody_is_reminded_and_everybody_hears_of_it(demo, morning, tomorrow):
    tomorrow.is_cancelled()
    demo.begin_the_day()
    assert tomorrow.told("intervision_cancelled") == sorted(tomorrow.people)
    assert tomorrow.told("intervision_reminder") == []
    demo.send_everything()
    assert demo.message_to(tomorrow.people[0])["Subject"] == "Cancelled: Intervision: in rounds"


def test_a_mail_that_says_what_is_not_so_any_more_is_not_sent(demo, tomorrow):
    tomorrow.moves(place="Stadskantoor")
    tomorrow.is_cancelled()
    demo.send_everything()
    changed = {(mail.state, mail.reason) for mail in demo.mails() if mail.kind == "intervision_changed"}
    assert changed == {("failed", "out_of_date")}
