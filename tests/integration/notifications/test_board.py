"""What members of the network read of it: in one digest, as often as they chose, of what is so when it leaves."""

from uuid import UUID, uuid4

import pytest

from services.notifications import commands
from shared.access import EXPERT, Actor
from shared.contracts import networks
from tests.integration.notifications.conftest import text_of
from tests.integration.notifications.test_daily import Clock, Course, message_about, the_next_day

NEXT_MONDAY = 7


@pytest.fixture
def time(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def course(time, office) -> Course:
    return Course(office)


@pytest.fixture
def member(office) -> UUID:
    person_id = office.a_person()
    office.owners.members.append(person_id)
    return person_id


@pytest.fixture
def happens(office, time):
    """Something happens on the board that concerns this person."""

    def happens(person_id, kind="answered", number=2, about_id=None):
        item = {"kind": kind, "about_id": about_id or uuid4(), "number": number}
        office.owners.news.setdefault(person_id, []).append((time.now, item))
        return item["about_id"]

    return happens


@pytest.fixture
def choose(office):
    def choose(person_id, rhythm):
        with office.database.transaction() as tx:
            commands.choose_digest(tx, Actor(person_id, frozenset({EXPERT})), {"rhythm": rhythm})

    return choose


@pytest.fixture
def digests(office):
    return lambda person_id: office.kinds(person_id).count("digest")


def a_week_later(course, time) -> None:
    for _ in range(NEXT_MONDAY):
        the_next_day(course, time)


def test_who_chose_every_week_reads_on_monday_in_one_mail_what_happened(course, time, member, happens, choose, digests):
    choose(member, "weekly")
    time.pass_(hours=2)
    post_id = happens(member)
    happens(member, "new_posts", 5, about_id=None)
    the_next_day(course, time)
    happens(member, "used", 1)
    assert digests(member) == 0
    for _ in range(NEXT_MONDAY - 1):
        the_next_day(course, time)
    assert digests(member) == 1
    mail = message_about(course.office, member, "News of the network")
    for line in (
        "2 answers to “Fireworks”",
        "1 colleague used “Fireworks”",
        "5 new posts on the board",
        f"http://localhost:8001/network/posts/{post_id}",
    ):
        assert line in text_of(mail)


def test_who_chose_nothing_or_every_day_reads_it_the_next_day_and_once(course, time, member, happens, choose, digests):
    time.pass_(hours=2)
    happens(member)
    the_next_day(course, time)
    choose(member, "daily")
    the_next_day(course, time)
    assert digests(member) == 1


def test_who_chose_never_is_not_told(course, time, member, happens, choose, digests):
    choose(member, "never")
    time.pass_(hours=2)
    happens(member)
    a_week_later(course, time)
    assert digests(member) == 0


def test_a_trainer_who_is_a_member_reads_both_in_one_mail(course, time, happens, digests):
    time.pass_(hours=2)
    course.office.owners.members.append(course.trainer)
    course.enrol()
    happens(course.trainer)
    the_next_day(course, time)
    assert digests(course.trainer) == 1
    text = text_of(message_about(course.office, course.trainer, "News of your programme and groups"))
    assert "got a place in" in text
    assert "2 answers to “Fireworks”" in text


def test_what_was_deleted_or_hidden_before_the_mail_leaves_is_not_in_it(course, time, member, happens, choose):
    choose(member, "daily")
    time.pass_(hours=2)
    gone, hidden = happens(member), happens(member)
    course.office.owners.posts = {gone: {"gone": True}, hidden: {"hidden_for": "not_for_here"}}
    the_next_day(course, time)
    assert [mail.reason for mail in course.office.mails(person_id=member)] == ["out_of_date"]


def test_while_the_network_does_not_answer_the_day_waits(course, time, member, happens, choose, digests):
    choose(member, "daily")
    time.pass_(hours=2)
    happens(member)
    course.office.owners.away.add("networks")
    the_next_day(course, time)
    assert digests(member) == 0
    course.office.owners.away.clear()
    course.office.begin_the_day()
    assert digests(member) == 1


def test_what_was_reported_is_told_to_who_runs_the_programme(course, time):
    time.pass_(hours=2)
    course.office.happens(networks.PostReported, post_id=uuid4(), programme_id=course.programme_id)
    course.office.happens(networks.PostReported, post_id=uuid4(), programme_id=None)
    the_next_day(course, time)
    text = text_of(message_about(course.office, course.coordinator, "News"))
    assert "1 thing on the board to look at" in text
    assert "http://localhost:8001/network/reports" in text


def test_a_mail_about_advice_that_was_deleted_meanwhile_does_not_leave(office, member):
    post_id = uuid4()
    office.happens(networks.AdviceAsked, post_id=post_id, person_id=member)
    office.owners.posts[post_id] = {"gone": True}
    office.send()
    [mail] = office.mails(person_id=member)
    assert (mail.state, mail.reason) == ("failed", "out_of_date")


def test_what_was_corrected_before_the_mail_leaves_needs_none(office, member):
    subject_id = uuid4()
    about = {"post_id": uuid4(), "subject_id": subject_id, "author_id": member}
    office.happens(networks.PostHidden, **about, reason="not_for_here")
    office.send()
    [mail] = office.mails(person_id=member)
    assert (mail.state, mail.reason) == ("failed", "out_of_date")
