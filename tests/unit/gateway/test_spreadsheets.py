import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from services.gateway import spreadsheets
from shared.errors import Invalid

LIST = "naam;e-mail;organisatie\r\nZoë de Coëlho;zoe@wonen.example;Wonen\r\nJosé García;jose@politie.example;Politie"


def rows(content):
    return spreadsheets.read(content).rows


def people(content):
    return [(row["name"], row["email"]) for row in rows(content)]


def refused(content):
    with pytest.raises(Invalid) as refusal:
        spreadsheets.read(content)
    return refusal.value.fields["file"]


def workbook(*lines, title="Lijst", hidden=()):
    made = Workbook()
    made.worksheets[0].title = title
    for name in hidden:
        made.create_sheet(name, 0).sheet_state = "hidden"
    for line in lines:
        made[title].append(line)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


class TestLetters:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_are_read_in_the_usual_encodings(self, encoding):
        assert people(LIST.encode(encoding)) == [
            ("Zoë de Coëlho", "zoe@wonen.example"),
            ("José García", "jose@politie.example"),
        ]

    def test_are_guessed_only_where_nothing_says_how_they_are_written(self):
        assert not spreadsheets.read(LIST.encode("utf-8")).guessed
        assert not spreadsheets.read(LIST.encode("utf-16")).guessed
        assert spreadsheets.read(LIST.encode("cp1252")).guessed

    def test_of_one_accent_in_a_short_list_are_enough(self):
        assert people("naam,email\nFrançois,f@sport.example".encode("cp1252")) == [("François", "f@sport.example")]

    def test_that_no_common_encoding_has_are_refused(self):
        assert refused("naam;email\nMüller;m@sport.example".encode("cp850")) == ["file_encoding"]

    def test_cut_off_in_the_middle_are_refused(self):
        assert refused(LIST.encode("utf-16")[:-1]) == ["file_encoding"]


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_are_found_by_the_heading(self, separator):
        content = f"naam{separator}e-mail\nJan; de, Boer{separator}jan@wonen.example\n".replace("; ", " ").replace(
            ", ", " "
        )
        assert people(content.encode()) == [("Jan de Boer", "jan@wonen.example")]

    def test_do_not_count_within_quotes(self):
        assert people(b'"naam","e-mail"\n"Boer, Jan de","jan@wonen.example"') == [("Boer, Jan de", "jan@wonen.example")]

    def test_may_be_named_as_excel_does(self):
        assert people(b"sep=:\r\nnaam:e-mail\r\nJan:jan@wonen.example") == [("Jan", "jan@wonen.example")]


class TestLines:
    def test_bear_the_number_that_a_spreadsheet_program_shows(self):
        content = b'naam,email\n\nJan,jan@wonen.example\n"Piet\nde Boer",piet@wonen.example\nMo,mo@wonen.example\n'
        assert [(row["line"], row["name"]) for row in rows(content)] == [(3, "Jan"), (4, "Piet\nde Boer"), (5, "Mo")]

    def test_that_are_empty_are_left_out(self):
        assert len(rows(b"naam;email\n;\n  ; \nJan;jan@wonen.example\n;\n")) == 1

    def test_with_only_a_number_are_left_out(self):
        assert len(rows(b"nr;naam;email\n1;Jan;jan@wonen.example\n2;;\n3;;\n")) == 1

    def test_that_are_too_short_leave_the_rest_empty(self):
        [row] = rows(b"naam;email;organisatie;sector\nJan;jan@wonen.example\n")
        assert (row["organisation"], row["sector"]) == ("", "")

    def test_may_end_as_on_an_old_mac(self):
        assert people(b"naam;email\rJan;jan@wonen.example\r") == [("Jan", "jan@wonen.example")]

    def test_up_to_five_thousand_are_taken(self):
        lines = [f"P {number};p{number}@wonen.example" for number in range(5_001)]
        assert len(rows("\n".join(["naam;email", *lines[:-1]]).encode())) == 5_000
        assert refused("\n".join(["naam;email", *lines]).encode()) == ["file_too_many_rows:5000"]


