"""Certificates: issued to who completed the course, verified by everybody, revoked, renewed, expired."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.trainings import reactions
from services.trainings.commands import certificates as commands
from services.trainings.errors import CertificateIsRevoked, CourseNotCompleted, ProgrammeNotYours
from services.trainings.queries import certificates as queries
from services.trainings.tables import Certificate
from shared import clock, grants
from shared.access import NOBODY
from shared.contracts import trainings as contract
from shared.database import settings_of
from shared.errors import NotFound
from tests.integration.trainings.conftest import Programme, in_days, people


class Completed:
    """A group of three of whom the first two completed the course."""

    def __init__(self, tx, ask, programme: Programme):
        self.tx, self.ask, self.programme = tx, ask, programme
        self.holder, self.another, self.absent = self.people = people(3)
        self.group_id = programme.group(self.people)
        present = dict.fromkeys(self.people, "present")
        programme.hold(self.group_id, "training_day", present, days=-30)
        self.deepening_id = programme.hold(self.group_id, "deepening", present | {self.absent: "absent"}, days=-9)

    def issue(self, *person_ids, actor=None):
        asked = {"group_id": self.group_id, "person_ids": list(person_ids)}
        actor = actor or self.programme.coordinator
        return self.ask(contract.issue_certificates, commands.issue_certificates, actor, **asked)

    def listed(self, **wanted):
        coordinator = self.programme.coordinator
        return self.ask(contract.certificates, queries.certificates, coordinator, **wanted)["items"]

    def of(self, person_id):
        [found] = self.listed(person_ids=[person_id])
        return found

    def revoke(self, certificate_id, reason="misused"):
        asked = {"certificate_id": certificate_id, "reason": reason}
        return self.ask(contract.revoke_certificate, commands.revoke_certificate, self.programme.coordinator, **asked)

    def renew(self, certificate_id):
        coordinator = self.programme.coordinator
        return self.ask(
            contract.renew_certificate, commands.renew_certificate, coordinator, certificate_id=certificate_id
        )

    def verify(self, code):
        return self.ask(contract.verification, queries.verification, NOBODY, code=code)

    def key_of(self, person_id):
        asked = {"certificate_ids": [self.of(person_id)["id"]]}
        links = self.ask(contract.certificate_links, queries.certificate_links, NOBODY, **asked)
        return links["certificates"][0]["key"]


@pytest.fixture
def completed(tx, ask, programme) -> Completed:
    return Completed(tx, ask, programme)


def test_who_completed_both_parts_gets_one_and_only_once(completed, announced):
    assert completed.issue(completed.holder, completed.another) == {"issued": 2, "already": 0}
    assert completed.issue(completed.another, completed.holder) == {"issued": 0, "already": 2}
    assert {event["person_id"] for event in announced(contract.CertificateIssued)} == {
        completed.holder,
        completed.another,
    }
    found = completed.of(completed.holder)
    assert (found["training_day_on"], found["deepening_on"]) == (in_days(-30), in_days(-9))
    assert (found["state"], found["issued_on"]) == ("valid", in_days(0))


def test_who_missed_a_part_gets_none_and_neither_does_anybody_chosen_with_them(completed):
    with pytest.raises(CourseNotCompleted) as refused:
        completed.issue(completed.holder, completed.absent)
    assert refused.value.details == {"people": 1}
    assert completed.listed() == []


def test_the_list_of_who_may_get_one_says_who_has_one(completed):
    completed.issue(completed.holder)
    asked = {"group_id": completed.group_id}
    found = completed.ask(contract.completions, queries.completions, completed.programme.coordinator, **asked)
    has_one = {each["person_id"]: each["certificate"] is not None for each in found["completions"]}
    assert has_one == {completed.holder: True, completed.another: False}


def test_another_coordinator_issues_and_sees_nothing(completed, another_coordinator):
    with pytest.raises(ProgrammeNotYours):
        completed.issue(completed.holder, actor=another_coordinator)
    completed.issue(completed.holder)
    found = completed.ask(contract.certificates, queries.certificates, another_coordinator)
    assert found["items"] == []
    certificate_id = completed.of(completed.holder)["id"]
    with pytest.raises(ProgrammeNotYours):
        completed.ask(contract.certificate, queries.certificate, another_coordinator, certificate_id=certificate_id)


def test_everybody_who_has_the_code_sees_whether_it_is_valid_and_not_whose_it_is(completed):
    completed.issue(completed.holder)
    code = completed.of(completed.holder)["code"]
    shown = completed.verify(code.lower().replace("-", " "))
    assert (shown["state"], shown["name_shown"]) == ("valid", False)
    assert not {"id", "person_id", "group_id"} & set(shown)
    secret = settings_of(completed.tx).secret_key
    assert grants.person_of(shown["holder"], grants.COMPARE_NAME, secret) == completed.holder
    with pytest.raises(NotFound):
        grants.person_of(shown["holder"], grants.READ_NAME, secret)
    with pytest.raises(NotFound):
        completed.verify("BCDF-2345-GHJK")


def test_the_holder_chooses_to_be_named_by_the_link_from_their_mail_alone(completed):
    completed.issue(completed.holder, completed.another)
    key = completed.key_of(completed.holder)
    for wrong in ("nonsense", key[:-2]):
        with pytest.raises(NotFound):
            completed.ask(contract.show_holder, commands.show_holder, NOBODY, certificate_key=wrong, shown=True)
    completed.ask(contract.show_holder, commands.show_holder, NOBODY, certificate_key=key, shown=True)
    shown = completed.verify(completed.of(completed.holder)["code"])
    assert shown["name_shown"]
    secret = settings_of(completed.tx).secret_key
    assert grants.person_of(shown["holder"], grants.READ_NAME, secret) == completed.holder
    assert not completed.verify(completed.of(completed.another)["code"])["name_shown"]


def test_a_revoked_one_says_so_and_is_not_renewed_but_may_be_issued_anew(completed, announced):
    completed.issue(completed.holder)
    first = completed.of(completed.holder)
    completed.revoke(first["id"], "issued_in_error")
    completed.revoke(first["id"], "misused")
    [revoked] = announced(contract.CertificateRevoked)
    assert revoked["reason"] == "issued_in_error"
    shown = completed.verify(first["code"])
    assert (shown["state"], shown["revoked_on"]) == ("revoked", in_days(0))
    assert "reason" not in shown
    with pytest.raises(CertificateIsRevoked):
        completed.renew(first["id"])
    assert completed.issue(completed.holder) == {"issued": 1, "already": 0}
    assert sorted(each["state"] for each in completed.listed()) == ["revoked", "valid"]


def test_a_certificate_expires_and_is_renewed_under_its_code(completed, monkeypatch, announced):
    completed.issue(completed.holder)
    found = completed.of(completed.holder)
    later = clock.now() + timedelta(days=(found["expires_on"] - in_days(0)).days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert completed.verify(found["code"])["state"] == "expired"
    assert [each["id"] for each in completed.listed(state="expired")] == [found["id"]]
    assert completed.listed(state="valid") == []
    assert completed.issue(completed.holder) == {"issued": 0, "already": 1}
    completed.renew(found["id"])
    completed.renew(found["id"])
    assert completed.verify(found["code"])["state"] == "valid"
    assert len(announced(contract.CertificateRenewed)) == 1


def test_a_correction_of_the_attendance_revokes_it(completed):
    completed.issue(completed.holder, completed.another)
    completed.programme.record(completed.deepening_id, {completed.holder: "absent"})
    states = {each["person_id"]: (each["state"], each["reason"]) for each in completed.listed()}
    assert states == {completed.holder: ("revoked", "not_completed"), completed.another: ("valid", None)}


def test_an_erased_person_takes_their_certificate_along(completed):
    completed.issue(completed.holder, completed.another)
    code = completed.of(completed.holder)["code"]
    reactions.person_erased(completed.tx, {"person_id": completed.holder})
    with pytest.raises(NotFound):
        completed.verify(code)
    reactions.person_erased(completed.tx, {"person_id": completed.programme.coordinator.id})
    assert completed.tx.scalars(select(Certificate.issued_by)).all() == [None]


def test_a_certificate_that_is_not_there_is_not_found(completed):
    with pytest.raises(NotFound):
        completed.revoke(uuid4())
