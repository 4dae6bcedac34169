from sqlalchemy import select

from services.networks import rules
from services.networks.queries import membership
from services.networks.tables import Member
from shared.contracts.networks import MembershipEnding
from shared.messaging.outbox import publish
from shared.messaging.service import Resources

AT_ONCE = 200


def ask_who_stays(resources: Resources) -> None:
    """Each member once, thirty days before their time is over. Two replicas share them out."""
    with resources.database.transaction() as tx:
        due = membership.today(tx) + rules.RENEWAL_IS_ASKED_BEFORE
        ending = select(Member).where(Member.until <= due, Member.asked_about.is_distinct_from(Member.until))
        for member in tx.scalars(ending.order_by(Member.until).limit(AT_ONCE).with_for_update(skip_locked=True)):
            member.asked_about = member.until
            told = {name: getattr(member, name) for name in ("person_id", "programme_id", "until")}
            publish(tx, MembershipEnding, **told)
