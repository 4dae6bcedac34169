import pytest

from services.networks.rules import an_invitation_can_be_taken_back, may_join, pages_of


@pytest.mark.parametrize("invitation", ["open", "declined", "accepted"])
def test_whoever_was_invited_may_join_also_later_and_again(invitation):
    assert may_join(invitation)


def test_nobody_joins_without_an_invitation():
    assert not may_join(None)


def test_only_an_open_invitation_without_any_completed_course_is_taken_back():
    assert an_invitation_can_be_taken_back("open", completions=0)
    assert not an_invitation_can_be_taken_back("open", completions=1)
    assert not an_invitation_can_be_taken_back("accepted", completions=0)
    assert not an_invitation_can_be_taken_back("declined", completions=0)


@pytest.mark.parametrize(("total", "pages"), [(0, 0), (1, 1), (20, 1), (21, 2)])
def test_the_last_page_may_be_short(total, pages):
    assert pages_of(total, per_page=20) == pages
