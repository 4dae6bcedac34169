from datetime import date

import pytest

from services.trainings import rules
from services.trainings.rules import Unusable

TODAY = date(2026, 6, 1)
COLUMNS = ["date", "place", "registered", "attended_1", "attended_2", "completed"]


def training(*cells: str, columns: list[str] | None = None, order: str | None = None, kind: str = "course"):
    return rules.the_training_of_a_line(cells, columns or COLUMNS, order=order, kind=kind, today=TODAY)


class TestColumns:
    @pytest.mark.parametrize(
        ("heading", "held"),
        [
            (["slug", "start", "country", "attendance", "tags", "count_badged"],
             ["reference", "date", "place", "attended_1", "ignored", "completed"]),
            (["Datum", "Locatie", "Aangemeld", "Aanwezig dag 1", "Aanwezig dag 2", "Afgerond"], COLUMNS),
            (["Dag 2", "Dag 1", "Wanneer"], ["attended_2", "attended_1", "date"]),
            (["Aanwezigen", "Deelnemers", "Soort"], ["attended_1", "attended_2", "kind"]),
            (["Date", "Startdatum"], ["date", "ignored"]),
            (["Opmerkingen", "E-mail trainer"], ["ignored", "ignored"]),
        ],
    )  # fmt: skip
    def test_are_known_by_their_headings_in_dutch_and_english(self, heading, held):
        assert rules.what_the_columns_hold(heading, []) == held

    def test_a_date_is_known_by_what_stands_there_when_no_heading_speaks_of_it(self):
        lines = [["Bloemhof", "14-5-2012", "12"], ["Vreewijk", "", "9"], ["Spangen", "3 juni 2012", "16"]]
        assert rules.what_the_columns_hold(["A", "B", "Opkomst"], lines) == ["ignored", "date", "attended_1"]

    def test_a_column_with_addresses_is_about_people_and_emptied(self):
        lines = [{"line": 2, "cells": ["12", "an@city.example"]}, {"line": 3, "cells": ["9", "Jan"]}]
        assert [line["cells"] for line in rules.without_addresses(lines)] == [["12", ""], ["9", ""]]


class TestDates:
    @pytest.mark.parametrize(
        "cell",
        ["2012-05-14", "2012-05-14 00:00:00", "2012/5/14", "14-5-2012", "14.05.2012", "14-5-12", "14 mei 2012",
         "ma 14 mei 2012", "14-mei-2012", "May 14, 2012", "14 May 2012", "41043"],
    )  # fmt: skip
    def test_are_read_in_their_several_spellings(self, cell):
        assert rules.a_date(cell, None) == date(2012, 5, 14)

    def test_with_slashes_need_an_order(self):
        assert rules.a_date("4/5/2012", None) is None
        assert rules.a_date("4/5/2012", "day_first") == date(2012, 5, 4)
        assert rules.a_date("4/5/12", "month_first") == date(2012, 4, 5)
        assert rules.the_order_must_be_asked(["2012-05-14", "5/14/12"])
        assert not rules.the_order_must_be_asked(["2012-05-14", "14-5-2012"])

    def test_the_order_is_likely_when_one_of_them_tells_it_and_none_another(self):
        assert rules.the_likely_order(["4/5/2012", "5/14/12"]) == "month_first"
        assert rules.the_likely_order(["4/5/2012", "14/05/2012"]) == "day_first"
        assert rules.the_likely_order(["4/5/2012", "3/6/2012"]) is None
        assert rules.the_likely_order(["5/14/12", "14/05/2012"]) is None

    @pytest.mark.parametrize("cell", ["31-2-2012", "Totaal", "12", "14-5-1812", "5/14/12"])
    def test_that_are_none_are_not_guessed(self, cell):
        assert rules.a_date(cell, "day_first") is None


class TestLines:
    def test_become_trainings_in_which_what_is_not_told_is_not_zero(self):
        assert training("14-5-2012", "Bloemhof", "20", "18", "-", "") == {
            "held_on": date(2012, 5, 14),
            "kind": "course",
            "place": "Bloemhof",
            "reference": None,
            "registered": 20,
            "attended": [18, None],
            "completed": None,
        }

    def test_tell_their_kind_or_have_that_of_the_file(self):
        columns = ["date", "kind", "attended_1"]
        assert training("2012-05-14", "Introductiebijeenkomst", "40", columns=columns)["kind"] == "introduction"
        assert training("2012-05-14", "", "40", columns=columns, kind="introduction")["kind"] == "introduction"

    @pytest.mark.parametrize(
        ("cells", "reason", "cell"),
        [
            (("", "Bloemhof", "20"), "no_date", ""),
            (("Totaal", "", "412"), "not_a_date", "Totaal"),
            (("2027-01-01", "Bloemhof", "20"), "date_in_future", "2027-01-01"),
            (("2012-05-14", "Bloemhof", "circa 20"), "not_a_count", "circa 20"),
            (("2012-05-14", "Bloemhof", "-3"), "not_a_count", "-3"),
            (("2012-05-14", "Bloemhof", "?", "", ""), "no_count", ""),
            (("2012-05-14", "Bloemhof", "20", "12", "9", "13"), "more_completed_than_attended", "13"),
        ],
    )
    def test_that_cannot_be_used_say_why(self, cells, reason, cell):
        with pytest.raises(Unusable) as refused:
            training(*cells)
        assert (refused.value.reason, refused.value.cell) == (reason, cell)

    def test_the_same_line_and_the_same_training_are_known_again_and_twins_are_two(self):
        lines = [["2012-05-14", "Bloemhof", "20"], ["2012-05-14", " bloemhof ", "20"], ["2012-05-15", "", "3"]]
        keys = rules.keys_of_the_lines(lines)
        assert len(set(keys)) == 3
        assert rules.keys_of_the_lines(lines) == keys
        first, corrected = training("2012-05-14", "Bloemhof", "20"), training("14-5-2012", "bloemhof", "21")
        assert rules.keys_of_the_trainings([first]) == rules.keys_of_the_trainings([corrected])
        assert len(set(rules.keys_of_the_trainings([first, corrected]))) == 2


def test_totals_say_of_how_many_trainings_a_figure_is_not_told():
    told = [training("14-5-2012", "Bloemhof", "20", "18", "16", "15"), training("2013-01-02", "", "", "9")]
    totals = rules.the_totals_of(told)
    assert (totals["trainings"], totals["registered"], totals["completed"]) == (2, 20, 15)
    assert totals["attended"] == [27, 16]
    assert (totals["without_registered"], totals["without_attended"], totals["without_completed"]) == (1, 0, 1)
    assert (totals["first_on"], totals["last_on"]) == (date(2012, 5, 14), date(2013, 1, 2))


def test_what_counts_of_the_past_stands_at_the_step_that_it_is_about():
    introduction = training("2012-05-14", "", "60", "50", kind="introduction")
    course = training("2012-06-14", "", "20", "18", "16", "15")
    assert rules.what_counts_of_the_past([introduction, course]) == {
        "introductions": 1,
        "courses": 1,
        "invited": 60,
        "introduced": 50,
        "registered": 20,
        "attended": 18,
        "completed": 15,
    }
