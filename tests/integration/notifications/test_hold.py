"""Mail that is held, as after a restore: nothing leaves until an operator says what becomes of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.notifications import commands, queries
from services.notifications.tables import Hold
from shared import clock
from shared.access import OPERATOR
from shared.contracts import notifications as contract
from shared.contracts.base import load
from tests.integration.conftest import an_actor

OPERATOR_ = an_actor(OPERATOR)
TAKEN_AT = clock.now() - timedelta(days=2)


@pytest.fixture
def restored(office):
    """One mail from before the restore is due, and mail is held."""
    office.an_enrolled_person(office.a_group())
    with office.database.transaction() as tx:
        commands.hold_after_restore(tx, TAKEN_AT)
    return office


def told(office):
    with office.database.transaction() as tx:
        answer = queries.mail_hold(tx, OPERATOR_, {})
    return contract.mail_hold.answer().load(contract.mail_hold.answer().dump(answer))["hold"]


def release(office, **how):
    with office.database.transaction() as tx:
        return commands.release_mail(tx, OPERATOR_, load(contract.release_mail.request, how))


def hold(office):
    with office.database.transaction() as tx:
        return commands.hold_mail(tx, OPERATOR_, {})["hold"]


def states(office):
    return [(mail.state, mail.reason) for mail in office.mails()]


def test_nothing_leaves_and_nothing_counts_against_it(restored):
    restored.send_everything()
    [mail] = restored.mails()
    assert (mail.state, mail.attempts, restored.messages()) == ("queued", 0, [])


def test_an_operator_is_told_since_when_and_how_much_waits(restored):
    restored.an_enrolled_person(restored.a_group())
    hold = told(restored)
    assert hold["taken_at"] == TAKEN_AT
    assert (hold["waiting"], hold["old"]) == (2, 1)


def test_released_everything_leaves(restored):
    assert release(restored) == {"released": True, "discarded": 0}
    restored.send()
    assert states(restored) == [("sent", None)]
    assert told(restored) is None


def test_what_may_have_been_sent_before_can_be_discarded_and_the_rest_leaves(restored):
    restored.an_enrolled_person(restored.a_group())
    assert release(restored, discard_old=True) == {"released": True, "discarded": 1}
    restored.send()
    assert states(restored) == [("failed", "discarded"), ("sent", None)]
    assert len(restored.messages()) == 1


def test_what_was_discarded_can_still_be_sent_again(restored):
    release(restored, discard_old=True)
    [mail] = restored.mails()
    with restored.database.transaction() as tx:
        commands.send_again(tx, OPERATOR_, {"mail_id": mail.id})
    restored.send()
    assert states(restored) == [("sent", None)]


def test_releasing_twice_releases_once(restored):
    release(restored)
    restored.an_enrolled_person(restored.a_group())
    assert release(restored, discard_old=True) == {"released": False, "discarded": 0}
    restored.send()
    assert states(restored) == [("sent", None), ("sent", None)]


def test_who_released_it_is_kept(restored):
    release(restored, discard_old=True)
    with restored.database.transaction() as tx:
        [noted] = tx.scalars(select(Hold))
    assert (noted.taken_at, noted.held_by, noted.released_by, noted.discarded) == (
        TAKEN_AT,
        None,
        OPERATOR_.person_id,
        1,
    )


def test_an_operator_holds_mail_too_and_holding_twice_holds_once(office):
    held = hold(office)
    assert held["taken_at"] is None
    assert hold(office)["held_at"] == held["held_at"]
    office.an_enrolled_person(office.a_group())
    office.send()
    assert states(office) == [("queued", None)]
    assert told(office)["old"] == 0


def test_a_mail_that_is_being_sent_stays_when_mail_is_held_meanwhile(office, monkeypatch):
    for _ in range(3):
        office.an_enrolled_person(office.a_group())
    contacts = office.owners.contacts

    def asked(**data):
        hold(office)
        return contacts(**data)

    monkeypatch.setattr(office.owners, "contacts", asked)
    office.send()
    assert states(office) == [("queued", None)] * 3


def test_a_restore_takes_the_place_of_an_earlier_hold(office):
    hold(office)
    with office.database.transaction() as tx:
        commands.hold_after_restore(tx, TAKEN_AT)
    assert told(office)["taken_at"] == TAKEN_AT
