"""What comes due in a strategy is told once: actions to who took them on, the review to the coordinators."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.municipalities import queries
from services.municipalities.strategy import rules
from services.municipalities.strategy.tables import Action, Strategy
from shared import clock
from shared.contracts.municipalities import StrategyActionsDue, StrategyReviewDue
from shared.messaging.outbox import publish
from shared.messaging.service import Resources

AT_ONCE = 200


def remind(resources: Resources) -> None:
    """Two replicas share out what is due."""
    with resources.database.transaction() as tx:
        today = clock.today(resources.settings.time_zone)
        of_actions(tx, today)
        of_reviews(tx, today)


def of_actions(tx: Session, today: date) -> None:
    """Several actions of one person make one reminder."""
    due = select(Action).where(
        Action.owner_id.is_not(None),
        Action.state.in_(rules.OPEN_ACTIONS),
        Action.due_on <= today + rules.REMIND_OF_ACTION,
        Action.reminded.is_distinct_from(Action.due_on),
    )
    told: set[tuple[UUID, UUID]] = set()
    for action in tx.scalars(due.order_by(Action.id).limit(AT_ONCE).with_for_update(skip_locked=True)):
        action.reminded = action.due_on
        if action.owner_id:
            told.add((action.programme_id, action.owner_id))
    for programme_id, owner_id in sorted(told):
        publish(tx, StrategyActionsDue, programme_id=programme_id, owner_id=owner_id)


def of_reviews(tx: Session, today: date) -> None:
    due = select(Strategy).where(
        Strategy.review_on <= today + rules.REMIND_OF_REVIEW,
        Strategy.review_asked.is_distinct_from(Strategy.review_on),
    )
    for strategy in tx.scalars(due.order_by(Strategy.programme_id).limit(AT_ONCE).with_for_update(skip_locked=True)):
        strategy.review_asked = strategy.review_on
        coordinator_ids = queries.coordinators_of(tx, strategy.programme_id)
        if coordinator_ids:
            told = {"coordinator_ids": coordinator_ids, "review_on": strategy.review_on}
            publish(tx, StrategyReviewDue, programme_id=strategy.programme_id, **told)
