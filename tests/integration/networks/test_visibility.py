"""Each member decides who sees which part of their profile; lists, filters and single profiles keep to it."""

from uuid import uuid4

import pytest

from services.networks.commands import visibility as visibility_commands
from services.networks.errors import NotAMember
from services.networks.queries import membership as membership_queries
from services.networks.queries import visibility as visibility_queries
from shared.access import COORDINATOR
from shared.contracts import networks as contract
from shared.errors import Invalid
from tests.integration.conftest import an_actor

AREA_ID = uuid4()
FULL = {
    "expertise": ["faith"],
    "area_ids": [AREA_ID],
    "languages": ["tr"],
    "brings": ["listening"],
    "seeks": ["advice"],
    "interest": "Learning to listen",
}


@pytest.fixture
def shown(join):
    """A member of whom there is something to see."""
    return join(**FULL)


@pytest.fixture
def let_see(ask, shown):
    return lambda **audiences: ask(contract.let_see, visibility_commands.let_see, shown, **audiences)


@pytest.fixture
def line_for(ask, shown):
    """The line about the member in the list that somebody is given; None when they are not found by these filters."""

    def line_for(actor, **filters):
        found = ask(contract.members, membership_queries.members, actor, **filters)["items"]
        return next((line for line in found if line["person_id"] == shown.id), None)

    return line_for


@pytest.fixture
def profile_for(ask, shown):
    return lambda actor: ask(contract.member, membership_queries.member, actor, person_id=shown.id)


def test_at_first_members_see_all_and_coordinators_what_does_not_concern_them_alone(line_for, member, coordinator):
    assert FULL.items() <= line_for(member).items()
    seen = line_for(coordinator)
    assert (seen["expertise"], seen["area_ids"], seen["languages"]) == (["faith"], [AREA_ID], ["tr"])
    assert (seen["brings"], seen["seeks"], seen["interest"]) == (None, None, None)


def test_a_part_for_nobody_is_not_in_the_list_nor_on_the_profile_but_on_ones_own(
    let_see, line_for, profile_for, member, coordinator, shown
):
    let_see(languages="nobody")
    for seen in (line_for(member), line_for(coordinator), profile_for(member)):
        assert seen["languages"] is None
    assert line_for(shown)["languages"] == profile_for(shown)["languages"] == ["tr"]


@pytest.mark.parametrize(
    ("part", "filters"),
    [("expertise", {"expertise": "faith"}), ("areas", {"area_id": AREA_ID}), ("languages", {"language": "tr"})],
)
def test_nobody_is_found_by_what_they_keep_to_themselves(let_see, line_for, member, coordinator, shown, part, filters):
    assert line_for(member, **filters)
    assert line_for(coordinator, **filters)
    let_see(**{part: "members"})
    assert line_for(member, **filters)
    assert line_for(coordinator, **filters) is None
    let_see(**{part: "nobody"})
    assert line_for(member, **filters) is None
    assert line_for(coordinator, **filters) is None
    assert line_for(shown, **filters)


def test_a_coordinator_who_is_a_member_sees_what_members_see(join, line_for, let_see):
    let_see(expertise="members")
    both = an_actor(COORDINATOR, person_id=join().id)
    assert line_for(both)["expertise"] == ["faith"]


def test_who_can_see_me_shows_exactly_what_the_others_are_shown(ask, let_see, line_for, member, coordinator, shown):
    let_see(areas="nobody", interest="members_and_coordinators", expertise="members")
    found = ask(contract.who_can_see_me, visibility_queries.who_can_see_me, shown)
    assert found["as_member"] == line_for(member)
    assert found["as_coordinator"] == line_for(coordinator)
    assert found["audiences"] == {
        "expertise": "members",
        "areas": "nobody",
        "languages": "members_and_coordinators",
        "interest": "members_and_coordinators",
        "tree": "nobody",
    }


def test_only_a_member_has_such_a_choice(ask, stranger, let_see):
    with pytest.raises(NotAMember):
        ask(contract.who_can_see_me, visibility_queries.who_can_see_me, stranger)
    with pytest.raises(NotAMember):
        ask(contract.let_see, visibility_commands.let_see, stranger, expertise="nobody")
    with pytest.raises(Invalid):
        let_see(expertise="friends")
