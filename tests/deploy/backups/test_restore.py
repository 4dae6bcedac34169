"""`middleground restore`: when it changes nothing, and that whatever cuts it off leaves the one or the other."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.backups import BackupError, backup, restore
from deploy.backups.folder import DUMP, MANIFEST
from tests import machine
from tests.deploy.backups.conftest import Place, standing
from tests.deploy.backups.test_backup import ERASE, add_person


@dataclass(frozen=True)
class Kept:
    """A city of which there is a backup, to be copied: its name, its database under another, its folder of backups."""

    name: str
    database: str
    backups: Path

    @contextmanager
    def copied(self, postgres: str, rabbitmq: dict[str, str], folder: Path) -> Iterator[Place]:
        shutil.copytree(self.backups, folder / "backups")
        with standing(self.name, self.database, postgres, rabbitmq, folder) as place:
            yield place


@pytest.fixture(scope="module")
def kept(
    migrated: str, postgres: str, rabbitmq: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    """Of a city in which there is one person."""
    name = machine.unique("city").replace("_", "")
    with standing(name, migrated, postgres, rabbitmq, tmp_path_factory.mktemp("kept")) as place:
        add_person(place)
        backup.take(place.owner)
        machine.create_database(postgres, f"kept_{name}", name)
    yield Kept(name, f"kept_{name}", place.settings.backup_dir)
    machine.drop_database(postgres, f"kept_{name}")


@pytest.fixture
def place(kept: Kept, postgres: str, rabbitmq: dict[str, str], tmp_path: Path) -> Iterator[Place]:
    """A city in which there is one person, and a backup of it."""
    with kept.copied(postgres, rabbitmq, tmp_path) as place:
        yield place


@pytest.fixture
def made(place: Place) -> Path:
    """The backup."""
    [made] = place.backups()
    return made


def people(place: Place) -> int:
    return place.sql("SELECT count(*) AS people FROM identity.people WHERE removed_at IS NULL")[0].people


def change(made: Path, **changes: Any) -> None:
    known = json.loads((made / MANIFEST).read_text())
    (made / MANIFEST).write_text(json.dumps(known | changes))


def restoring(place: Place, *, replaces: bool = True) -> int:
    return restore.restore(place.owner, "latest", replaces=replaces, say=lambda _: None)


class TestRefusing:
    """Nothing is changed then, so that all of them try it on the same city."""

    @pytest.fixture(scope="class")
    @classmethod
    def place(
        cls, kept: Kept, postgres: str, rabbitmq: dict[str, str], tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Place]:
        with kept.copied(postgres, rabbitmq, tmp_path_factory.mktemp("refusing")) as place:
            add_person(place)
            yield place

    @pytest.fixture(autouse=True)
    def nothing_changes(self, kept: Kept, place: Place):
        yield
        shutil.rmtree(place.settings.backup_dir)
        shutil.copytree(kept.backups, place.settings.backup_dir)
        assert people(place) == 2
        assert place.databases() == {place.name}
        assert place.vhosts() == {f"{place.name}-1"}

    def test_a_city_that_has_data(self, place: Place):
        assert place.sentence("restore") == (
            "Rotterdam has data, which would be lost: to have the backup in its place, add --replace."
        )

    def test_a_city_that_is_running_even_when_it_may_be_replaced(self, place: Place):
        with place.running():
            said = place.sentence("restore", "--replace")
        assert said.startswith("Rotterdam is running (")
        assert "relay" in said
        assert said.endswith("): stop its processes first.")

    def test_a_city_that_somebody_looks_into(self, place: Place):
        import psycopg

        with psycopg.connect(place.settings.database_url, application_name="psql"):
            assert place.sentence("restore", "--replace") == (
                "Somebody is connected to the database of Rotterdam (psql): end that first."
            )

    def test_a_backup_that_there_is_not(self, place: Place):
        folder = place.settings.backup_dir
        assert place.sentence("restore", "yesterday") == f"There is no backup yesterday in {folder}."
        assert place.sentence("restore", BACKUP_DIR=f"{folder}/none") == f"There is no good backup in {folder}/none."

    def test_a_backup_that_was_never_checked_unless_it_is_named(self, place: Place, made: Path):
        change(made, checked_at=None)
        assert place.sentence("restore").startswith("There is no good backup in ")
        assert place.sentence("restore", made.name).startswith("Rotterdam has data")

    @pytest.mark.parametrize(
        ("damage", "sentence"),
        [
            (lambda made: (made / MANIFEST).unlink(), "is no backup: it has no manifest.json."),
            (lambda made: (made / MANIFEST).write_text('{"city": '), "its manifest.json is damaged."),
            (lambda made: (made / MANIFEST).write_text("{}"), "its manifest.json is damaged."),
            (lambda made: (made / DUMP).unlink(), "is not whole: its database.dump is missing."),
            (lambda made: (made / DUMP).write_bytes(b"x" * 100), "its database.dump is not as it was written."),
            (lambda made: change(made, sha256="0" * 64), "its database.dump is not as it was written."),
        ],
        ids=["no manifest", "a torn one", "an empty one", "no dump", "a torn one ", "a changed one"],
    )
    def test_a_damaged_backup(self, place: Place, made: Path, damage: Callable[[Path], Any], sentence: str):
        damage(made)
        said = place.sentence("restore", made.name, "--replace")
        assert made.name in said
        assert said.endswith(sentence)

    def test_a_backup_of_another_city(self, place: Place, made: Path):
        change(made, city="genk")
        assert place.sentence("restore", "--replace") == (
            f"The backup {made.name} is of genk, and this is {place.name}."
        )

    def test_a_backup_of_a_newer_version(self, place: Place, made: Path):
        revisions = json.loads((made / MANIFEST).read_text())["revisions"]
        change(made, version="9.0.0", revisions=revisions | {"identity.version": "0999"})
        assert place.sentence("restore", "--replace") == (
            f"The backup {made.name} was made by a newer version, 9.0.0: upgrade Middleground first."
        )

    def test_a_backup_of_a_newer_server(self, place: Place, made: Path):
        change(made, server=99)
        assert place.sentence("restore", "--replace").startswith(
            f"The backup {made.name} was made by PostgreSQL 99, and the server is "
        )

    def test_a_backup_that_turns_out_to_lack_something(self, place: Place, made: Path):
        counts = json.loads((made / MANIFEST).read_text())["counts"]
        change(made, counts=counts | {"identity.people": 7})
        assert place.sentence("restore", "--replace") == (
            f"The backup {made.name} is not whole: restored, identity.people has 1 rows instead of 7."
        )

    def test_a_vhost_that_is_not_named_by_its_epoch(self, place: Place):
        elsewhere = place.broker.amqp_url_of("elsewhere")
        assert place.sentence("restore", "--replace", AMQP_URL=elsewhere) == (
            f"AMQP_URL names the vhost elsewhere; that of a city which can be restored is {place.name}-1."
        )

    def test_without_the_management_of_the_broker(self, place: Place):
        assert place.sentence("restore", "--replace", RABBITMQ_API_URL="") == (
            "RABBITMQ_API_URL is not set: a restored city gets new queues through it."
        )
        nowhere = "http://127.0.0.1:1"
        assert place.sentence("restore", "--replace", RABBITMQ_API_URL=nowhere) == (
            f"RabbitMQ's management API at {nowhere} can not be reached."
        )


def test_it_takes_the_place_of_what_the_city_has(place: Place, made: Path):
    add_person(place)
    said = place.done("restore", made.name, "--replace")
    assert said.splitlines()[-1] == "EPOCH=2"
    assert people(place) == 1
    assert place.databases() == {place.name}
    assert place.vhosts() == {f"{place.name}-2"}


def test_a_backup_is_named_by_its_path_too(place: Place, made: Path, tmp_path: Path):
    elsewhere = made.rename(tmp_path / "from the attic")
    assert place.done("restore", str(elsewhere), "--replace").endswith("EPOCH=2\n")


def test_a_new_database_needs_no_permission_to_be_replaced(place: Place, made: Path):
    place.is_destroyed()
    assert restoring(place, replaces=False) == 2
    assert people(place) == 1


def test_a_database_that_was_only_migrated_has_no_data(place: Place, made: Path, postgres: str):
    place.is_destroyed()
    machine.create_database(postgres, place.name)
    place.done("migrate")
    assert restoring(place, replaces=False) == 2
    assert people(place) == 1


def test_each_restore_begins_an_epoch_that_there_never_was(place: Place, made: Path):
    place.broker.ensure_vhost(f"{place.name}-6")
    assert restoring(place) == 7
    place.goes_on_as(7)
    assert restoring(place) == 8
    assert place.vhosts() == {f"{place.name}-8"}
    epochs = place.sql("SELECT epoch, taken_at IS NOT NULL AS restored FROM instance.epochs ORDER BY 1")
    assert epochs == [(1, False), (8, True)]


def test_the_city_goes_on_only_with_the_new_epoch(place: Place, made: Path):
    restoring(place)
    assert place.sentence("migrate") == (
        "EPOCH is 1, and the database is of epoch 2: after a restore that was cut off, run it again or set EPOCH=2."
    )
    place.goes_on_as(2)
    place.done("migrate")


def test_who_was_removed_just_before_is_removed_though_the_journal_does_not_know(place: Place):
    person_id = add_person(place)
    backup.take(place.owner)
    place.sql(ERASE, person_id)
    restoring(place)
    assert people(place) == 1
    assert place.sql("SELECT id FROM identity.people WHERE removed_at IS NOT NULL") == [(person_id,)]


def test_the_backups_that_there_are_stay_listed(place: Place, made: Path):
    later = backup.take(place.owner)
    restore.restore(place.owner, made.name, replaces=True, say=lambda _: None)
    assert [row.file for row in place.sql("SELECT file FROM instance.backups ORDER BY 1")] == [made.name, later.name]


class TestCutOff:
    """Whatever it dies of: what is there is the one city or the other, and running it again finishes it."""

    @pytest.fixture
    def dies_at(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], None]:
        def die(*_: Any, **__: Any) -> Any:
            raise KeyboardInterrupt

        return lambda thing, name: monkeypatch.setattr(thing, name, die)

    @pytest.mark.parametrize("step", ["_prepare", "_make_vhost"])
    def test_before_the_swap_the_city_is_as_it_was(
        self, place: Place, made: Path, dies_at: Callable[[Any, str], None], monkeypatch: pytest.MonkeyPatch, step: str
    ):
        add_person(place)
        dies_at(restore, step)
        with pytest.raises(KeyboardInterrupt):
            restoring(place)
        assert people(place) == 2
        assert place.databases() == {place.name}
        assert place.vhosts() == {f"{place.name}-1"}
        monkeypatch.undo()
        assert restoring(place) == 2
        assert people(place) == 1

    def test_leftovers_of_a_power_cut_are_no_hindrance(self, place: Place, made: Path):
        for left in ("_restored", "_replaced"):
            place.sql(f"CREATE DATABASE {place.name}{left}")
        place.broker.ensure_vhost(f"{place.name}-2")
        assert restoring(place) == 3
        assert place.databases() == {place.name}
        assert place.vhosts() == {f"{place.name}-3"}

    def test_after_the_swap_it_is_the_restored_one_and_the_rest_is_done_without_asking(
        self, place: Place, made: Path, dies_at: Callable[[Any, str], None], monkeypatch: pytest.MonkeyPatch
    ):
        add_person(place)
        dies_at(restore, "_take_away_what_was")
        with pytest.raises(KeyboardInterrupt):
            restoring(place)
        assert people(place) == 1
        assert place.databases() == {place.name, f"{place.name}_replaced"}
        monkeypatch.undo()
        assert restoring(place, replaces=False) == 2
        assert place.databases() == {place.name}
        assert place.vhosts() == {f"{place.name}-2"}

    def test_whoever_connects_at_the_last_moment_prevents_it(
        self, place: Place, made: Path, monkeypatch: pytest.MonkeyPatch
    ):
        import psycopg

        with psycopg.connect(place.settings.database_url):
            monkeypatch.setattr(restore, "_refuse_a_living_city", lambda *_: None)
            with pytest.raises(BackupError, match=r"^Somebody has connected to the database "):
                restoring(place)
        assert place.databases() == {place.name}
