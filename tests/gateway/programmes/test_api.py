"""Registering a programme by the API: the same steps, the same refusals."""

from typing import Any
from uuid import uuid4

import pytest

from tests.gateway.visiting import Program, Visitor

EVERYTHING: dict[str, Any] = {
    "name": "Genk-Noord",
    "starts_on": "2026-03-01",
    "ends_on": "2027-12-31",
    "initiating_domain": "social_work",
    "trigger": "Long-term and new residents talk past each other.",
    "vision": "People who disagree keep talking.",
    "sectors": ["social_work", "housing"],
}


@pytest.fixture
def draft(coordinator) -> str:
    return "/programmes/" + coordinator.api("POST", "/programmes")["id"]


@pytest.fixture(scope="session")
def area(coordinator) -> str:
    return coordinator.api("POST", "/areas", name=f"Winterslag {uuid4().hex[:6]}")["id"]


@pytest.fixture
def registered(coordinator, draft, area) -> str:
    coordinator.api("PUT", draft, **EVERYTHING, area_ids=[area])
    coordinator.api("POST", f"{draft}/registration")
    return draft


def refused(by: Visitor | Program, method: str, path: str, **data: Any) -> tuple[int, str]:
    program = by.api if isinstance(by, Visitor) else by
    answer = program.try_(method, path, **data)
    return answer.status_code, answer.json()["code"]


def test_a_programme_is_started_filled_in_and_registered(coordinator, area):
    answer = coordinator.api.try_("POST", "/programmes")
    assert answer.status_code == 201
    path = f"/programmes/{answer.json()['id']}"
    assert "name" in coordinator.api("GET", path)["missing"]
    saved = coordinator.api("PUT", path, **EVERYTHING, area_ids=[area])
    assert saved["missing"] == []
    assert saved["state"] == "draft"
    done = coordinator.api("POST", f"{path}/registration")
    assert done["flags"] == ["street_level_missing", "policy_level_missing"]
    kept = coordinator.api("GET", path)
    assert {name: kept[name] for name in EVERYTHING} == EVERYTHING
    assert kept["coordinator_ids"] == [str(coordinator.id)]
    assert path.rpartition("/")[2] in [each["id"] for each in coordinator.api("GET", "/programmes")["programmes"]]


def test_areas_are_listed_and_added_once(coordinator):
    name = f"Zwartberg {uuid4().hex[:6]}"
    area_id = coordinator.api("POST", "/areas", name=name)["id"]
    assert name in {area["name"] for area in coordinator.api("GET", "/areas")["areas"] if area["id"] == area_id}
    assert refused(coordinator, "POST", "/areas", name=name) == (409, "area_exists")


def test_a_repeated_request_is_carried_out_once(coordinator):
    key = str(uuid4())
    first, second = (coordinator.api.try_("POST", "/programmes", key=key).json()["id"] for _ in range(2))
    assert first == second


def test_a_key_with_other_content_is_refused(coordinator, draft):
    key = str(uuid4())
    assert coordinator.api.try_("PUT", draft, key=key, name="One").ok
    assert refused(coordinator, "PUT", draft, key=key, name="Two") == (422, "idempotency_key_reused")


def test_a_change_over_somebody_elses_change_is_refused(coordinator, registered):
    version = coordinator.api("GET", registered)["version"]
    coordinator.api("PUT", registered, version=version, vision="Theirs.")
    assert refused(coordinator, "PUT", registered, version=version, vision="Mine.") == (409, "changed_meanwhile")
    assert coordinator.api("GET", registered)["vision"] == "Theirs."


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"colour": "green"}, "colour", "unknown_field"),
        ({"starts_on": "31-02-2026"}, "starts_on", "not_a_date"),
        ({"area_ids": ["Bloemhof"]}, "area_ids.0", "not_an_id"),
        ({"area_ids": "Bloemhof"}, "area_ids", "not_a_list"),
        ({"sectors": ["gardening"]}, "sectors.0", "not_a_choice"),
        ({"name": 7}, "name", "not_a_text"),
        ({"name": "x" * 121}, "name", "too_long:120"),
        ({"version": "newest"}, "version", "not_a_number"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field_and_a_sentence(coordinator, draft, sent, field, code):
    answer = coordinator.api.try_("PUT", draft, **sent)
    assert answer.status_code == 422
    [complaint] = answer.json()["fields"][field]
    assert complaint["code"] == code
    assert complaint["message"]


def test_registering_what_is_incomplete_says_what_is_missing(coordinator, draft):
    answer = coordinator.api.try_("POST", f"{draft}/registration")
    assert (answer.status_code, answer.json()["code"]) == (422, "programme_incomplete")
    assert "vision" in answer.json()["details"]["missing"]


def test_registering_again_is_refused(coordinator, registered):
    assert refused(coordinator, "POST", f"{registered}/registration") == (409, "programme_registered_already")


def test_coordinators_are_added_and_removed(coordinator, another_coordinator, draft):
    assert refused(another_coordinator, "GET", draft) == (403, "programme_not_yours")
    coordinator.api("POST", f"{draft}/coordinators", person_id=str(another_coordinator.id))
    assert another_coordinator.api("GET", draft)["state"] == "draft"
    another_coordinator.api("DELETE", f"{draft}/coordinators/{coordinator.id}")
    assert refused(coordinator, "GET", draft) == (403, "programme_not_yours")
    last = f"{draft}/coordinators/{another_coordinator.id}"
    assert refused(another_coordinator, "DELETE", last) == (409, "last_coordinator")


def test_the_dashboard_shows_the_readers_own_last_change_at_once(coordinator, registered):
    before = coordinator.api("GET", f"{registered}/dashboard")
    assert {"street_level_missing", "policy_level_missing"} <= {alert["name"] for alert in before["alerts"]}
    coordinator.api("PUT", registered, street_level_ids=[str(uuid4())])
    after = coordinator.api("GET", f"{registered}/dashboard")
    assert [alert["name"] for alert in after["alerts"]] == ["policy_level_missing"]
    assert after["funnel"]["invited"] == 0


def test_an_unknown_programme_is_not_found(coordinator):
    assert refused(coordinator, "GET", f"/programmes/{uuid4()}") == (404, "not_found")
    assert refused(coordinator, "GET", f"/programmes/{uuid4()}/dashboard") == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("PUT", "", {"name": "Mine"}),
        ("POST", "/registration", {}),
        ("POST", "/coordinators", {"person_id": "00000000-0000-0000-0000-000000000001"}),
        ("DELETE", "/coordinators/00000000-0000-0000-0000-000000000001", {}),
        ("GET", "", {}),
        ("GET", "/dashboard", {}),
    ],
)
def test_only_its_coordinators_may(another_coordinator, trainer, any_program, registered, method, path, data):
    assert refused(another_coordinator, method, f"{registered}{path}", **data) == (403, "programme_not_yours")
    assert refused(trainer, method, f"{registered}{path}", **data) == (403, "forbidden")
    assert refused(any_program, method, f"{registered}{path}", **data) == (401, "sign_in_required")


def test_an_operator_may_read_only(operator, registered):
    assert operator.api("GET", registered)["name"] == EVERYTHING["name"]
    assert operator.api("GET", f"{registered}/dashboard")["programme"]["state"] == "registered"
    assert refused(operator, "PUT", registered, name="Mine") == (403, "forbidden")
    assert refused(operator, "POST", "/programmes") == (403, "forbidden")
