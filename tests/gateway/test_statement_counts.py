"""A page needs at most ten SQL statements over all services, however much there is to show.

Counted are the statements that services send for one request; BEGIN, COMMIT and waiting for the reader's own last
change are apart. Each topic adds its pages here:
who opens it, and its address with the fields of `RunningProgramme` in it.
"""

import pytest

from services import SERVICES
from tests.gateway.running_programme import RunningProgramme
from tests.gateway.statements import Statement, Statements

MOST = 10
# What the page of operation asks of every service alike counts as one: it grows with the services, not with the data.
ASKED_OF_ALL = {f"{service}.messages" for service in SERVICES}

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
    ("trainer", "/sessions/{training_day_id}/agenda"),
    ("trainer", "/sessions/{training_day_id}/presence"),
    ("trainer", "/sessions/{training_day_id}/check-in"),
    ("trainer", "/sessions/{training_day_id}/sheet"),
    ("trainer", "/sessions/{training_day_id}/record/history"),
    ("coordinator", "/sessions/{deepening_id}"),
    ("trainer", "/sessions/{deepening_id}/record"),
    ("coordinator", "/sessions/{training_day_id}"),
    ("coordinator", "/sessions/{planned_session_id}"),
    ("coordinator", "/sessions/{planned_session_id}/arrangements"),
    ("coordinator", "/sessions/{planned_session_id}/roles"),
    ("coordinator", "/sessions/{planned_session_id}/stand-ins"),
    ("coordinator", "/sessions/{planned_session_id}/stand-ins/{person_ids[0]}"),
    ("coordinator", "/trainers"),
    ("coordinator", "/trainers/free"),
    ("coordinator", "/trainers/progress"),
    ("coordinator", "/trainers/{person_ids[0]}"),
    ("coordinator", "/trainers/{person_ids[0]}/step"),
    ("coordinator", "/trainers/{person_ids[0]}/languages"),
    ("coordinator", "/groups"),
    ("trainer", "/groups"),
    ("coordinator", "/programmes/{id}/groups"),
    ("coordinator", "/programmes/{id}/groups/new"),
    ("coordinator", "/programmes/{id}/composition"),
    ("coordinator", "/programmes/{id}/wishes"),
    ("coordinator", "/groups/{group_id}"),
    ("trainer", "/groups/{group_id}"),
    ("coordinator", "/groups/{group_id}/edit"),
    ("coordinator", "/groups/{group_id}/trainers"),
    ("coordinator", "/groups/{group_id}/members/new"),
    ("coordinator", "/groups/{group_id}/questions/new"),
    ("coordinator", "/"),
    ("trainer", "/"),
    ("operator", "/"),
    ("coordinator", "/setup"),
    ("coordinator", "/setup/areas"),
    ("coordinator", "/setup/people"),
    ("coordinator", "/programmes"),
    ("coordinator", "/programmes/{id}"),
    ("operator", "/programmes/{id}"),
    ("coordinator", "/programmes/{id}/registered"),
    ("coordinator", "/strategies"),
    ("coordinator", "/programmes/{id}/strategy"),
    ("coordinator", "/programmes/{id}/strategy/sections/middle"),
    ("coordinator", "/programmes/{id}/strategy/sections/middle/write"),
    ("coordinator", "/programmes/{id}/strategy/adoption"),
    ("coordinator", "/programmes/{id}/strategy/actions/new"),
    ("coordinator", "/programmes/{id}/strategy/sources"),
    ("coordinator", "/programmes/{id}/council-page"),
    ("coordinator", "/programmes/{id}/council-page/preview"),
    ("coordinator", "/programmes/{id}/settings"),
    ("coordinator", "/programmes/{id}/name"),
    ("coordinator", "/programmes/{id}/reason"),
    ("coordinator", "/programmes/{id}/areas"),
    ("coordinator", "/programmes/{id}/vision"),
    ("coordinator", "/programmes/{id}/policy-level"),
    ("coordinator", "/programmes/{id}/street-level"),
    ("coordinator", "/programmes/{id}/coordinators"),
    ("coordinator", "/programmes/{id}/surveys"),
    ("coordinator", "/groups/{group_id}/survey"),
    ("trainer", "/surveys"),
    ("coordinator", "/network/members"),
    ("coordinator", "/people"),
    ("coordinator", "/people/new"),
    ("coordinator", "/people/{person_ids[0]}"),
    ("coordinator", "/people/{person_ids[0]}/edit"),
    ("coordinator", "/people/{person_ids[0]}/erase"),
    ("coordinator", "/people/import"),
    ("coordinator", "/account"),
    ("trainer", "/groups/{group_id}/cases"),
    ("trainer", "/my"),
    ("trainer", "/my/calendar"),
    ("coordinator", "/ways-in/{group_id}"),
    ("coordinator", "/ways-in/{introduction_id}"),
    ("coordinator", "/ways-in/{new_group_id}/registration"),
    ("coordinator", "/programmes/{id}/partners"),
    ("coordinator", "/courses"),
    ("coordinator", "/certificates"),
    ("coordinator", "/groups/{group_id}/certificates"),
    ("trainer", "/sessions/{training_day_id}/thank-yous"),
    ("coordinator", "/people?programme_id={id}&part=completed"),
    ("coordinator", "/people/duplicates"),
    ("coordinator", "/people/{person_ids[0]}/merge?q=Participant"),
    ("coordinator", "/people/{person_ids[0]}/merge/{person_ids[1]}"),
    ("coordinator", "/search?q=West"),
    ("trainer", "/search?q=West"),
    ("coordinator", "/sessions?closed=all&q=library&state=recorded"),
    ("coordinator", "/groups?state=forming&not_full=yes"),
    ("coordinator", "/quality"),
    ("operator", "/quality"),
    ("coordinator", "/programmes/{id}/quality"),
    ("coordinator", "/programmes/{id}/past"),
    ("coordinator", "/programmes/{id}/past/new"),
    ("coordinator", "/programmes/{id}/goals"),
    ("coordinator", "/report"),
    ("coordinator", "/report.pdf"),
    ("operator", "/report"),
    ("coordinator", "/map"),
    ("coordinator", "/map/tiles"),
    ("coordinator", "/signals"),
    ("trainer", "/signals?programme_id={id}"),
    ("coordinator", "/signals/new"),
    ("coordinator", "/programmes/{id}/triages"),
    ("coordinator", "/programmes/{id}/triages/new"),
    ("coordinator", "/programmes/{id}/issues"),
    ("coordinator", "/programmes/{id}/incidents"),
    ("coordinator", "/programmes/{id}/incident-protocol"),
    ("coordinator", "/council"),
    ("editor", "/handbook"),
    ("editor", "/handbook/editing"),
    ("editor", "/handbook/contributions"),
    ("trainer", "/handbook/contributions/new?session_id={training_day_id}"),
    ("editor", "/handbook/partner-links"),
    ("editor", "/handbook/manual"),
    ("editor", "/handbook/offers"),
    ("editor", "/handbook/shares"),
    ("operator", "/handbook/cities"),
    ("operator", "/operation"),
    ("operator", "/operation/messages/trainings"),
]


def counted(needed: list[Statement]) -> list[Statement]:
    alike = [statement for statement in needed if statement.call in ASKED_OF_ALL]
    return [statement for statement in needed if statement not in alike[1:]]


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
    assert pages[0].path == path.partition("?")[0]
    assert len(counted(needed)) <= MOST, "\n".join(map(str, needed))
