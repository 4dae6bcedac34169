"""Who is proposed to whom as a buddy."""

from datetime import UTC, datetime, timedelta

from services.networks.rules import Buddy, a_member_is_new, the_best_guide, who_is_proposed_to_whom

LONG_AGO, LATELY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)


def newcomer(name="N", languages="nl tr", areas="bloemhof", sector="police"):
    return Buddy.of(name, LATELY, languages.split(), areas.split(), sector)


def guide(name, languages="", areas="", sector=None, joined_at=LONG_AGO):
    return Buddy.of(name, joined_at, languages.split(), areas.split(), sector)


def best(*guides, **about):
    found = the_best_guide(newcomer(**about), guides)
    return found and found.id


def test_a_language_in_common_counts_before_an_area_and_that_before_another_sector():
    speaks, near = guide("speaks", "tr"), guide("near", "", "bloemhof")
    other = guide("other", "nl", "", "housing")
    assert best(near, speaks) == "speaks"
    assert best(other, guide("both", "nl", "bloemhof", "police")) == "both"
    assert best(guide("same", "nl", "", "police"), other) == "other"


def test_who_share_no_language_cannot_talk_and_who_said_none_may():
    assert best(guide("silent")) == "silent"
    assert best(guide("else", "fi", "bloemhof", "housing")) is None


def test_of_those_who_fit_as_well_the_first_who_offered():
    assert best(guide("first", "nl"), guide("second", "nl")) == "first"


def test_a_guide_is_somebody_else_who_joined_before():
    assert best(guide("N", "nl")) is None
    assert best(guide("later", "nl", joined_at=LATELY + timedelta(days=1))) is None
    assert best() is None


def test_a_guide_has_two_newcomers_at_most():
    newcomers = [newcomer(name) for name in "ABC"]
    assert who_is_proposed_to_whom(newcomers, [guide("G", "nl")], {}, []) == [("A", "G"), ("B", "G")]
    assert who_is_proposed_to_whom(newcomers, [guide("G", "nl")], {"G": 1}, []) == [("A", "G")]
    assert who_is_proposed_to_whom(newcomers, [guide("G", "nl")], {"G": 2}, []) == []


def test_two_who_were_proposed_to_each_other_before_are_not_again():
    guides = [guide("G", "nl"), guide("H", "nl")]
    assert who_is_proposed_to_whom([newcomer("A")], guides, {}, {("A", "G")}) == [("A", "H")]


def test_a_member_is_new_for_a_year():
    assert a_member_is_new(LATELY, LATELY + timedelta(days=364))
    assert not a_member_is_new(LATELY, LATELY + timedelta(days=365))
