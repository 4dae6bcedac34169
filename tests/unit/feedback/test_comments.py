from collections import defaultdict
from datetime import date
from itertools import product

from services.feedback.rules import comments_are_kept_until, comments_in


def test_a_comment_that_nobody_releases_is_kept_for_thirty_days():
    assert comments_are_kept_until(date(2026, 3, 16)) == date(2026, 4, 15)


def test_each_paragraph_is_a_comment_by_itself():
    assert comments_in("The role play.") == ["The role play."]
    assert comments_in("First line.\nSecond line.\r\n \r\n\nAnother thought.\n") == [
        "First line.\nSecond line.",
        "Another thought.",
    ]


def test_from_the_fifth_paragraph_on_they_stay_together():
    assert comments_in("\n\n".join("abcdefg")) == ["a", "b", "c", "d", "e\n\nf\n\ng"]


def test_of_two_comments_or_more_nobody_can_tell_how_many_wrote_and_how_many_did_not():
    seen = defaultdict(set)
    for paragraphs in product(range(4), repeat=6):  # of each of six people
        seen[sum(paragraphs)].add(sum(each > 0 for each in paragraphs))
    assert all(len(wrote) > 1 for comments, wrote in seen.items() if 2 <= comments <= 15)
