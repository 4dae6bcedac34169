"""What may be hard to read in a text, or may be a name. A hint for who writes, never a check: they know better."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from shared.wording import names_in

Hint = dict[str, Any]

LONGEST_SENTENCE = 20  # in words
LONGEST_WORD = 18  # in letters; Dutch puts words together, and this is where readers stumble
MOST_OF_A_KIND = 8  # of each kind in a part: more hints are read by nobody
EXCERPT = 90
# What stands before the name of a city.
TOWN = ("Gemeente", "Stad", "City", "Municipality", "Kaupunki", "Kota")

MARKS = re.compile(r"[*_`>#]+|\[([^\]]*)\]\([^)]*\)|^\s*(?:[-+]|\d+\.)\s+", re.MULTILINE)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")

PASSIVE = {
    "nl": re.compile(
        r"\b(?:word|wordt|worden|werd|werden)\b[^,;]*?\b(?:ge|be|ver|ont|her)\w+(?:d|t|en)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?\w+(?:ed|en)\b", re.IGNORECASE),
}


def hints_about(texts: Mapping[str, str | None], language: str, cities: Collection[str] = ()) -> list[Hint]:
    """`texts`: part -> Markdown. `cities`: whose names are nobody's. Passive sentences are known in Dutch and English
    alone; of other languages what is long is told."""
    return [hint for part, text in texts.items() if text for hint in _about(part, text, language, (*TOWN, *cities))]


def _about(part: str, text: str, language: str, nobodys: Collection[str]) -> Iterator[Hint]:
    plain = MARKS.sub(lambda mark: mark[1] or "", text)
    sentences = [found[0].strip() for found in SENTENCE.finditer(plain) if found[0].strip()]
    for kind, found in (
        ("long_sentence", _long_sentences(sentences)),
        ("long_word", _long_words(plain)),
        ("passive", _passive(sentences, language)),
        ("maybe_a_name", _names(plain, nobodys)),
    ):
        for number, (excerpt, length) in enumerate(found):
            if number < MOST_OF_A_KIND:
                yield {"kind": kind, "part": part, "excerpt": _short(excerpt), "number": length}


def _long_sentences(sentences: list[str]) -> Iterator[tuple[str, int | None]]:
    for sentence in sentences:
        words = len(WORD.findall(sentence))
        if words > LONGEST_SENTENCE:
            yield sentence, words


def _long_words(text: str) -> Iterator[tuple[str, int | None]]:
    for word in dict.fromkeys(WORD.findall(text)):
        if len(word) > LONGEST_WORD:
            yield word, len(word)


def _passive(sentences: list[str], language: str) -> Iterator[tuple[str, int | None]]:
    known = PASSIVE.get(language)
    return ((sentence, None) for sentence in sentences if known and known.search(sentence))


def _names(text: str, nobodys: Collection[str]) -> Iterator[tuple[str, int | None]]:
    return ((name, None) for name in names_in([text], nobodys, MOST_OF_A_KIND))


def _short(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
