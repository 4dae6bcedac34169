"""Which event makes which mail, and for whom. Every event arrives twice here (see `Office.happens`)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared import clock
from shared.contracts import feedback, identity, networks, trainings
from tests.integration.notifications.conftest import SOON, Office


def in_group(office: Office, event: type[trainings.Event], group_id: UUID, person_id: UUID, **more: object) -> None:
    office.happens(event, group_id=group_id, programme_id=uuid4(), person_id=person_id, **more)


@pytest.mark.parametrize(
    ("event", "kind"),
    [(identity.AccountInvited, "account_invitation"), (identity.PasswordResetRequested, "password_reset")],
)
def test_a_mail_about_an_account_is_queued_once_for_each_time_it_is_asked_for(office, event, kind):
    person_id = uuid4()
    office.happens(event, person_id=person_id)
    assert office.kinds(person_id) == [kind]
    office.happens(event, person_id=person_id)
    assert office.kinds(person_id) == [kind, kind]


def test_people_are_invited_to_an_introduction_once(office):
    first, second = uuid4(), uuid4()
    session_id = office.a_session(kind="introduction")
    office.invite(session_id, first)
    office.invite(session_id, first, second)
    assert office.kinds(first) == office.kinds(second) == ["introduction_invitation"]


def test_a_new_session_is_told_to_the_people_of_its_group_and_to_nobody_else(office):
    group_id, other_group_id = uuid4(), uuid4()
    member, stranger = office.an_enrolled_person(group_id), office.an_enrolled_person(other_group_id)
    office.a_session(group_id)
    assert office.kinds(member) == ["place_in_group", "session_planned"]
    assert office.kinds(stranger) == ["place_in_group"]


def test_a_change_and_a_cancellation_reach_those_invited_to_an_introduction(office):
    person_id = uuid4()
    session_id = office.a_session(kind="introduction")
    office.invite(session_id, person_id)
    office.change(session_id, place="Zaal 3")
    office.cancel(session_id)
    assert office.kinds(person_id) == ["introduction_invitation", "session_changed", "session_cancelled"]


def test_an_older_plan_that_arrives_late_is_not_a_change(office):
    group_id = uuid4()
    member = office.an_enrolled_person(group_id)
    session_id = office.a_session(group_id)
    office.change(session_id, starts_at=SOON + timedelta(days=1), ends_at=SOON + timedelta(days=1, hours=7))
    office.owners.sessions[session_id]["revision"] = 0
    office.change(session_id, starts_at=SOON, ends_at=SOON + timedelta(hours=7))
    assert office.kinds(member) == ["place_in_group", "session_planned", "session_changed"]


def test_who_waits_hears_of_sessions_only_after_getting_a_place(office):
    group_id, person_id = uuid4(), uuid4()
    in_group(office, trainings.PersonWaitlisted, group_id, person_id)
    session_id = office.a_session(group_id)
    assert office.kinds(person_id) == ["waiting_list"]
    in_group(office, trainings.PersonEnrolled, group_id, person_id, promoted=True)
    office.change(session_id, place="Zaal 3")
    assert office.kinds(person_id) == ["waiting_list", "promoted", "session_changed"]


def test_who_withdrew_hears_no_more_of_the_group_and_may_come_back(office):
    group_id = uuid4()
    person_id = office.an_enrolled_person(group_id)
    in_group(office, trainings.PersonWithdrawn, group_id, person_id)
    office.a_session(group_id)
    assert office.kinds(person_id) == ["place_in_group", "withdrawn"]
    in_group(office, trainings.PersonEnrolled, group_id, person_id, promoted=False)
    assert office.kinds(person_id) == ["place_in_group", "withdrawn", "place_in_group"]


def test_a_trainer_hears_of_the_sessions_until_another_gives_the_group(office):
    group_id, person_id = uuid4(), uuid4()
    programme_id = uuid4()
    office.happens(
        trainings.GroupFormed, group_id=group_id, programme_id=programme_id, places=16, trainer_ids=[person_id]
    )
    in_group(office, trainings.TrainerAssigned, group_id, person_id)
    session_id = office.a_session(group_id)
    office.happens(
        trainings.GroupFormed, group_id=group_id, programme_id=programme_id, places=16, trainer_ids=[uuid4()]
    )
    office.change(session_id, place="Zaal 3")
    assert office.kinds(person_id) == ["trainer_assigned", "session_planned"]
    assert {mail.role for mail in office.mails(person_id=person_id)} == {"trainer"}


def test_nobody_gets_mail_about_a_session_that_is_over(office):
    yesterday = clock.now() - timedelta(days=1)
    person_id = uuid4()
    session_id = office.a_session(kind="introduction", starts_at=yesterday)
    office.invite(session_id, person_id)
    office.change(session_id, place="Zaal 3")
    office.cancel(session_id)
    assert office.kinds(person_id) == []


def test_feedback_and_the_network_ask_for_a_mail_each(office):
    person_id, survey_id = uuid4(), uuid4()
    office.happens(feedback.FeedbackRequested, survey_id=survey_id, programme_id=uuid4(), person_id=person_id)
    office.happens(networks.NetworkInvitationMade, person_id=person_id, programme_id=uuid4())
    asked, invited = office.mails(person_id=person_id)
    assert (asked.kind, asked.about_id) == ("feedback_link", survey_id)
    assert invited.kind == "network_invitation"


def test_an_answer_is_told_to_who_asked_unless_they_answered_themselves_or_were_removed(office):
    asker, helper = uuid4(), uuid4()
    for asker_id, author_id in ((asker, helper), (asker, asker), (None, helper)):
        office.happens(
            networks.AnswerWritten, post_id=uuid4(), answer_id=uuid4(), author_id=author_id, asker_id=asker_id
        )
    assert [(mail.kind, mail.person_id) for mail in office.mails()] == [("advice_answered", asker)]


def test_what_needs_no_answer_is_told_in_the_digest_alone(office):
    answer = {"answer_id": uuid4(), "author_id": uuid4(), "asker_id": uuid4()}
    for kind in ("experience", "concern"):
        office.happens(networks.AnswerWritten, post_id=uuid4(), kind=kind, **answer)
    assert office.mails() == []


def test_of_answers_and_of_advice_that_is_asked_one_mail_a_day_leaves_at_once(office, monkeypatch):
    person_id, start = uuid4(), clock.now()
    for hours in (0, 1, 23, 25):
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(hours=hours): at)
        answer = {"answer_id": uuid4(), "author_id": uuid4(), "asker_id": person_id}
        office.happens(networks.AnswerWritten, post_id=uuid4(), kind="question", **answer)
        office.happens(networks.AdviceAsked, post_id=uuid4(), person_id=person_id)
    assert sorted(office.kinds(person_id)) == ["advice_answered"] * 2 + ["advice_asked"] * 2


def test_who_wrote_what_was_hidden_or_looked_at_again_hears_of_it(office):
    author, subject_id = uuid4(), uuid4()
    for author_id in (author, None):
        about = {"post_id": uuid4(), "subject_id": subject_id, "author_id": author_id}
        office.happens(networks.PostHidden, **about, reason="not_for_here")
        office.happens(networks.SecondLookGiven, **about, outcome="upheld")
    told = [(mail.kind, mail.person_id, mail.about_id) for mail in office.mails()]
    assert told == [("post_hidden", author, subject_id), ("second_look_given", author, subject_id)]


def test_of_an_erased_person_nothing_is_left(demo):
    group_id = demo.a_group()
    erased, other = demo.an_enrolled_person(group_id), demo.an_enrolled_person(group_id)
    demo.send()
    demo.happens(identity.PasswordResetRequested, person_id=erased)
    demo.happens(identity.PersonErased, person_id=erased)
    demo.a_session(group_id)
    assert demo.mails(person_id=erased) == []
    assert demo.kinds(other) == ["place_in_group", "session_planned"]
    assert [message["To"] for message in demo.messages()] == [demo.message_to(other)["To"]]
