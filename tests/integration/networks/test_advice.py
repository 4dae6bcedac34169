"""A request for advice is put to members who fit, until one of them answers."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from services.networks import reactions
from services.networks.commands import advice as advice_commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import posts as post_commands
from services.networks.commands import visibility as visibility_commands
from services.networks.errors import NotAMember
from services.networks.jobs import advice as advice_jobs
from services.networks.queries import advice as advice_queries
from services.networks.rules import PATIENCE
from services.networks.tables import Asked, Member
from shared import clock
from shared.contracts import networks as contract
from shared.errors import NotFound
from tests.integration.conftest import Asking, an_actor
from tests.integration.networks.conftest import completion

HOUR = timedelta(hours=1)
ALL = {0, 1, 2, 3, 4}


@pytest.fixture
def time(monkeypatch):
    time = SimpleNamespace(now=datetime(2026, 3, 2, 9, tzinfo=UTC))
    monkeypatch.setattr(clock, "now", lambda: time.now)
    return time


@pytest.fixture
def member(join):
    """Who writes when nobody is named; they know nothing that is asked here."""
    return join(expertise=["housing"])


@pytest.fixture
def experts(join, time):
    """Five who know of young people, none of whom was asked before; they joined one after the other."""
    people = []
    for _ in ALL:
        time.now += HOUR
        people.append(join(expertise=["youth"]))
    return people


@pytest.fixture
def asker(join, experts, time):
    time.now += HOUR
    return join(expertise=["housing"])


@pytest.fixture
def asked_of(ask):
    def asked_of(person):
        return ask(contract.asked_of_me, advice_queries.asked_of_me, person)

    return asked_of


@pytest.fixture
def not_now(ask):
    return lambda person, post_id: ask(contract.not_now, advice_commands.not_now, person, post_id=post_id)


@pytest.fixture
def asked(asked_of, experts):
    """Which of the experts have it before them."""

    def asked(post_id):
        waits = [[each["post_id"] for each in asked_of(person)["requests"]] for person in experts]
        return [number for number, posts in enumerate(waits) if post_id in posts]

    return asked


@pytest.fixture
def post_id(write, asker):
    return write(author=asker, expertise="youth")


@pytest.fixture
def some_days_later(tx, time, post_id):
    def later(days):
        time.now += timedelta(days=days)
        advice_commands.ask_the_next(tx, post_id)

    return later


def test_three_who_fit_are_asked_and_it_is_announced(asked, post_id, post_for, asker, announced, experts):
    assert len(asked(post_id)) == 3
    assert post_for(asker, post_id)["asked"] == 3
    told = {event["person_id"] for event in announced(contract.AdviceAsked)}
    assert told == {experts[number].id for number in asked(post_id)}


def test_who_is_asked_sees_it_with_its_title_and_until_when(asked_of, experts, asked, post_id, asker, post_for, time):
    [number, *_] = asked(post_id)
    [request] = asked_of(experts[number])["requests"]
    assert (request["title"], request["author_id"]) == ("Fireworks", asker.id)
    assert request["until"] == time.now + PATIENCE
    assert post_for(experts[number], post_id)["asked_me"]
    assert not post_for(asker, post_id)["asked_me"]


def test_only_advice_is_put_to_members(write, asker, asked, announced):
    for kind in ("experience", "concern", "question"):
        assert asked(write(kind, author=asker, expertise="youth")) == []
    assert announced(contract.AdviceAsked) == []


def test_whoever_says_not_now_is_followed_by_the_next_and_not_asked_again(asked, not_now, experts, post_id):
    first, *rest = asked(post_id)
    for _ in range(2):
        not_now(experts[first], post_id)
    now = asked(post_id)
    assert len(now) == 3
    assert set(rest) < set(now)
    assert first not in now
    for number in now:
        not_now(experts[number], post_id)
    assert set(asked(post_id)) == ALL - {first, *now}


def test_who_lets_their_membership_rest_is_not_asked(tx, write, asker, asked, experts, time):
    tx.get(Member, experts[2].id).until = time.now.date() - timedelta(days=1)
    tx.flush()
    for _ in range(2):
        assert 2 not in asked(write(author=asker, expertise="youth"))


def test_what_somebody_keeps_to_themselves_does_not_lead_to_them(ask, write, asker, asked, experts):
    for person in experts[1:]:
        ask(contract.let_see, visibility_commands.let_see, person, expertise="nobody")
    assert asked(write(author=asker, expertise="youth")) == [0]


def test_when_everybody_said_no_it_stays_on_the_board_for_all(asked, not_now, experts, post_id, posts_for, asker):
    while numbers := asked(post_id):
        not_now(experts[numbers[0]], post_id)
    assert [each["id"] for each in posts_for(asker, state="unanswered")["items"]] == [post_id]


def test_after_three_days_the_next_are_asked_and_the_first_left_in_peace(asked, post_id, some_days_later):
    first = asked(post_id)
    some_days_later(2)
    assert asked(post_id) == first
    some_days_later(1)
    assert set(asked(post_id)) == ALL - set(first)


def test_an_answer_of_anybody_ends_it(asked, answer, post_id, join, some_days_later):
    answer(post_id, join(expertise=["housing"]))
    assert asked(post_id) == []
    some_days_later(9)
    assert asked(post_id) == []


def test_what_the_asker_adds_ends_nothing(asked, answer, post_id, asker, some_days_later):
    answer(post_id, asker, "I forgot to say: it is about the square.")
    first = asked(post_id)
    assert len(first) == 3
    some_days_later(3)
    assert set(asked(post_id)) == ALL - set(first)


def test_who_rests_is_not_asked_and_keeps_what_waits_for_them(ask, asked, asked_of, post_id, write, asker, experts):
    [resting, *_] = asked(post_id)
    ask(contract.rest, advice_commands.rest, experts[resting], resting=True)
    assert resting in asked(post_id)
    others = [write(author=asker, expertise="youth", title=f"More {number}") for number in range(3)]
    assert not any(resting in asked(other) for other in others)
    assert asked_of(experts[resting])["resting"]
    ask(contract.rest, advice_commands.rest, experts[resting], resting=False)
    assert resting in asked(write(author=asker, expertise="youth"))


def test_who_did_not_renew_is_left_in_peace(tx, asked, write, asker, experts):
    dormant = tx.get(Member, experts[0].id)
    dormant.until = clock.now().date() - timedelta(days=1)
    tx.flush()
    requests = [write(author=asker, expertise="youth") for _ in range(2)]
    assert not any(0 in asked(request) for request in requests)


def test_the_next_request_goes_to_those_who_were_not_asked_yet(asked, post_id, write, asker):
    assert ALL - set(asked(post_id)) < set(asked(write(author=asker, expertise="youth")))


def test_who_leaves_is_asked_nothing_more_and_others_are(tx, ask, asked, post_id, experts, post_for, asker):
    [leaver, *_] = asked(post_id)
    ask(contract.leave, membership_commands.leave, experts[leaver])
    assert post_for(asker, post_id)["asked"] == 3
    assert tx.get(Asked, (post_id, experts[leaver].id)) is None


def test_who_is_erased_is_asked_nothing_more_and_others_are(tx, asked, post_id, experts, asker, post_for):
    [erased, *_] = asked(post_id)
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": experts[erased].id})
    tx.expire_all()
    assert post_for(asker, post_id)["asked"] == 3
    assert tx.get(Asked, (post_id, experts[erased].id)) is None


def test_what_was_deleted_waits_for_nobody(ask, asked, post_id, asker, posts_for, experts):
    [number, *_] = asked(post_id)
    ask(contract.delete_post, post_commands.delete_post, asker, post_id=post_id)
    assert asked(post_id) == []
    assert posts_for(experts[number])["waiting"] == 0


def test_only_who_was_asked_says_no(not_now, post_id, asker):
    with pytest.raises(NotFound):
        not_now(asker, post_id)


def test_what_is_asked_of_members_is_nobody_elses(asked_of, not_now, post_id):
    outsider = an_actor()
    with pytest.raises(NotAMember):
        asked_of(outsider)
    with pytest.raises(NotAMember):
        not_now(outsider, post_id)


def test_the_board_shows_what_is_asked_of_the_reader(posts_for, asked, experts, post_id, write, asker):
    write("experience", author=asker)
    [number, *_] = asked(post_id)
    board = posts_for(experts[number])
    assert (board["total"], board["waiting"]) == (2, 1)
    assert [each["id"] for each in posts_for(experts[number], state="asked")["items"]] == [post_id]


def test_the_job_asks_the_next_of_every_request_that_waited_long_enough(database, monkeypatch):
    people = [an_actor() for _ in range(7)]
    with database.transaction() as tx:
        ask = Asking(tx)
        for person in people:
            reactions.course_completed(tx, completion(person))
            ask(contract.join, membership_commands.join, person, expertise=["youth"], agreed=True)
        asked = {"kind": "advice", "title": "Fireworks", "text": "What would you do?", "expertise": "youth"}
        ask(contract.write_post, post_commands.write_post, people[0], **asked)
    in_three_days = clock.now() + PATIENCE
    monkeypatch.setattr(clock, "now", lambda: in_three_days)
    for _ in range(2):
        advice_jobs.ask_the_next(SimpleNamespace(database=database))
    with database.transaction() as tx:
        states = dict(tx.execute(select(Asked.state, func.count()).group_by(Asked.state)).all())
    assert states == {"lapsed": 3, "waiting": 3}
