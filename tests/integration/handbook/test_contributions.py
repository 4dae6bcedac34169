from datetime import timedelta

import pytest

from services.handbook import errors, jobs, rules
from services.handbook.commands import chapters, contributions
from services.handbook.queries import chapters as chapter_queries
from services.handbook.queries import contributions as queries
from services.handbook.tables import Contribution, PartnerLink
from shared import clock
from shared.access import NOBODY, TRAINER
from shared.contracts import handbook as contract
from shared.errors import Invalid, NotFound, TooManyAttempts
from shared.messaging.service import Resources
from tests.integration.conftest import an_actor
from tests.integration.handbook.conftest import LESSON


@pytest.fixture
def send(ask):
    def sent(token, title="Koffie op de stoep", **more):
        told = {"title": title, "parts": LESSON, "language": "nl", "agreed": True, **more}
        ask(contract.contribute, contributions.contribute, NOBODY, token=token, **told)

    return sent


@pytest.fixture
def opened(ask):
    def seen(token):
        return ask(contract.invitation_to_contribute, queries.invitation_to_contribute, NOBODY, token=token)

    return seen


@pytest.fixture
def waiting(ask, editor):
    def listed(**wanted):
        return ask(contract.contributions, queries.contributions, editor, **wanted)["items"]

    return listed


def test_of_a_link_only_the_hash_is_kept(tx, a_link):
    link = a_link()
    assert link["token"].encode() not in tx.get(PartnerLink, link["id"]).token_hash


def test_a_partner_contributes_by_the_link_and_sees_what_became_of_it(ask, editor, a_link, send, opened, waiting):
    token = a_link()["token"]
    send(token)
    [found] = waiting(state="waiting")
    assert (found["partner"], found["theme"], found["title"]) == ("Buurthuis Zuid", "exclusion", "Koffie op de stoep")
    about = {"contribution_id": found["id"]}
    assert ask(contract.contribution, queries.contribution, editor, **about)["attribution"] == "Buurthuis Zuid"
    told = {**about, "reason": "Hier staan namen in."}
    ask(contract.decline_contribution, contributions.decline_contribution, editor, **told)
    [sent] = opened(token)["sent"]
    assert (sent["state"], sent["reason"], sent["readable"]) == ("declined", "Hier staan namen in.", False)
    with pytest.raises(errors.ContributionDecided):
        ask(contract.accept_contribution, contributions.accept_contribution, editor, **about)


def test_what_is_accepted_becomes_the_draft_of_a_lesson(ask, editor, a_link, send, opened, waiting, publish):
    token = a_link()["token"]
    send(token)
    about = {"contribution_id": waiting()[0]["id"]}
    chapter_id = ask(contract.accept_contribution, contributions.accept_contribution, editor, **about)["id"]
    where = {"chapter_id": chapter_id, "language": "nl"}
    lesson = ask(contract.chapter_text, chapter_queries.chapter_text, editor, **where)
    assert (lesson["kind"], lesson["source"], lesson["state"]) == ("lesson", "partner", "draft")
    assert (lesson["attribution"], lesson["parts"]) == ("Buurthuis Zuid", LESSON)
    assert lesson["licence_is_theirs"]
    assert not opened(token)["sent"][0]["readable"]
    publish(chapter_id)
    assert opened(token)["sent"][0]["readable"]
    ask(contract.withdraw_text, chapters.withdraw_text, editor, **where)
    assert not opened(token)["sent"][0]["readable"]


@pytest.fixture
def a_lesson(ask):
    def sent(**more):
        about = {"source": "session", "theme": "identity", "language": "nl", "title": "De tweede vraag"}
        told = {**about, "parts": LESSON, "agreed": True, **more}
        return ask(contract.contribute_lesson, contributions.contribute_lesson, an_actor(TRAINER), **told)["id"]

    return sent


