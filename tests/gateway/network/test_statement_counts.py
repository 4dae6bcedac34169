import pytest

from tests.gateway.test_statement_counts import MOST

PAGES = [
    "/network",
    "/network?kind=advice&state=unanswered",
    "/network?q=how&state=followed",
    "/network?state=asked",
    "/network/asked",
    "/network/following",
    "/network/posts/new?kind=advice",
    "/network/members",
    "/network/members?expertise=mediation&language=nl",
    "/network/profile",
    "/network/leave",
    "/network/membership",
    "/network/visibility",
    "/network/tree",
    "/network/buddies",
    "/network/figures",
    "/network/trainings",
]


@pytest.fixture(scope="module")
def busy_board(member, another_member) -> str:
    """The address of a post with answers, on a board with more than a page of posts."""
    for number in range(25):
        post = another_member.api("POST", "/network/posts", kind="advice", title=f"Question {number}", text="How?")
    for writer in (member, another_member, member):
        writer.api("POST", f"/network/posts/{post['id']}/answers", text="Like this.")
    return f"/network/posts/{post['id']}"


def needed(visitor, statements, path) -> list[str]:
    visitor.sign_in()  # forgets what they changed just now, which services would wait for
    pages = []
    found = statements.of(lambda: pages.append(visitor.open(path)))
    assert (pages[0].status, pages[0].path) == (200, path.partition("?")[0])
    return [str(statement) for statement in found]


@pytest.mark.parametrize("path", [*PAGES, "a post", "a member"])
def test_a_page_of_the_network_needs_at_most_ten_statements(member, another_member, statements, busy_board, path):
    path = {"a post": busy_board, "a member": f"/network/members/{another_member.id}"}.get(path, path)
    found = needed(member, statements, path)
    assert len(found) <= MOST, "\n".join(found)


def test_the_invitation_needs_at_most_ten_statements(invited, statements):
    found = needed(invited, statements, "/network/join")
    assert len(found) <= MOST, "\n".join(found)
