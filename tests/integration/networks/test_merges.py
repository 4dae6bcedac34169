from uuid import uuid4

from services.networks import reactions
from services.networks.commands import membership as membership_commands
from services.networks.commands import posts as post_commands
from services.networks.queries import membership as membership_queries
from services.networks.queries import posts as post_queries
from services.networks.tables import Invitation, Member, Merge
from shared.contracts import networks as contract
from shared.contracts.networks import NetworkInvitationMade
from tests.integration.conftest import an_actor
from tests.integration.networks.conftest import completion


def merge(tx, kept, dropped):
    for _ in range(2):
        reactions.person_merged(tx, {"kept_id": kept.id, "dropped_id": dropped.id})


def undo(tx, kept, dropped):
    for _ in range(2):
        reactions.person_merge_undone(tx, {"kept_id": kept.id, "dropped_id": dropped.id})


def test_a_member_stays_one_under_the_other_id_with_what_they_wrote(tx, ask, member, stranger):
    post = {"kind": "experience", "title": "A talk", "text": "We kept talking."}
    post_id = ask(contract.write_post, post_commands.write_post, member, **post)["id"]
    merge(tx, stranger, member)
    assert ask(contract.post, post_queries.post, stranger, post_id=post_id)["author_id"] == stranger.id
    assert (tx.get(Member, member.id), tx.get(Invitation, member.id)) == (None, None)
    undo(tx, stranger, member)
    assert ask(contract.post, post_queries.post, member, post_id=post_id)["author_id"] == member.id
    assert tx.get(Member, stranger.id) is None


def test_who_joined_twice_is_one_member_with_both_profiles(tx, ask, join):
    one, other = join(expertise=["youth"], languages=["nl"]), join(expertise=["schools", "youth"], languages=["fr"])
    joined_at = tx.get(Member, one.id).joined_at
    merge(tx, one, other)
    [profile] = ask(contract.members, membership_queries.members, one)["items"]
    assert (profile["person_id"], profile["joined_at"]) == (one.id, joined_at)
    assert (profile["expertise"], profile["languages"]) == (["youth", "schools"], ["nl", "fr"])
    undo(tx, one, other)
    assert tx.get(Member, one.id).expertise == ["youth"]
    assert tx.get(Member, other.id).expertise == ["schools", "youth"]


def test_a_profile_that_was_changed_since_stays_and_the_other_comes_back(tx, ask, join):
    one, other = join(expertise=["youth"]), join(expertise=["schools"])
    merge(tx, one, other)
    ask(
        contract.change_profile,
        membership_commands.change_profile,
        one,
        expertise=["housing"],
        area_ids=[],
        languages=[],
    )
    undo(tx, one, other)
    assert tx.get(Member, one.id).expertise == ["housing"]
    assert tx.get(Member, other.id).expertise == ["schools"]


def test_what_arrives_late_about_the_dropped_record_is_about_the_person(tx, announced):
    kept, dropped = an_actor(), an_actor()
    merge(tx, kept, dropped)
    group_id = uuid4()
    reactions.course_completed(tx, completion(dropped, group_id))
    reactions.course_completed(tx, completion(kept, group_id))
    assert [event["person_id"] for event in announced(NetworkInvitationMade)] == [kept.id]


def test_nothing_is_kept_for_going_back_of_who_is_erased(tx, member, stranger):
    merge(tx, stranger, member)
    reactions.person_erased(tx, {"person_id": stranger.id})
    assert tx.get(Merge, member.id) is None
