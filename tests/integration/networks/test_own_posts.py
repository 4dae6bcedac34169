"""What one wrote can be changed and deleted; what others wrote can be followed and used."""

import pytest
from sqlalchemy import func, select

from services.networks import reactions, tables
from services.networks.commands import follows as follow_commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import posts as post_commands
from services.networks.commands import reuses as reuse_commands
from services.networks.errors import NotAMember, OwnPost
from services.networks.queries import follows as follow_queries
from shared.contracts import networks as contract
from shared.errors import Forbidden, NotFound
from tests.integration.conftest import an_actor

pytestmark = pytest.mark.usefixtures("minutes_go_by")


@pytest.fixture
def change(ask):
    def change(actor, post_id, **said):
        said = {"title": "Fireworks", "text": "We tried it."} | said
        ask(contract.change_post, post_commands.change_post, actor, post_id=post_id, **said)

    return change


@pytest.fixture
def use(ask):
    def use(actor, post_id, how="In a talk at a school."):
        ask(contract.use_post, reuse_commands.use_post, actor, post_id=post_id, how=how)

    return use


@pytest.fixture
def follow(ask):
    def follow(actor, following=True, **what):
        call, command = (
            (contract.follow_theme, follow_commands.follow_theme)
            if "theme" in what
            else (contract.follow_post, follow_commands.follow_post)
        )
        ask(call, command, actor, following=following, **what)

    return follow


@pytest.fixture
def following(ask):
    return lambda actor: ask(contract.following, follow_queries.following, actor)


# changing and deleting


def test_what_was_changed_says_so(write, change, post_for, member):
    post_id = write("experience", theme="identity", language="fr")
    assert post_for(member, post_id)["edited_at"] is None
    change(member, post_id, title="Fireworks again", theme="prejudice")
    seen = post_for(member, post_id)
    assert (seen["title"], seen["text"], seen["theme"]) == ("Fireworks again", "We tried it.", "prejudice")
    assert seen["language"] == "fr"
    assert seen["edited_at"] > seen["written_at"]


def test_a_post_without_a_language_of_its_own_is_in_that_of_the_city(write, post_for, member):
    assert post_for(member, write())["language"] == "nl"


def test_a_deleted_post_goes_with_all_that_was_said_under_it(tx, ask, write, answer, use, follow, member, join):
    helper, post_id = join(), write()
    answer(post_id, helper)
    use(helper, post_id)
    follow(helper, post_id=post_id)
    ask(contract.delete_post, post_commands.delete_post, member, post_id=post_id)
    tx.expire_all()
    left = [tables.Post, tables.Answer, tables.Reuse, tables.FollowedPost, tables.Asked]
    assert [tx.scalar(select(func.count()).select_from(table)) for table in left] == [0] * 5


def test_only_its_author_changes_or_deletes_a_post(ask, write, change, join):
    post_id, other = write(), join()
    with pytest.raises(Forbidden):
        change(other, post_id)
    with pytest.raises(Forbidden):
        ask(contract.delete_post, post_commands.delete_post, other, post_id=post_id)
    with pytest.raises(NotAMember):
        change(an_actor(), post_id)


# using


def test_who_used_it_says_how_and_it_is_counted_and_announced(write, use, post_for, posts_for, member, join, announced):
    post_id, helper = write("experience"), join()
    use(helper, post_id)
    [said] = post_for(member, post_id)["uses"]
    assert (said["person_id"], said["how"]) == (helper.id, "In a talk at a school.")
    assert posts_for(member)["items"][0]["reuses"] == 1
    assert announced(contract.PostReused) == [{"post_id": post_id, "person_id": helper.id}]


def test_whoever_says_it_again_is_counted_once(write, use, post_for, member, join, announced):
    post_id, helper = write("experience"), join()
    use(helper, post_id)
    use(helper, post_id, "In the neighbourhood too.")
    use(join(), post_id)
    seen = post_for(member, post_id)
    assert [each["how"] for each in seen["uses"]] == ["In the neighbourhood too.", "In a talk at a school."]
    assert (seen["reuses"], len(announced(contract.PostReused))) == (2, 2)


def test_it_can_be_taken_back(ask, write, use, post_for, member, join):
    post_id, helper = write("experience"), join()
    use(helper, post_id)
    for _ in range(2):
        ask(contract.withdraw_use, reuse_commands.withdraw_use, helper, post_id=post_id)
    assert (post_for(member, post_id)["reuses"], post_for(member, post_id)["uses"]) == (0, [])


def test_what_one_wrote_oneself_is_not_used_by_oneself(write, use, member):
    with pytest.raises(OwnPost):
        use(member, write("experience"))


def test_what_an_erased_person_used_stays_counted_under_nobody(tx, write, use, post_for, member, join):
    post_id, helper = write("experience"), join()
    use(helper, post_id)
    reactions.person_erased(tx, {"person_id": helper.id})
    tx.expire_all()
    assert [each["person_id"] for each in post_for(member, post_id)["uses"]] == [None]
    assert post_for(member, post_id)["reuses"] == 1


def test_two_records_of_one_person_used_it_once_and_twice_again_when_parted(tx, write, use, post_for, member, join):
    post_id, one, other = write("experience"), join(), join()
    use(one, post_id), use(other, post_id)
    reactions.person_merged(tx, {"kept_id": one.id, "dropped_id": other.id})
    assert (post_for(member, post_id)["reuses"], len(post_for(member, post_id)["uses"])) == (1, 1)
    reactions.person_merge_undone(tx, {"kept_id": one.id, "dropped_id": other.id})
    assert (post_for(member, post_id)["reuses"], len(post_for(member, post_id)["uses"])) == (2, 2)


# following


def test_what_one_follows_is_found_by_itself_and_by_its_theme(write, follow, following, posts_for, member, join):
    reader = join()
    on_theme, followed, _other = write(theme="identity"), write(theme="prejudice"), write()
    follow(reader, theme="identity")
    follow(reader, post_id=followed)
    assert [each["id"] for each in posts_for(reader, state="followed")["items"]] == [followed, on_theme]
    seen = following(reader)
    assert (seen["themes"], [each["id"] for each in seen["posts"]]) == (["identity"], [followed])


def test_following_twice_is_following_and_it_ends_when_one_says_so(write, follow, following, post_for, join):
    reader, post_id = join(), write(theme="identity")
    for _ in range(2):
        follow(reader, post_id=post_id), follow(reader, theme="identity")
    assert (post_for(reader, post_id)["following"], post_for(reader, post_id)["follows_theme"]) == (True, True)
    follow(reader, following=False, post_id=post_id), follow(reader, following=False, theme="identity")
    assert following(reader) == {"themes": [], "posts": []}
    assert (post_for(reader, post_id)["following"], post_for(reader, post_id)["follows_theme"]) == (False, False)


def test_who_leaves_follows_nothing_any_more(tx, ask, write, follow, join):
    reader = join()
    follow(reader, post_id=write())
    follow(reader, theme="identity")
    ask(contract.leave, membership_commands.leave, reader)
    assert tx.scalars(select(tables.FollowedPost)).all() == tx.scalars(select(tables.FollowedTheme)).all() == []


def test_what_is_not_there_is_not_followed(follow, member):
    with pytest.raises(NotFound):
        follow(member, post_id=member.id)
