"""From what somebody saw to what is decided, on the pages: signals, conflict or polarisation, maps and incidents."""

import re
import zlib
from uuid import UUID

import pytest

from shared import clock
from shared.contracts import municipalities, trainings
from tests.gateway.running_programme import Maker
from tests.gateway.test_statement_counts import MOST
from tests.waiting import eventually

SEEN = "On the square people speak about each other, and not with each other."
ANSWERS = dict.fromkeys(municipalities.TRIAGE_QUESTIONS, "no")
GROUPS = "Shopkeepers\n\n  Parents of young children "


@pytest.fixture(scope="module")
def make(city, coordinator) -> Maker:
    return Maker(city, coordinator.id)


@pytest.fixture(scope="module")
def programme_id(make, trainer) -> UUID:
    """The trainer gives a group of it."""
    programme_id = make.programme(name="Talking on")
    make(trainings.form_group, programme_id=programme_id, name="Group East", trainer_ids=[trainer.id])
    known = "/signals/programmes"
    eventually(lambda: trainer.api("GET", known)["programmes"], what="the trainer to have a part in it")
    return programme_id


@pytest.fixture(scope="module")
def seen(make, programme_id) -> dict[str, str]:
    where = {"programme_id": str(programme_id), "area_id": str(make.area("Bloemhof"))}
    return {**where, "kind": "us_them_language", "observation": SEEN}


def test_a_trainer_sees_a_coordinator_judges_and_decides(coordinator, trainer, seen):
    signal = trainer.submit("/signals/new", **seen, interpretation="Nobody feels heard.")
    assert "The signal has been added." in signal.main
    assert f"What was seen {SEEN}" in signal.main
    assert "Not judged yet. A coordinator of the programme does that." in signal.main
    assert "Who saw it" not in signal.main

    page = coordinator.open(signal.path)
    assert "Who saw it Tom Trainer" in page.main
    assert "First comes the judgement." in page.main
    assert coordinator.submit(f"{signal.path}/judgement", judgement="").errors == ["Fill this in"]
    judged = coordinator.submit(f"{signal.path}/judgement", judgement="It grows.")
    assert "The judgement stands with the signal." in judged.main
    decided = coordinator.submit(f"{signal.path}/decision", decision="The neighbourhood worker asks the middle.")
    assert "Decided" in decided.main
    assert "The neighbourhood worker asks the middle." in trainer.open(signal.path).main
    assert trainer.open(f"{signal.path}/decision").status == 403
    listed = coordinator.open("/signals", programme_id=seen["programme_id"], state="decided").main
    assert "Us-them language" in listed
    assert "stands until" in listed


def test_a_signal_that_names_somebody_is_pointed_at_and_not_refused(coordinator, seen):
    signal = coordinator.submit("/signals/new", **seen | {"observation": "In Bloemhof Jan de Vries said so."})
    assert "This looks like a person's name: Jan de Vries" in signal.main
    edit = f"{signal.path}/edit"
    assert edit in signal.links
    changed = coordinator.submit(edit, observation="In Bloemhof somebody said so.")
    assert "looks like" not in changed.main
    again = coordinator.submit(edit, observation="Somebody else was faster.", version="1")
    assert again.status == 409
    assert again.form().value("observation") == "Somebody else was faster."
    assert "different In Bloemhof somebody said so. Somebody else was faster." in again.main
    assert "Somebody else was faster." in coordinator.send(again).main, "it goes on from what is there now"


def test_two_who_judge_a_signal_at_once_see_each_others_judgement(coordinator, seen):
    signal = coordinator.submit("/signals/new", **seen)
    address = f"{signal.path}/judgement"
    first, second = coordinator.open(address), coordinator.open(address)
    coordinator.send(first, judgement="It grows.")
    conflict = coordinator.send(second, judgement="It fades.")
    assert conflict.status == 409
    assert "different It grows. It fades." in conflict.main
    assert "It fades." in coordinator.send(conflict).main


