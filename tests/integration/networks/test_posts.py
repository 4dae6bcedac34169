"""The board is the members' own: any of them shares an experience, asks for advice, answers. Nobody approves."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from services.networks import reactions, tables
from services.networks.commands import answers as answer_commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import posts as post_commands
from services.networks.errors import NotAMember
from shared.access import COORDINATOR, EXPERT, OPERATOR
from shared.contracts import networks as contract
from shared.database import count_statements
from shared.errors import Invalid, NotFound
from tests.integration.conftest import Asking, an_actor
from tests.integration.networks.conftest import completion

AN_ANSWER = {"reply_to_id": None, "text": "Ask the middle."}


pytestmark = pytest.mark.usefixtures("minutes_go_by")


def test_a_post_is_on_the_board_at_once(write, posts_for, post_for, join, member, announced):
    post_id = write(kind="experience", theme="prejudice")
    reader = join()
    [seen] = posts_for(reader)["items"]
    assert (seen["id"], seen["author_id"], seen["title"], seen["answers"]) == (post_id, member.id, "Fireworks", 0)
    assert post_for(reader, post_id)["text"] == "What would you do?"
    assert announced(contract.PostWritten) == [
        {"post_id": post_id, "kind": "experience", "theme": "prejudice", "author_id": member.id}
    ]


def test_an_answer_is_counted_shown_and_announced_to_the_asker(
    write, answer, posts_for, post_for, join, member, announced
):
    post_id = write()
    helper = join()
    first, second = answer(post_id, helper), answer(post_id, member, "Thank you.")
    assert posts_for(member)["items"][0]["answers"] == 1, "what its author adds is no answer"
    shown = post_for(member, post_id)
    assert shown["answers"] == 1
    assert [(each["id"], each["author_id"]) for each in shown["given_answers"]] == [
        (first, helper.id),
        (second, member.id),
    ]
    assert announced(contract.AnswerWritten)[0] == {
        "post_id": post_id,
        "answer_id": first,
        "author_id": helper.id,
        "asker_id": member.id,
        "kind": "advice",
    }


def test_posts_are_found_by_kind_and_theme_newest_first(write, posts_for, member):
    shared = write(kind="experience", theme="identity")
    asked = write(kind="advice", theme="identity")
    plain = write(kind="advice")

    def found(**which):
        return [each["id"] for each in posts_for(member, **which)["items"]]

    assert found() == [plain, asked, shared]
    assert found(kind="advice") == [plain, asked]
    assert found(theme="identity") == [asked, shared]
    assert found(kind="experience", theme="exclusion") == []


def test_unanswered_are_the_requests_for_advice_without_an_answer(write, answer, posts_for, join, member):
    write(kind="experience")
    open_question, answered = write(), write()
    answer(answered, join())
    assert [each["id"] for each in posts_for(member, state="unanswered")["items"]] == [open_question]
    assert posts_for(member, state="unanswered", kind="experience")["items"] == []


def test_posts_come_in_pages(write, posts_for, member):
    for _ in range(5):
        write()
    page = posts_for(member, page=2, per_page=3)
    assert (len(page["items"]), page["total"], page["page"], page["pages"]) == (2, 5, 2, 2)


@pytest.mark.parametrize("role", [COORDINATOR, EXPERT, OPERATOR])
def test_the_board_is_for_members_whatever_the_role(ask, write, answer, posts_for, post_for, role):
    post_id, outsider = write(), an_actor(role)
    with pytest.raises(NotAMember):
        posts_for(outsider)
    with pytest.raises(NotAMember):
        post_for(outsider, post_id)
    with pytest.raises(NotAMember):
        write(author=outsider)
    with pytest.raises(NotAMember):
        answer(post_id, outsider)


def test_who_was_invited_and_has_not_joined_or_has_left_is_outside(ask, invited, member, posts_for):
    ask(contract.leave, membership_commands.leave, member)
    for outsider in (invited, member):
        with pytest.raises(NotAMember):
            posts_for(outsider)


def test_an_unknown_post_is_not_found(member, post_for, answer):
    with pytest.raises(NotFound):
        post_for(member, uuid4())
    with pytest.raises(NotFound):
        answer(uuid4(), member)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, {"title": ["required"]}),
        ({"title": "x" * 121}, {"title": ["too_long:120"]}),
        ({"kind": "gossip"}, {"kind": ["not_a_choice"]}),
        ({"theme": "weather"}, {"theme": ["not_a_choice"]}),
    ],
)
def test_a_post_has_a_title_and_a_kind(write, changes, complaint):
    with pytest.raises(Invalid) as refused:
        write(**changes)
    assert refused.value.fields == complaint


def test_what_an_erased_person_wrote_stays_without_author(tx, write, answer, post_for, join, member, announced):
    erased = join()
    post_id, answered = write(author=erased), write()
    answer(answered, erased)
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": erased.id})
    tx.expire_all()
    assert post_for(member, post_id)["author_id"] is None
    assert post_for(member, answered)["given_answers"][0]["author_id"] is None
    assert post_for(member, answered)["answers"] == 1
    answer(post_id, member)
    assert announced(contract.AnswerWritten)[-1]["asker_id"] is None


def test_the_board_takes_four_statements_and_a_post_six(tx, write, answer, posts_for, post_for, member):
    for _ in range(5):
        post_id = write()
        answer(post_id, member)
    statements: list[str] = []
    for number, read in ((4, lambda: posts_for(member)), (6, lambda: post_for(member, post_id))):
        tx.flush()
        tx.expunge_all()
        statements.clear()
        stop = count_statements(tx.get_bind().engine, statements)
        read()
        stop()
        assert len([each for each in statements if each.startswith("SELECT")]) == number


@pytest.fixture
def members_and_a_post(database):
    people = [an_actor() for _ in range(6)]
    with database.transaction() as tx:
        ask = Asking(tx)
        for person in people:
            reactions.course_completed(tx, completion(person))
            ask(contract.join, membership_commands.join, person, expertise=["youth"], agreed=True)
        asked = {"kind": "advice", "title": "Fireworks", "text": "What would you do?"}
        post_id = ask(contract.write_post, post_commands.write_post, people[0], **asked)["id"]
    return people, post_id


def test_answers_of_others_written_at_once_are_all_counted(database, members_and_a_post):
    people, post_id = members_and_a_post

    def answer(person) -> None:
        with database.transaction() as tx:
            answer_commands.write_answer(
                tx, person, {"post_id": post_id, "reply_to_id": None, "text": "Ask the middle."}
            )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(answer, people))
    with database.transaction() as tx:
        assert tx.get(tables.Post, post_id).answers == 5


def test_an_erasure_waits_for_what_the_person_is_writing(database, members_and_a_post):
    """Otherwise the answer that is written meanwhile would keep the id of a person who was erased."""
    people, post_id = members_and_a_post
    erased = people[1]

    def erase() -> None:
        with database.transaction() as tx:
            reactions.person_erased(tx, {"person_id": erased.id})

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as tx:
            answer_commands.write_answer(
                tx, erased, {"post_id": post_id, "reply_to_id": None, "text": "Ask the middle."}
            )
            tx.flush()
            erasing = pool.submit(erase)
            while not tx.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert not erasing.done()
        erasing.result()
    with database.transaction() as tx:
        assert tx.scalars(select(tables.Answer.author_id)).all() == [None]
