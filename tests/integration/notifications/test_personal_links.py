"""Mails to participants lead to their own page, and to a calendar of their own."""

from uuid import uuid4

import pytest

from shared.contracts import identity, trainings
from tests.integration.notifications.conftest import text_of


def page_of(person_id):
    return f"http://localhost:8001/my/page-{person_id}"


def calendar_of(person_id):
    return f"http://localhost:8001/calendar/calendar-{person_id}.ics"


@pytest.fixture
def post(make_office, mail_server):
    """An office with a mail server."""
    return make_office(smtp_url=mail_server.url)


@pytest.fixture
def received(post, mail_server):
    """The text of what one person got, once everything was sent."""

    def received(person_id):
        post.send()
        address = post.owners.people[person_id]["email"]
        [message] = [message for message in mail_server.received if address in message["To"]]
        return text_of(message).splitlines()

    return received


def test_who_has_a_place_gets_the_link_to_their_page_and_calendar(post, received):
    person_id = post.an_enrolled_person(post.a_group())
    text = received(person_id)
    assert page_of(person_id) in text
    assert calendar_of(person_id) in text
    assert "The links in this mail are meant for you alone: please do not pass it on." in text


def test_everybody_gets_their_own(post, received):
    group_id = post.a_group()
    one, other = post.an_enrolled_person(group_id), post.an_enrolled_person(group_id)
    assert page_of(one) in received(one)
    assert page_of(one) not in received(other)


def test_who_waits_gets_their_page_and_no_calendar(post, received):
    group_id, person_id = post.a_group(), post.a_person()
    post.happens(trainings.PersonWaitlisted, group_id=group_id, programme_id=uuid4(), person_id=person_id)
    text = received(person_id)
    assert page_of(person_id) in text
    assert calendar_of(person_id) not in text


def test_a_trainer_gets_the_calendar_and_has_pages_with_an_account(post, received):
    group_id, person_id = post.a_group(), post.a_person()
    post.happens(trainings.TrainerAssigned, group_id=group_id, programme_id=uuid4(), person_id=person_id)
    text = received(person_id)
    assert calendar_of(person_id) in text
    assert page_of(person_id) not in text


def test_a_link_that_was_asked_for_comes_by_mail(post, received):
    person_id = post.a_person()
    post.happens(identity.PersonalLinkRequested, person_id=person_id)
    assert page_of(person_id) in received(person_id)


def test_where_operators_read_the_mail_it_has_no_link_that_lets_them_in(office):
    person_id = office.an_enrolled_person(office.a_group())
    office.send()
    text = text_of(office.message_to(person_id))
    assert "localhost:8001/ask/" in text
    assert "localhost:8001/my/" not in text
    assert "/calendar/" not in text
    assert office.owners.count(identity.personal_links) == 0


def test_the_links_of_many_mails_are_asked_for_at_once(demo):
    session_id = demo.a_session(kind="introduction")
    demo.invite(session_id, *(demo.a_person() for _ in range(12)))
    demo.send()
    assert len(demo.messages()) == 12
    assert demo.owners.count(identity.personal_links) == 1