class TestTheHeading:
    @pytest.mark.parametrize(
        "heading",
        [
            "naam;e-mailadres;organisatie;sector;niveau;taal;wijken;leidinggevende",
            "Name;E-mail address;Organisation;Sector;Level;Language;Areas;Line manager",
            "NAAM ; E-MAIL ;Werkgever;Vakgebied;Niveau;Voorkeurstaal;Gebieden;Manager",
            "name;email;organisation;sector;level;language;areas;line_manager",
        ],
    )
    def test_is_known_in_dutch_and_english(self, heading):
        jan = 'Jan;jan@wonen.example;Wonen;Politie;Beleid;nl;"Bloemhof;Carnisse";an@wonen.example'
        [row] = rows(f"{heading}\n{jan}".encode())
        del row["line"]
        assert row == {
            "name": "Jan",
            "email": "jan@wonen.example",
            "organisation": "Wonen",
            "sector": "Politie",
            "level": "Beleid",
            "language": "nl",
            "areas": "Bloemhof;Carnisse",
            "line_manager": "an@wonen.example",
        }

    def test_may_name_the_columns_in_any_order(self):
        assert people(b"sector;e-mail;naam\nPolitie;jan@wonen.example;Jan") == [("Jan", "jan@wonen.example")]

    def test_may_stand_below_a_title(self):
        [row] = rows(b"Deelnemers 2026\n\nnaam;e-mail\nJan;jan@wonen.example")
        assert (row["line"], row["name"]) == (4, "Jan")

    def test_may_give_the_name_in_parts(self):
        content = b"achternaam;voornaam;tussenvoegsel;mail\nBoer;Jan;de;jan@wonen.example\nPeeters;An;;an@wonen.example"
        assert people(content) == [("Jan de Boer", "jan@wonen.example"), ("An Peeters", "an@wonen.example")]

    def test_may_name_columns_that_nobody_reads(self):
        content = b"naam;telefoon;e-mail;Geboortedatum;\nJan;06;jan@wonen.example;1970;"
        assert spreadsheets.read(content).ignored == ["telefoon", "Geboortedatum"]

    def test_may_name_a_column_twice_and_the_first_counts(self):
        sheet = spreadsheets.read(b"naam;e-mail;e-mail\nJan;jan@wonen.example;thuis@wonen.example")
        assert sheet.rows[0]["email"] == "jan@wonen.example"
        assert sheet.ignored == ["e-mail"]

    def test_must_be_there(self):
        assert refused(b"Jan;jan@wonen.example\nPiet;piet@wonen.example") == ["file_without_heading"]

    def test_must_name_what_is_needed(self):
        assert refused(b"naam;organisatie\nJan;Wonen") == ["file_without_email"]
        assert refused(b"e-mail;organisatie\njan@wonen.example;Wonen") == ["file_without_name"]
        assert refused(b"organisatie;sector\nWonen;Wonen") == ["file_without_name", "file_without_email"]


