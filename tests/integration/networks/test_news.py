"""What is new for each member since they were last told; nobody is told of what they did themselves."""

from collections import Counter

import pytest

from services.networks.commands import answers as answer_commands
from services.networks.commands import follows as follow_commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import reuses as reuse_commands
from services.networks.queries import news as news_queries
from services.networks.queries.news import TOPICS
from shared import clock
from shared.access import SERVICE
from shared.contracts import networks as contract
from tests.integration.conftest import an_actor

pytestmark = pytest.mark.usefixtures("minutes_go_by")


@pytest.fixture
def news(ask):
    """(kind, about, number) since a moment, sorted."""

    def news(person, since):
        readers = [{"person_id": person.id, "since": since}]
        found = ask(contract.member_news, news_queries.member_news, an_actor(SERVICE), readers=readers)["items"]
        assert {each["person_id"] for each in found} <= {person.id}
        return Counter({(each["kind"], each["about_id"]): each["number"] for each in found})

    return news


@pytest.fixture
def people(join):
    """Who asks, who knows of it, and somebody else."""
    return join(expertise=["schools"]), join(expertise=["youth"]), join(expertise=["housing"], languages=["fr"])


def test_every_kind_of_the_contract_has_its_topic():
    assert tuple(TOPICS) == contract.NEWS_KINDS


def test_who_asked_hears_of_answers_replies_and_use_and_who_helped_of_that(ask, people, write, answer, news):
    asker, helper, other = people
    start = clock.now()
    post_id = write("question", author=asker)
    answer_id = answer(post_id, helper)
    answer(post_id, asker, "Thank you.", reply_to_id=answer_id)
    answer(post_id, other, "I would do so too.", reply_to_id=answer_id)
    accepting = {"post_id": post_id, "answer_id": answer_id}
    ask(contract.accept_answer, answer_commands.accept_answer, asker, **accepting)
    ask(contract.use_post, reuse_commands.use_post, other, post_id=post_id, how="At a school.")
    assert news(asker, start) == {("answered", post_id): 2, ("used", post_id): 1}
    assert news(helper, start)["accepted", post_id] == 1
    assert news(asker, clock.now()) == {}


def test_who_follows_a_post_or_a_theme_hears_of_it_and_others_of_how_many_there_are(ask, people, write, answer, news):
    asker, helper, other = people
    start = clock.now()
    ask(contract.follow_theme, follow_commands.follow_theme, other, theme="identity", following=True)
    on_theme, plain = write("experience", author=asker, theme="identity"), write("concern", author=asker)
    ask(contract.follow_post, follow_commands.follow_post, other, post_id=plain, following=True)
    answer(plain, helper)
    assert news(other, start) == {("followed", plain): 1, ("on_theme", on_theme): 1, ("new_posts", None): 1}
    assert news(helper, start) == {("new_posts", None): 2}


def test_who_is_asked_for_advice_hears_of_it_while_it_waits(people, write, answer, news):
    asker, helper, other = people
    start = clock.now()
    post_id = write("advice", author=asker, expertise="youth")
    assert news(helper, start) == {("advice_asked", post_id): 1}
    answer(post_id, other)
    assert news(helper, start) == {}


def test_who_has_left_hears_nothing(ask, people, write, answer, news):
    asker, helper, _other = people
    start = clock.now()
    answer(write("experience", author=asker), helper)
    ask(contract.leave, membership_commands.leave, asker)
    assert news(asker, start) == {}


def test_titles_are_those_of_now_also_for_an_answer(ask, people, write, answer):
    asker, helper, _other = people
    post_id = write("question", author=asker)
    answer_id = answer(post_id, helper)
    wanted = {"ids": [post_id, answer_id, helper.id]}
    found = ask(contract.news_titles, news_queries.news_titles, an_actor(SERVICE), **wanted)["titles"]
    assert [(each["id"], each["post_id"], each["title"]) for each in found] == [
        (post_id, post_id, "Fireworks"),
        (answer_id, post_id, "Fireworks"),
    ]