def test_a_colleague_contributes_and_finds_out_by_its_id_what_becomes_of_it(ask, editor, a_lesson, waiting, publish):
    sent = a_lesson()
    [found] = waiting(state="waiting")
    assert (found["partner"], found["source"], found["theme"]) == (None, "session", "identity")

    def outcome():
        asked = {"contribution_id": sent}
        return ask(contract.contribution_outcome, queries.contribution_outcome, an_actor(TRAINER), **asked)

    assert (outcome()["state"], outcome()["readable"]) == ("waiting", False)
    accepted = ask(contract.accept_contribution, contributions.accept_contribution, editor, contribution_id=sent)
    lesson = ask(contract.chapter_text, chapter_queries.chapter_text, editor, chapter_id=accepted["id"], language="nl")
    assert (lesson["kind"], lesson["source"], lesson["theme"]) == ("lesson", "session", "identity")
    publish(accepted["id"])
    assert outcome()["readable"]


def test_what_a_partner_sent_is_shown_by_their_link_alone(ask, a_link, send, waiting):
    send(a_link()["token"])
    asked = {"contribution_id": waiting()[0]["id"]}
    with pytest.raises(NotFound):
        ask(contract.contribution_outcome, queries.contribution_outcome, an_actor(TRAINER), **asked)


def test_a_colleague_sends_a_whole_lesson_of_their_own(a_lesson):
    for wrong, complaint in (
        ({"source": "partner"}, {"source": ["not_a_choice"]}),
        ({"agreed": False}, {"agreed": ["licence_needed"]}),
        ({"parts": {**LESSON, "action": None}}, {"parts.action": ["required"]}),
    ):
        with pytest.raises(Invalid) as refused:
            a_lesson(**wrong)
        assert refused.value.fields == complaint


def test_a_contribution_is_whole_and_may_be_used(a_link, send):
    token = a_link()["token"]
    with pytest.raises(Invalid) as refused:
        send(token, parts={**LESSON, "effect": None})
    assert refused.value.fields == {"parts.effect": ["required"]}
    with pytest.raises(Invalid) as refused:
        send(token, agreed=False)
    assert refused.value.fields == {"agreed": ["licence_needed"]}


def test_sent_twice_it_is_there_once(a_link, send, waiting):
    token = a_link()["token"]
    send(token)
    send(token)
    assert len(waiting()) == 1


def test_a_link_lets_in_a_few_an_hour(tx, a_link, send):
    token = a_link()["token"]
    for number in range(rules.MOST_AN_HOUR):
        send(token, f"Nummer {number}")
    with pytest.raises(TooManyAttempts):
        send(token, "Nog een")


def test_a_link_that_is_revoked_expired_or_made_up_is_closed(tx, ask, editor, a_link, send, opened):
    revoked, expired = a_link(), a_link()
    for link in (revoked, expired):
        send(link["token"])
        assert opened(link["token"])["open"]
        tx.get(PartnerLink, link["id"]).expires_at = clock.now() - timedelta(seconds=1)
    ask(contract.revoke_partner_link, contributions.revoke_partner_link, editor, link_id=revoked["id"])
    tx.flush()
    for token in (revoked["token"], expired["token"], "made-up"):
        with pytest.raises(errors.ContributionLinkClosed):
            send(token, "Te laat")
    for token in (revoked["token"], "made-up"):
        with pytest.raises(errors.ContributionLinkClosed):
            opened(token)
    late = opened(expired["token"])
    assert (late["open"], [each["title"] for each in late["sent"]]) == (False, ["Koffie op de stoep"])
    listed = ask(contract.partner_links, queries.partner_links, editor)["links"]
    assert [link["open"] for link in listed] == [False, False]


def test_what_was_declined_is_forgotten_after_three_months(database):
    now = clock.now()
    with database.transaction() as tx:
        link = PartnerLink(
            token_hash=b"1", partner="Buurthuis", theme="identity", language="nl", made_at=now, expires_at=now
        )
        tx.add(link)
        tx.flush()
        for state, days in (("declined", 91), ("declined", 89), ("accepted", 91)):
            told = {"language": "nl", "title": state, "parts": LESSON, "licence": "cc_by_4", "sent_at": now}
            decided_at = now - timedelta(days=days)
            tx.add(Contribution(link_id=link.id, state=state, decided_at=decided_at, **told))
    jobs.forget_what_was_declined(Resources(database.settings, database, frozenset(), call=None))
    with database.transaction() as tx:
        assert sorted(each.title for each in tx.query(Contribution)) == ["accepted", "declined"]
