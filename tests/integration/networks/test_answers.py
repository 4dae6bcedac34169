"""Answers, replies to them, and which answer helped."""

from uuid import uuid4

import pytest

from services.networks import reactions
from services.networks.commands import answers as answer_commands
from services.networks.errors import NotAMember, NotTheAsker, ReplyToAReply
from shared.contracts import networks as contract
from shared.errors import Forbidden, NotFound
from tests.integration.conftest import an_actor

pytestmark = pytest.mark.usefixtures("minutes_go_by")


@pytest.fixture
def accept(ask):
    def accept(actor, post_id, answer_id):
        ask(contract.accept_answer, answer_commands.accept_answer, actor, post_id=post_id, answer_id=answer_id)

    return accept


@pytest.fixture
def change(ask):
    def change(actor, post_id, answer_id, text):
        said = {"post_id": post_id, "answer_id": answer_id, "text": text}
        ask(contract.change_answer, answer_commands.change_answer, actor, **said)

    return change


@pytest.fixture
def delete(ask):
    def delete(actor, post_id, answer_id):
        ask(contract.delete_answer, answer_commands.delete_answer, actor, post_id=post_id, answer_id=answer_id)

    return delete


@pytest.fixture
def answered(write, answer, join):
    """A question of a member, its answer, and who gave it."""
    helper, post_id = join(), write("question")
    return post_id, answer(post_id, helper), helper


# replies


def test_a_reply_stands_under_its_answer_and_counts_as_none(answered, answer, post_for, member, announced):
    post_id, answer_id, _helper = answered
    reply = answer(post_id, member, "Thank you, which middle?", reply_to_id=answer_id)
    seen = post_for(member, post_id)
    assert seen["answers"] == 1
    assert [(each["id"], each["reply_to_id"]) for each in seen["given_answers"]] == [
        (answer_id, None),
        (reply, answer_id),
    ]
    assert len(announced(contract.AnswerWritten)) == 1


def test_threads_are_one_level_deep(answered, answer, member, post_for):
    post_id, answer_id, helper = answered
    reply = answer(post_id, member, reply_to_id=answer_id)
    with pytest.raises(ReplyToAReply):
        answer(post_id, helper, reply_to_id=reply)
    assert len(post_for(member, post_id)["given_answers"]) == 2


def test_a_reply_is_to_an_answer_of_this_post(answered, answer, write, member):
    _post_id, answer_id, _helper = answered
    with pytest.raises(NotFound):
        answer(write(), member, reply_to_id=answer_id)
    with pytest.raises(NotFound):
        answer(write(), member, reply_to_id=uuid4())


# accepting


def test_who_asked_says_which_answer_helped(answered, accept, post_for, posts_for, member, announced):
    post_id, answer_id, helper = answered
    for _ in range(2):
        accept(member, post_id, answer_id)
    assert post_for(helper, post_id)["accepted_id"] == answer_id
    assert [each["accepted"] for each in posts_for(helper, state="accepted")["items"]] == [True]
    assert announced(contract.AnswerAccepted) == [{"post_id": post_id, "answer_id": answer_id, "author_id": helper.id}]


def test_it_can_be_taken_back_and_given_to_another(answered, answer, accept, post_for, member, join):
    post_id, answer_id, _helper = answered
    accept(member, post_id, answer_id)
    accept(member, post_id, None)
    assert post_for(member, post_id)["accepted_id"] is None
    better = answer(post_id, join())
    accept(member, post_id, better)
    assert post_for(member, post_id)["accepted_id"] == better


def test_nobody_else_says_so_nor_of_what_needs_no_answer(answered, answer, accept, write, member, post_for):
    post_id, answer_id, helper = answered
    with pytest.raises(NotTheAsker):
        accept(helper, post_id, answer_id)
    shared = write("experience")
    with pytest.raises(NotTheAsker):
        accept(member, shared, answer(shared, helper))
    assert [post_for(each, post_id)["may_accept"] for each in (member, helper)] == [True, False]


def test_a_reply_is_not_accepted_nor_an_answer_of_another_post(answered, answer, accept, write, member):
    post_id, answer_id, helper = answered
    with pytest.raises(ReplyToAReply):
        accept(member, post_id, answer(post_id, helper, reply_to_id=answer_id))
    with pytest.raises(NotFound):
        accept(member, write("question"), answer_id)


def test_an_answer_of_an_erased_person_can_have_helped(tx, answered, accept, member, announced):
    post_id, answer_id, helper = answered
    reactions.person_erased(tx, {"person_id": helper.id})
    tx.expire_all()
    accept(member, post_id, answer_id)
    assert announced(contract.AnswerAccepted)[0]["author_id"] is None


# changing and deleting


def test_what_was_changed_says_so(answered, change, post_for):
    post_id, answer_id, helper = answered
    assert post_for(helper, post_id)["given_answers"][0]["edited_at"] is None
    change(helper, post_id, answer_id, "Ask the quiet ones.")
    [seen] = post_for(helper, post_id)["given_answers"]
    assert seen["text"] == "Ask the quiet ones."
    assert seen["edited_at"] > seen["written_at"]


def test_a_deleted_answer_goes_with_its_replies_and_helped_nobody(answered, answer, accept, delete, post_for, member):
    post_id, answer_id, helper = answered
    answer(post_id, member, reply_to_id=answer_id)
    accept(member, post_id, answer_id)
    delete(helper, post_id, answer_id)
    seen = post_for(member, post_id)
    assert (seen["answers"], seen["given_answers"], seen["accepted_id"]) == (0, [], None)


def test_only_its_author_changes_or_deletes_it(answered, change, delete, member):
    post_id, answer_id, _helper = answered
    with pytest.raises(Forbidden):
        change(member, post_id, answer_id, "Mine now.")
    with pytest.raises(Forbidden):
        delete(member, post_id, answer_id)


def test_all_of_it_is_for_members(answered, accept, change, delete):
    post_id, answer_id, _helper = answered
    outsider = an_actor()
    for attempt in (
        lambda: accept(outsider, post_id, answer_id),
        lambda: change(outsider, post_id, answer_id, "Mine now."),
        lambda: delete(outsider, post_id, answer_id),
    ):
        with pytest.raises(NotAMember):
            attempt()
