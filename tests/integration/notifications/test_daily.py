"""The beginning of a day: reminders, nudges and digests, one mail each to a person, and the same day never twice."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from services.notifications import commands, daily, queries
from services.notifications.tables import Bundle, News, Reader
from shared import clock
from shared.access import TRAINER, Actor
from shared.contracts import identity, networks, trainings
from tests.integration.notifications.conftest import Office, text_of

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZONE)


class Clock:
    """The time in the city, moved by the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.now = MONDAY
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def pass_(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def time(monkeypatch) -> Clock:
    return Clock(monkeypatch)


class Course:
    """A group with its trainer, in a programme with its coordinator. Their day has begun already."""

    def __init__(self, office: Office):
        self.office, self.programme_id, self.group_id = office, uuid4(), office.a_group()
        self.coordinator, self.trainer = office.a_person(has_account=True), office.a_person(has_account=True)
        office.owners.day = {
            "coordinators": [{"programme_id": self.programme_id, "person_ids": [self.coordinator]}],
            "trainers": [{"group_id": self.group_id, "person_ids": [self.trainer]}],
        }
        office.begin_the_day()

    def enrol(self, person_id: UUID | None = None) -> UUID:
        person_id = person_id or self.office.a_person()
        enrolled = {**self.where, "person_id": person_id, "promoted": False}
        self.office.happens(trainings.PersonEnrolled, **enrolled)
        return person_id

    def withdraw(self, person_id: UUID) -> None:
        self.office.happens(trainings.PersonWithdrawn, **self.where, person_id=person_id)

    @property
    def where(self) -> dict[str, UUID]:
        return {"group_id": self.group_id, "programme_id": self.programme_id}

    def lacks_a_record(self, session_id: UUID, days: int) -> None:
        self.office.owners.day["unrecorded"] = [{"session_id": session_id, **self.where, "days": days}]

    def choose(self, person_id: UUID, rhythm: str) -> None:
        with self.office.database.transaction() as tx:
            actor = Actor(person_id, frozenset({TRAINER}))
            commands.choose_digest(tx, actor, {"rhythm": rhythm})
            assert queries.digest_choice(tx, actor, {}) == {"rhythm": rhythm}

    def digests(self, person_id: UUID) -> int:
        return self.office.kinds(person_id).count("digest")


@pytest.fixture
def course(time, office) -> Course:
    return Course(office)


def the_next_day(course: Course, time: Clock) -> None:
    time.pass_(days=1)
    course.office.begin_the_day()
    course.office.send()


def message_about(office: Office, person_id: UUID, subject: str) -> Any:
    email = office.owners.people[person_id]["email"]
    [found] = [mail for mail in office.messages() if email in mail["To"] and subject in mail["Subject"]]
    return found


def test_a_day_with_five_events_is_one_mail_to_each_whom_they_concern(course, time):
    leaving = course.enrol()
    course.enrol(), course.enrol()
    course.withdraw(leaving)
    course.office.happens(trainings.PersonWaitlisted, **course.where, person_id=course.office.a_person())
    the_next_day(course, time)
    assert course.digests(course.coordinator) == course.digests(course.trainer) == 1
    text = text_of(message_about(course.office, course.trainer, "News"))
    for line in (
        "3 people got a place in “Zuid 1”",
        "1 person left “Zuid 1”",
        "1 person came onto the waiting list of “Zuid 1”",
        f"http://localhost:8001/groups/{course.group_id}",
    ):
        assert line in text
    assert "Somebody" not in text.partition("\n")[2], "no names but the reader's"


def test_nothing_new_is_no_mail(course, time):
    the_next_day(course, time)
    assert course.digests(course.trainer) == 0
    course.enrol()
    the_next_day(course, time)
    the_next_day(course, time)
    assert course.digests(course.trainer) == 1


def test_a_day_begins_at_its_hour_in_the_city_and_once(course, time):
    course.enrol()
    time.now = datetime(2026, 11, 24, 7, 29, tzinfo=ZONE)
    course.office.begin_the_day()
    assert course.digests(course.trainer) == 0
    time.pass_(minutes=1)
    course.office.begin_the_day()
    time.pass_(hours=8)
    course.enrol()
    course.office.begin_the_day()
    assert course.digests(course.trainer) == 1


def test_of_two_replicas_that_begin_a_day_together_one_does(course, time, monkeypatch):
    course.enrol()
    time.pass_(days=1)
    inner = course.office.owners.outstanding
    nested = iter([True])

    def while_another_begins(**asked: Any) -> dict[str, Any]:
        if next(nested, False):
            daily.begin_the_day(course.office.resources)
        return inner(**asked)

    monkeypatch.setattr(course.office.owners, "outstanding", while_another_begins)
    daily.begin_the_day(course.office.resources)
    assert course.digests(course.trainer) == 1


def test_while_trainings_do_not_answer_the_day_waits(course, time):
    course.enrol()
    course.office.owners.away.add("trainings")
    the_next_day(course, time)
    course.office.owners.away.clear()
    assert course.digests(course.trainer) == 0
    course.office.begin_the_day()
    assert course.digests(course.trainer) == 1


def test_who_chose_once_a_week_reads_it_all_on_monday_and_who_chose_never_nothing(course, time):
    course.choose(course.trainer, "weekly")
    course.choose(course.coordinator, "never")
    for _ in range(6):
        course.enrol()
        the_next_day(course, time)
    assert course.digests(course.trainer) == 0
    the_next_day(course, time)
    assert time.now.weekday() == 0
    assert course.digests(course.trainer) == 1
    assert "6 people got a place" in text_of(message_about(course.office, course.trainer, "News"))
    assert course.digests(course.coordinator) == 0


def test_questions_count_when_there_are_more_of_them_than_the_day_before(course, time):
    def ask(number: int) -> None:
        course.office.owners.day["questions"] = [{**course.where, "number": number}]
        the_next_day(course, time)

    ask(2), ask(2), ask(1)
    assert course.digests(course.trainer) == 1
    assert "2 new questions in “Zuid 1”" in text_of(message_about(course.office, course.trainer, "News"))
    ask(3)
    assert course.digests(course.trainer) == 2


def test_follow_ups_and_people_who_were_not_thanked_lead_to_their_session(course, time):
    session_id = course.office.a_session(course.group_id, starts_at=MONDAY - timedelta(days=3))
    due = [{"session_id": session_id, **course.where, "number": 2}]
    course.office.owners.day |= {"follow_ups": due, "thanks": due}
    the_next_day(course, time)
    text = text_of(message_about(course.office, course.trainer, "News"))
    assert "2 follow-ups are due: Training day, Zuid 1, Friday" in text
    assert f"http://localhost:8001/sessions/{session_id}/thank-yous" in text


def test_three_days_without_a_record_its_trainers_hear_of_it_and_after_seven_the_coordinator_too(course, time):
    session_id = course.office.a_session(course.group_id, starts_at=MONDAY - timedelta(days=2))
    course.lacks_a_record(session_id, 3)
    the_next_day(course, time)
    nudged = message_about(course.office, course.trainer, "without a record")
    assert f"http://localhost:8001/sessions/{session_id}/record" in text_of(nudged)
    assert "record_missing" not in course.office.kinds(course.coordinator)
    course.lacks_a_record(session_id, 7)
    the_next_day(course, time)
    assert course.office.kinds(course.trainer).count("record_missing") == 2
    assert course.office.kinds(course.coordinator).count("record_missing") == 1


def test_what_was_recorded_before_the_mail_left_is_nobody_reminded_of(course, time):
    session_id = course.office.a_session(course.group_id, starts_at=MONDAY - timedelta(days=2))
    course.lacks_a_record(session_id, 3)
    time.pass_(days=1)
    course.office.begin_the_day()
    course.office.owners.sessions[session_id]["state"] = "recorded"
    course.office.send()
    [mail] = course.office.mails(kind="record_missing")
    assert (mail.state, mail.reason) == ("failed", "out_of_date")


def test_who_takes_part_is_reminded_seven_days_and_one_day_before(course, time):
    course.office.a_session(course.group_id, starts_at=MONDAY + timedelta(days=8))
    member, waiting = course.enrol(), course.office.a_person()
    course.office.happens(trainings.PersonWaitlisted, **course.where, person_id=waiting)
    reminded = []
    for day in range(1, 9):
        the_next_day(course, time)
        if course.office.kinds(member).count("session_reminder") > len(reminded):
            reminded.append(day)
    assert reminded == [1, 7]
    assert "session_reminder" not in course.office.kinds(waiting)
    assert "session_reminder" not in course.office.kinds(course.trainer)


def test_two_sessions_on_the_same_day_are_one_reminder(course, time):
    another = course.office.a_group()
    member = course.enrol()
    course.office.happens(
        trainings.PersonEnrolled, group_id=another, programme_id=uuid4(), person_id=member, promoted=False
    )
    for group_id, days in ((course.group_id, 2), (another, 8)):
        course.office.a_session(group_id, starts_at=MONDAY + timedelta(days=days))
    gone = course.office.a_session(course.group_id, kind="deepening", starts_at=MONDAY + timedelta(days=8))
    course.office.cancel(gone)
    the_next_day(course, time)
    message = message_about(course.office, member, "Soon")
    assert text_of(message).count("Where: ") == 2
    assert len(list(message.iter_attachments())) == 2


def test_a_session_that_is_cancelled_before_the_reminder_leaves_is_not_in_it(course, time):
    session_id = course.office.a_session(course.group_id, starts_at=MONDAY + timedelta(days=2))
    course.enrol()
    time.pass_(days=1)
    course.office.begin_the_day()
    course.office.cancel(session_id)
    course.office.send()
    [mail] = course.office.mails(kind="session_reminder")
    assert (mail.state, mail.reason) == ("failed", "out_of_date")


def test_an_erased_person_leaves_nothing_behind(course, time):
    course.choose(course.trainer, "daily")
    course.enrol()
    the_next_day(course, time)
    course.office.happens(identity.PersonErased, person_id=course.trainer)
    with course.office.database.transaction() as tx:
        assert tx.get(Reader, course.trainer) is None
        assert tx.query(Bundle).filter_by(person_id=course.trainer).count() == 0


def test_news_that_is_old_is_forgotten(course, time):
    course.enrol()
    for days in (1, 40):
        time.pass_(days=days)
        course.office.begin_the_day()
    with course.office.database.transaction() as tx:
        assert tx.query(News).count() == 0


# the network


def brings_something(office: Office) -> None:
    office.happens(networks.MaterialAdded, material_id=uuid4(), kind="guide", language="nl")


def test_members_read_once_a_day_what_the_training_provider_brought(course, time, office):
    member, somebody = office.a_person(has_account=True), office.a_person()
    office.owners.members = [member]
    brings_something(office)
    brings_something(office)
    plan = {"starts_at": time.now, "ends_at": time.now + timedelta(hours=2), "revision": 1}
    office.happens(networks.ProviderDatePlanned, date_id=uuid4(), **plan)
    assert office.mails() == [], "no mail for each"
    the_next_day(course, time)
    assert (office.kinds(member), office.kinds(somebody)) == (["digest"], [])
    office.send()
    message = office.message_to(member)
    assert message["Subject"] == "News of the network"
    text = text_of(message)
    assert "2 new pieces of material of the training provider" in text
    assert "1 date of intervision was planned or moved" in text
    assert "http://localhost:8001/network/provider" in text


def test_a_trainer_who_is_a_member_reads_all_in_one_mail(course, time, office):
    office.owners.members = [course.trainer]
    course.enrol()
    brings_something(office)
    the_next_day(course, time)
    office.send()
    assert course.digests(course.trainer) == 1
    text = text_of(office.message_to(course.trainer))
    assert "got a place" in text
    assert "1 new piece of material" in text


def test_a_member_who_wants_no_digest_gets_none(course, time, office):
    member = office.a_person(has_account=True)
    office.owners.members = [member]
    course.choose(member, "never")
    brings_something(office)
    the_next_day(course, time)
    assert office.mails(person_id=member) == []
