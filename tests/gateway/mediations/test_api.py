"""A program that seals itself, as docs/mediations.md says: pages and program read what the other wrote."""

from services.gateway import sealing
from shared.access import MEDIATOR
from tests.gateway.mediations import making
from tests.gateway.visiting import Visitor

FORM = "a form of a program"
SENTENCE = "Iemand belde elke avond aan"


def key_of(mediator: Visitor) -> bytes:
    return sealing.unwrapped_by_passphrase(mediator.api("GET", "/mediations/key")["by_passphrase"], making.PASSPHRASE)


def test_the_page_shows_what_a_program_sealed(coordinator, sign_in):
    mediator = sign_in(MEDIATOR, name="Mira Programma")
    key, code = sealing.new_key(), sealing.new_recovery_code()
    by_passphrase = sealing.wrapped_by_passphrase(key, making.PASSPHRASE)
    by_recovery = sealing.wrapped_by_recovery(key, code)
    mediator.api("PUT", "/mediations/key", by_passphrase=by_passphrase, by_recovery=by_recovery, version=0)
    address = making.taken_on(coordinator, mediator)
    mediation_id = address.rpartition("/")[2]
    mediation_key = sealing.new_mediation_key()
    mediator.api("PUT", f"{address}/key", wrapped=sealing.wrapped_for(mediation_id, mediation_key, key))
    mediator.api("PUT", f"{address}/confidentiality", agreed_on="2026-03-02")
    content = sealing.seal(mediation_key, mediation_id, "party", {"pseudonym": "Wilg", "about": SENTENCE}, FORM)
    mediator.api("POST", f"{address}/entries", kind="party", content=content)
    mediator.submit("/mediations/unlock", passphrase=making.PASSPHRASE)
    assert SENTENCE in mediator.open(address).main


def test_a_program_opens_what_was_written_on_the_page(mediator, begun):
    address = begun()
    found = mediator.api("GET", address)
    mediation_key = sealing.unwrapped_for(found["id"], found["wrapped_key"], key_of(mediator))
    [party] = [sealing.opened(mediation_key, found["id"], each["kind"], each["content"]) for each in found["entries"]]
    assert party == {"pseudonym": "Willow", "about": "Lives upstairs"}


def test_what_is_not_sealed_is_refused(mediator, begun):
    refused = mediator.api.try_("POST", f"{begun()}/entries", kind="party", content=SENTENCE)
    assert refused.status_code == 422
    [complaint] = refused.json()["fields"]["content"]
    assert complaint["code"] == "not_sealed"
