import pytest

from tests.gateway.composition.test_composition import going, propose


@pytest.fixture
def address(candidates) -> str:
    return f"/programmes/{candidates.programme_id}/wishes"


def test_a_wish_is_noted_kept_to_and_removed(coordinator, candidates, address):
    police, housing = candidates.police, candidates.housing
    page = coordinator.submit(address, person_id=housing[0], kind="not_with", other_id=police[0])
    assert "The wish has been noted." in page.main
    assert "Participant 003 Not to be in one group Participant 001" in page.main
    proposal = propose(coordinator, candidates)
    assert going(proposal)[str(housing[0])] != going(proposal)[str(police[0])]
    assert "1 pair is kept apart as asked: Participant 003 and Participant 001" in proposal.main
    removed = coordinator.send(page, f"{address}/remove")
    assert "The wish has been removed." in removed.main
    assert "No wishes yet" in removed.main


def test_a_wish_to_be_together_that_can_not_be_met_is_told(coordinator, candidates, address):
    coordinator.submit(address, person_id=candidates.housing[1], kind="with", other_id=candidates.police[0])
    page = propose(coordinator, candidates)
    assert "Participant 004 wishes to be with Participant 001, who is not in this group." in page.main


def test_what_is_missing_is_said_and_the_rest_kept(coordinator, candidates, address):
    page = coordinator.submit(address, person_id=candidates.police[0], kind="not_with", other_id="")
    assert (page.status, page.errors) == (422, ["Fill this in"])
    assert page.form().value("person_id") == str(candidates.police[0])
    assert page.form().value("kind") == "not_with"
    page = coordinator.send(page, other_id=candidates.police[0])
    assert page.errors == ["Choose two different people"]


def test_programs_note_the_same(coordinator, candidates):
    anna, boris = map(str, candidates.police)
    path = f"/programmes/{candidates.programme_id}/wishes"
    coordinator.api("PUT", f"{path}/{anna}/{boris}", kind="with")
    assert coordinator.api("GET", path)["wishes"] == [{"person_id": anna, "other_id": boris, "kind": "with"}]
    coordinator.api("DELETE", f"{path}/{anna}/{boris}")
    assert coordinator.api("GET", path)["wishes"] == []


def test_they_are_for_the_coordinators_of_the_programme(another_coordinator, candidates, address):
    assert another_coordinator.open(address).status == 403
