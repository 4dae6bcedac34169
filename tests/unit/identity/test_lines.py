import pytest

from services.identity.lines import check

COLUMNS = ("name", "email", "language", "organisation", "sector", "level", "areas", "line_manager")
EMPTY = dict.fromkeys(COLUMNS, "")
AREAS = [{"id": "a-1", "name": "Bloemhof"}, {"id": "a-2", "name": "Hillesluis"}]


def line(**cells: str) -> dict:
    return EMPTY | {"line": 2, "name": "Jongerenwerker", "email": "jongerenwerk@zuid.example"} | cells


def test_a_name_and_an_address_are_enough():
    [checked] = check([line()])
    assert checked["errors"] == {}
    assert checked["record"] == {
        "name": "Jongerenwerker",
        "email": "jongerenwerk@zuid.example",
        "language": None,
        "organisation": None,
        "sector": None,
        "level": None,
        "area_ids": [],
        "line_manager": None,
    }


@pytest.mark.parametrize("sector", ["youth_work", "Youth work", "Jongerenwerk", "JONGERENWERK"])
def test_a_sector_is_given_by_its_code_or_its_label_in_any_language(sector):
    [checked] = check([line(sector=sector)])
    assert checked["record"]["sector"] == "youth_work"


@pytest.mark.parametrize(("level", "code"), [("street", "street"), ("Beleid", "policy"), ("policy level", "policy")])
def test_so_is_a_level(level, code):
    [checked] = check([line(level=level)])
    assert checked["record"]["level"] == code


@pytest.mark.parametrize(("language", "code"), [("nl", "nl"), ("Nederlands", "nl"), ("english", "en")])
def test_and_a_language(language, code):
    [checked] = check([line(language=language)])
    assert checked["record"]["language"] == code


def test_a_language_that_the_pages_do_not_speak_is_no_choice():
    [checked] = check([line(language="Frans")])
    assert checked["errors"] == {"language": "not_a_choice"}


def test_every_wrong_column_has_its_code():
    [checked] = check([line(name="", email="at the office", sector="astronomy", level="x", organisation="o" * 121)])
    assert checked["errors"] == {
        "name": "required",
        "email": "not_an_email",
        "sector": "not_a_choice",
        "level": "not_a_choice",
        "organisation": "too_long:120",
    }


def test_an_address_that_stands_there_twice_is_an_error_the_second_time():
    first, second = check([line(line=2), line(line=3, email="Jongerenwerk@Zuid.example ".strip())])
    assert first["errors"] == {}
    assert second["errors"] == {"email": "twice_in_file"}


def test_a_wrong_line_still_counts_for_its_address():
    first, second = check([line(line=2, name=""), line(line=3)])
    assert first["errors"] == {"name": "required"}
    assert second["errors"] == {"email": "twice_in_file"}


@pytest.mark.parametrize("areas", ["Bloemhof; Hillesluis", "bloemhof,HILLESLUIS", "Bloemhof;Hillesluis;Bloemhof;"])
def test_areas_are_given_by_their_names(areas):
    [checked] = check([line(areas=areas)], AREAS)
    assert checked["errors"] == {}
    assert checked["record"]["area_ids"] == [area["id"] for area in AREAS]


def test_an_area_that_the_city_does_not_have_is_no_choice():
    [checked] = check([line(areas="Bloemhof; Atlantis")], AREAS)
    assert checked["errors"] == {"areas": "not_a_choice"}


def test_nobody_is_their_own_line_manager():
    [checked] = check([line(line_manager="Jongerenwerk@zuid.example")])
    assert checked["errors"] == {"line_manager": "own_line_manager"}


def test_a_line_manager_is_given_by_their_address():
    [checked] = check([line(line_manager="Chef@zuid.example")])
    assert checked["record"]["line_manager"] == "chef@zuid.example"
    [checked] = check([line(line_manager="the boss")])
    assert checked["errors"] == {"line_manager": "not_an_email"}
