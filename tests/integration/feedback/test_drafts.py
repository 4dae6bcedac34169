"""Answers that were begun can be taken up again by the link, and are readable by nobody else."""

from base64 import urlsafe_b64decode
from hashlib import sha256

import pytest
from sqlalchemy import select, text

from services.feedback import drafts, questionnaire, tables
from services.feedback.commands import drafts as draft_commands
from services.feedback.errors import AlreadyAnswered, LinkUnknown, SurveyIsClosed
from services.feedback.queries import answers as answer_queries
from shared.access import NOBODY
from shared.contracts import feedback as contract

LONGEST = "\U0001f600" * 2_000


@pytest.fixture
def link(survey) -> str:
    return survey.links(1)[0]


@pytest.fixture
def save(ask):
    def run(token: str, answers, at: int = 3) -> None:
        ask(contract.save_draft, draft_commands.save_draft, NOBODY, token=token, answers=answers, at=at)

    return run


@pytest.fixture
def read(ask):
    return lambda token: ask(contract.questionnaire, answer_queries.questionnaire, NOBODY, token=token)["draft"]


def kept(tx):
    return tx.execute(select(tables.Draft.hash, tables.Draft.survey_id, tables.Draft.content)).all()


def test_who_has_not_begun_has_no_draft(link, read):
    assert read(link) is None


def test_what_was_answered_comes_back_with_the_place_to_go_on(link, save, read):
    answers = {"recommend": "9", "needs": ["training"], "what_helped": " The role play. "}
    save(link, answers, at=4)
    assert read(link) == {
        "answers": {"recommend": 9, "needs": ["training"], "what_helped": "The role play."},
        "at": 4,
    }


def test_the_last_draft_takes_the_place_of_the_one_before(tx, link, save, read):
    save(link, {"recommend": 9}, at=2)
    save(link, {"recommend": 4, "map": 3}, at=6)
    assert read(link) == {"answers": {"recommend": 4, "map": 3}, "at": 6}
    assert len(kept(tx)) == 1


@pytest.mark.parametrize("nothing", [{}, {"recommend": None}, {"what_helped": "  "}, [], "text"])
def test_without_answers_nothing_is_kept(tx, link, save, nothing):
    save(link, {"recommend": 9})
    save(link, nothing)
    assert kept(tx) == []


def test_what_does_not_fit_is_left_out(link, save, read):
    save(link, {"recommend": 11, "map": 7, "needs": ["a raise"], "my_name": "somebody", "what_helped": "x" * 2_001})
    assert read(link)["answers"] == {"map": 7}


def test_each_link_has_a_draft_of_its_own(survey, save, read):
    first, second = survey.links(2)
    save(first, {"recommend": 1})
    save(second, {"recommend": 10})
    assert (read(first)["answers"], read(second)["answers"]) == ({"recommend": 1}, {"recommend": 10})


def test_sending_deletes_it(tx, survey, link, save):
    save(link, {"recommend": 9})
    survey.answer(link)
    assert kept(tx) == []


def test_closing_deletes_all(tx, survey, save):
    for token in survey.links(3):
        save(token, {"recommend": 9})
    survey.close()
    assert kept(tx) == []


def test_only_a_link_that_lets_answer_keeps_one(survey, link, save):
    with pytest.raises(LinkUnknown):
        save("A" * 64, {"recommend": 9})
    survey.answer(link)
    with pytest.raises(AlreadyAnswered):
        save(link, {"recommend": 9})
    [other] = survey.links(1)
    survey.close()
    with pytest.raises(SurveyIsClosed):
        save(other, {"recommend": 9})


# whoever has the database


def test_nothing_of_a_draft_can_be_read_without_the_link(tx, link, save):
    save(link, {"recommend": 9, "what_helped": "The role play."})
    [row] = kept(tx)
    assert b"role play" not in row.content
    assert b"what_helped" not in row.content


def test_a_draft_can_not_be_joined_to_its_link(tx, link, save):
    save(link, {"recommend": 9})
    [row] = kept(tx)
    secret = urlsafe_b64decode(link)[16:]
    assert row.hash not in (secret, sha256(secret).digest())
    assert set(tx.scalars(select(tables.Link.hash))).isdisjoint({row.hash})


def test_all_drafts_have_one_size_however_much_was_written(tx, survey, save):
    short, long = survey.links(2)
    save(short, {"recommend": 9})
    texts = ("needs_in_words", "what_helped", "what_should_change")
    save(long, {"recommend": 9, "needs_expertise": ["schools", "youth"]} | dict.fromkeys(texts, LONGEST))
    sizes = {len(row.content) for row in kept(tx)}
    assert len(sizes) == 1
    assert len(kept(tx)) == 2


def test_the_longest_of_every_wave_has_room():
    """Every text full of signs of four bytes, every option chosen."""
    for wave in contract.WAVES:
        answers = {}
        for question in questionnaire.questions(wave, questionnaire.newest_version(wave)):
            full = {"scale": 10, "choices": [each["code"] for each in question["options"]], "text": LONGEST}
            answers[question["code"]] = full[question["kind"]]
        assert len(drafts.written({"answers": answers, "at": 99})) <= drafts.SIZE


def test_the_database_notes_no_time_of_it(tx):
    columns = tx.execute(
        text("SELECT column_name, column_default FROM information_schema.columns WHERE table_name = 'drafts'")
    ).all()
    assert {name for name, _ in columns} == {"hash", "survey_id", "content"}
    assert {default for _, default in columns} == {None}
