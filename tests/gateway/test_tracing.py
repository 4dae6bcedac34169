"""One correlation id and one trace, from a page through every command, event and log line that comes of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared import clock
from shared.contracts import trainings
from tests.city import City
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import SECONDS, Visitor
from tests.waiting import eventually

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_what_a_page_sets_off_elsewhere_can_be_followed_to_it(city: City, coordinator: Visitor):
    make = Maker(city, coordinator.id)
    member_id = make.person("Somebody in a group")
    programme_id = make.programme()
    introduction_id = make.introduction(programme_id, clock.today(city.settings.time_zone) - timedelta(days=7))
    make(trainings.invite_people, session_id=introduction_id, person_ids=[member_id])
    make.record(introduction_id, [member_id])
    group = {"programme_id": programme_id, "name": "Group North", "person_ids": [member_id]}
    make(trainings.form_group, **group)

    [erasing, *_] = coordinator.submit(f"/people/{member_id}/erase").answer.history
    correlation_id = erasing.headers["Correlation-Id"]

    [erased] = announced(city, "identity", "person_erased", member_id)
    [withdrawn] = eventually(lambda: announced(city, "trainings", "person_withdrawn", member_id))
    assert erased["correlationid"] == withdrawn["correlationid"] == correlation_id
    assert withdrawn["causationid"] == erased["id"]
    assert trace(erased) == trace(withdrawn)
    for process, line in (("gateway", "request"), ("services", "command_carried_out")):
        lines = [each for each in city.processes[process].log.splitlines() if line in each and correlation_id in each]
        assert lines, f"{process} says nothing of {correlation_id}"
        assert trace(erased) in lines[0]


def test_a_trace_that_began_outside_goes_on(city: City, coordinator: Visitor):
    outside = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    answer = coordinator.http.get(f"{coordinator.url}/programmes", headers=outside, timeout=SECONDS)
    line = next(each for each in city.gateway.log.splitlines() if answer.headers["Correlation-Id"] in each)
    assert TRACE in line


def test_the_page_of_an_error_shows_the_correlation_id(coordinator: Visitor):
    page = coordinator.open("/nothing-here")
    assert page.answer.headers["Correlation-Id"] in page.main


def announced(city: City, service: str, event: str, person_id: UUID) -> list[dict[str, Any]]:
    rows = city.sql(
        f"SELECT headers FROM {service}.outbox WHERE type LIKE %s AND body ->> 'person_id' = %s",
        f"{event}.%",
        str(person_id),
    )
    return [{name.removeprefix("cloudEvents:"): value for name, value in row.headers.items()} for row in rows]


def trace(event: dict[str, Any]) -> str:
    return event["traceparent"].split("-")[1]
