"""Who may make a call at all; what they may do with one record is decided where it is kept."""

from uuid import uuid4

import pytest

from shared.access import (
    ANYONE,
    CALENDAR,
    COORDINATOR,
    NOBODY,
    PARTICIPANT,
    SERVICE,
    SIGNED_IN,
    TRAINER,
    Actor,
    sign,
    verify,
)

SECRET = "a secret of the tests, long enough"


def by(*roles: str) -> Actor:
    return Actor(uuid4(), frozenset(roles))


@pytest.mark.parametrize("who", [[SIGNED_IN], [TRAINER], [COORDINATOR, TRAINER], [SERVICE], [CALENDAR]])
def test_a_personal_link_opens_only_what_is_for_participants(who):
    assert not by(PARTICIPANT).may_call(who)
    assert by(PARTICIPANT).may_call([*who, PARTICIPANT])
    assert by(PARTICIPANT).may_call([ANYONE])


@pytest.mark.parametrize("who", [[SIGNED_IN], [PARTICIPANT], [TRAINER], [COORDINATOR, TRAINER]])
def test_a_calendar_opens_nothing_but_itself_whatever_roles_come_with_it(who):
    assert not by(CALENDAR, TRAINER, COORDINATOR).may_call(who)
    assert by(CALENDAR, TRAINER).may_call([CALENDAR])


def test_who_is_signed_in_may_do_for_themselves_what_participants_may():
    assert by().may_call([PARTICIPANT])
    assert by(TRAINER).may_call([PARTICIPANT])
    assert not by(TRAINER).may_call([CALENDAR])


def test_who_is_not_signed_in_and_a_service_are_no_participants():
    assert not NOBODY.may_call([PARTICIPANT])
    assert not Actor(roles=frozenset({SERVICE})).may_call([PARTICIPANT])


def test_a_token_keeps_what_it_was_signed_for():
    actor = by(PARTICIPANT)
    assert verify(sign(actor, SECRET), SECRET) == actor
