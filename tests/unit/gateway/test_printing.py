"""What is set once and kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.gateway import printing


def page(words: str) -> str:
    return f'<html lang="en"><head><title>Handbook</title></head><body><p>{words}</p></body></html>'


@pytest.fixture(autouse=True)
def _nothing_kept():
    printing._kept.clear()


def test_the_same_page_is_not_set_again_and_another_is():
    first = printing.set_once("handbook-en.pdf", page("One edition."))
    assert first.startswith(b"%PDF")
    assert printing.set_once("handbook-en.pdf", page("One edition.")) is first
    later = printing.set_once("handbook-en.pdf", page("Another edition."))
    assert later != first
    assert printing.set_once("handbook-en.pdf", page("Another edition.")) is later


def test_who_ask_for_the_same_at_once_get_the_same_file():
    with ThreadPoolExecutor(4) as asking:
        files = list(asking.map(lambda _: printing.set_once("handbook-en.pdf", page("One edition.")), range(4)))
    assert {id(each) for each in files} == {id(files[0])}


def test_only_a_handful_is_kept_and_those_that_were_asked_for_last():
    files = {number: printing.set_once(f"{number}.pdf", page(str(number))) for number in range(printing.KEPT)}
    assert printing.set_once("0.pdf", page("0")) is files[0]
    printing.set_once("one-more.pdf", page("One more."))
    assert set(printing._kept) == {"0.pdf", "2.pdf", "3.pdf", "one-more.pdf"}
