"""Mediations as far as a test needs them, made by the API and, where words are sealed, on the pages."""

from typing import Any

from tests.gateway.visiting import Browser, Visitor
from tests.waiting import eventually

PASSPHRASE = "a lamp in the window, for nobody"


def with_a_key(mediator: Visitor) -> Visitor:
    """That is unlocked."""
    mediator.submit("/mediations/key", passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    return mediator


def unlock(mediator: Browser) -> None:
    """Who signs out locks the key."""
    mediator.submit("/mediations/unlock", passphrase=PASSPHRASE)


def half_an_hour_later(mediator: Browser) -> None:
    """The browser has thrown away what kept the key unlocked."""
    name = next(cookie.name for cookie in mediator.http.cookies if cookie.name.endswith("-mediations"))
    del mediator.http.cookies[name]


def known_as_a_mediator(coordinator: Visitor, mediator: Visitor, mediation_id: str) -> bool:
    found = coordinator.api("GET", f"/mediations/{mediation_id}/mediators")
    return str(mediator.id) in found["mediator_ids"]


def opened(coordinator: Visitor, **more: Any) -> str:
    """The id of one that nobody was asked for."""
    return coordinator.api("POST", "/mediations", **more)["id"]


def asked(coordinator: Visitor, mediator: Visitor, **more: Any) -> str:
    mediation_id = opened(coordinator, **more)
    eventually(lambda: known_as_a_mediator(coordinator, mediator, mediation_id))
    coordinator.api("PUT", f"/mediations/{mediation_id}/mediator", mediator_id=str(mediator.id))
    return mediation_id


def taken_on(coordinator: Visitor, mediator: Visitor, **more: Any) -> str:
    """The address of one that its mediator has said yes to."""
    mediation_id = asked(coordinator, mediator, **more)
    mediator.api("PUT", f"/mediations/{mediation_id}/request", answer="no_conflict")
    return f"/mediations/{mediation_id}"


def begun(coordinator: Visitor, mediator: Visitor, **more: Any) -> str:
    """In which all agreed to confidentiality, judged suitable, with a party called Willow."""
    address = taken_on(coordinator, mediator, **more)
    _written(mediator, f"{address}/confidentiality", address)
    _written(mediator, f"{address}/suitability", address, verdict="suitable")
    _written(mediator, f"{address}/entries/new/party", address, pseudonym="Willow", about="Lives upstairs")
    return address


def _written(mediator: Visitor, path: str, then: str, **typed: Any) -> None:
    page = mediator.submit(path, **typed)
    assert page.path == then, page.main


def party_of(mediator: Visitor, address: str) -> str:
    entries = mediator.api("GET", address)["entries"]
    return next(entry["id"] for entry in entries if entry["kind"] == "party")


def thank_you_of(mediator: Visitor, address: str) -> str:
    form = f"{address}/entries/new/thank_you"
    mediator.submit(form, message="Thank you for coming", party_id=party_of(mediator, address))
    return mediator.api("GET", address)["entries"][-1]["id"]
