"""A page needs at most ten SQL statements over all services, however much there is to show.

Counted are the statements that services send for one request; BEGIN, COMMIT and waiting for the reader's own last
change are apart. Each topic adds its pages here:
who opens it, and its address with the fields of `RunningProgramme` in it.
"""

import pytest

from tests.gateway.running_programme import RunningProgramme
from tests.gateway.statements import Statements

MOST = 10

PAGES = [
    ("coordinator", "/programmes/{id}/introductions/new"),
    ("coordinator", "/sessions"),
    ("trainer", "/sessions"),
    ("coordinator", "/sessions/{introduction_id}"),
    ("coordinator", "/sessions/{introduction_id}/planned"),
    ("coordinator", "/sessions/{introduction_id}/invite"),
    ("coordinator", "/sessions/{introduction_id}/record"),
    ("trainer", "/sessions/{training_day_id}"),
    ("trainer", "/sessions/{training_day_id}/record"),
    ("coordinator", "/sessions/{planned_session_id}/open"),
    ("coordinator", "/sessions/{planned_session_id}/edit"),
    ("coordinator", "/sessions/{planned_session_id}/cancel"),
    ("coordinator", "/groups"),
    ("trainer", "/groups"),
    ("coordinator", "/programmes/{id}/groups"),
    ("coordinator", "/programmes/{id}/groups/new"),
    ("coordinator", "/groups/{group_id}"),
    ("trainer", "/groups/{group_id}"),
    ("coordinator", "/groups/{group_id}/edit"),
    ("coordinator", "/groups/{group_id}/trainers"),
    ("coordinator", "/groups/{group_id}/members/new"),
    ("coordinator", "/groups/{group_id}/questions/new"),
    ("coordinator", "/"),
    ("trainer", "/"),
    ("operator", "/"),
    ("coordinator", "/programmes"),
    ("coordinator", "/programmes/{id}"),
    ("operator", "/programmes/{id}"),
    ("coordinator", "/programmes/{id}/registered"),
    ("coordinator", "/programmes/{id}/settings"),
    ("coordinator", "/programmes/{id}/name"),
    ("coordinator", "/programmes/{id}/reason"),
    ("coordinator", "/programmes/{id}/areas"),
    ("coordinator", "/programmes/{id}/vision"),
    ("coordinator", "/programmes/{id}/policy-level"),
    ("coordinator", "/programmes/{id}/street-level"),
    ("coordinator", "/programmes/{id}/coordinators"),
    ("coordinator", "/programmes/{id}/surveys"),
    ("trainer", "/surveys"),
    ("coordinator", "/network/members"),
    ("coordinator", "/people"),
    ("coordinator", "/people/{person_ids[0]}"),
    ("coordinator", "/people/{person_ids[0]}/edit"),
    ("coordinator", "/people/{person_ids[0]}/erase"),
    ("coordinator", "/people/import"),
    ("coordinator", "/account"),
    ("operator", "/operation"),
    ("operator", "/operation/messages/trainings"),
]


@pytest.mark.parametrize(("who", "address"), PAGES, ids=[f"{who} {address}" for who, address in PAGES])
def test_a_page_needs_at_most_ten_statements(
    who: str, address: str, running: RunningProgramme, statements: Statements, request: pytest.FixtureRequest
):
    visitor = request.getfixturevalue(who)
    visitor.sign_in()  # forgets what they changed just now, which services would wait for
    path = address.format(**vars(running))
    pages = []
    needed = statements.of(lambda: pages.append(visitor.open(path)))
    assert pages[0].status == 200, pages[0].main
    assert pages[0].path == path
    assert len(needed) <= MOST, "\n".join(map(str, needed))
