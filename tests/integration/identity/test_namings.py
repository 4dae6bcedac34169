from services.identity.queries import texts
from services.identity.tables import Person, Role
from shared import clock
from shared.access import EXPERT
from shared.contracts import identity as contract
from shared.ids import new_id
from tests.integration.conftest import an_actor


def somebody(tx, name, *roles):
    person_id = new_id()
    tx.add(
        Person(id=person_id, name=name, email=f"{person_id}@city.example", area_ids=[], version=1, added_at=clock.now())
    )
    tx.flush()
    tx.add_all([Role(person_id=person_id, role=role) for role in roles])
    tx.flush()
    return person_id


def test_names_are_those_of_the_network_but_the_writers_own(tx, ask):
    writer = an_actor(EXPERT, person_id=somebody(tx, "Wim Writer", EXPERT))
    somebody(tx, "Mia Member", EXPERT)
    somebody(tx, "Olaf Outside")
    text = "Mia Member and Olaf Outside, x@y.example. Regards, Wim Writer"
    found = ask(contract.namings, texts.namings, writer, text=text)["found"]
    assert found == [{"kind": "name", "words": "Mia Member"}, {"kind": "email", "words": "x@y.example"}]
