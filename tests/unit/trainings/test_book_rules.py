from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.trainings import rules

NINE, FIVE = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        (NINE - timedelta(minutes=31), "early"),
        (NINE - timedelta(minutes=30), "open"),
        (FIVE, "open"),
        (FIVE + timedelta(seconds=1), "over"),
    ],
)
def test_people_check_in_from_half_an_hour_before_a_session_until_its_end(moment, stands):
    assert rules.how_the_check_in_stands(NINE, FIVE, moment) == stands


def test_an_apology_comes_in_time_as_long_as_the_session_lasts():
    assert not rules.an_apology_comes_too_late(FIVE, FIVE)
    assert rules.an_apology_comes_too_late(FIVE, FIVE + timedelta(seconds=1))


def test_members_and_trainers_see_to_the_follow_ups_of_a_group_and_coordinators_to_those_of_an_introduction():
    member, trainer, coordinator = uuid4(), uuid4(), uuid4()
    people = ([member], [trainer], [coordinator])
    assert rules.who_may_see_to_a_follow_up(*people, of_a_group=True) == {member, trainer}
    assert rules.who_may_see_to_a_follow_up(*people, of_a_group=False) == {coordinator}
