"""Earlier trainings from a file: read in a preview, counted when confirmed, never counted twice, undone as a whole."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.trainings import reactions, rules
from services.trainings.commands import past as commands
from services.trainings.errors import NothingToImport, PastImportDone, ProgrammeNotYours
from services.trainings.queries import past as queries
from services.trainings.tables import PastImport
from shared import clock
from shared.contracts import trainings as contract
from shared.errors import Invalid, NotFound

HEADING = ["Wanneer", "Wijk", "Aangemeld", "Dag 1", "Dag 2", "Afgerond", "Trainer"]
LINES = [
    ["14-5-2012", "Bloemhof", "20", "18", "16", "15", "an@city.example"],
    ["3-9-2013", "Vreewijk", "16", "16", "", "", "jo@city.example"],
    ["Totaal", "", "36", "34", "16", "15", ""],
    ["1-3-2014", "Spangen", "12", "elf", "", "", ""],
]


class Past:
    def __init__(self, programme):
        self.ask, self.actor, self.programme_id = programme.ask, programme.coordinator, programme.id

    def start(self, lines=LINES, heading=HEADING, **more):
        numbered = [{"line": line, "cells": cells} for line, cells in enumerate(lines, 2)]
        request = {"programme_id": self.programme_id, "source": "list.xlsx", "heading": heading, "lines": numbered}
        return self.ask(contract.start_past_import, commands.start_past_import, self.actor, **{**request, **more})["id"]

    def choose(self, import_id, columns, **more):
        data = {"import_id": import_id, "columns": columns, **more}
        self.ask(contract.choose_past_columns, commands.choose_past_columns, self.actor, **data)

    def look(self, import_id, actor=None):
        return self.ask(contract.past_import, queries.past_import, actor or self.actor, import_id=import_id)

    def confirm(self, import_id):
        return self.ask(contract.confirm_past_import, commands.confirm_past_import, self.actor, import_id=import_id)

    def undo(self, import_id):
        self.ask(contract.undo_past_import, commands.undo_past_import, self.actor, import_id=import_id)

    def all(self):
        return self.ask(contract.past_trainings, queries.past_trainings, self.actor, programme_id=self.programme_id)


@pytest.fixture
def past(programme) -> Past:
    return Past(programme)


def test_a_file_is_read_by_a_guess_and_nothing_counts_yet(past):
    seen = past.look(past.start())
    assert seen["columns"] == ["date", "place", "registered", "attended_1", "attended_2", "completed", "ignored"]
    assert (seen["totals"]["trainings"], seen["totals"]["attended"]) == (2, [34, 16])
    assert seen["unused"] == [
        {"line": 4, "reason": "not_a_date", "cell": "Totaal"},
        {"line": 5, "reason": "not_a_count", "cell": "elf"},
    ]
    assert past.all()["totals"]["trainings"] == 0


def test_addresses_in_the_file_are_not_even_kept_until_it_is_confirmed(past, tx):
    one = tx.get(PastImport, past.start())
    assert "@" not in str(one.sheet)
    past.confirm(one.id)
    assert one.sheet is None


def test_who_corrects_the_columns_sees_other_totals(past):
    import_id = past.start()
    past.choose(import_id, ["date", "place", "attended_1", "ignored", "ignored", "ignored", "ignored"])
    seen = past.look(import_id)
    assert (seen["totals"]["trainings"], seen["totals"]["attended"]) == (3, [48])


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        (["date", "place"], ["columns_in_the_file:7", "count_column_needed"]),
        (["ignored"] * 6 + ["completed"], ["date_column_needed"]),
        (["date", "completed", "completed"] + ["ignored"] * 4, ["column_twice"]),
    ],
)
def test_columns_that_do_not_fit_are_refused(past, columns, codes):
    with pytest.raises(Invalid) as refused:
        past.choose(past.start(), columns)
    assert refused.value.fields == {"columns": codes}


def test_dates_that_can_be_read_in_two_ways_are_asked_about(past):
    import_id = past.start([["4/5/2012", "12"]], ["Datum", "Aanwezig"])
    assert past.look(import_id)["asks_date_order"]
    with pytest.raises(Invalid) as refused:
        past.confirm(import_id)
    assert refused.value.fields == {"date_order": ["required"]}
    past.choose(import_id, ["date", "attended_1"], date_order="day_first")
    assert past.look(import_id)["first"][0]["held_on"] == date(2012, 5, 4)
    past.confirm(import_id)


def test_confirming_announces_the_whole_past_once(past, announced):
    import_id = past.start()
    taken = past.confirm(import_id)
    assert taken == {"trainings": 2, "known": 0, "unused": 2}
    assert past.confirm(import_id) == taken
    [event] = announced(contract.PastTrainingsCounted)
    steps = ("courses", "registered", "attended", "completed", "introductions")
    assert [event[step] for step in steps] == [2, 36, 34, 15, 0]


def test_the_same_file_counts_once_however_it_is_read(past):
    past.confirm(past.start())
    again = past.start(source="another name.csv")
    assert (past.look(again)["known"], past.look(again)["totals"]["trainings"]) == (2, 0)
    with pytest.raises(NothingToImport):
        past.confirm(again)
    past.choose(again, ["date", "reference", "attended_1", *["ignored"] * 4], kind="introduction")
    assert past.look(again)["known"] == 2
    assert past.look(again)["totals"]["trainings"] == 1  # the line that was unusable before


def test_of_a_longer_file_only_what_is_new_counts_and_other_figures_are_told(past):
    past.confirm(past.start())
    longer = [["14-5-2012", "Bloemhof", "20", "19", "16", "15", ""], LINES[1], ["1-2-2015", "Spangen", "9", "9"]]
    seen = past.look(past.start(longer))
    assert (seen["totals"]["trainings"], seen["known"]) == (1, 1)
    assert seen["unused"] == [{"line": 2, "reason": "known_with_other_figures", "cell": ""}]


def test_an_import_is_undone_as_a_whole_and_can_come_again(past, announced):
    import_id = past.start()
    past.confirm(import_id)
    past.undo(import_id)
    past.undo(import_id)
    assert past.all()["totals"]["trainings"] == 0
    assert [each["state"] for each in past.all()["imports"]] == ["undone"]
    assert [each["attended"] for each in announced(contract.PastTrainingsCounted)] == [34, 0]
    past.confirm(past.start())
    assert past.all()["totals"]["trainings"] == 2


def test_what_counts_is_not_read_in_another_way(past):
    import_id = past.start()
    past.confirm(import_id)
    with pytest.raises(PastImportDone):
        past.choose(import_id, ["date", "registered", *["ignored"] * 5])


def test_the_past_of_a_programme_is_for_its_coordinators(past, another_coordinator):
    import_id = past.start()
    with pytest.raises(ProgrammeNotYours):
        past.look(import_id, another_coordinator)
    past.actor = another_coordinator
    with pytest.raises(ProgrammeNotYours):
        past.start()
    with pytest.raises(ProgrammeNotYours):
        past.all()


def test_a_draft_is_kept_for_a_day(past, monkeypatch):
    import_id, later = past.start(), clock.now() + rules.PAST_IMPORT_AGE + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotFound):
        past.look(import_id)


def test_who_imported_is_forgotten_when_they_are_removed(past, tx):
    past.confirm(past.start())
    reactions.person_erased(tx, {"person_id": past.actor.id})
    tx.expire_all()
    reactions.programme_changed(tx, {"programme_id": past.programme_id, "coordinator_ids": [past.actor.id, uuid4()]})
    tx.expire_all()
    assert [each["imported_by"] for each in past.all()["imports"]] == [None]
