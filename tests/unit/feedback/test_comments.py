from datetime import date

from services.feedback.rules import comments_are_kept_until


def test_a_comment_that_nobody_releases_is_kept_for_thirty_days():
    assert comments_are_kept_until(date(2026, 3, 16)) == date(2026, 4, 15)
