"""Half-way through a survey everybody who was asked is reminded: who answered is known to nobody, and neither is who
got which link. So the reminder says in which mail the link is, and brings no second one.
"""

from uuid import UUID, uuid4

import pytest

from shared.contracts import feedback
from tests.integration.notifications.conftest import text_of


@pytest.fixture
def asked(demo):
    """A survey whose links have left, and who got them."""
    survey_id = demo.a_survey()
    people = [demo.a_person() for _ in range(3)]
    for person_id in people:
        demo.happens(feedback.FeedbackRequested, survey_id=survey_id, programme_id=uuid4(), person_id=person_id)
    demo.send_everything()
    return survey_id, people


def half_way(demo, survey_id: UUID, people: list[UUID]) -> None:
    demo.happens(
        feedback.SurveyHalfWay, survey_id=survey_id, programme_id=uuid4(), wave="t1", person_ids=sorted(people)
    )


def reminders(demo) -> list[UUID]:
    return sorted(mail.person_id for mail in demo.mails() if mail.kind == "feedback_reminder")


def test_everybody_is_reminded_of_the_mail_that_has_the_link(demo, asked):
    survey_id, people = asked
    issued = list(demo.owners.issued)
    half_way(demo, survey_id, people)
    demo.send_everything()
    assert reminders(demo) == sorted(people)
    assert demo.owners.issued == issued
    for message in demo.messages()[-3:]:
        text = text_of(message)
        if "Reminder" in message["Subject"]:
            assert "Your link is in our mail of" in text
            assert "/feedback/" not in text


def test_who_has_no_link_yet_is_not_reminded_of_it(demo, asked):
    survey_id, people = asked
    half_way(demo, survey_id, [*people, demo.a_person()])
    assert reminders(demo) == sorted(people)


def test_when_the_survey_has_closed_meanwhile_nobody_is_reminded(demo, asked):
    survey_id, people = asked
    half_way(demo, survey_id, people)
    demo.owners.closed.add(survey_id)
    demo.send_everything()
    told = {(mail.state, mail.reason) for mail in demo.mails() if mail.kind == "feedback_reminder"}
    assert told == {("failed", "out_of_date")}
