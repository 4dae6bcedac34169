from io import BytesIO
from uuid import uuid4

import pytest
import requests
from openpyxl import load_workbook

from tests.gateway.visiting import Page


@pytest.fixture
def mark():
    """In every address of a test, so that it meets nobody of another one."""
    return uuid4().hex[:8]


def upload(visitor, content, name="people.csv"):
    page = visitor.open("/people/import")
    sent = {"data": page.form().values, "files": {"file": (name, content)}}
    return Page(visitor.http.post(f"{visitor.url}/people/import", **sent, timeout=30))


def the_list(mark, *lines):
    return "\n".join(["Naam;E-mail;Organisatie;Sector;Niveau;Taal", *lines]).replace("@", f".{mark}@").encode()


JAN = "Jan de Boer;jan@wonen.example;Wonen Zuid;Wonen;Uitvoering;nl"
ZOE = "Zoë Coëlho;zoe@politie.example;Politie;police;policy;Engels"


def lines_of(page):
    """The table of the preview."""
    return page.main.partition("In detail")[2]


def test_nothing_is_saved_before_it_is_confirmed(coordinator, mark):
    preview = upload(coordinator, the_list(mark, JAN, ZOE))
    assert preview.status == 200
    assert "New people 2" in preview.main
    assert f"Line 2 Jan de Boer jan.{mark}@wonen.example New Wonen Zuid, Wonen, Uitvoering, Dutch" in lines_of(preview)
    assert coordinator.api("GET", "/people", q=mark)["total"] == 0
    done = coordinator.send(preview)
    assert "The people have been imported Added 2 Changed 0 Left as they were 0" in done.main
    people = {one["name"]: one for one in coordinator.api("GET", "/people", q=mark)["items"]}
    jan, zoe = people["Jan de Boer"], people["Zoë Coëlho"]
    assert (jan["organisation"], jan["sector"], jan["level"], jan["language"]) == (
        "Wonen Zuid",
        "housing",
        "street",
        "nl",
    )
    assert (zoe["sector"], zoe["level"], zoe["language"]) == ("police", "policy", "en")


def test_a_second_import_updates_and_shows_the_old_beside_the_new(coordinator, mark):
    coordinator.send(upload(coordinator, the_list(mark, JAN, ZOE)))
    changed = JAN.replace("Jan de Boer", "Jan de Boer-Bos").replace("Wonen;Uitvoering", "Sport;")
    preview = upload(coordinator, the_list(mark, changed, ZOE))
    assert "New people 0 People who change 1 Known and the same 1" in preview.main
    assert "Name : from Jan de Boer to Jan de Boer-Bos" in lines_of(preview)
    assert "Sector : from Housing to Sport" in lines_of(preview)
    assert "Level" not in lines_of(preview)
    done = coordinator.send(preview)
    assert "Added 0 Changed 1 Left as they were 1" in done.main
    [jan] = coordinator.api("GET", "/people", q=f"jan.{mark}")["items"]
    assert (jan["name"], jan["sector"], jan["level"]) == ("Jan de Boer-Bos", "sport", "street")


def test_confirming_twice_imports_once(coordinator, mark):
    preview = upload(coordinator, the_list(mark, JAN))
    first, second = coordinator.send(preview), coordinator.send(preview)
    assert first.main == second.main
    assert coordinator.api("GET", "/people", q=mark)["total"] == 1


def test_errors_are_named_by_line_and_column_and_come_first(coordinator, mark):
    wrong = [
        ";no-name@wonen.example",
        "Piet;piet@",
        "Mo;mo@wonen.example;;Toverij;Beleid;Klingon",
        "Jan;jan@wonen.example",
    ]
    preview = upload(coordinator, the_list(mark, JAN, *wrong))
    assert "4 lines are not right" in preview.main
    shown = lines_of(preview)
    assert f"Line 3 \N{EN DASH} no-name.{mark}@wonen.example" in shown
    assert "Name : Fill this in" in shown
    assert f"E-mail address “piet.{mark}@”: Enter an e-mail address" in shown
    assert "Sector “Toverij”: Use one of these: Safety and public order, Police" in shown
    assert "Language “Klingon”: Use one of these: Nederlands, English" in shown
    assert f"E-mail address “jan.{mark}@wonen.example”: This address stands in the file twice" in shown
    assert shown.index("Line 6") < shown.index("Line 2")
    assert not [form for form in preview.forms if form.method == "post" and form.action is None]


def test_with_errors_nothing_is_imported_even_when_asked_for(coordinator, mark):
    preview = upload(coordinator, the_list(mark, JAN, "Piet;piet@"))
    token = coordinator.open("/people/new").form().values
    after = Page(coordinator.http.post(preview.answer.url, data=token))
    assert "Nothing was imported: there are lines with errors." in after.main
    assert coordinator.api("GET", "/people", q=mark)["total"] == 0


def test_a_long_list_is_shown_a_page_at_a_time_and_filtered(coordinator, mark):
    content = the_list(
        mark, *(f"Person {number};p{number}@wonen.example" for number in range(120)), ";nobody@x.example"
    )
    preview = upload(coordinator, content)
    assert lines_of(preview).startswith(" Line 122 ")
    assert f"{preview.path}?page=3" in preview.links
    assert "Line 121" in lines_of(coordinator.open(preview.path, page=3))
    assert lines_of(coordinator.open(preview.path, outcome="error")).count("Line ") == 1
    assert "No such lines" in coordinator.open(preview.path, outcome="same").main


