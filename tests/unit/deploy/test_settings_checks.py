"""What `doctor` makes of a city's settings and secrets."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from deploy.checks import settings
from deploy.checks.settings import misspelt, names_of, why_it_is_weak, wrong_in_the_file, wrong_with_the_address
from deploy.findings import OK, WRONG

KNOWN, NEEDED = {"CITY", "THEME", "SMTP_URL", "LANGUAGES", "AMQP_PASSWORD", "DEMO"}, {"CITY", "THEME"}
STRONG = {
    name: f"of {name}, only good for tests, and long enough"
    for name in ("SECRET_KEY", "DATABASE_PASSWORD", "AMQP_PASSWORD")
}
URLS = {"DATABASE_URL": "postgresql://processes@db/x", "AMQP_URL": "amqp://city@mq/x"}


def test_the_template_says_which_settings_there_are_and_which_a_city_has_to_have() -> None:
    known, needed = names_of((settings.CITIES / "template.env").read_text())
    assert {"CITY", "PUBLIC_URL", "SMTP_URL", "EPOCH"} <= needed
    assert known - needed >= {"SECRET_KEY", "DEMO", "GATEWAY_WORKERS"}


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("# a comment\nCITY=rotterdam\n\nTHEME=\n", []),
        ("CITY='rotterdam'\nTHEME=\"neutral\"\nDEMO=1\n", []),
        ("CITY=x\nTHEME=y\nAMQP_PASSWORD_FILE=/run/x\n", []),
        ("CITY=x\nTHEM\n", ["line 2 is no whole setting", "THEM is no setting, THEME is", "THEME is missing"]),
        ("CITY=x\nTHEME='neutral\n", ["line 2 is no whole setting"]),
        ("CITY=x\nTHEME=y\nSMTP_ULR=z\n", ["SMTP_ULR is no setting, SMTP_URL is"]),
        ("CITY=x\nTHEME=y\nCITY=z\n", ["CITY stands there twice"]),
        ("DEMO=1\n", ["CITY and THEME are missing"]),
        ("CITY = x\nTHEME=y", ["line 1 is no whole setting", "CITY is missing"]),
    ],
)
def test_what_is_wrong_in_the_file_of_a_city_is_said_by_line_or_by_name(text: str, complaints: list[str]) -> None:
    assert [*wrong_in_the_file(text, KNOWN, NEEDED)] == complaints


def test_in_an_environment_only_what_is_nearly_a_setting_is_one() -> None:
    environment = {
        "PATH": "/bin",
        "LANGUAGE": "en",
        "HOME": "/",
        "SMTP_ULR": "x",
        "AMQP_PASWORD_FILE": "/x",
        "CITY": "",
    }
    assert [*misspelt(environment, KNOWN)] == [
        "AMQP_PASWORD is no setting, AMQP_PASSWORD is",
        "SMTP_ULR is no setting, SMTP_URL is",
    ]


@pytest.mark.parametrize(
    ("secret", "complaint"),
    [
        ("Guest", "is one that everybody tries first"),
        ("city", "is one that everybody tries first"),
        ("short-but-odd", "has 13 characters, and should have 16 or more"),
        ("abcabc" * 5, "has the same characters over and over"),
        (STRONG["AMQP_PASSWORD"], None),
    ],
)
def test_a_secret_that_can_be_guessed_is_told(secret: str, complaint: str | None) -> None:
    assert why_it_is_weak(secret, "city", 16) == complaint


def found(environment: Mapping[str, str]) -> tuple[str, str]:
    finding = settings.secrets(environment)
    return finding.state, finding.sentence


def test_secrets_may_stand_in_the_environment_in_an_address_or_in_a_file_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{STRONG['SECRET_KEY']}\n")
    file.chmod(0o600)
    in_a_file = {**URLS, **STRONG, "SECRET_KEY": "", "SECRET_KEY_FILE": str(file)}
    in_an_address = {
        **URLS,
        **STRONG,
        "AMQP_PASSWORD": "",
        "AMQP_URL": f"amqp://city:{quote(STRONG['AMQP_PASSWORD'])}@mq/x",
    }
    for environment in ({**URLS, **STRONG}, in_a_file, in_an_address):
        assert found(environment)[0] == OK


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not there."),
        ({"AMQP_PASSWORD": ""}, "AMQP_PASSWORD is not there."),
        ({"SMTP_URL": "smtp://city@mail.example"}, "SMTP_PASSWORD is not there."),
        ({"AMQP_PASSWORD": "guest"}, "AMQP_PASSWORD is one that everybody tries first."),
        ({"AMQP_PASSWORD": STRONG["SECRET_KEY"]}, "AMQP_PASSWORD and SECRET_KEY are the same."),
        ({"SECRET_KEY_FILE": "/nowhere"}, "the file that SECRET_KEY_FILE names can't be read."),
    ],
)
def test_a_secret_that_is_missing_or_weak_is_told(changes: dict[str, str], sentence: str) -> None:
    assert found({**URLS, **STRONG, **changes}) == (WRONG, sentence)


def test_a_server_of_this_machine_alone_needs_no_password() -> None:
    near = {
        "SECRET_KEY": STRONG["SECRET_KEY"],
        "DATABASE_URL": "postgresql:///x",
        "AMQP_URL": "amqp://guest@localhost/",
    }
    assert found(near)[0] == OK


def test_a_file_that_everybody_can_read_is_told_where_that_can_be_seen() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "key"
        file.write_text(STRONG["SECRET_KEY"])
        environment = {**URLS, **STRONG, "SECRET_KEY_FILE": str(file)}
        file.chmod(0o444)
        folder.chmod(0o755)
        assert found(environment) == (WRONG, "everybody on this machine can read the file of SECRET_KEY.")
        folder.chmod(0o700)
        assert found(environment)[0] == OK


@pytest.mark.parametrize(
    ("url", "proxies", "tls", "complaint"),
    [
        ("http://localhost:8001", 0, False, None),
        ("https://city.example", 1, True, None),
        ("https://city.example:8443", 2, False, None),
        ("https://city.example", 0, True, "but no proxy stands before the pages"),
        ("http://localhost", 1, True, "Caddy is to get a certificate, but PUBLIC_URL is http://"),
        ("http://city.example", 0, False, "Passwords travel to city.example for everybody to read"),
        ("http://localhost", 1, False, "PROXIES says that a proxy stands before"),
        ("https://", 1, False, "no address of pages"),
        ("https://city.example/pages", 1, False, "no address of pages"),
        ("https://city.example:port", 1, False, "no address of pages"),
    ],
)
def test_an_address_fits_how_the_pages_are_reached(url: str, proxies: int, tls: bool, complaint: str | None) -> None:
    found = wrong_with_the_address(url, proxies, tls)
    assert (complaint is None) == (found is None)
    if found and complaint:
        assert complaint in found[0]
