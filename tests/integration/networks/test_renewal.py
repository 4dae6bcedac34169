"""Members say for how long they take part, are asked whether they stay, and rest if they do not say so."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.networks.commands import membership as membership_commands
from services.networks.errors import NotAMember
from services.networks.jobs import membership as jobs
from services.networks.queries import membership as membership_queries
from services.networks.tables import Member
from shared import clock
from shared.contracts import networks as contract
from shared.contracts.networks import MembershipEnding, MembershipRenewed
from shared.messaging.service import Resources
from tests.integration.conftest import Announced, Asking, an_actor
from tests.integration.networks.conftest import PROGRAMME_ID, join_in

JOINED = date(2026, 3, 1)


@pytest.fixture
def on(monkeypatch):
    """Makes it noon of a day."""

    def on(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, time(12), UTC))

    on(JOINED)
    return on


@pytest.fixture
def membership_of(ask):
    return lambda person: ask(contract.membership, membership_queries.membership, person)


@pytest.fixture
def renew_as(ask):
    return lambda person, **how_long: ask(contract.renew, membership_commands.renew, person, **how_long)


@pytest.fixture
def active_for(ask):
    """Who is listed as taking part."""

    def active_for(reader, standing="active"):
        found = ask(contract.members, membership_queries.members, reader, standing=standing)
        return {line["person_id"] for line in found["items"]}

    return active_for


def test_a_year_is_usual_and_another_time_may_be_said(on, join, membership_of):
    assert membership_of(join())["until"] == date(2027, 3, 1)
    assert membership_of(join(months=6))["until"] == date(2026, 9, 1)


def test_who_does_not_renew_rests_loses_nothing_and_is_back_at_a_word(
    on, join, membership_of, active_for, renew_as, announced
):
    person, colleague = join(months=6, interest="Learning together"), join()
    on(date(2026, 9, 2))
    assert membership_of(person)["standing"] == "dormant"
    assert active_for(colleague) == {colleague.id}
    assert active_for(colleague, "dormant") == {person.id}
    assert active_for(person) == {colleague.id}, "who rests goes on reading"
    renew_as(person)
    assert membership_of(person) == {
        "standing": "active",
        "until": date(2027, 3, 2),
        "months": 6,
        "ending": False,
    }
    assert active_for(colleague) == {colleague.id, person.id}
    assert announced(MembershipRenewed) == [
        {"person_id": person.id, "programme_id": PROGRAMME_ID, "until": date(2027, 3, 2)}
    ]


def test_renewing_counts_from_today_and_may_be_for_another_time(on, join, membership_of, renew_as):
    person = join()
    on(date(2027, 2, 15))
    assert membership_of(person)["ending"]
    for _ in range(2):
        renew_as(person, months=24)
    assert (membership_of(person)["until"], membership_of(person)["months"]) == (date(2029, 2, 15), 24)
    assert not membership_of(person)["ending"]


def test_only_a_member_renews(on, invited, membership_of, renew_as):
    assert membership_of(invited)["standing"] is None
    with pytest.raises(NotAMember):
        renew_as(invited)


@pytest.fixture
def asked_on(database, city, on):
    """Runs the job on a day, twice; gives who was asked so far and about which day."""

    def asked_on(day: date):
        on(day)
        for _ in range(2):
            jobs.ask_who_stays(Resources(city, database, frozenset(), call=None))
        with database.transaction() as tx:
            return [(event["person_id"], event["until"]) for event in Announced(tx)(MembershipEnding)]

    return asked_on


def test_each_is_asked_once_thirty_days_before_and_again_when_the_next_time_ends(database, asked_on):
    person = an_actor()
    with database.transaction() as tx:
        join_in(tx, person)
    assert asked_on(date(2027, 1, 29)) == []
    first = [(person.id, date(2027, 3, 1))]
    assert asked_on(date(2027, 1, 30)) == first
    assert asked_on(date(2027, 2, 20)) == first
    with database.transaction() as tx:
        Asking(tx)(contract.renew, membership_commands.renew, person)
    assert asked_on(date(2027, 3, 20)) == first
    assert asked_on(date(2028, 2, 19)) == [*first, (person.id, date(2028, 2, 20))]


def test_who_rests_is_not_asked_again_and_stays_a_member(database, asked_on):
    person = an_actor()
    with database.transaction() as tx:
        join_in(tx, person)
    asked = asked_on(date(2027, 2, 1))
    assert asked_on(date(2029, 2, 1)) == asked
    with database.transaction() as tx:
        assert tx.get(Member, person.id) is not None
        assert tx.get(Member, person.id).until < date(2029, 2, 1) - timedelta(days=365)
