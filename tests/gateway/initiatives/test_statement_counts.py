import pytest

from tests.gateway.network.test_statement_counts import needed
from tests.gateway.test_statement_counts import MOST

PARTS = ("", "/edit", "/leave", "/steps/new", "/needs/new", "/present")


@pytest.fixture(scope="module")
def busy(member, another_member) -> str:
    """An initiative with much in it, among more than a page of others."""
    area = {"area_ids": []}
    for number in range(22):
        made = member.api("POST", "/network/initiatives", title=f"Initiative {number}", purpose="To begin.", **area)
    address = f"/network/initiatives/{made['id']}"
    another_member.api("PUT", f"{address}/participation")
    for number in range(10):
        member.api("POST", f"{address}/steps", text=f"Step {number}", owner_id=str(another_member.id))
        need = member.api("POST", f"{address}/needs", kind="time", text=f"Need {number}")
        another_member.api("POST", f"{address}/needs/{need['id']}/offers", text="Me")
        another_member.api("POST", f"{address}/notes", text=f"Note {number}")
    return address


@pytest.mark.parametrize(
    "path", ["/network/initiatives", "/network/initiatives?needing=yes", "/network/initiatives/new"]
)
def test_the_list_needs_at_most_ten_statements(member, statements, busy, path):
    found = needed(member, statements, path)
    assert len(found) <= MOST, "\n".join(found)


@pytest.mark.parametrize("part", PARTS)
def test_a_page_of_an_initiative_needs_at_most_ten_statements(member, statements, busy, part):
    found = needed(member, statements, busy + part)
    assert len(found) <= MOST, "\n".join(found)
