"""A mediator is told that something waits; the mail says neither which mediation nor what."""

from uuid import uuid4

from shared.contracts import mediations


def test_a_mediator_for_whom_something_waits_gets_one_mail(office):
    mediator_id = uuid4()
    office.happens(mediations.MediationsWait, mediator_id=mediator_id)
    assert office.kinds(mediator_id) == ["mediations_wait"]
