"""A strategy from its pages: two people write it, a decision-maker comments, it is adopted and taken out as files."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from shared.access import EXPERT
from shared.contracts import municipalities, trainings
from tests.gateway.running_programme import Maker


@pytest.fixture(scope="module")
def decision_maker(sign_in):
    """Who runs nothing."""
    return sign_in(EXPERT, name="Dana Director")


@pytest.fixture(scope="module")
def writer(sign_in):
    return sign_in(EXPERT, name="Wim Writer")


@pytest.fixture
def make(city, coordinator):
    return Maker(city, coordinator.id)


@pytest.fixture
def programme_id(make, decision_maker):
    return make.programme(name="Rotterdam-Noord", decision_maker_ids=[decision_maker.id])


@pytest.fixture
def strategy(programme_id):
    return f"/programmes/{programme_id}/strategy"


def write(visitor, strategy, text, section="middle"):
    return visitor.send(visitor.open(f"{strategy}/sections/{section}/write"), text=text)


def test_it_is_written_together_and_every_version_is_kept(coordinator, decision_maker, writer, strategy, make):
    page = coordinator.open(strategy)
    assert "0 of 16 sections written" in page.main
    assert f"{strategy}/sections/middle/write" in page.links
    found = coordinator.open(f"{strategy}/writers", q="Wim Writer")
    coordinator.send(found, person_id=writer.id)

    page = write(coordinator, strategy, "We talk to the poles.")
    assert "The section has been saved." in page.main
    assert "What is the middle's question?" in page.main
    commented = decision_maker.send(decision_maker.open(f"{strategy}/sections/middle"), text="Why the poles?")
    assert "Why the poles? Dana Director" in commented.main
    assert "Rotterdam-Noord" in writer.open("/strategies").main
    page = write(writer, strategy, "We talk to the middle.")
    assert "Version 2 Wim Writer" in page.main
    assert "1 of 16 sections written" in coordinator.open(strategy).main
    assert "1 open comment" in coordinator.open(strategy).main
    changed = decision_maker.open(f"{strategy}/sections/middle/differences")
    assert "We talk to the removed: poles. end of what was removed added: middle. end of what was added" in changed.main
    settle = next(form.action for form in page.forms if form.action and form.action.endswith("/resolution"))
    assert "1 comment that was settled" in coordinator.submit(page.path, settle, resolved="yes").main
    removal = f"{strategy}/sections/middle/versions/1/removal"
    assert "has been removed for good" in coordinator.submit(page.path, removal).main


def test_two_people_at_once_lose_nothing(coordinator, strategy):
    opened = coordinator.open(f"{strategy}/sections/tone/write")
    write(coordinator, strategy, "We ask.", "tone")
    conflict = coordinator.send(opened, text="We listen.")
    assert conflict.status == 409
    assert "We ask." in conflict.main
    assert "We listen." in conflict.html
    saved = coordinator.send(conflict, text="We ask.\nWe listen.")
    assert "We ask. We listen." in saved.main


def test_actions_have_somebody_and_a_day(coordinator, decision_maker, strategy):
    new = coordinator.open(f"{strategy}/actions/new")
    assert coordinator.send(new, text="").errors == ["Fill this in"]
    day = {"due_on-day": 3, "due_on-month": 12, "due_on-year": 2030}
    page = coordinator.send(new, text="Call the school", owner_id=decision_maker.id, **day)
    assert "Call the school Dana Director 3 Dec 2030 Planned" in page.main
    state = next(form.action for form in decision_maker.open(strategy).forms if form.action and "/state" in form.action)
    shown, old = decision_maker.open(strategy), decision_maker.open(strategy)
    assert "Everybody sees now: Started." in decision_maker.send(shown, state).main
    assert "Somebody else changed this" in decision_maker.send(old, state).html
    assert "3 Dec 2030 Started" in decision_maker.open(strategy).main
    address = state.removesuffix("/state")
    assert "Visit the school" in coordinator.send(coordinator.open(address), text="Visit the school").main
    assert decision_maker.open(address).status == 403
    first, second = coordinator.open(address), coordinator.open(address)
    coordinator.send(first, text="Visit the school twice")
    conflict = coordinator.send(second, text="Write to the school")
    assert conflict.status == 409
    assert "Visit the school twice" in conflict.main
    assert "Write to the school" in conflict.main
    gone = coordinator.submit(address, f"{address}/removal")
    assert "The action has been removed." in gone.main


def test_what_looks_like_a_name_is_pointed_out_before_it_is_frozen(coordinator, strategy):
    write(coordinator, strategy, "We ask Fatima El Idrissi.")
    coordinator.send(coordinator.open(f"{strategy}/actions/new"), text="We call Jan de Vries")
    page = coordinator.open(f"{strategy}/adoption")
    assert "These look like names of people: Fatima El Idrissi, Jan de Vries" in page.main


def test_what_was_adopted_stays_and_can_be_compared_and_taken_out(coordinator, decision_maker, strategy):
    write(coordinator, strategy, "Who keeps silent.\n- at school")
    page = coordinator.open(f"{strategy}/adoption")
    assert "looks like a person" not in page.main
    adopted = coordinator.send(page)
    assert adopted.path == f"{strategy}/adopted/1"
    assert "Adopted by Carla Coordinator" in adopted.main
    again = coordinator.send(coordinator.open(f"{strategy}/adoption"))
    assert "There is nothing new to adopt." in again.main
    write(coordinator, strategy, "Who keeps silent and why.")
    assert "Who keeps silent." in decision_maker.open(f"{strategy}/adopted/1").main
    compared = decision_maker.open(f"{strategy}/adopted/1/differences").main
    assert "The middle and its dilemma" in compared
    assert "added: silent and why." in compared
    assert decision_maker.open(f"{strategy}/adoption").status == 403

    files = {
        kind: decision_maker.http.get(f"{decision_maker.url}{strategy}/adopted/1.{kind}", timeout=60)
        for kind in ("pdf", "docx", "json")
    }
    assert files["pdf"].content[:5] == b"%PDF-"
    assert hashlib.sha256(files["json"].content).hexdigest() in adopted.main
    document = Document(BytesIO(files["docx"].content))
    assert document.core_properties.title == "Strategy: Rotterdam-Noord"
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert ("Title", "Strategy") in styles
    assert ("Heading 1", "The middle and its dilemma") in styles
    assert ("List Bullet", "at school") in styles
    assert 'w:lang w:val="en"' in document.styles.element.xml
    draft = coordinator.http.get(f"{coordinator.url}{strategy}.docx", timeout=60)
    assert "strategy-Rotterdam-Noord,-draft.docx" in draft.headers["Content-Disposition"]


def test_what_word_puts_between_lines_does_not_spoil_the_file_of_what_was_adopted(coordinator, strategy):
    write(coordinator, strategy, "From Word:\x0bthe next line,\x0cthe next page\x02 and\x00 a mark.")
    coordinator.send(coordinator.open(f"{strategy}/adoption"))
    for path in (f"{strategy}.docx", f"{strategy}/adopted/1.docx"):
        answer = coordinator.http.get(coordinator.url + path, timeout=60)
        assert answer.status_code == 200
        lines = [paragraph.text for paragraph in Document(BytesIO(answer.content)).paragraphs]
        assert lines[lines.index("From Word:") :][:3] == ["From Word:", "the next line,", "the next page and a mark."]


def test_it_names_the_sessions_that_it_came_from_and_when_it_is_reviewed(coordinator, decision_maker, strategy, make):
    programme_id = strategy.split("/")[2]
    plan = {"date": "2026-11-02", "start_time": "13:30", "place": "Hall", "title": "Evening in Noord"}
    session_id = make(trainings.plan_introduction, programme_id=programme_id, **plan)["id"]
    page = coordinator.send(coordinator.open(f"{strategy}/sources"), session_ids=[session_id])
    assert "Evening in Noord" in page.main
    assert "1 session of the programme" in decision_maker.open(strategy).main
    day = {"review_on-day": 3, "review_on-month": 12, "review_on-year": 2030}
    page = coordinator.send(coordinator.open(f"{strategy}/review"), **day)
    assert "Next review: Tuesday, 3 December 2030" in page.main
    assert coordinator.send(coordinator.open(f"{strategy}/review"), **{"review_on-day": 41}).errors


def test_who_does_not_work_on_it_sees_nothing(another_coordinator, trainer, expert, strategy, coordinator):
    for visitor in (another_coordinator, trainer, expert):
        page = visitor.open(strategy)
        assert page.status == 403
        assert "This is for people who work on this strategy." in page.main
    assert coordinator.open(f"{strategy}/sections/astrology").status == 404


def test_a_program_does_all_of_it(coordinator, programme_id, make):
    api, one = coordinator.api, f"/programmes/{programme_id}/strategy"
    assert api("PUT", f"{one}/sections/phase", text="Prevention.", number=0) == {"number": 1}
    assert api("GET", f"{one}/sections/phase/versions/0/1") == {"earlier": None, "later": "Prevention."}
    adopted = api("POST", f"{one}/adopted", checksum=api("GET", one)["checksum"])
    found = api("GET", f"{one}/adopted/{adopted['number']}")
    assert hashlib.sha256(found["content"].encode()).hexdigest() == found["checksum"]
    assert make(municipalities.strategy, programme_id=programme_id)["adopted"][0]["number"] == 1


def test_a_polarisation_map_is_read_with_the_strategy(coordinator, decision_maker, strategy, make, programme_id):
    issue = make(municipalities.add_issue, programme_id=programme_id, title="One square")["id"]
    drawn = {"issue_id": issue, "drawn_on": date(2026, 5, 4), "phase": "prevention", "us_and_them": "Young and old"}
    page = f"/polarisation-maps/{make(municipalities.draw_map, **drawn)['id']}"
    assert decision_maker.open(page).status == 403
    chosen = coordinator.submit(page, f"{strategy}/map")
    assert "One square" in chosen.main
    assert "This map is read with the strategy" in coordinator.open(page).main
    section = f"{strategy}/sections/map"
    assert section in decision_maker.open(strategy).links
    assert "Young and old" in decision_maker.open(section).main
    assert page not in decision_maker.open(section).links
    coordinator.submit(strategy, f"{strategy}/map")
    assert "Young and old" not in decision_maker.open(section).main