def test_columns_that_are_not_used_are_named(coordinator, mark):
    content = b"naam;Telefoon;e-mail;Geboortedatum\nJan;06;jan.%s@wonen.example;1970" % mark.encode()
    preview = upload(coordinator, content)
    assert "Columns that are not used: Telefoon, Geboortedatum." in preview.main
    assert preview.path in coordinator.send(preview).path


def test_letters_that_had_to_be_guessed_are_pointed_at(coordinator, mark):
    preview = upload(coordinator, the_list(mark, ZOE).decode().encode("cp1252"))
    assert "Zoë Coëlho" in preview.main
    assert "Look at names with accents" in preview.main
    assert "Look at names" not in upload(coordinator, the_list(mark, ZOE)).main


def test_everybody_known_leaves_nothing_to_import(coordinator, mark):
    coordinator.send(upload(coordinator, the_list(mark, JAN)))
    preview = upload(coordinator, the_list(mark, JAN))
    assert "Everybody in this file is known, and nothing changes." in preview.main


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "There is nothing in this file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is not a spreadsheet."),
        (b"PK\x03\x04 and nothing more", "This file cannot be read."),
        (b"Jan;jan@wonen.example", "The first line must name the columns"),
        (b"naam;organisatie\nJan;Wonen", "There is no column with the e-mail addresses."),
        (b"naam;email\n" + b"x" * 5_300_000, "This file is too large. It can be up to 5 MB"),
    ],
    ids=["empty", "binary", "damaged", "without heading", "without e-mail", "too large"],
)
def test_a_file_that_can_not_be_read_says_why(coordinator, content, message):
    page = upload(coordinator, content)
    assert page.status == 422
    assert page.errors[0].startswith(message)
    assert page.form()


def test_choosing_no_file_is_said(coordinator):
    page = coordinator.submit("/people/import")
    assert (page.status, page.errors) == (422, ["Choose a file"])


def test_what_is_much_too_large_is_refused_in_the_readers_language(coordinator, sign_in):
    page = upload(coordinator, b"x" * 20_000_000)
    assert page.status == 413
    assert "This file or text is too large." in page.main
    assert '<html lang="nl"' in upload(sign_in("coordinator", language="nl"), b"x" * 7_000_000).html


def test_the_example_can_be_imported_in_every_language(coordinator, sign_in):
    for visitor in (coordinator, sign_in("coordinator", name="Nederlandse Lena", language="nl")):
        example = visitor.open("/people/import/example.xlsx").answer
        assert example.headers["Content-Type"].endswith("spreadsheetml.sheet")
        assert load_workbook(BytesIO(example.content)).worksheets[0].max_row == 3
        preview = upload(visitor, example.content, "example.xlsx")
        assert "wijkagent.zuid@politie.example" in preview.main
        assert preview.form()  # there is something to confirm, so no line is wrong


def test_an_import_is_its_makers_own(coordinator, another_coordinator, mark):
    preview = upload(coordinator, the_list(mark, JAN))
    assert another_coordinator.open(preview.path).status == 404
    assert coordinator.open(f"/people/import/{uuid4()}").status == 404


def test_importing_is_for_coordinators_and_operators(operator, trainer, expert, anybody):
    assert operator.open("/people/import").status == 200
    assert trainer.open("/people/import").status == expert.open("/people/import/example.xlsx").status == 403
    assert anybody.open("/people/import").path == "/sign-in"


class TestByProgram:
    def file(self, visitor, content):
        headers = {"Authorization": visitor.api.http.headers["Authorization"], "Accept-Language": "en"}
        return requests.post(
            f"{visitor.api.url}/imports/file", headers=headers, files={"file": ("p", content)}, timeout=30
        )

    def test_a_file_gives_the_same_answer_as_its_rows(self, coordinator, mark):
        answer = self.file(coordinator, the_list(mark, JAN))
        assert answer.status_code == 201
        row = {"line": 2, "name": "Jan de Boer", "email": f"jan.{mark}@wonen.example", "organisation": "Wonen Zuid"}
        by_rows = coordinator.api(
            "POST", "/imports", rows=[row | {"sector": "Wonen", "level": "Uitvoering", "language": "nl"}]
        )
        by_file = answer.json()
        assert {**by_file, "id": None} == {**by_rows, "id": None}
        done = coordinator.api("POST", f"/imports/{by_file['id']}/confirmation")
        assert done == {"added": 1, "updated": 0, "unchanged": 0}
        assert coordinator.api("GET", f"/imports/{by_file['id']}")["done"] == done

    def test_a_file_that_can_not_be_read_says_why(self, coordinator):
        answer = self.file(coordinator, b"organisatie\nWonen")
        assert answer.status_code == 422
        assert [one["code"] for one in answer.json()["fields"]["file"]] == ["file_without_name", "file_without_email"]
        missing = coordinator.api.try_("POST", "/imports/file")
        assert [one["code"] for one in missing.json()["fields"]["file"]] == ["no_file"]

    def test_the_file_stands_in_the_description_of_the_api(self, any_program):
        route = any_program("GET", "/openapi.json")["paths"]["/api/v1/imports/file"]["post"]
        [schema] = [content["schema"] for content in route["requestBody"]["content"].values()]
        assert schema["properties"]["file"] == {"type": "string", "format": "binary"}
        assert any_program.http.get(f"{any_program.url}/").status_code == 200
