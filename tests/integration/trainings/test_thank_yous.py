"""A thank-you is drafted for everybody who was present, and sent by a person, once each."""

import pytest

from services.trainings import reactions
from services.trainings.commands import thank_yous as commands
from services.trainings.errors import GroupNotYours, NotToBeThanked
from services.trainings.queries import thank_yous as queries
from shared.access import NOBODY
from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import people

TEXT = "Thank you for a day full of questions."


class Held:
    """A training day at which two of three were present."""

    def __init__(self, tx, ask, programme):
        self.tx, self.ask, self.programme = tx, ask, programme
        self.first, self.second, self.absent = self.people = people(3)
        states = dict.fromkeys(self.people, "present") | {self.absent: "absent"}
        self.id = programme.hold(programme.group(self.people), "training_day", states, days=-1)

    def read(self):
        return self.ask(contract.thank_yous, queries.thank_yous, self.programme.trainer, session_id=self.id)

    def states(self):
        return {each["person_id"]: each["state"] for each in self.read()["thank_yous"]}

    def save(self, actor=None, **more):
        asked = {"session_id": self.id, "text": TEXT} | more
        self.ask(contract.save_thank_yous, commands.save_thank_yous, actor or self.programme.trainer, **asked)

    def send(self, *person_ids, **more):
        asked = {"session_id": self.id, "text": TEXT, "person_ids": list(person_ids)} | more
        return self.ask(contract.send_thank_yous, commands.send_thank_yous, self.programme.trainer, **asked)


@pytest.fixture
def held(tx, ask, programme) -> Held:
    return Held(tx, ask, programme)


def test_one_is_drafted_for_everybody_who_was_present(held):
    assert held.states() == {held.first: "drafted", held.second: "drafted"}


def test_a_correction_of_the_attendance_drafts_and_takes_back(held):
    held.send(held.first)
    held.programme.record(held.id, {held.first: "absent", held.second: "excused", held.absent: "present"})
    assert held.states() == {held.first: "sent", held.absent: "drafted"}


def test_nobody_is_thanked_until_somebody_sends_it(held, announced):
    held.save(lines=[{"person_id": held.first, "line": "Your example helped."}])
    assert announced(contract.ThankYouSent) == []
    read = held.read()
    assert read["text"] == TEXT
    assert {each["person_id"]: each["line"] for each in read["thank_yous"]} == {
        held.first: "Your example helped.",
        held.second: None,
    }


def test_everybody_is_thanked_once_and_the_outstanding_list_empties(held, announced):
    assert held.send(held.first) == {"sent": 1, "already": 0, "outstanding": 1}
    assert held.send(held.first, held.second) == {"sent": 1, "already": 1, "outstanding": 0}
    sent = announced(contract.ThankYouSent)
    assert [event["person_id"] for event in sent] == [held.first, held.second]
    assert {event["sent_by"] for event in sent} == {held.programme.trainer.id}


def test_the_mail_reads_what_was_sent_whatever_is_written_later(held, announced):
    held.send(held.first, lines=[{"person_id": held.first, "line": "Your example helped."}])
    held.save(text="Something else.", lines=[{"person_id": held.first, "line": "Another line."}])
    [event] = announced(contract.ThankYouSent)
    asked = {"thank_you_ids": [event["thank_you_id"]]}
    [read] = held.ask(contract.thank_you_texts, queries.thank_you_texts, NOBODY, **asked)["thank_yous"]
    assert (read["text"], read["line"]) == (TEXT, "Your example helped.")
    assert read["sender_id"] == held.programme.trainer.id


def test_who_was_not_there_is_not_thanked(held):
    with pytest.raises(NotToBeThanked):
        held.send(held.first, held.absent)
    assert held.states()[held.first] == "drafted"


def test_another_trainer_thanks_nobody(held, another_trainer):
    with pytest.raises(GroupNotYours):
        held.save(actor=another_trainer)


def test_an_erased_person_is_not_to_be_thanked_any_more(held):
    reactions.person_erased(held.tx, {"person_id": held.first})
    assert held.states() == {held.second: "drafted"}
    held.programme.record(held.id, notes="A correction.")
    assert held.states() == {held.second: "drafted"}