def test_a_day_to_come_is_refused_at_its_field(coordinator, seen):
    day = {"observed_on-day": 1, "observed_on-month": 1, "observed_on-year": 2190}
    assert coordinator.submit("/signals/new", **seen, **day).errors == ["Choose today or an earlier day"]


def test_a_signal_is_confirmed_and_removed(coordinator, seen):
    signal = coordinator.submit("/signals/new", **seen)
    confirmed = coordinator.submit(signal.path, f"{signal.path}/confirmation")
    assert "Confirmed. The signal stands for another 90 days." in confirmed.main
    assert "The signal has been removed." in coordinator.submit(signal.path, f"{signal.path}/removal").main
    assert coordinator.open(signal.path).status == 404


def test_conflict_or_polarisation_leads_somewhere_and_can_be_seen_otherwise(coordinator, programme_id):
    new = f"/programmes/{programme_id}/triages/new"
    assert len(coordinator.submit(new).errors) == 7
    conflict = ANSWERS | {"owners": "yes", "time_and_place": "yes"}
    found = coordinator.submit(new, title="Parking and play", **conflict)
    assert "Mediation" in found.main
    assert "begin by talking with each of them, and force nobody." in found.main
    assert "/mediations/new" in found.links
    anew = coordinator.submit(f"{found.path}/edit", about_groups="yes", why="It is about newcomers now.")
    assert "Mediation and strategy, apart" in anew.main
    assert "Seen otherwise since, because: It is about newcomers now." in anew.main
    assert {f"/programmes/{programme_id}/{part}" for part in ("issues", "strategy")} <= set(anew.links)
    assert "Parking and play" in coordinator.open(f"/programmes/{programme_id}/triages").main
    assert "It has been removed" in coordinator.submit(found.path, f"{found.path}/removal").main


def test_an_issue_is_drawn_twice_and_compared(coordinator, programme_id):
    issue = coordinator.submit(f"/programmes/{programme_id}/issues", title="One square")
    new = f"{issue.path}/maps/new"
    may = {"drawn_on-day": 4, "drawn_on-month": 5, "drawn_on-year": 2026}
    drawn = {"phase": "prevention", "us_and_them": "The young and the old", "middle": GROUPS}
    first = coordinator.submit(new, **may, **drawn)
    assert "Shopkeepers Parents of young children" in first.main
    assert coordinator.submit(new, **may).errors == ["There is a map of this issue and this day already"]
    assert coordinator.open(new).form().value("us_and_them") == "The young and the old", "it begins as the last was"
    coordinator.submit(new, phase="intervention", fuel="Who was here first")
    compared = coordinator.open(f"{issue.path}/comparison").main
    assert "Phase different Prevention Intervention" in compared
    assert "Us and them the same The young and the old The young and the old" in compared
    assert "Fuel: what is said about identities different Who was here first" in compared


def test_two_who_change_a_map_at_once_see_each_others_map(coordinator, programme_id):
    issue = coordinator.submit(f"/programmes/{programme_id}/issues", title="Two at once")
    begun = {"phase": "prevention", "us_and_them": "The young and the old", "middle": "Shopkeepers"}
    drawn = coordinator.submit(f"{issue.path}/maps/new", **begun)
    first, second = (coordinator.open(f"{drawn.path}/edit") for _each in range(2))
    coordinator.send(first, middle="Shopkeepers\nParents", phase="intervention")
    conflict = coordinator.send(second, middle="Neighbours")
    assert conflict.status == 409
    assert "different Shopkeepers Parents Neighbours" in conflict.main
    assert "different Intervention Prevention" in conflict.main
    assert "Neighbours" in coordinator.send(conflict).main


