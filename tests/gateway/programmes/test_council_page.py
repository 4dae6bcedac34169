"""The page for the council: composed, looked at, published for anybody, withdrawn."""

import pytest

from tests.gateway.running_programme import Maker


@pytest.fixture
def programme_id(city, coordinator):
    return Maker(city, coordinator.id).programme(name="Rotterdam-West in gesprek")


@pytest.fixture
def council(programme_id):
    return f"/programmes/{programme_id}/council-page"


def test_anybody_reads_what_was_published_and_nothing_newer(coordinator, anybody, programme_id, council):
    strategy = f"/programmes/{programme_id}/strategy"
    coordinator.send(coordinator.open(f"{strategy}/sections/middle/write"), text="Who keeps silent.")
    coordinator.send(coordinator.open(f"{strategy}/sections/pitfalls/write"), text="A march.")
    coordinator.send(coordinator.open(f"{strategy}/adoption"))
    composed = {"changed_practice": "We call Jan Jansen. Carla Coordinator helps.", "sections": ["middle"]}
    preview = coordinator.send(coordinator.open(council), **composed)
    assert preview.path == f"{council}/preview"
    assert "In your text stands: Carla Coordinator, Jan Jansen." in preview.main
    preview = coordinator.send(coordinator.open(council), changed_practice="We call first.")
    assert "This looks like a person" not in preview.main
    assert "Who keeps silent." in preview.main
    shown = coordinator.send(preview)
    assert shown.path.startswith("/council/rotterdam-west-in-gesprek")
    page = anybody.open(shown.path)
    assert page.title.startswith("For the council: Rotterdam-West in gesprek")
    assert "What we do differently now We call first." in page.main
    assert "The middle and its dilemma Who keeps silent." in page.main
    assert "A march." not in page.main
    assert "Coordinator" not in page.main
    assert shown.path in anybody.open("/council").links
    coordinator.send(coordinator.open(council), changed_practice="Something newer.")
    assert "Something newer." not in anybody.open(shown.path).main
    withdrawn = coordinator.submit(council, f"{council}/withdrawal")
    assert "The page has been withdrawn" in withdrawn.main
    assert shown.path not in anybody.open("/council").links
    gone = anybody.open(shown.path)
    assert gone.status == 410
    assert "The city has withdrawn this page." in gone.main


def test_a_program_publishes_it_and_cannot_invent_outcomes(coordinator, any_program, council):
    coordinator.api("PUT", council, lessons="Call first.", version=0)
    invented = [{"label": {"en": "All is well"}}]
    refused = coordinator.api.try_("POST", f"{council}/publication", version=1, adopted_number=0, outcomes=invented)
    assert refused.status_code == 422
    address = coordinator.api("POST", f"{council}/publication", version=1, adopted_number=0)["address"]
    page = any_program("GET", f"/council/{address}")
    assert (page["lessons"], page["outcomes"]) == ("Call first.", [])
    assert address in [each["address"] for each in any_program("GET", "/council")["pages"]]
    coordinator.api("DELETE", f"{council}/publication")
    assert any_program.try_("GET", f"/council/{address}").status_code == 410


def test_the_preview_is_shown_anew_when_a_colleague_changed_what_would_be_published(coordinator, programme_id, council):
    write, adoption = (f"/programmes/{programme_id}/strategy/{each}" for each in ("sections/middle/write", "adoption"))
    coordinator.send(coordinator.open(write), text="Who keeps silent.")
    coordinator.send(coordinator.open(adoption))
    preview = coordinator.send(coordinator.open(council), changed_practice="We call first.", sections=["middle"])
    coordinator.send(coordinator.open(write), text="Who speaks up.")
    coordinator.send(coordinator.open(adoption))
    again = coordinator.send(preview)
    assert again.status == 409
    assert "Who speaks up." in again.main
    published = coordinator.send(again)
    assert published.path.startswith("/council/")
    before = coordinator.open(f"{council}/preview")
    coordinator.submit(council, f"{council}/withdrawal")
    assert coordinator.send(before).status == 409
    assert coordinator.open(published.path).status == 410


def test_it_is_for_the_coordinators_of_the_programme(another_coordinator, trainer, council):
    for visitor in (another_coordinator, trainer):
        assert visitor.open(council).status == 403
        assert visitor.open(f"{council}/preview").status == 403
