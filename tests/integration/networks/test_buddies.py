"""Who is new asks for a buddy, who knows the way offers to be one; the two decide, and nobody else knows."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from services.networks import reactions
from services.networks.colleagues import reactions as on_colleagues
from services.networks.commands import buddies as buddy_commands
from services.networks.commands import membership as membership_commands
from services.networks.errors import HasABuddy, NotAMember, NotNewAnyMore
from services.networks.queries import buddies as buddy_queries
from services.networks.tables import BuddyPair, BuddySearch, Member
from shared import clock
from shared.contracts import networks as contract
from shared.contracts.networks import BuddiesPaired, BuddiesProposed
from shared.errors import NotFound
from tests.integration.networks.test_merges import merge, undo


@pytest.fixture
def joined(tx, join):
    """Members who joined one day after the other, from a year ago on."""
    days = count()

    def joined(**profile):
        person = join(**profile)
        tx.get(Member, person.id).joined_at = clock.now() - timedelta(days=360 - next(days))
        tx.flush()
        return person

    return joined


@pytest.fixture
def look(ask):
    """For a buddy as a newcomer, or for newcomers as a guide."""
    return lambda person, role: ask(contract.search_buddy, buddy_commands.search_buddy, person, role=role)


@pytest.fixture
def own(ask):
    return lambda person: ask(contract.buddies, buddy_queries.buddies, person)


@pytest.fixture
def pair_of(own):
    def pair_of(person):
        [pair] = own(person)["pairs"]
        return pair

    return pair_of


@pytest.fixture
def answer(ask, pair_of):
    def answer(person, agrees=True):
        said = {"pair_id": pair_of(person)["id"], "agrees": agrees}
        ask(contract.answer_buddy, buddy_commands.answer_buddy, person, **said)

    return answer


@pytest.fixture
def end(ask, pair_of):
    return lambda person: ask(contract.end_buddy, buddy_commands.end_buddy, person, pair_id=pair_of(person)["id"])


@pytest.fixture
def proposed(joined, look):
    """A guide and a newcomer who were proposed to each other."""
    guide, newcomer = joined(), joined()
    look(guide, "guide")
    look(newcomer, "newcomer")
    return guide, newcomer


def test_two_who_look_are_proposed_to_each_other_whoever_came_first(joined, look, own, pair_of, announced):
    guide, newcomer = joined(), joined()
    look(newcomer, "newcomer")
    assert (own(newcomer)["searching"], own(newcomer)["pairs"]) == ("newcomer", [])
    look(guide, "guide")
    assert (pair_of(newcomer)["other_id"], pair_of(newcomer)["role"]) == (guide.id, "newcomer")
    assert (pair_of(guide)["other_id"], pair_of(guide)["role"]) == (newcomer.id, "guide")
    [event] = announced(BuddiesProposed)
    assert event["person_ids"] == [newcomer.id, guide.id]


def test_they_are_buddies_when_both_have_said_yes(proposed, answer, own, pair_of, announced):
    guide, newcomer = proposed
    answer(newcomer)
    assert (pair_of(newcomer)["state"], pair_of(newcomer)["agreed"]) == ("proposed", True)
    assert pair_of(guide)["agreed"] is False, "what the other said is not told before"
    answer(guide)
    assert pair_of(newcomer)["state"] == pair_of(guide)["state"] == "paired"
    assert (own(newcomer)["searching"], own(guide)["searching"]) == (None, "guide")
    assert len(announced(BuddiesPaired)) == 1


@pytest.mark.parametrize("by", ["guide", "newcomer"])
def test_after_a_no_somebody_else_is_proposed_and_never_the_same_again(
    proposed, joined, look, answer, own, pair_of, by
):
    guide, newcomer = proposed
    answer(guide if by == "guide" else newcomer, agrees=False)
    assert own(newcomer)["pairs"] == own(guide)["pairs"] == []
    look(guide, "guide")
    assert own(newcomer)["pairs"] == []
    somebody = joined()
    look(somebody, "guide")
    assert own(newcomer)["pairs"] == [], "who joined later is no guide"


def test_who_said_no_is_followed_by_the_next_who_fits(joined, look, answer, pair_of):
    first, second, newcomer = joined(), joined(), joined()
    for guide in (first, second):
        look(guide, "guide")
    look(newcomer, "newcomer")
    assert pair_of(newcomer)["other_id"] == first.id
    answer(first, agrees=False)
    assert pair_of(newcomer)["other_id"] == second.id


def test_either_ends_it_without_a_reason_and_the_newcomer_may_ask_again(proposed, answer, end, own, look):
    guide, newcomer = proposed
    answer(guide)
    answer(newcomer)
    with pytest.raises(HasABuddy):
        look(newcomer, "newcomer")
    end(guide)
    assert own(newcomer) == {"searching": None, "may_ask": True, "pairs": []}
    look(newcomer, "newcomer")
    assert own(newcomer)["searching"] == "newcomer"


def test_a_guide_has_two_newcomers_at_most(joined, look, own):
    guide = joined()
    newcomers = [joined() for _ in range(3)]
    look(guide, "guide")
    for newcomer in newcomers:
        look(newcomer, "newcomer")
    assert {pair["other_id"] for pair in own(guide)["pairs"]} == {newcomers[0].id, newcomers[1].id}
    assert own(newcomers[2])["pairs"] == []


def test_who_fits_best_is_proposed_by_language_area_and_then_sector(tx, joined, look, pair_of):
    speaks_turkish, other_sector, same_sector = joined(languages=["tr"]), joined(), joined()
    newcomer, second = joined(languages=["tr", "nl"]), joined(languages=["fi"])
    sectors = {same_sector: "police", other_sector: "housing", second: "police"}
    for person, sector in sectors.items():
        on_colleagues.person_added(tx, [{"person_id": person.id, "sector": sector}])
    for guide in (same_sector, speaks_turkish, other_sector):
        look(guide, "guide")
    for person in (newcomer, second):
        look(person, "newcomer")
    assert pair_of(newcomer)["other_id"] == speaks_turkish.id
    assert pair_of(second)["other_id"] == other_sector.id


def test_who_has_been_a_member_for_a_year_asks_for_none(tx, join, look, own):
    person = join()
    tx.get(Member, person.id).joined_at = clock.now() - timedelta(days=366)
    assert own(person)["may_ask"] is False
    with pytest.raises(NotNewAnyMore):
        look(person, "newcomer")
    look(person, "guide")


def test_who_rests_is_proposed_to_nobody(tx, joined, look, own):
    guide, newcomer = joined(), joined()
    look(guide, "guide")
    tx.get(Member, guide.id).until = clock.today("Europe/Amsterdam") - timedelta(days=1)
    look(newcomer, "newcomer")
    assert own(newcomer)["pairs"] == []


def test_who_stops_looking_keeps_the_buddy_they_have(ask, proposed, answer, own, joined, look):
    guide, newcomer = proposed
    answer(guide)
    answer(newcomer)
    ask(contract.stop_search, buddy_commands.stop_search, guide)
    another = joined()
    look(another, "newcomer")
    assert own(another)["pairs"] == []
    assert len(own(guide)["pairs"]) == 1


def test_nobody_else_knows_or_decides(ask, proposed, pair_of, joined, own, stranger):
    guide, _newcomer = proposed
    third = joined()
    assert own(third)["pairs"] == []
    pair_id = pair_of(guide)["id"]
    with pytest.raises(NotFound):
        ask(contract.end_buddy, buddy_commands.end_buddy, third, pair_id=pair_id)
    with pytest.raises(NotAMember):
        own(stranger)
    with pytest.raises(NotAMember):
        ask(contract.search_buddy, buddy_commands.search_buddy, stranger, role="newcomer")


@pytest.mark.parametrize("gone", ["left", "erased"])
def test_who_is_gone_is_nobodys_buddy(ask, tx, proposed, own, gone):
    guide, newcomer = proposed
    if gone == "left":
        ask(contract.leave, membership_commands.leave, guide)
    else:
        reactions.person_erased(tx, {"person_id": guide.id})
    assert own(newcomer)["pairs"] == []
    assert tx.scalar(select(func.count()).where(BuddySearch.person_id == guide.id)) == 0


def test_two_records_of_one_guide_are_one_buddy_and_can_be_parted_again(tx, proposed, joined, pair_of):
    guide, newcomer = proposed
    kept = joined()
    merge(tx, kept, guide)
    assert pair_of(newcomer)["other_id"] == kept.id
    undo(tx, kept, guide)
    assert pair_of(newcomer)["other_id"] == guide.id


def test_nobody_becomes_their_own_buddy_by_a_merge(tx, proposed):
    guide, newcomer = proposed
    merge(tx, guide, newcomer)
    assert tx.scalar(select(func.count()).select_from(BuddyPair)) == 0
    undo(tx, guide, newcomer)
