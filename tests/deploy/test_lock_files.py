"""The lock files: every package with its hash, nothing that says where from."""

import re
from pathlib import Path

import pytest

from deploy.local.program import ROOT

FOLDER = ROOT / "requirements"
LOCKS = ("base", "local", "dev", "bench")
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)(\[[a-z,-]+\])?==(?P<version>[^ ;\\]+)(?P<marker> ; [^\\]+)? \\$")


def pins(lock: str) -> dict[str, str]:
    found = (PIN.match(line) for line in (FOLDER / f"{lock}.txt").read_text().splitlines())
    return {pin["name"]: pin["version"] for pin in found if pin}


def wanted(lock: str) -> set[str]:
    """The names in an .in file, as the lock files write them."""
    lines = (line.split("#")[0].strip() for line in (FOLDER / f"{lock}.in").read_text().splitlines())
    names = (re.split(r"[\[<>=~]", line)[0] for line in lines if line and not line.startswith("-"))
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_has_hashes(lock: str) -> None:
    text = (FOLDER / f"{lock}.txt").read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock)) > 0
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_no_file_names_a_registry_or_a_place_on_a_machine(file: Path) -> None:
    assert not re.findall(r"https?:|file:|index-url|find-links|^/|\s/\w", file.read_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_locked(lock: str) -> None:
    assert wanted(lock) <= set(pins(lock))


def test_the_locks_agree_with_each_other() -> None:
    base, local, dev, bench = (pins(lock) for lock in LOCKS)
    assert base.items() <= local.items() <= dev.items() <= bench.items()
