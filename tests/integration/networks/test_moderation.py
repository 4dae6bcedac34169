"""What is reported is hidden with a reason or kept; its author corrects it, or asks somebody else to look at it."""

import pytest
from sqlalchemy import select

from services.networks import reactions
from services.networks.commands import answers as answer_commands
from services.networks.commands import moderation as moderation_commands
from services.networks.commands import posts as post_commands
from services.networks.errors import AnotherLooksAgain, NotAMember, NotHidden, OwnPost
from services.networks.queries import moderation as moderation_queries
from services.networks.tables import Hiding, Report
from shared.access import COORDINATOR, SUPPORT
from shared.contracts import networks as contract
from shared.errors import Forbidden, Invalid, NotFound
from tests.integration.conftest import an_actor

pytestmark = pytest.mark.usefixtures("minutes_go_by")


@pytest.fixture
def support():
    return an_actor(SUPPORT)


@pytest.fixture
def report(ask, join):
    """By somebody new each time."""

    def report(subject_id, reason="hurts_somebody", by=None):
        who = by or join()
        ask(contract.report, moderation_commands.report, who, subject_id=subject_id, reason=reason)
        return who

    return report


@pytest.fixture
def reports(ask, coordinator):
    return lambda: ask(contract.reports, moderation_queries.reports, coordinator)


@pytest.fixture
def reported(ask, coordinator):
    def reported(subject_id, actor=None):
        return ask(contract.reported, moderation_queries.reported, actor or coordinator, subject_id=subject_id)

    return reported


@pytest.fixture
def decide(ask, coordinator):
    def decide(subject_id, decision="hidden", reason="names_a_person", actor=None):
        said = {"subject_id": subject_id, "decision": decision, "reason": reason}
        ask(contract.decide, moderation_commands.decide, actor or coordinator, **said)

    return decide


@pytest.fixture
def ask_second_look(ask, member):
    def ask_second_look(subject_id, actor=None):
        call = contract.ask_second_look
        ask(call, moderation_commands.ask_second_look, actor or member, subject_id=subject_id)

    return ask_second_look


@pytest.fixture
def look_again(ask):
    def look_again(subject_id, actor, decision="shown"):
        said = {"subject_id": subject_id, "decision": decision}
        ask(contract.look_again, moderation_commands.look_again, actor, **said)

    return look_again


@pytest.fixture
def change(ask, member):
    def change(post_id):
        said = {"title": "Fireworks", "text": "Without a name.", "post_id": post_id}
        ask(contract.change_post, post_commands.change_post, member, **said)

    return change


# reporting


def test_what_members_report_is_seen_by_who_decides_with_its_reasons_alone(write, report, reports, reported):
    post_id = write()
    report(post_id), report(post_id), report(post_id, "not_for_here")
    [one] = reports()["reported"]
    assert (one["subject_id"], one["title"], one["is_answer"]) == (post_id, "Fireworks", False)
    counted = [{"reason": "hurts_somebody", "number": 2}, {"reason": "not_for_here", "number": 1}]
    assert sorted(one["reasons"], key=lambda each: each["reason"]) == counted
    seen = reported(post_id)
    assert (seen["text"], seen["reasons"]) == ("What would you do?", counted)


def test_one_member_counts_once_and_may_change_the_reason(write, report, reports, join):
    post_id, reader = write(), join()
    report(post_id, by=reader), report(post_id, "not_for_here", by=reader)
    assert reports()["reported"][0]["reasons"] == [{"reason": "not_for_here", "number": 1}]


def test_who_runs_the_programme_is_told_once_until_it_is_decided(tx, write, report, decide, announced, member):
    post_id = write()
    report(post_id), report(post_id)
    assert [event["post_id"] for event in announced(contract.PostReported)] == [post_id]
    decide(post_id, "kept")
    report(post_id)
    assert len(announced(contract.PostReported)) == 2


def test_who_reported_it_is_forgotten_once_it_is_decided(tx, write, report, decide):
    post_id = write()
    report(post_id)
    decide(post_id, "kept")
    assert tx.scalars(select(Report.person_id)).all() == [None]


def test_an_answer_is_reported_by_itself(write, answer, report, reports, reported, join):
    post_id = write()
    answer_id = answer(post_id, join(), "That is her fault.")
    report(answer_id)
    [one] = reports()["reported"]
    assert (one["subject_id"], one["post_id"], one["is_answer"]) == (answer_id, post_id, True)
    assert reported(answer_id)["text"] == "That is her fault."


def test_nobody_reports_what_they_wrote_nor_what_they_do_not_see(write, report, decide, member, join):
    post_id = write()
    with pytest.raises(OwnPost):
        report(post_id, by=member)
    with pytest.raises(NotAMember):
        report(post_id, by=an_actor(COORDINATOR))
    report(post_id)
    decide(post_id)
    with pytest.raises(NotFound):
        report(post_id)
    with pytest.raises(NotFound):
        report(join().id)


def test_who_decides_reads_nothing_but_what_was_reported(write, reported):
    with pytest.raises(NotFound):
        reported(write())


# deciding


def test_what_is_hidden_only_its_author_sees_with_the_reason(
    write, report, decide, posts_for, post_for, member, join, announced, coordinator
):
    post_id, reader = write(), join()
    report(post_id)
    decide(post_id)
    assert posts_for(reader)["items"] == []
    assert posts_for(reader, q="fireworks")["items"] == []
    with pytest.raises(NotFound):
        post_for(reader, post_id)
    assert [each["hidden_for"] for each in posts_for(member)["items"]] == ["names_a_person"]
    assert (post_for(member, post_id)["hidden_for"], post_for(member, post_id)["second_look"]) == (
        "names_a_person",
        "possible",
    )
    [told] = announced(contract.PostHidden)
    assert told == {"post_id": post_id, "subject_id": post_id, "author_id": member.id, "reason": "names_a_person"}


