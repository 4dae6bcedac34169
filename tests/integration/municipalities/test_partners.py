"""The partner organisations of a programme."""

from uuid import uuid4

import pytest

from services.municipalities import partners, reactions
from services.municipalities.errors import PartnerExists, ProgrammeNotYours
from shared.access import OPERATOR
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, NotFound
from tests.integration.conftest import an_actor


def add(ask, actor, programme_id, **more):
    partner = {"programme_id": programme_id, "name": "Woonstad", "contact_id": uuid4()} | more
    return ask(contract.add_partner, partners.add_partner, actor, **partner)["id"]


def change(ask, actor, programme_id, partner_id, **more):
    partner = {"programme_id": programme_id, "partner_id": partner_id, "name": "Woonstad", "version": 1} | more
    ask(contract.change_partner, partners.change_partner, actor, **partner)


def listed(ask, actor, programme_id):
    return ask(contract.partners, partners.partners, actor, programme_id=programme_id)["partners"]


def test_a_partner_is_announced_by_ids_and_yes_or_no(ask, coordinator, registered, announced):
    contact_id = uuid4()
    partner_id = add(ask, coordinator, registered, contact_id=contact_id, able=False)
    [event] = announced(contract.PartnerChanged)
    assert event == {
        "partner_id": partner_id,
        "programme_id": registered,
        "contact_id": contact_id,
        "willing": True,
        "able": False,
    }


def test_a_programme_names_a_partner_once(ask, coordinator, registered):
    add(ask, coordinator, registered)
    with pytest.raises(PartnerExists):
        add(ask, coordinator, registered)
    another = add(ask, coordinator, registered, name="Politie")
    with pytest.raises(PartnerExists):
        change(ask, coordinator, registered, another)
    change(ask, coordinator, registered, another, name="Politie Zuid")
    assert [partner["name"] for partner in listed(ask, coordinator, registered)] == ["Politie Zuid", "Woonstad"]


def test_a_change_over_somebody_elses_change_is_refused(ask, coordinator, registered):
    partner_id = add(ask, coordinator, registered)
    change(ask, coordinator, registered, partner_id, willing=False)
    with pytest.raises(ChangedMeanwhile):
        change(ask, coordinator, registered, partner_id)


def test_partners_are_for_the_coordinators_and_read_by_operators(ask, coordinator, another_coordinator, registered):
    partner_id = add(ask, coordinator, registered)
    assert len(listed(ask, an_actor(OPERATOR), registered)) == 1
    for attempt in (listed, add):
        with pytest.raises(ProgrammeNotYours):
            attempt(ask, another_coordinator, registered)
    with pytest.raises(ProgrammeNotYours):
        change(ask, another_coordinator, registered, partner_id)
    with pytest.raises(NotFound):
        change(ask, coordinator, registered, uuid4())


def test_an_erased_contact_is_no_contact_any_more(tx, ask, coordinator, registered):
    contact_id = uuid4()
    add(ask, coordinator, registered, contact_id=contact_id)
    reactions.person_erased(tx, {"person_id": contact_id})
    tx.expire_all()
    assert listed(ask, coordinator, registered)[0]["contact_id"] is None