class TestAWorkbook:
    def test_is_read_as_a_list_is(self):
        content = workbook(
            ["Naam", "E-mail", "Niveau"], ["Zoë", "zoe@wonen.example", "Beleid"], [], ["Jo", "jo@a.example"]
        )
        assert [(row["line"], row["name"], row["level"]) for row in rows(content)] == [
            (2, "Zoë", "Beleid"),
            (4, "Jo", ""),
        ]

    def test_may_have_numbers_where_words_are_expected(self):
        assert people(workbook(["naam", "e-mail"], [12.0, 7])) == [("12", "7")]

    def test_is_read_from_its_first_sheet_that_shows(self):
        content = workbook(["naam", "e-mail"], ["Jan", "jan@wonen.example"], hidden=["Keuzelijsten"])
        assert people(content) == [("Jan", "jan@wonen.example")]

    def test_with_too_many_lines_is_refused(self):
        lines = [[f"P {number}", f"p{number}@wonen.example"] for number in range(5_001)]
        assert refused(workbook(["naam", "e-mail"], *lines)) == ["file_too_many_rows:5000"]

    def test_that_unpacks_to_a_bomb_is_refused_before_it_is_unpacked(self):
        content = BytesIO(workbook(["naam", "e-mail"], ["Jan", "jan@wonen.example"]))
        with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/sharedStrings.xml", b" " * 100_000_000)
        assert len(content.getvalue()) < 1_000_000
        assert refused(content.getvalue()) == ["file_too_much"]

    def test_whose_text_multiplies_itself_is_refused(self):
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
        bomb = f'<!DOCTYPE worksheet [<!ENTITY e0 "{"lol" * 100}">{entities}]>'
        original, content = BytesIO(workbook(["naam", "e-mail"], ["Jan", "jan@wonen.example"])), BytesIO()
        with zipfile.ZipFile(original) as packed, zipfile.ZipFile(content, "w") as changed:
            for part in packed.namelist():
                text = packed.read(part).decode()
                if part == "xl/worksheets/sheet1.xml":
                    text = bomb + text.replace(">Jan<", ">&e9;<")
                    assert "&e9;" in text
                changed.writestr(part, text)
        assert refused(content.getvalue()) == ["file_damaged"]

    def test_that_is_formatted_to_its_very_end_is_refused(self):
        lines = [["naam", "e-mail"], ["Jan", "jan@wonen.example"], *([""] for _ in range(10_000))]
        assert refused(workbook(*lines)) == ["file_too_much"]

    def test_that_is_cut_off_is_refused(self):
        content = workbook(["naam", "e-mail"], ["Jan", "jan@wonen.example"])
        assert refused(content[: len(content) // 2]) == ["file_damaged"]


class TestAFile:
    def test_that_is_empty_is_refused(self):
        assert (
            refused(b"") == refused(b" \r\n\r\n") == refused(workbook()) == refused(b"\xef\xbb\xbf") == ["file_empty"]
        )

    def test_with_only_a_heading_is_refused(self):
        assert refused(b"naam;email\n") == ["file_without_people"]

    def test_that_is_no_list_is_refused(self):
        image = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\x00\x00\x00\x03\x00\x08\x06"
        document = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Length 3>> stream\n\x00\x01\x02\nendstream"
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("photo.jpg", b"\xff\xd8\xff")
        for content in (image, document, archive.getvalue()):
            assert refused(content) == ["file_not_a_spreadsheet"]

    def test_of_an_old_or_protected_excel_is_refused(self):
        assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)) == ["file_old_or_protected"]

    def test_that_is_too_large_is_refused(self):
        assert refused(b"naam;email\n" + b"x" * 5 * 1024 * 1024) == ["file_too_large:5"]

    def test_with_a_quote_that_never_ends_is_refused(self):
        assert refused(b'naam;email\n"Jan;jan@wonen.example\n' + b"Piet;piet@wonen.example\n" * 10_000) == [
            "file_damaged"
        ]


def test_the_example_can_be_read():
    content = spreadsheets.example(["Naam", "E-mailadres", "Taal"], [["Wijkagent", "wijkagent@politie.example", "nl"]])
    assert rows(content) == [
        {
            "line": 2,
            "name": "Wijkagent",
            "email": "wijkagent@politie.example",
            "language": "nl",
            "organisation": "",
            "sector": "",
            "level": "",
            "areas": "",
            "line_manager": "",
        }
    ]


def pasted(text):
    return [(row["line"], row["name"], row["email"], row["sector"]) for row in spreadsheets.pasted(text).rows]


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_pasted_lines_need_no_heading(separator):
    lines = [
        separator.join(("Jan", "jan@wonen.example", "Wonen", "housing")),
        "",
        separator.join(("Zoë", "zoe@x.example")),
    ]
    expected = [(1, "Jan", "jan@wonen.example", "housing"), (3, "Zoë", "zoe@x.example", "")]
    assert pasted("\n".join(lines)) == expected


def test_a_heading_that_was_pasted_along_says_what_is_in_the_lines():
    assert pasted("e-mail;naam\njan@wonen.example;Jan") == [(2, "Jan", "jan@wonen.example", "")]


def test_pasted_lines_without_an_address_are_lines_all_the_same():
    assert pasted("Wijkagent;Politie") == [(1, "Wijkagent", "Politie", "")]


def test_nothing_pasted_is_no_list():
    with pytest.raises(Invalid) as refused:
        spreadsheets.pasted(" \n")
    assert refused.value.fields == {"file": ["file_empty"]}


def test_headings_may_be_in_finnish():
    found = people("Sukunimi;Etunimi;Sähköposti;Toimiala\nVirta;Aino;aino@forssa.example;Poliisi".encode())
    assert found == [("Aino Virta", "aino@forssa.example")]
