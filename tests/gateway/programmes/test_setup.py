"""Setting up step by step, beside what the story of it tells: where one stands, and what is not done twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services import SERVICES
from shared import clock
from shared.access import COORDINATOR, EXPERT, OPERATOR
from shared.contracts import handbook, municipalities, trainings
from tests.gateway.handbook_records import A_LESSON, LESSON, HandbookRecords
from tests.gateway.running_programme import Maker
from tests.gateway.statements import Statements

MOST = 10
PAGES = ("", "/areas", "/people", "/programme", "/introduction", "/reading", "/invitations")


class Records(HandbookRecords):
    def __init__(self, city):
        self.city = city


@pytest.fixture
def newcomer(sign_in):
    """A coordinator without a programme."""
    return sign_in(COORDINATOR, name="Nina Newcomer")


@pytest.fixture
def make(city, newcomer) -> Maker:
    return Maker(city, newcomer.id)


def states(visitor) -> dict[str, str]:
    return {step["name"]: step["state"] for step in visitor.api("GET", "/setup")["steps"]}


def at_the_introduction(city, make) -> tuple:
    programme_id = make.programme()
    return programme_id, make.introduction(programme_id, clock.today(city.settings.time_zone) + timedelta(days=14))


def test_each_step_that_is_done_leads_to_the_next(city, newcomer, make):
    Records(city).published_id  # noqa: B018 there is something to read
    make.area("Centrum")
    make.person("Wim Wijkagent")
    assert states(newcomer)["programme"] == "current"
    programme_id = make.programme()
    assert (states(newcomer)["programme"], states(newcomer)["introduction"]) == ("done", "current")
    session_id = make.introduction(programme_id, clock.today(city.settings.time_zone) + timedelta(days=14))
    assert (states(newcomer)["reading"], states(newcomer)["invitations"]) == ("current", "to_do")
    make(trainings.invite_people, session_id=session_id, person_ids=[make.person("Petra Politie")])
    assert set(states(newcomer).values()) == {"done"}
    found = newcomer.api("GET", "/setup")
    assert (found["programme_id"], found["session_id"]) == (str(programme_id), str(session_id))
    assert found["invited"] == 1


def test_areas_come_as_a_list_and_none_comes_twice(newcomer):
    mark = uuid4().hex[:6]
    page = newcomer.submit("/setup/areas", names=f"Noord {mark}\r\n\r\n Zuid {mark} \r\nnoord {mark}")
    assert page.path == "/setup"
    assert "2 areas have been added." in page.main
    again = newcomer.submit("/setup/areas", names=f"NOORD {mark}\nOost {mark}")
    assert "1 area has been added." in again.main
    assert newcomer.api("POST", "/areas/list", names=[f"Zuid {mark}"]) == {"added": 0, "known": 1}


def test_an_area_with_too_long_a_name_is_refused_and_the_list_stays(newcomer):
    page = newcomer.submit("/setup/areas", names="Centrum\n" + "x" * 81)
    assert page.status == 422
    assert page.errors == ["Use at most 80 characters"]
    assert "Centrum\n" in (page.form().value("names") or "")


def test_pasted_people_are_checked_line_by_line_with_what_is_wrong(newcomer):
    mark = uuid4().hex[:6]
    lines = f"Jan;jan.{mark}@wonen.example;Wonen Zuid;Wonen\nPiet;piet.{mark}@wonen.example;;Toverij"
    page = newcomer.submit("/setup/people", people=lines)
    assert page.status == 422
    assert "Line 2 Piet" in page.main
    assert "“Toverij”" in page.main
    assert page.form().value("people") == lines
    preview = newcomer.send(page, people=lines.replace("Toverij", "Politie"))
    assert "New people 2" in preview.main
    done = newcomer.send(preview)
    assert "The people have been imported" in done.main
    assert "/setup" in done.links
    assert {one["sector"] for one in newcomer.api("GET", "/people", q=mark)["items"]} == {"housing", "police"}


SAID = [("", "Fill this in"), ("nobody here", "Some lines are not right"), ("name;sector", "There is no column")]


@pytest.mark.parametrize(("typed", "said"), SAID)
def test_what_is_no_list_of_people_is_said(newcomer, typed, said):
    page = newcomer.submit("/setup/people", people=typed)
    assert page.status == 422
    assert page.errors[0].startswith(said)


def test_a_programme_begins_with_what_its_example_says_in_the_readers_language(city, sign_in):
    reader = sign_in(COORDINATOR, name="Nico Nieuw", language="nl")
    examples = reader.api("GET", "/programmes/examples", language="nl")["examples"]
    page = reader.submit("/setup/programme", example="renovation")
    assert page.path == "/setup/programme"
    found = reader.api("GET", "/setup")
    programme = reader.api("GET", f"/programmes/{found['programme_id']}")
    [example] = [each for each in examples if each["code"] == "renovation"]
    assert programme["example"] == "renovation"
    for name in ("name", "trigger", "vision", "sectors", "initiating_domain"):
        assert programme[name] == example[name]
    assert set(programme["missing"]) == {"starts_on", "ends_on", "area_ids"}
    assert example["areas"] in reader.open(f"/programmes/{found['programme_id']}/areas").main


def test_a_programme_can_begin_with_nothing(newcomer):
    newcomer.submit("/setup/programme", example="")
    found = newcomer.api("GET", "/setup")
    programme = newcomer.api("GET", f"/programmes/{found['programme_id']}")
    assert (programme["example"], programme["name"], programme["sectors"]) == (None, None, [])


def test_an_example_that_there_is_not_is_refused(newcomer):
    page = newcomer.submit("/setup/programme", example="witchcraft")
    assert (page.status, page.errors) == (422, ["Choose one of the options"])


def test_a_step_that_waits_for_another_leads_back_to_all_of_them(newcomer):
    for step in ("introduction", "reading", "invitations"):
        assert newcomer.open(f"/setup/{step}").path == "/setup"


def test_what_is_there_is_not_made_twice(city, newcomer, make):
    at_the_introduction(city, make)
    for step in ("programme", "introduction"):
        assert newcomer.open(f"/setup/{step}").path == "/setup"


def test_who_is_chosen_in_the_list_is_invited_and_leads_back(city, newcomer, make):
    _programme_id, session_id = at_the_introduction(city, make)
    person_id = make.person(f"Wim {uuid4().hex[:6]}")
    address = f"/sessions/{session_id}/invite"
    page = newcomer.send(newcomer.open(address, then="setup"), address, person_ids=[person_id])
    assert page.path == "/setup"
    assert "The first introduction stands" in page.main


def test_what_to_read_is_named_with_the_session_and_on_the_pages_of_who_is_invited(city, newcomer, make, sign_in):
    _programme_id, session_id = at_the_introduction(city, make)
    title = f"Het midden {uuid4().hex[:6]}"
    records = Records(city)
    lesson = {**A_LESSON, "title": title}
    chapter_id = city.ask(handbook.start_chapter, records.editor, **lesson, parts=LESSON).data["id"]
    text = {"chapter_id": chapter_id, "language": "en", "version": 1, "confirmed": records.checks}
    city.ask(handbook.publish_text, records.editor, **text)
    page = newcomer.submit("/setup/reading", reading=[chapter_id])
    assert page.path == "/setup/invitations"
    assert title in page.main
    assert title in newcomer.open(f"/sessions/{session_id}").main
    assert title in newcomer.open(f"/sessions/{session_id}/arrangements").main
    guest = sign_in(EXPERT, name="Gijs Genodigd")
    make(trainings.invite_people, session_id=session_id, person_ids=[guest.id])
    assert title in guest.open("/my").main
    records.city.ask(handbook.withdraw_text, records.editor, chapter_id=chapter_id, language="en")
    assert title not in guest.open("/my").main


def test_others_than_coordinators_have_nothing_to_set_up(sign_in):
    operator = sign_in(OPERATOR, name="Otto Operator")
    assert operator.open("/setup").status == 403
    assert operator.api.try_("GET", "/setup").status_code == 403


def test_the_first_page_leads_to_it_until_the_city_has_a_programme(newcomer, make):
    make.programme()
    assert "Set up your city" not in newcomer.open("/").main
    assert "/setup" in newcomer.open("/programmes").links
    assert make(municipalities.programmes)["registered"] >= 1


@pytest.mark.parametrize("page", PAGES)
def test_a_step_needs_at_most_ten_statements(city, newcomer, make, statements: Statements, page: str):
    if page in ("/reading", "/invitations", ""):
        at_the_introduction(city, make)
    elif page == "/introduction":
        make.programme()
    newcomer.sign_in()  # forgets what they changed just now, which services would wait for
    opened = []
    needed = statements.of(lambda: opened.append(newcomer.open(f"/setup{page}")))
    assert opened[0].path == f"/setup{page}"
    assert len([each for each in needed if each.call not in {f"{service}.messages" for service in SERVICES}]) <= MOST
