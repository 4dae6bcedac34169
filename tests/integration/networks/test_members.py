"""Completing the course invites; joining is the person's own choice, and so is leaving."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.networks import reactions, tables
from services.networks.commands import membership as membership_commands
from services.networks.commands import posts as post_commands
from services.networks.errors import AlreadyAMember, NotAMember, NotInvited
from services.networks.queries import membership as membership_queries
from services.networks.queries import posts as post_queries
from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.contracts import networks as contract
from shared.database import count_statements
from shared.errors import Invalid, NotFound
from tests.integration.conftest import Asking, an_actor
from tests.integration.networks.conftest import PROGRAMME_ID, completion


@pytest.fixture
def invitation_of(ask):
    def invitation_of(person):
        found = ask(contract.invitation, membership_queries.invitation, person)
        return found["state"], found["member"]

    return invitation_of


@pytest.fixture
def join_as(ask):
    def join_as(person, **profile):
        ask(contract.join, membership_commands.join, person, **{"expertise": ["youth"], "agreed": True} | profile)

    return join_as


@pytest.fixture
def decline_as(ask):
    return lambda person: ask(contract.decline, membership_commands.decline, person)


@pytest.fixture
def leave_as(ask):
    return lambda person: ask(contract.leave, membership_commands.leave, person)


@pytest.fixture
def members_for(ask):
    def members_for(actor, **which):
        return ask(contract.members, membership_queries.members, actor, **which)

    return members_for


def test_completing_the_course_invites_once(tx, stranger, invitation_of, announced):
    assert invitation_of(stranger) == ("none", False)
    first_course = completion(stranger)
    for course in (first_course, first_course, completion(stranger, programme_id=uuid4())):
        reactions.course_completed(tx, course)
    assert invitation_of(stranger) == ("open", False)
    assert announced(contract.NetworkInvitationMade) == [{"person_id": stranger.id, "programme_id": PROGRAMME_ID}]


def test_an_invitation_is_taken_back_when_the_course_was_not_completed_after_all(
    tx, stranger, invitation_of, announced
):
    course = completion(stranger)
    reactions.course_completed(tx, course)
    for _ in range(2):
        reactions.course_completion_withdrawn(tx, course)
    assert invitation_of(stranger) == ("none", False)
    assert announced(contract.NetworkInvitationWithdrawn) == [{"person_id": stranger.id, "programme_id": PROGRAMME_ID}]
    reactions.course_completed(tx, course)
    assert invitation_of(stranger) == ("open", False)
    assert len(announced(contract.NetworkInvitationMade)) == 2


def test_an_invitation_stays_when_another_course_was_completed(tx, stranger, invitation_of):
    first, second = completion(stranger), completion(stranger)
    reactions.course_completed(tx, first)
    reactions.course_completed(tx, second)
    reactions.course_completion_withdrawn(tx, first)
    assert invitation_of(stranger) == ("open", False)
    reactions.course_completion_withdrawn(tx, second)
    assert invitation_of(stranger) == ("none", False)


def test_an_answered_invitation_is_not_taken_back(tx, stranger, join_as, decline_as, invitation_of, announced):
    joined, declined = completion(stranger), completion(an_actor())
    reactions.course_completed(tx, joined)
    join_as(stranger)
    reactions.course_completion_withdrawn(tx, joined)
    assert invitation_of(stranger) == ("accepted", True)
    reactions.course_completed(tx, declined)
    person = an_actor(person_id=declined["person_id"])
    decline_as(person)
    reactions.course_completion_withdrawn(tx, declined)
    assert invitation_of(person) == ("declined", False)
    assert announced(contract.NetworkInvitationWithdrawn) == []


def test_an_invited_person_joins_with_a_profile(ask, invited, join_as, invitation_of, announced):
    area_id = uuid4()
    join_as(invited, expertise=["youth", "schools", "youth"], area_ids=[area_id], languages=["nl", "tr"])
    assert invitation_of(invited) == ("accepted", True)
    profile = ask(contract.member, membership_queries.member, invited, person_id=invited.id)
    assert profile["expertise"] == ["youth", "schools"]
    assert (profile["area_ids"], profile["languages"]) == ([area_id], ["nl", "tr"])
    assert announced(contract.MemberJoined) == [{"person_id": invited.id, "programme_id": PROGRAMME_ID}]


def test_joining_is_opt_in(invited, join_as, invitation_of, announced):
    with pytest.raises(Invalid) as refused:
        join_as(invited, agreed=False)
    assert refused.value.fields == {"agreed": ["must_agree"]}
    assert invitation_of(invited) == ("open", False)
    assert announced(contract.MemberJoined) == []


@pytest.mark.parametrize(
    ("profile", "complaint"),
    [
        ({"expertise": []}, {"expertise": ["required"]}),
        ({"expertise": ["magic"]}, {"expertise.0": ["not_a_choice"]}),
        ({"languages": ["klingon"]}, {"languages.0": ["not_a_choice"]}),
    ],
)
def test_a_profile_says_an_expertise_from_the_list(invited, join_as, profile, complaint):
    with pytest.raises(Invalid) as refused:
        join_as(invited, **profile)
    assert refused.value.fields == complaint


@pytest.mark.parametrize("role", [COORDINATOR, TRAINER, EXPERT, OPERATOR])
def test_no_role_replaces_an_invitation(join_as, decline_as, role):
    person = an_actor(role)
    with pytest.raises(NotInvited):
        join_as(person)
    with pytest.raises(NotInvited):
        decline_as(person)


def test_who_is_a_member_does_not_join_or_decline_again(member, join_as, decline_as, invitation_of):
    with pytest.raises(AlreadyAMember):
        join_as(member)
    with pytest.raises(AlreadyAMember):
        decline_as(member)
    assert invitation_of(member) == ("accepted", True)


def test_who_declined_may_still_join(invited, decline_as, join_as, invitation_of):
    decline_as(invited)
    decline_as(invited)
    assert invitation_of(invited) == ("declined", False)
    join_as(invited)
    assert invitation_of(invited) == ("accepted", True)


def test_leaving_is_painless_and_coming_back_too(ask, member, leave_as, join_as, invitation_of, announced):
    written = ask(
        contract.write_post, post_commands.write_post, member, kind="experience", title="A square", text="What worked."
    )
    leave_as(member)
    assert invitation_of(member) == ("accepted", False)
    assert announced(contract.MemberLeft) == [{"person_id": member.id, "programme_id": PROGRAMME_ID}]
    with pytest.raises(NotAMember):
        leave_as(member)
    join_as(member, expertise=["housing"])
    assert ask(contract.member, membership_queries.member, member, person_id=member.id)["expertise"] == ["housing"]
    assert ask(contract.post, post_queries.post, member, post_id=written["id"])["author_id"] == member.id
    assert len(announced(contract.MemberJoined)) == 2


def test_the_profile_is_gone_after_leaving(ask, join, leave_as, member):
    leaving = join()
    leave_as(leaving)
    with pytest.raises(NotFound):
        ask(contract.member, membership_queries.member, member, person_id=leaving.id)


def test_members_change_their_own_profile(ask, member):
    ask(
        contract.change_profile,
        membership_commands.change_profile,
        member,
        expertise=["mediation"],
        area_ids=[],
        languages=["fr"],
    )
    profile = ask(contract.member, membership_queries.member, member, person_id=member.id)
    assert (profile["expertise"], profile["languages"]) == (["mediation"], ["fr"])


def test_the_members_are_found_by_expertise_area_and_language(join, members_for):
    area_id = uuid4()
    youth = join(expertise=["youth"], languages=["nl"])
    schools = join(expertise=["schools", "housing"], languages=["nl", "tr"], area_ids=[area_id])

    def found(**which):
        return [each["person_id"] for each in members_for(youth, **which)["items"]]

    assert found() == [schools.id, youth.id]
    assert found(expertise="housing") == [schools.id]
    assert found(language="nl") == [schools.id, youth.id]
    assert found(area_id=area_id) == [schools.id]
    assert found(expertise="youth", language="tr") == []


def test_members_come_in_pages(join, members_for):
    for _ in range(5):
        reader = join()
    page = members_for(reader, page=3, per_page=2)
    assert (len(page["items"]), page["total"], page["page"], page["pages"]) == (1, 5, 3, 3)
    assert members_for(reader, page=9, per_page=2)["items"] == []


def test_a_coordinator_sees_who_is_in_the_network(member, members_for, coordinator):
    assert [each["person_id"] for each in members_for(coordinator)["items"]] == [member.id]


@pytest.mark.parametrize("role", [TRAINER, EXPERT, OPERATOR])
def test_no_other_role_does(member, members_for, role):
    with pytest.raises(NotAMember):
        members_for(an_actor(role))


def test_one_profile_is_for_members(ask, member, coordinator, stranger):
    for actor in (coordinator, stranger):
        with pytest.raises(NotAMember):
            ask(contract.member, membership_queries.member, actor, person_id=member.id)


def test_a_stranger_changes_no_profile(ask, invited):
    with pytest.raises(NotAMember):
        ask(contract.change_profile, membership_commands.change_profile, invited, expertise=["youth"])


def test_an_erased_person_is_no_member_and_not_invited_any_more(tx, member, members_for, invitation_of, coordinator):
    for _ in range(2):
        reactions.person_erased(tx, {"person_id": member.id})
    assert members_for(coordinator)["total"] == 0
    assert invitation_of(member) == ("none", False)
    assert tx.scalar(select(func.count()).select_from(tables.Completion)) == 0


def test_a_page_of_members_takes_three_statements(tx, join, members_for):
    for _ in range(10):
        reader = join()
    tx.flush()
    tx.expunge_all()
    statements: list[str] = []
    stop = count_statements(tx.get_bind().engine, statements)
    members_for(reader)
    stop()
    assert len([each for each in statements if each.startswith("SELECT")]) == 3


def test_joining_twice_at_once_makes_one_member(database):
    person = an_actor()
    with database.transaction() as tx:
        reactions.course_completed(tx, completion(person))

    def join(_: int) -> bool:
        try:
            with database.transaction() as tx:
                Asking(tx)(contract.join, membership_commands.join, person, expertise=["youth"], agreed=True)
        except AlreadyAMember:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(join, range(4))) == 1


def test_leaving_twice_at_once_is_announced_once(database):
    person = an_actor()
    with database.transaction() as tx:
        reactions.course_completed(tx, completion(person))
        Asking(tx)(contract.join, membership_commands.join, person, expertise=["youth"], agreed=True)

    def leave(_: int) -> bool:
        try:
            with database.transaction() as tx:
                membership_commands.leave(tx, person, {})
        except NotAMember:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(leave, range(4))) == 1
