"""What the training provider keeps bringing: whom to ask, material, and dates of intervision."""

from datetime import UTC, date, datetime, time

import pytest

from services.networks import reactions
from services.networks.commands import membership as membership_commands
from services.networks.commands import provider as commands
from services.networks.errors import NotAMember
from services.networks.queries import provider as queries
from shared import clock
from shared.access import CALENDAR, EXPERT, SERVICE, TRAINER, Actor
from shared.contracts import networks as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor

CONTACT = {"organisation": "Inside Polarisation", "email": "office@provider.example", "contact": "The office"}
GUIDE = {
    "title": "Questions that reach the middle",
    "kind": "guide",
    "link": "https://provider.example/questions.pdf",
    "language": "nl",
    "purpose": "To prepare a talk in the neighbourhood.",
}
DATE = {"title": "Intervision in spring", "date": date(2026, 4, 2), "start_time": time(13, 30), "place": "Town hall"}


@pytest.fixture(autouse=True)
def _a_day_in_march(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.fixture
def trainer() -> Actor:
    return an_actor(TRAINER)


@pytest.fixture
def add(ask, trainer):
    def add(**changes):
        return ask(contract.add_material, commands.add_material, trainer, **GUIDE | changes)["id"]

    return add


@pytest.fixture
def plan(ask, trainer):
    def plan(**changes):
        return ask(contract.plan_provider_date, commands.plan_provider_date, trainer, **DATE | changes)["id"]

    return plan


@pytest.fixture
def dates(ask, member):
    return lambda **wanted: ask(contract.provider_dates, queries.provider_dates, member, **wanted)["dates"]


def test_a_coordinator_says_whom_to_ask(ask, coordinator, member):
    def read():
        return ask(contract.provider, queries.provider, member)

    assert read() == {"contact": None, "version": 0, "may_change": False, "may_add": False}
    ask(contract.change_provider, commands.change_provider, coordinator, version=0, **CONTACT)
    assert read()["contact"]["email"] == "office@provider.example"
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_provider, commands.change_provider, coordinator, version=0, **CONTACT)


def test_material_is_found_by_kind_and_language_and_announced_without_its_words(ask, member, add, announced):
    def read(**wanted):
        return ask(contract.material, queries.material, member, **wanted)["material"]

    guide, video = add(), add(kind="video", language="en")
    assert [each["id"] for each in read()] == [video, guide]
    assert [each["id"] for each in read(kind="guide")] == [guide]
    assert [each["id"] for each in read(language="en")] == [video]
    event = announced(contract.MaterialAdded)[0]
    assert event == {"material_id": guide, "kind": "guide", "language": "nl"}


def test_material_is_changed_by_who_saw_it_last_and_removed(ask, coordinator, member, add):
    guide = add()
    changed = GUIDE | {"material_id": guide, "version": 1, "title": "Twenty questions"}
    ask(contract.change_material, commands.change_material, coordinator, **changed)
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_material, commands.change_material, coordinator, **changed)
    [found] = ask(contract.material, queries.material, member)["material"]
    assert (found["title"], found["version"]) == ("Twenty questions", 2)
    ask(contract.remove_material, commands.remove_material, coordinator, material_id=guide)
    assert ask(contract.material, queries.material, member)["material"] == []
    with pytest.raises(NotFound):
        ask(contract.remove_material, commands.remove_material, coordinator, material_id=guide)


def test_a_date_is_planned_moved_and_cancelled(ask, trainer, plan, dates, announced, monkeypatch):
    date_id = plan()
    [found] = dates()
    assert found["starts_at"] == datetime(2026, 4, 2, 11, 30, tzinfo=UTC), "local to the city, in summer time"
    assert found["ends_at"] == datetime(2026, 4, 2, 13, 30, tzinfo=UTC)
    moved = DATE | {"date_id": date_id, "revision": 1, "date": date(2026, 4, 9)}
    ask(contract.change_provider_date, commands.change_provider_date, trainer, **moved)
    with pytest.raises(ChangedMeanwhile):
        ask(contract.change_provider_date, commands.change_provider_date, trainer, **moved)
    ask(contract.cancel_provider_date, commands.cancel_provider_date, trainer, date_id=date_id)
    assert [(each["state"], each["revision"]) for each in dates()] == [("cancelled", 3)]
    assert [each["revision"] for each in announced(contract.ProviderDatePlanned)] == [1, 2]
    assert announced(contract.ProviderDateCancelled) == [{"date_id": date_id}]
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 1, tzinfo=UTC))
    assert dates() == []
    assert [each["id"] for each in dates(held=True)] == [date_id]


@pytest.mark.parametrize(
    ("changes", "blamed"),
    [
        ({"date": date(2026, 3, 1)}, "date"),
        ({"date": date(2032, 3, 1)}, "date"),
        ({"place": None}, "place"),
        ({"date": date(2026, 3, 29), "start_time": time(2, 30)}, "start_time"),
    ],
)
def test_a_date_lies_ahead_at_a_time_that_there_is_and_people_know_where_to_go(plan, changes, blamed):
    with pytest.raises(Invalid) as refused:
        plan(**changes)
    assert list(refused.value.fields) == [blamed]


def test_a_link_is_a_place_to_go_to(plan):
    assert plan(place=None, link="https://meet.example/intervision")


def test_members_coordinators_and_trainers_read_it_and_others_do_not(ask, coordinator, trainer, member, stranger):
    reads = (
        (contract.provider, queries.provider),
        (contract.material, queries.material),
        (contract.provider_dates, queries.provider_dates),
    )
    for call, query in reads:
        for reader in (coordinator, trainer, member):
            ask(call, query, reader)
        for refused in (stranger, an_actor(EXPERT)):
            with pytest.raises(NotAMember):
                ask(call, query, refused)
    assert not Actor(member.id).may_call(contract.add_material.who)
    assert not trainer.may_call(contract.change_provider.who)


def test_the_dates_stand_in_the_calendar_of_members_as_long_as_they_are_members(
    ask, plan, member, stranger, coordinator
):
    def mine(actor):
        return ask(contract.my_provider_dates, queries.my_provider_dates, actor)["dates"]

    date_id = plan()
    by_calendar = an_actor(CALENDAR, person_id=member.id)
    assert [each["id"] for each in mine(by_calendar)] == [date_id]
    assert mine(stranger) == mine(coordinator) == []
    ask(contract.leave, membership_commands.leave, member)
    assert mine(by_calendar) == []


def test_the_digests_know_who_is_a_member(ask, tx, member, stranger):
    def known():
        return ask(contract.member_ids, queries.member_ids, an_actor(SERVICE))["person_ids"]

    assert known() == [member.id]
    reactions.person_erased(tx, {"person_id": member.id})
    assert known() == []
