"""The settings of a city: the files under deploy/cities, its secrets, and what the processes make of them."""

import re
from pathlib import Path

import pytest

from deploy.local import city
from deploy.local.demo import SLUGS
from deploy.local.program import ROOT
from shared import settings

FILES = sorted((ROOT / "deploy/cities").glob("*.env"))
NAME = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=", re.MULTILINE)


def known() -> set[str]:
    """Every setting that the code reads from the environment."""
    named = re.compile(r'(?:env\.\w+\(|environ\.get\(|os\.environ\[)"([A-Z_]+)"')
    code = [file.read_text() for folder in ("services", "shared") for file in (ROOT / folder).rglob("*.py")]
    return {name for text in code for name in named.findall(text)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_setting_is_in_the_file_of_a_city(file: Path) -> None:
    assert set(NAME.findall(file.read_text())) == known()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_setting_is_explained(file: Path) -> None:
    lines = file.read_text().splitlines()
    unexplained = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if NAME.match(line) and not line.startswith("#") and not before.startswith(("#", "CITY_NAME"))
    ]
    assert unexplained == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_processes_understand_the_settings_of_a_demo_city(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = city.home(slug, 8001, tmp_path)
    for name, value in city.environment(one, "postgresql://x", "amqp://x", "http://x").items():
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