def test_a_map_that_is_full_of_text_is_still_one_sheet_of_paper(coordinator, make, programme_id, city):
    issue_id = make(municipalities.add_issue, programme_id=programme_id, title="A long word " * 9)["id"]
    texts = dict.fromkeys(("us_and_them", "fuel", "gut_feeling", "middle_asks", "position"), "a word, more " * 46)
    roles = ("pushers", "joiners", "middle", "bridge_builders", "scapegoats")
    groups = {role: [f"{number} " + "of those who live there " * 2 for number in range(8)] for role in roles}
    day = clock.today(city.settings.time_zone)
    drawn = {"issue_id": issue_id, "drawn_on": day, "phase": "mediation"}
    map_id = make(municipalities.draw_map, **drawn, **texts, **groups)["id"]
    answer = coordinator.http.get(f"{coordinator.url}/polarisation-maps/{map_id}/sheet.pdf", timeout=60)
    assert answer.headers["Content-Type"] == "application/pdf"
    inside = answer.content + b"".join(
        zlib.decompressobj().decompress(stream)
        for stream in re.findall(rb"stream\n(.*?)\nendstream", answer.content, re.DOTALL)
        if stream[:1] == b"x"
    )
    assert len(re.findall(rb"/Type\s*/Page\b", inside)) == 1
    assert b"pdfuaid" in inside


def test_an_incident_follows_the_protocol(coordinator, programme_id):
    incidents, protocol = f"/programmes/{programme_id}/incidents", f"/programmes/{programme_id}/incident-protocol"
    assert "No protocol yet" in coordinator.open(incidents).main
    begun = coordinator.submit(protocol, f"{protocol}/beginning")
    assert "Communication One message: what happened" in begun.main
    [first, *_] = [link for link in begun.links if link.startswith(f"{protocol}/")]
    assert "The step has been changed." in coordinator.submit(first, minutes=10).main
    assert "10 minutes" in coordinator.open(protocol).main
    assert "The step has been removed." in coordinator.submit(first, f"{first}/removal").main
    added = coordinator.submit(protocol, who="School", what="Talk in the classrooms.", minutes=30)
    assert "School Talk in the classrooms. 30 minutes" in added.main

    incident = coordinator.submit(incidents, title="Stones thrown at a shop window")
    assert "The incident is open, and its time runs." in incident.main
    [done, *_] = [form.action for form in incident.forms if "/steps/" in (form.action or "")]
    assert "Done" in coordinator.submit(incident.path, done).main
    assert "1 of 7" in coordinator.open(incidents).main
    closed = coordinator.submit(f"{incident.path}/closing", lesson="Call the school sooner.")
    assert "What was learnt Call the school sooner." in closed.main
    assert "Not done" in closed.main


def test_pages_of_signals_maps_and_incidents_need_at_most_ten_statements(
    coordinator, make, programme_id, seen, statements, city
):
    day = clock.today(city.settings.time_zone)
    signal = make(municipalities.add_signal, **seen, observed_on=day)["id"]
    triage = make(municipalities.start_triage, programme_id=programme_id, title="Parking", **ANSWERS)["id"]
    issue = make(municipalities.add_issue, programme_id=programme_id, title="Fireworks")["id"]
    drawn = {"issue_id": issue, "drawn_on": day, "phase": "prevention", "us_and_them": "Noise and quiet"}
    drawn_map = make(municipalities.draw_map, **drawn)["id"]
    step = {"who": "Police", "what": "Look.", "minutes": 5}
    make(municipalities.add_protocol_step, programme_id=programme_id, **step)
    incident = make(municipalities.open_incident, programme_id=programme_id, title="Noise")["id"]
    for path in (
        f"/signals/{signal}",
        f"/signals/{signal}/judgement",
        f"/triages/{triage}",
        f"/triages/{triage}/edit",
        f"/issues/{issue}",
        f"/issues/{issue}/maps/new",
        f"/polarisation-maps/{drawn_map}",
        f"/polarisation-maps/{drawn_map}/sheet.pdf",
        f"/programmes/{programme_id}/incidents",
        f"/programmes/{programme_id}/incident-protocol",
        f"/incidents/{incident}",
    ):
        coordinator.sign_in()  # forgets what they changed just now, which services would wait for
        pages = []
        needed = statements.of(lambda path=path, pages=pages: pages.append(coordinator.open(path)))
        assert (pages[0].status, pages[0].path) == (200, path)
        assert len(needed) <= MOST, "\n".join(map(str, needed))
