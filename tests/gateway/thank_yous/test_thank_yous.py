"""Thanking those who were at a session, from its page."""

from datetime import timedelta

import pytest

from shared import clock
from shared.contracts import trainings
from tests.gateway.running_programme import Maker


@pytest.fixture
def session_id(city, coordinator, trainer):
    """A training day at which three were present."""
    make = Maker(city, coordinator.id)
    people = [make.person(f"Participant {letter}") for letter in "ABC"]
    group = {"programme_id": make.programme(), "name": "Group North", "trainer_ids": [trainer.id]}
    group_id = make(trainings.form_group, **group, person_ids=people)["id"]
    made = make.session(group_id, "training_day", clock.today(city.settings.time_zone) - timedelta(days=1))
    make.record(made, people)
    return made


def test_the_outstanding_list_empties_as_a_trainer_sends_thank_yous(trainer, session_id):
    address = f"/sessions/{session_id}/thank-yous"
    assert address in trainer.open(f"/sessions/{session_id}").links
    page = trainer.open(address)
    assert "Thank you for being there" in (page.form().value("text") or "")
    first, second, _third = [value for name, value in page.form().values if name == "person_ids"]
    typed = {"text": "A good day.", "only": first, f"line-{first}": "Your example helped."}
    one = trainer.send(page, **typed)
    assert "1 thank-you is on its way. 2 people have not been thanked yet." in one.main
    assert one.form().value("text") == "A good day."
    assert f"line-{first}" not in dict(one.form().values)
    again = trainer.send(page, **typed)
    assert "2 people have not been thanked yet." in again.main, "sent twice is sent once"
    done = trainer.send(trainer.open(address), person_ids=[second, _third])
    assert "2 thank-yous are on their way. Everybody has been thanked." in done.main
    assert "Who has not been thanked yet" not in done.main


def test_what_is_written_is_kept_until_it_is_sent(trainer, session_id):
    address = f"/sessions/{session_id}/thank-yous"
    page = trainer.open(address)
    assert "Nothing was sent." in trainer.send(page, text="Not ready yet.", save="yes").main
    assert trainer.open(address).form().value("text") == "Not ready yet."


def test_nobody_chosen_and_nothing_written_are_problems_and_keep_what_was_typed(trainer, session_id):
    page = trainer.open(f"/sessions/{session_id}/thank-yous")
    nobody = trainer.send(page, text="A good day.", person_ids=None)
    assert nobody.errors == ["Fill this in"]
    assert nobody.form().value("text") == "A good day."
    assert trainer.send(page, text="").errors == ["Fill this in"]


def test_the_same_by_the_api(trainer, another_trainer, session_id):
    address = f"/sessions/{session_id}/thank-yous"
    trainer.api("PUT", address, text="A good day.")
    people = [each["person_id"] for each in trainer.api("GET", address)["thank_yous"]]
    done = trainer.api("POST", f"{address}/sending", text="A good day.", person_ids=people)
    assert done == {"sent": 3, "already": 0, "outstanding": 0}
    assert another_trainer.api.try_("GET", address).status_code == 403
