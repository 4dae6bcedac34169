"""Members hear of what concerns their being in the network: a mail to each, that leads to the page and names nobody."""

from datetime import date
from uuid import uuid4

import pytest

from shared.contracts import networks


def test_who_is_asked_whether_they_stay_and_who_is_named_get_a_mail(office):
    person_id, training_id = uuid4(), uuid4()
    office.happens(networks.MembershipEnding, person_id=person_id, programme_id=uuid4(), until=date(2027, 3, 1))
    office.happens(networks.TraineeNamed, training_id=training_id, person_id=person_id, trainer_id=uuid4())
    assert office.kinds(person_id) == ["membership_ending", "trainee_named"]


@pytest.mark.parametrize(
    ("event", "kind"), [(networks.BuddiesProposed, "buddy_proposed"), (networks.BuddiesPaired, "buddies_paired")]
)
def test_both_buddies_get_a_mail(office, event, kind):
    newcomer, guide = uuid4(), uuid4()
    office.happens(event, pair_id=uuid4(), person_ids=[newcomer, guide])
    assert office.kinds(newcomer) == office.kinds(guide) == [kind]
