from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session as Transaction

from services.trainings import editions, rules
from services.trainings.commands import arrangements, enrolments, registrations
from services.trainings.tables import Enrolment, Group, PastImport, Registration, Session
from shared import clock
from shared.messaging.service import Resources


def release_places(resources: Resources) -> None:
    """Places that were held, or kept for a pair, long enough. One transaction each, so that one holds up no other."""
    with resources.database.transaction() as tx:
        due = {*_not_confirmed(tx), *_kept_long_enough(tx)}
    for edition_id in sorted(due):
        with resources.database.transaction() as tx:
            edition = editions.find(tx, edition_id)
            editions.lock(tx, edition)
            registrations.release(tx, edition)


def delete_arrangements(resources: Resources) -> None:
    with resources.database.transaction() as tx:
        arrangements.delete_arrangements(tx)


def forget_past_drafts(resources: Resources) -> None:
    """Files that nobody confirmed, with whatever stood in them."""
    too_old = PastImport.imported_at <= clock.now() - rules.PAST_IMPORT_AGE
    with resources.database.transaction() as tx:
        tx.execute(delete(PastImport).where(PastImport.state == "draft", too_old))


def _not_confirmed(tx: Transaction) -> set[UUID]:
    late = (Registration.state.in_(registrations.ASKED), Registration.until <= clock.now())
    return set(tx.scalars(select(Registration.edition_id).where(*late)))


def _kept_long_enough(tx: Transaction) -> list[UUID]:
    """Groups with a free place for somebody who waits, whose training day is near by now."""
    near = clock.now() + rules.PLACES_ARE_KEPT_FOR_A_PAIR_UNTIL
    waits = exists().where(Enrolment.group_id == Group.id, Enrolment.state == "waiting")
    found = tx.scalars(
        select(Group)
        .join(Session, Session.group_id == Group.id)
        .where(Session.kind == "training_day", Session.state == "planned", waits)
        .where(Session.starts_at > clock.now(), Session.starts_at <= near)
    )
    return [group.id for group in found if enrolments.free_places(tx, group) > 0]
