import pytest

from tests.gateway.meetings.conftest import in_the_city
from tests.gateway.network.test_statement_counts import needed
from tests.gateway.test_statement_counts import MOST

PARTS = ("", "/edit", "/cancel", "/agenda", "/minutes", "/actions/new", "an item")


@pytest.fixture(scope="module")
def busy(member, another_member) -> str:
    """A meeting that has begun, with a full agenda and open actions of earlier ones."""
    for days in (-3, -2):
        earlier = planned_by(member, days=days)
        for number in range(5):
            member.api("POST", f"{earlier}/actions", text=f"Action {number}", owner_id=str(another_member.id))
    address = planned_by(member, minutes=-5)
    another_member.api("PUT", f"{address}/reply", reply="yes")
    for number in range(10):
        another_member.api("POST", f"{address}/agenda", text=f"Item {number}", minutes=5)
        member.api("POST", f"{address}/actions", text=f"Action {number}", owner_id=str(another_member.id))
    return address


def planned_by(member, **later: int) -> str:
    at = in_the_city(**later)
    plan = {"date": at.date().isoformat(), "start_time": f"{at:%H:%M}", "place": "Library"}
    return f"/network/meetings/{member.api('POST', '/network/meetings', title='Spring meeting', **plan)['id']}"


@pytest.mark.parametrize("path", ["/network/meetings", "/network/meetings?past=yes", "/network/meetings/new"])
def test_the_list_needs_at_most_ten_statements(member, statements, busy, path):
    found = needed(member, statements, path)
    assert len(found) <= MOST, "\n".join(found)


@pytest.mark.parametrize("part", PARTS)
def test_a_page_of_a_meeting_needs_at_most_ten_statements(member, statements, busy, part):
    if part == "an item":
        part = f"/agenda/{member.api('GET', busy)['agenda'][0]['id']}"
    found = needed(member, statements, busy + part)
    assert len(found) <= MOST, "\n".join(found)
