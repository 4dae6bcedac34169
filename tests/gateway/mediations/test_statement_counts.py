import pytest

from tests.gateway.mediations import making
from tests.gateway.network.test_statement_counts import needed
from tests.gateway.test_statement_counts import MOST

PARTS = ("", "/confidentiality", "/suitability", "/close", "/end", "/entries/new/talk")


@pytest.fixture(scope="module")
def busy(coordinator, mediator, begun) -> str:
    """A mediation with much in it, among more than a page of others."""
    for _number in range(22):
        making.opened(coordinator)
    address = begun()
    for number in range(10):
        mediator.submit(f"{address}/entries/new/party", pseudonym=f"Willow {number}")
        mediator.submit(f"{address}/entries/new/contact", notes="Called")
    return address


@pytest.mark.parametrize("path", ["/mediations", "/mediations/new", "/mediations/figures"])
def test_the_list_needs_at_most_ten_statements(coordinator, statements, busy, path):
    found = needed(coordinator, statements, path)
    assert len(found) <= MOST, "\n".join(found)


@pytest.mark.parametrize("part", PARTS)
def test_a_page_of_a_mediation_needs_at_most_ten_statements(mediator, statements, busy, part):
    mediator.sign_in()  # forgets what they changed just now, which services would wait for
    mediator.submit("/mediations/unlock", passphrase=making.PASSPHRASE)
    pages = []
    found = statements.of(lambda: pages.append(mediator.open(busy + part)))
    assert pages[0].path == busy + part
    assert len(found) <= MOST, "\n".join(str(each) for each in found)


def test_asking_a_mediator_needs_at_most_ten_statements(coordinator, mediator, statements):
    found = needed(coordinator, statements, f"/mediations/{making.asked(coordinator, mediator)}/mediator")
    assert len(found) <= MOST, "\n".join(found)
