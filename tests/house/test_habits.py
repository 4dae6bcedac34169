import re
from pathlib import Path

from tests.house.files import ours, python, read, texts

MOST_LINES = 300
# A file that is longer says why it is better in one piece.
LONGER = {
    "services/gateway/templates/components/forms.html": "every part that a form is made of",
}
COUNTED = {".py", ".html", ".css", ".js", ".sh"}

HERE = Path("tests/house/test_habits.py")
REGISTRIES = re.compile(
    r"pypi\.(org|python)|pythonhosted|npmjs\.(org|com)|yarnpkg|proxy\.golang|rubygems|crates\.io|artifactory|registry\s*=",
    re.IGNORECASE,
)


def found(pattern: str, paths: list[Path]) -> list[str]:
    """Where `pattern` stands, as file:line."""
    return [
        f"{path}:{number}"
        for path in paths
        for number, line in enumerate(read(path).splitlines(), 1)
        if path != HERE and re.search(pattern, line)
    ]


def test_only_the_database_package_commits():
    places = found(r"\.commit\(", python("services", "shared", "deploy"))
    assert [place for place in places if not place.startswith("shared/database/")] == []


def test_no_code_asks_which_city_this_is():
    """Cities differ in their settings and data alone. Whether it is the same city that sent something may be asked."""
    code = python("services", "shared", "deploy") + [path for path in ours() if path.suffix == ".html"]
    asked = r"""\bcity(_name|\.city|\["city"\])?\s*((==|!=)\s*["']|\bin\b\s*[\(\[\{"'])|["']\s*==\s*\w*\.?city\b"""
    assert found(asked, code) == []


def test_files_stay_near_one_idea():
    long = {
        str(path): lines
        for path in ours()
        if path.suffix in COUNTED and path.parts[0] != "tests" and "migrations" not in path.parts
        if (lines := len(read(path).splitlines())) > MOST_LINES
    }
    assert set(long) - set(LONGER) == set()
    assert set(LONGER) <= set(long), "a reason for a file that is short by now"


def test_nothing_is_left_to_do_in_a_comment():
    assert found(r"\b(TODO|FIXME|XXX|HACK)\b", [path for path, _ in texts()]) == []


def test_no_file_names_a_package_registry():
    """Whoever installs decides where from."""
    named = [str(path) for path, text in texts() if path != HERE and REGISTRIES.search(text)]
    assert named == []
