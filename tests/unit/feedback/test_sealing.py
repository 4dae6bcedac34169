"""Only the secret opens what was sealed with it."""

import pytest

from services.feedback.sealing import NotSealedByThis, derived, opened, seal

SECRET, ANOTHER = bytes(range(32)), bytes(range(1, 33))
TEXT = "Wat hebt u nodig? Tijd, één uur.".encode()


def test_it_opens_with_its_secret_and_purpose_alone():
    sealed = seal(SECRET, "draft", TEXT)
    assert opened(SECRET, "draft", sealed) == TEXT
    for secret, purpose in ((ANOTHER, "draft"), (SECRET, "other")):
        with pytest.raises(NotSealedByThis):
            opened(secret, purpose, sealed)


def test_the_same_text_looks_different_each_time_and_says_nothing():
    first, second = seal(SECRET, "draft", TEXT), seal(SECRET, "draft", TEXT)
    assert first != second
    assert len(first) == len(second)
    assert TEXT not in first


def test_whatever_is_changed_in_it_is_noticed():
    sealed = seal(SECRET, "draft", TEXT)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(NotSealedByThis):
            opened(SECRET, "draft", bytes(changed))


@pytest.mark.parametrize("short", [b"", b"x" * 31, b"x" * 47])
def test_what_is_too_short_was_never_sealed(short):
    with pytest.raises(NotSealedByThis):
        opened(SECRET, "draft", short)


def test_nothing_can_be_sealed_too():
    assert opened(SECRET, "draft", seal(SECRET, "draft", b"")) == b""


def test_what_is_derived_for_one_purpose_is_not_that_of_another():
    assert derived(SECRET, "one") != derived(SECRET, "two")
    assert derived(SECRET, "one") == derived(SECRET, "one")
