import pytest

from shared.contracts import trainings
from tests.gateway.sessions.test_records import by_a_colleague, ticks


@pytest.fixture
def people(sessions, training_day):
    return sorted(sessions.states(training_day))


# the agenda, and beside it what was recorded


def test_plan_and_record_stand_side_by_side(trainer, training_day):
    address = f"/sessions/{training_day}"
    lines = "09:30 Who are we?\n\n 10:00 Where do we stand? \n"
    page = trainer.submit(f"{address}/agenda", lines=lines, techniques=["mirroring", "caucus"])
    assert page.path == address
    for planned in ("09:30 Who are we?", "10:00 Where do we stand?", "Mirroring", "Caucus (separate talks)"):
        assert f"{planned} \N{EN DASH}" in page.main
    record = trainer.open(f"{address}/record")
    assert "What of the agenda did you get to?" in record.main
    page = trainer.send(record, covered=["09:30 Who are we?"], techniques=["mirroring", "reframing"])
    assert "09:30 Who are we? Got to 10:00 Where do we stand? Not got to" in page.main
    assert "Mirroring Used Caucus (separate talks) Not used Reframing not planned Used" in page.main


def test_two_agendas_at_once_are_both_shown(trainer, sessions, training_day):
    address = f"/sessions/{training_day}/agenda"
    page = trainer.open(address)
    sessions.make(trainings.set_agenda, session_id=training_day, version=0, lines=["Theirs"])
    conflict = trainer.send(page, lines="Mine")
    assert (conflict.status, conflict.form().value("lines")) == (409, "Mine")
    assert "Agenda different Theirs Mine" in conflict.main
    assert "Mine" in trainer.send(conflict).main


def test_an_agenda_that_is_too_long_is_said_at_its_field(trainer, training_day):
    page = trainer.submit(f"/sessions/{training_day}/agenda", lines="\n".join(map(str, range(41))))
    assert (page.status, page.errors) == (422, ["Choose at most 40"])


# insights, agreements and who sees to what


def test_a_follow_up_has_an_owner_and_the_half_day_goes_on_from_it(trainer, sessions, training_day, people):
    record = trainer.open(f"/sessions/{training_day}/record")
    assert f'<option value="{people[0]}">Participant' in record.html
    assert f'<option value="{trainer.id}">Tom Trainer' in record.html
    page = trainer.send(
        record,
        insights="Silence may be fear.",
        agreements="We call each other.",
        **{"follow_ups-0-text": "Call the school", "follow_ups-0-owner_id": trainer.id},
    )
    assert "Insights Silence may be fear. Agreements We call each other." in page.main
    assert "Call the school Tom Trainer" in page.main
    half_day = sessions.part(sessions.read(training_day)["group_id"], "deepening", 1, opened=True)
    page = trainer.open(f"/sessions/{half_day}/record")
    assert "What was agreed on the training day" in page.main
    assert "Call the school Tom Trainer" in page.main


# questions of participants


def test_the_half_day_opens_again_what_the_training_day_treated(trainer, sessions, training_day):
    group_id = sessions.read(training_day)["group_id"]
    add = {"group_id": group_id, "text": "What if nobody speaks?"}
    question_id = sessions.make(trainings.add_question, **add)["id"]
    trainer.submit(f"/sessions/{training_day}/record", treated=[question_id])
    half_day = sessions.part(group_id, "deepening", 1, opened=True)
    address = f"/sessions/{half_day}/record"
    page = trainer.open(address)
    assert "Treated before Tick what the group wants to come back to. Open again: What if nobody speaks?" in page.main
    assert "Treated: Training day" in page.main
    saved = trainer.send(page, reopened=[question_id])
    assert "Open What if nobody speaks? Treated: Training day. Opened again: Deepening half-day" in saved.main
    saved = trainer.submit(address, treated=[question_id])
    [question] = sessions.read(half_day)["questions"]
    assert [(each["session_id"], each["treated"]) for each in question["treatments"]] == [
        (training_day, True),
        (half_day, False),
        (half_day, True),
    ]


# earlier versions


def test_who_corrected_what_and_when_stays_readable(trainer, sessions, training_day, people):
    address = f"/sessions/{training_day}"
    assert "The session has not been recorded yet." in trainer.open(f"{address}/record/history").main
    saved = trainer.submit(f"{address}/record", **ticks({people[0]: "present"}), notes="First.")
    assert "Earlier versions" not in saved.main
    correction = [{"person_id": people[0], "state": "absent"}]
    by_a_colleague(sessions, training_day, attendance=correction, notes="Second.")
    assert f"{address}/record/history" in trainer.open(address).links
    page = trainer.open(f"{address}/record/history")
    second, first = page.main.split("Version 2")[1].split("Version 1")
    assert "by Carla Coordinator" in second
    assert "Present Absent" in second
    assert "Notes First. Second." in second
    assert "by Tom Trainer" in first
    assert "Notes Nothing First." in first


# a draft that was kept on the phone


def test_a_script_that_sends_a_record_is_told_where_to_go_on_and_twice_is_once(trainer, sessions, training_day):
    page = trainer.open(f"/sessions/{training_day}/record")
    sent = page.form().filled_in({"notes": "From the canteen."})
    answers = [
        trainer.http.post(page.answer.url, data=sent, headers={"Accept": "application/json"}, timeout=15).json()
        for _ in range(2)
    ]
    assert answers == [{"location": f"/sessions/{training_day}", "version": 1}] * 2
    assert sessions.read(training_day)["record"]["version"] == 1


# cards and paper


def test_a_card_is_read_by_everybody(anybody):
    index = anybody.open("/techniques")
    assert "/techniques/mirroring" in index.links
    card = anybody.open("/techniques/mirroring")
    assert "When not to use it" in card.main
    assert "Stage of the conversation Opening, Exploration" in card.main
    assert anybody.open("/techniques/magic").status == 404


def test_the_sheet_holds_what_a_trainer_takes_along(trainer, sessions, training_day):
    lines = {"lines": ["Who are we?"], "techniques": ["mirroring"]}
    sessions.make(trainings.set_agenda, session_id=training_day, version=0, **lines)
    question = {"group_id": sessions.read(training_day)["group_id"], "text": "What if nobody speaks?"}
    sessions.make(trainings.add_question, **question)
    page = trainer.open(f"/sessions/{training_day}/sheet")
    for part in ("Who are we?", "We listen.", "Participant 004", "What if nobody speaks?", "Repeats a few of"):
        assert part in page.main


def test_the_book_of_another_trainer_stays_closed(another_trainer, anybody, training_day):
    for page in ("agenda", "presence", "check-in", "sheet", "record/history"):
        assert another_trainer.open(f"/sessions/{training_day}/{page}").status == 403
        assert anybody.open(f"/sessions/{training_day}/{page}").path == "/sign-in"
