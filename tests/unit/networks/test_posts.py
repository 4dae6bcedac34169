from uuid import uuid4

import pytest

from services.networks import rules

ASKER, SOMEBODY = uuid4(), uuid4()


@pytest.mark.parametrize("kind", ["advice", "question"])
def test_who_asked_says_which_answer_helped_and_nobody_else(kind):
    assert rules.may_accept_an_answer(kind, ASKER, ASKER)
    assert not rules.may_accept_an_answer(kind, ASKER, SOMEBODY)
    assert not rules.may_accept_an_answer(kind, None, SOMEBODY)


@pytest.mark.parametrize("kind", ["experience", "concern", "a kind of the city's own"])
def test_an_experience_and_a_concern_need_no_answer(kind):
    assert not rules.waits_for_an_answer(kind)
    assert not rules.may_accept_an_answer(kind, ASKER, ASKER)


def test_only_advice_is_put_to_members_in_person():
    assert [kind for kind in ("experience", "advice", "concern", "question") if rules.is_routed(kind)] == ["advice"]


def test_threads_are_one_level_deep():
    assert rules.can_be_replied_to(None)
    assert not rules.can_be_replied_to(uuid4())


def test_using_what_one_wrote_oneself_is_no_reuse():
    assert rules.counts_as_reuse(ASKER, SOMEBODY)
    assert rules.counts_as_reuse(None, SOMEBODY)
    assert not rules.counts_as_reuse(ASKER, ASKER)


def test_nobody_decides_about_what_they_wrote_and_a_second_look_is_somebody_elses():
    assert rules.may_decide(ASKER, SOMEBODY)
    assert not rules.may_decide(ASKER, ASKER)
    assert rules.may_take_a_second_look(SOMEBODY, ASKER, uuid4())
    assert not rules.may_take_a_second_look(SOMEBODY, ASKER, SOMEBODY)
    assert not rules.may_take_a_second_look(SOMEBODY, ASKER, ASKER)
    assert rules.may_take_a_second_look(None, None, SOMEBODY)


def test_what_its_author_corrects_is_shown_again():
    assert rules.a_correction_shows_it_again("names_a_person")
    assert not rules.a_correction_shows_it_again(None)