def test_a_hidden_answer_counts_and_helps_no_more(ask, write, answer, report, decide, post_for, member, join):
    helper, post_id = join(), write("question")
    answer_id = answer(post_id, helper)
    accepting = {"post_id": post_id, "answer_id": answer_id}
    ask(contract.accept_answer, answer_commands.accept_answer, member, **accepting)
    report(answer_id)
    decide(answer_id)
    seen = post_for(member, post_id)
    assert (seen["answers"], seen["given_answers"], seen["accepted_id"]) == (0, [], None)
    assert [each["hidden_for"] for each in post_for(helper, post_id)["given_answers"]] == ["names_a_person"]


def test_hiding_needs_a_reason_and_keeping_none(write, report, decide, reports, posts_for, member):
    post_id = write()
    report(post_id)
    with pytest.raises(Invalid):
        decide(post_id, reason=None)
    decide(post_id, "kept", reason=None)
    assert reports()["reported"] == []
    assert posts_for(member)["total"] == 1


def test_nobody_decides_about_what_they_wrote(write, join, report, decide):
    author = join()
    post_id = write(author=author)
    report(post_id)
    with pytest.raises(OwnPost):
        decide(post_id, actor=an_actor(COORDINATOR, person_id=author.id))


def test_what_waits_for_advice_waits_no_more_when_it_is_hidden(write, report, decide, posts_for, join):
    helper = join(languages=["nl"])
    post_id = write(language="nl")
    assert posts_for(helper)["waiting"] == 1
    report(post_id)
    decide(post_id)
    assert posts_for(helper)["waiting"] == 0


# coming back


def test_what_its_author_corrects_is_shown_again_at_once(write, report, decide, change, posts_for, reports, join):
    post_id = write()
    report(post_id)
    decide(post_id)
    change(post_id)
    assert posts_for(join())["total"] == 1
    assert [each["outcome"] for each in reports()["earlier"]] == ["corrected"]


def test_a_corrected_answer_is_shown_and_counted_again(ask, write, answer, report, decide, post_for, member, join):
    helper, post_id = join(), write()
    answer_id = answer(post_id, helper)
    report(answer_id)
    decide(answer_id)
    said = {"post_id": post_id, "answer_id": answer_id, "text": "Without a name."}
    ask(contract.change_answer, answer_commands.change_answer, helper, **said)
    assert (post_for(member, post_id)["answers"], len(post_for(member, post_id)["given_answers"])) == (1, 1)


def test_the_author_asks_for_other_eyes_and_not_those_that_hid_it(
    write,
    report,
    decide,
    ask_second_look,
    look_again,
    reports,
    reported,
    post_for,
    announced,
    member,
    coordinator,
    support,
):
    post_id = write()
    report(post_id)
    decide(post_id)
    for _ in range(2):
        ask_second_look(post_id)
    told = [each for each in announced(contract.PostReported) if each["post_id"] == post_id]
    assert len(told) == 2, "of the report, and once of the second look"
    assert [each["subject_id"] for each in reports()["second_looks"]] == [post_id]
    assert [reported(post_id, each)["may_decide"] for each in (coordinator, support)] == [False, True]
    with pytest.raises(AnotherLooksAgain):
        look_again(post_id, coordinator)
    look_again(post_id, support)
    assert post_for(member, post_id)["hidden_for"] is None
    assert [(each["outcome"], each["looked_by"]) for each in reports()["earlier"]] == [("shown", support.id)]


def test_what_stays_hidden_after_the_second_look_can_still_be_corrected(
    write, report, decide, ask_second_look, look_again, change, post_for, member, support, join, reports, announced
):
    post_id = write()
    report(post_id)
    decide(post_id)
    ask_second_look(post_id)
    look_again(post_id, support, "upheld")
    assert post_for(member, post_id)["second_look"] == "done"
    assert [each["outcome"] for each in reports()["earlier"]] == ["upheld"]
    assert [each["outcome"] for each in announced(contract.SecondLookGiven)] == ["upheld"]
    change(post_id)
    assert post_for(join(), post_id)["text"] == "Without a name."


def test_only_its_author_asks_for_a_second_look_and_only_while_it_is_hidden(write, ask_second_look, join):
    post_id = write()
    with pytest.raises(Forbidden):
        ask_second_look(post_id, join())
    with pytest.raises(NotHidden):
        ask_second_look(post_id)


def test_what_its_author_deletes_is_decided(ask, write, report, decide, reports, member):
    reported_one, hidden_one = write(), write()
    report(reported_one), report(hidden_one)
    decide(hidden_one)
    for post_id in (reported_one, hidden_one):
        ask(contract.delete_post, post_commands.delete_post, member, post_id=post_id)
    found = reports()
    assert found["reported"] == []
    assert [(each["title"], each["outcome"]) for each in found["earlier"]] == [(None, "gone")]


def test_of_an_erased_person_no_decision_keeps_the_id(tx, write, report, decide, join):
    moderator = join()
    post_id, reporter = write(), join()
    report(post_id, by=reporter)
    reactions.person_erased(tx, {"person_id": reporter.id})
    decide(post_id, actor=an_actor(COORDINATOR, person_id=moderator.id))
    reactions.person_erased(tx, {"person_id": moderator.id})
    tx.expire_all()
    assert tx.scalars(select(Hiding.hidden_by)).all() == tx.scalars(select(Report.decided_by)).all() == [None]
