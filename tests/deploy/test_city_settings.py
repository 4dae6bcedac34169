"""The settings of a city: its file, its secrets, and what the processes make of them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import city
from deploy.local.demo import SLUGS
from deploy.local.program import ROOT
from shared import settings

TEMPLATE = (ROOT / "deploy/cities/template.env").read_text()
NAME = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=", re.MULTILINE)
# Made by docker-compose.yml for what it starts.
OF_COMPOSE = {"RUN_AS", "BACKUPS", "PORT", "VERSION", "COMPOSE_PROFILES"}


def known() -> set[str]:
    """Every setting that the code reads from the environment."""
    named = re.compile(r'(?:env\.\w+\(|environ\.get\(|os\.environ\[)\s*"([A-Z_]+)"')
    code = [file.read_text() for folder in ("services", "shared") for file in (ROOT / folder).rglob("*.py")]
    return {name for text in code for name in named.findall(text)}


def wanted_by_compose() -> set[str]:
    files = {ROOT / "docker-compose.yml", *ROOT.glob("deploy/compose.*.yml")} - {ROOT / "deploy/compose.exchange.yml"}
    text = "".join(file.read_text() for file in files)
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))


def test_every_setting_is_in_the_file_of_a_city() -> None:
    assert set(NAME.findall(TEMPLATE)) == known() | wanted_by_compose() | OF_COMPOSE


def test_every_setting_is_explained() -> None:
    lines = TEMPLATE.splitlines()
    unexplained = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if NAME.match(line) and not line.startswith("#") and not before.startswith(("#", "CITY_NAME", "BACKUP"))
    ]
    assert unexplained == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_processes_understand_the_settings_of_a_demo_city(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = city.home(slug, 8001, tmp_path)
    for name, value in city.environment(one, "postgresql://x", "amqp://x", "http://x", f"amqp://{slug}@x/x").items():
        monkeypatch.setenv(name, value)
    loaded = settings.load()
    assert (loaded.city, loaded.city_name, loaded.demo) == (slug, one.name, True)
    assert (ROOT / f"services/gateway/static/themes/{loaded.theme}.css").exists()
    assert loaded.mail_dir == tmp_path / slug / "mail"


def test_secrets_are_made_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    one = city.home("rotterdam", 8001, tmp_path)
    made = one.secrets()
    assert one.secrets() == made
    assert all(len(secret) >= 32 for secret in made.values())
    assert (tmp_path / "rotterdam/secrets.env").stat().st_mode & 0o777 == 0o600
    assert city.home("genk", 8002, tmp_path).secrets() != made


SECRET = "only good for tests, and long enough for that"
ADDRESSES = {"DATABASE_URL": "postgresql://processes@db/x", "AMQP_URL": "amqp://city@mq/x", "PUBLIC_URL": "https://x"}


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Callable[..., settings.Settings]:
    """The settings of an environment that holds what is needed, and this."""

    def load(**changed: str) -> settings.Settings:
        for name, value in {"CITY": "x", "CITY_NAME": "X", "SECRET_KEY": SECRET, **ADDRESSES, **changed}.items():
            monkeypatch.setenv(name, value)
        return settings.load()

    return load


def test_a_secret_may_be_in_a_file_of_its_own(tmp_path: Path, loaded: Callable[..., settings.Settings]) -> None:
    (tmp_path / "amqp").write_text("of the/broker\n")
    (tmp_path / "key").write_text(f"{SECRET}, in a file\n")
    found = loaded(AMQP_PASSWORD_FILE=str(tmp_path / "amqp"), SECRET_KEY_FILE=str(tmp_path / "key"))
    assert found.amqp_url == "amqp://city:of%20the%2Fbroker@mq/x"
    assert found.secret_key == f"{SECRET}, in a file"


def test_a_city_reaches_the_exchange_under_its_own_name(
    tmp_path: Path, loaded: Callable[..., settings.Settings]
) -> None:
    (tmp_path / "exchange").write_text("of the exchange")
    found = loaded(EXCHANGE_URL="amqps://x@exchange.example/y", EXCHANGE_PASSWORD_FILE=str(tmp_path / "exchange"))
    assert found.exchange_url == "amqps://x:of%20the%20exchange@exchange.example/y"


def test_without_an_exchange_a_city_is_on_its_own(loaded: Callable[..., settings.Settings]) -> None:
    assert loaded(EXCHANGE_URL="").exchange_url is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32"),
        ({"SECRET_KEY": "ab" * 20}, "SECRET_KEY must have at least 32"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with postgresql://"),
        ({"AMQP_URL": "http://x"}, "AMQP_URL must start with amqp://"),
        ({"PUBLIC_URL": "programme.example"}, "PUBLIC_URL must start with https://"),
        ({"AMQP_URL": "amqp://guest:guest@mq/x"}, "The password in AMQP_URL is one that everybody tries first"),
        ({"DATABASE_URL": "postgresql://x:x@db/x"}, "The password in DATABASE_URL is one that everybody tries first"),
        ({"DATABASE_PASSWORD_FILE": "/nowhere"}, "DATABASE_PASSWORD_FILE must be a readable file"),
        ({"EXCHANGE_URL": "https://x@exchange/x"}, "EXCHANGE_URL must start with amqps://"),
        ({"EXCHANGE_URL": "amqps://genk@exchange/x"}, "EXCHANGE_URL must name the city as its user"),
        ({"EXCHANGE_URL": "amqps://exchange/x"}, "EXCHANGE_URL must name the city as its user"),
        ({"EXCHANGE_URL": "amqps://x:x@exchange/x"}, "The password in EXCHANGE_URL is one that everybody tries first"),
        ({"EPOCH": "0"}, "EPOCH must be 1"),
        ({"EPOCH": "two"}, "EPOCH"),
        ({"DATABASE_URL": "postgresql://x:1@[db/x"}, "A setting is missing or wrong"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    loaded: Callable[..., settings.Settings], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(settings.SettingsError, match=re.escape(sentence)) as refused:
        loaded(**wrong)
    assert str(refused.value).count("\n") == 0
