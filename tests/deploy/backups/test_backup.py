"""`middleground backup`: what is made, and that it is checked."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deploy.backups import BackupError, backup, erasures, folder, keys, tools
from deploy.backups.folder import DUMP, MANIFEST
from deploy.backups.server import held
from deploy.local.program import ROOT
from shared import clock
from shared.version import VERSION
from tests.deploy.backups.conftest import Place

ADD = "INSERT INTO identity.people (id, name, email, added_at, version) VALUES (%s, 'Somebody', %s, now(), 1)"
ERASE = "UPDATE identity.people SET name = NULL, email = NULL, removed_at = now() WHERE id = %s"


def add_person(place: Place) -> UUID:
    person_id = uuid4()
    place.sql(ADD, person_id, f"{person_id}@rotterdam.example")
    return person_id


def take_one_of(days_ago: int, place: Place) -> Path:
    """As if it had been made then."""
    made = backup.take(place.owner)
    manifest = folder.read(made)
    then = manifest.taken_at - timedelta(days=days_ago)
    folder.write(made, replace(manifest, taken_at=then))
    return made


def test_it_is_a_dump_with_what_is_known_of_it_and_only_its_owner_can_read_it(place: Place):
    add_person(place)
    said = place.done("backup")
    [made] = place.backups()
    assert said.startswith(f"Made and checked the backup {made.name}, ")
    assert {file.name for file in made.iterdir()} == {DUMP, MANIFEST}
    assert all(file.stat().st_mode & 0o077 == 0 for file in (made, *made.iterdir()))
    known = json.loads((made / MANIFEST).read_text())
    assert (known["city"], known["version"], known["epoch"]) == (place.name, VERSION, 1)
    assert known["counts"]["identity.people"] == 1
    assert known["revisions"]["identity.version"] == "0006"
    assert known["size"] == (made / DUMP).stat().st_size
    assert known["checked_at"] > known["taken_at"]


def test_the_city_knows_of_it(place: Place):
    made = backup.take(place.owner)
    [listed] = place.sql("SELECT file, checked_at, epoch, size FROM instance.backups")
    assert (listed.file, listed.epoch, listed.size) == (made.name, 1, (made / DUMP).stat().st_size)
    assert listed.checked_at


def test_nothing_is_left_beside_the_city(place: Place):
    place.settings.backup_dir.mkdir()
    (place.settings.backup_dir / f"{folder.UNFINISHED}cut-off").mkdir()
    place.sql(f"CREATE DATABASE {place.name}_check")
    backup.take(place.owner)
    assert place.databases() == {place.name}
    assert {file.name for file in place.settings.backup_dir.iterdir()} == {place.backups()[0].name, keys.FILE}


def test_a_backup_that_does_not_restore_to_what_was_there_is_no_good_one(place: Place):
    made = backup.take(place.owner)
    manifest = folder.read(made)
    folder.write(made, replace(manifest, checked_at=None, counts={**manifest.counts, "identity.people": 1}))
    with held(place.owner.database_url) as server, pytest.raises(BackupError) as refused:
        backup.check(place.owner, server, made)
    assert str(refused.value) == (
        f"The backup {made.name} is not whole: restored, identity.people has 0 rows instead of 1."
    )
    assert folder.read(made).checked_at is None
    assert backup.last_good(place.settings.backup_dir) is None
    assert place.databases() == {place.name}


def test_a_dump_that_can_not_be_restored_is_no_good_one(place: Place):
    made = backup.take(place.owner)
    (made / DUMP).write_bytes(b"PGDMP, and then nothing")
    with held(place.owner.database_url) as server, pytest.raises(BackupError, match=r"^pg_restore failed: .*\.$"):
        backup.check(place.owner, server, made)


def test_old_ones_go_but_never_the_last_good_one(place: Place):
    settings = replace(place.owner, backup_keep_days=7)
    older, old = take_one_of(20, place), take_one_of(9, place)
    backup.tidy(settings)
    assert place.backups() == [old]
    assert not older.exists()
    young = take_one_of(1, place)
    backup.tidy(settings)
    assert place.backups() == [young]
    assert [row.file for row in place.sql("SELECT file FROM instance.backups")] == [young.name]


def test_two_at_the_same_time_are_one_too_many(place: Place):
    with held(place.owner.database_url):
        assert place.sentence("backup") == "Another backup or restore of this city is under way."


def test_a_folder_that_can_not_be_written_to_is_one_sentence(place: Place, tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert place.sentence("backup", BACKUP_DIR=str(tmp_path / "file/backups")) == (
        f"{tmp_path}/file/backups, where backups are kept, can not be written to: Not a directory."
    )


def test_a_database_without_a_city_is_one_sentence(place: Place):
    place.sql("DROP SCHEMA instance CASCADE")
    assert place.sentence("backup") == "There is no city in the database yet, so there is nothing to back up."


def test_a_database_that_does_not_answer_is_one_sentence(place: Place):
    said = place.sentence("backup", DATABASE_URL="postgresql://127.0.0.1:1/x")
    assert said.startswith("The database server does not let us in: ")


def test_an_owner_who_may_not_make_databases_is_told_so(place: Place):
    name = f"{place.name}_owner"
    place.sql(f"CREATE ROLE {name} LOGIN IN ROLE pg_read_all_data")
    try:
        url = place.settings.database_url.replace("postgresql://postgres@", f"postgresql://{name}@")
        assert place.sentence("backup", DATABASE_URL=url).startswith(
            "The owner of the database may not make another beside it"
        )
    finally:
        place.sql(f"DROP ROLE {name}")


class TestTools:
    """pg_dump must be as new as the server."""

    @staticmethod
    def program(place: Path, says: str, then: str = "") -> Path:
        place.mkdir(parents=True)
        file = place / "pg_dump"
        file.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{says}" && exit 0\n{then}\n')
        file.chmod(0o755)
        return file

    @pytest.fixture
    def found(self, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        files: list[Path] = []
        monkeypatch.setattr(tools, "_found", lambda name: iter(files))
        return files

    def test_the_closest_that_is_new_enough_is_taken(self, found: list[Path], tmp_path: Path):
        versions = {
            number: self.program(tmp_path / str(number), f"pg_dump (PostgreSQL) {number}.4") for number in (15, 18, 17)
        }
        found += versions.values()
        assert tools.program("pg_dump", 16) == versions[17]
        assert tools.program("pg_dump", 18) == versions[18]

    def test_debian_says_more_than_the_version(self, tmp_path: Path):
        debian = self.program(tmp_path / "debian", "pg_dump (PostgreSQL) 17.5 (Debian 17.5-1.pgdg13+1)")
        assert tools.version_of(debian) == 17

    def test_without_one_it_is_one_sentence(self, found: list[Path]):
        with pytest.raises(BackupError, match=r"^pg_dump is not installed here; it is one "):
            tools.program("pg_dump", 17)

    def test_an_older_one_is_one_sentence(self, found: list[Path], tmp_path: Path):
        found.append(self.program(tmp_path / "old", "pg_dump (PostgreSQL) 15.4"))
        with pytest.raises(BackupError, match=r"^The server is PostgreSQL 17 and the pg_dump here is of 15: please "):
            tools.program("pg_dump", 17)

    def test_a_full_disk_is_one_sentence_and_leaves_nothing_that_looks_like_a_backup(
        self, place: Place, found: list[Path], tmp_path: Path
    ):
        says = "pg_dump: error: could not write to output file: No space left on device"
        found.append(self.program(tmp_path / "full", "pg_dump (PostgreSQL) 18.0", f'echo "{says}" >&2; exit 1'))
        with pytest.raises(BackupError) as refused:
            backup.take(place.owner)
        assert str(refused.value) == f"There is no room left in {place.settings.backup_dir}, where backups are kept."
        assert place.backups() == []


class TestJournal:
    """Who was removed stands beside the backups, as ids."""

    def test_everybody_stands_there_once(self, place: Place):
        first, second = add_person(place), add_person(place)
        place.sql(ERASE, first)
        assert erasures.append(place.owner) == 1
        place.sql(ERASE, second)
        assert erasures.append(place.owner) == 1
        assert erasures.append(place.owner) == 0
        assert erasures.person_ids(place.settings.backup_dir) == [first, second]

    def test_a_removal_that_is_committed_late_is_not_missed(self, place: Place):
        first, late = add_person(place), add_person(place)
        place.sql(ERASE, first)
        erasures.append(place.owner)
        place.sql(ERASE.replace("now()", "now() - interval '10 minutes'"), late)
        assert erasures.append(place.owner) == 1

    def test_a_torn_line_hides_nobody(self, place: Place):
        first, second = add_person(place), add_person(place)
        place.sql(ERASE, first)
        erasures.append(place.owner)
        file = place.settings.backup_dir / erasures.FILE
        file.write_text(file.read_text()[:-20])
        place.sql(ERASE, second)
        assert erasures.append(place.owner) == 2
        assert set(erasures.person_ids(place.settings.backup_dir)) == {first, second}


class TestDaily:
    def test_it_makes_one_at_once_notes_who_is_removed_and_ends_when_asked(self, place: Place):
        person_id = add_person(place)
        place.sql(ERASE, person_id)
        process = subprocess.Popen(
            (sys.executable, "-m", "deploy", "backup", "--daily"),
            cwd=ROOT,
            env=place.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        missing = {"backups_begin", "backup_made", "erasures_noted"}
        try:
            for line in process.stderr:
                missing.discard(json.loads(line)["event"])
                if not missing:
                    break
        finally:
            os.kill(process.pid, signal.SIGTERM)
            process.communicate(timeout=20)
        assert (process.returncode, missing) == (0, set())
        good = backup.last_good(place.settings.backup_dir)
        assert erasures.person_ids(place.settings.backup_dir) == [person_id]
        assert place.sql("SELECT file FROM instance.backups")
        assert good
        assert clock.now() - good < timedelta(minutes=2)

    def test_a_failure_is_in_the_log_and_does_not_end_it(self, place: Place):
        (place.settings.backup_dir).write_text("in the way")
        process = subprocess.Popen(
            (sys.executable, "-m", "deploy", "backup", "--daily"),
            cwd=ROOT,
            env=place.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        try:
            line = next(line for line in process.stderr if "backup_failed" in line)
            assert process.poll() is None
        finally:
            os.kill(process.pid, signal.SIGTERM)
            process.communicate(timeout=20)
        assert json.loads(line)["retry_in"] == 600
        assert "where backups are kept, can not be written to" in json.loads(line)["reason"]
