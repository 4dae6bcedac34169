"""What comes due in a strategy: a mail to whom it concerns, that leads to the page and says nothing of what it is."""

from datetime import date
from uuid import uuid4

from shared.contracts import municipalities


def test_who_took_on_an_action_and_who_planned_the_review_get_a_mail(office):
    owner_id, coordinator_id, programme_id = uuid4(), uuid4(), uuid4()
    office.happens(municipalities.StrategyActionsDue, programme_id=programme_id, owner_id=owner_id)
    review = {"coordinator_ids": [coordinator_id], "review_on": date(2027, 3, 1)}
    office.happens(municipalities.StrategyReviewDue, programme_id=programme_id, **review)
    assert office.kinds(owner_id) == ["strategy_actions_due"]
    assert office.kinds(coordinator_id) == ["strategy_review_due"]
