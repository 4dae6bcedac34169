"""Every page of the gateway, with demo data, needs at most ten SQL statements over all services.

Counted are the statements of one request; BEGIN, COMMIT and waiting for the reader's own last change are apart. The
files of the same name in tests/gateway see that it does not grow with what there is to show.
"""

import pytest

from tests.browser.filled import FilledCity
from tests.browser.pages import PAGES, Visit
from tests.gateway.statements import Statements
from tests.gateway.test_statement_counts import MOST, counted
from tests.gateway.visiting import Browser

OPENED = [visit for visit in PAGES if not visit.act]


@pytest.fixture(scope="module")
def visitors(filled: FilledCity) -> dict[str | None, Browser]:
    """Role -> who is signed in with it."""
    visitors = {}
    for role in {visit.role for visit in OPENED}:
        visitors[role] = Browser(filled.city.url, "en")
        visitors[role].http.cookies.update(filled.cookies(role))
    return visitors


@pytest.mark.parametrize("visit", OPENED, ids=str)
def test_a_page_needs_at_most_ten_statements(
    visit: Visit, filled: FilledCity, visitors: dict[str | None, Browser], statements: Statements
) -> None:
    path = visit.path.format(**filled.places)
    needed = statements.of_answer(lambda: visitors[visit.role].open(path).answer)
    assert len(counted(needed)) <= MOST, "\n".join(map(str, needed))
