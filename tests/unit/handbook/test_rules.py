from datetime import UTC, datetime, timedelta

import pytest

from services.handbook import rules

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)


def kinds(text: str, language: str = "nl") -> list[str]:
    return [hint["kind"] for hint in rules.hints_about({"theory": text}, language)]


def test_a_short_plain_sentence_brings_no_hint():
    assert kinds("Vraag eerst wat iemand nodig heeft. Luister dan.") == []


def test_a_long_sentence_and_a_long_word_are_pointed_at_with_their_length():
    sentence = "Wij " + "praten en " * 12 + "luisteren."
    [hint] = rules.hints_about({"theory": sentence}, "nl")
    assert (hint["kind"], hint["part"], hint["number"]) == ("long_sentence", "theory", 26)
    [hint] = rules.hints_about({"effect": "Denk aan de samenwerkingsovereenkomst."}, "nl")
    assert (hint["kind"], hint["excerpt"], hint["number"]) == ("long_word", "samenwerkingsovereenkomst", 25)


def test_a_passive_sentence_is_pointed_at_in_dutch_and_english_alone():
    assert kinds("Het gesprek werd rustig begeleid.") == ["passive"]
    assert kinds("The talk was carefully prepared.", "en") == ["passive"]
    assert kinds("Keskustelu oli hyvin valmisteltu.", "fi") == []


def test_two_words_with_a_capital_may_be_a_name_unless_they_begin_the_sentence():
    assert kinds("Toen kwam Fatima el Amrani binnen.") == ["maybe_a_name"]
    assert kinds("Daarna sprak mevrouw Jansen.") == ["maybe_a_name"]
    assert kinds("Daarna sprak dhr. Jansen.") == ["maybe_a_name"]
    assert kinds("Toen kwam de wijkagent binnen.") == []


def test_markdown_is_no_part_of_what_is_read():
    assert (
        kinds("## Kop\n\n- een punt\n- nog een [punt](https://example.org/een-heel-lang-adres-dat-niemand-leest)") == []
    )


def test_hints_of_one_kind_are_not_endless():
    assert len(kinds("Dit wordt gemaakt. " * 40)) == rules.MOST_OF_A_KIND


def test_differences_are_told_line_by_line_of_the_parts_that_differ():
    before = {"theory": "Een.\nTwee.\nDrie.", "expertise": "Gelijk."}
    after = {"theory": "Een.\nTwee en een half.\nDrie.", "expertise": "Gelijk."}
    assert rules.parts_that_differ(before, after) == {
        "theory": [
            {"change": "same", "text": "Een."},
            {"change": "removed", "text": "Twee."},
            {"change": "added", "text": "Twee en een half."},
            {"change": "same", "text": "Drie."},
        ]
    }


def test_a_part_that_is_blank_is_missing():
    assert rules.parts_that_are_missing(("theory", "expertise"), {"theory": "Iets.", "expertise": None}) == [
        "expertise"
    ]


def test_a_translation_is_behind_once_the_original_has_a_later_edition():
    assert not rules.a_translation_is_behind(None, None)
    assert rules.a_translation_is_behind(None, 1)
    assert not rules.a_translation_is_behind(2, 2)
    assert rules.a_translation_is_behind(2, 3)


def test_what_was_published_is_published_again_only_when_it_changed_or_was_withdrawn():
    assert rules.there_is_something_to_publish("draft", 1, None)
    assert not rules.there_is_something_to_publish("published", 4, 4)
    assert rules.there_is_something_to_publish("published", 5, 4)
    assert rules.there_is_something_to_publish("withdrawn", 4, 4)


def test_a_checksum_is_of_what_is_said_and_not_of_its_order():
    assert rules.checksum_of({"a": 1, "b": 2}) == rules.checksum_of({"b": 2, "a": 1})
    assert rules.checksum_of({"a": 1}) != rules.checksum_of({"a": 2})


def test_a_link_lets_in_so_many_contributions_an_hour():
    sent = [NOW - timedelta(minutes=minutes) for minutes in (50, 40, 30, 20)]
    assert rules.seconds_until_the_next(sent, NOW) == 0
    assert rules.seconds_until_the_next([*sent, NOW], NOW) == 600
    assert rules.seconds_until_the_next([*sent, NOW], NOW + timedelta(minutes=11)) == 0


@pytest.mark.parametrize(
    ("made_at", "until"),
    [
        (datetime(2026, 2, 3, 9, 12, tzinfo=UTC), datetime(2026, 3, 5, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 3, 23, 30, tzinfo=UTC), datetime(2026, 4, 3, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_link_works_to_the_end_of_its_last_day_on_the_clock_of_the_city(made_at, until):
    assert rules.the_end_of_a_link(made_at, 30, "Europe/Amsterdam") == until


def test_a_link_is_open_until_it_expires_or_is_revoked():
    tomorrow = NOW + timedelta(days=1)
    assert rules.a_link_is_open(tomorrow, None, NOW)
    assert not rules.a_link_is_open(tomorrow, NOW, NOW)
    assert not rules.a_link_is_open(NOW, None, NOW)
