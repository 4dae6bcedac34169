"""Backups, and what a city stands on."""

import shutil
import tempfile
from pathlib import Path

from deploy.facts import Facts
from deploy.findings import Finding, Silent, begun, how_long, ok, some, unknown, wrong
from deploy.findings import size as in_words
from shared import alarms

NOT_ASKED = "The database was not asked, because it does not answer."
NOTHING_KEPT = "The tables of the backups can't be read; see the migrations and the login."
NAMES = {"backups": "the backups", "mail": "the mail"}


def backup_folder(facts: Facts) -> Finding:
    """Judged from where this runs; with Docker Compose that has the same folder as `backup`."""
    folder = facts.city.backup_dir
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        tempfile.TemporaryFile(dir=there).close()
    except OSError:
        return wrong(f"The folder of backups, {folder}, can't be written to.", "Give it to the user that RUN_AS names.")
    if (free := shutil.disk_usage(there).free) < alarms.LEAST_FREE_BYTES:
        return wrong(f"Where backups are, only {in_words(free)} is free.", "Make room, or name another folder.")
    return ok(f"Backups can be written, and {in_words(free)} is free for them.")


def backup(facts: Facts) -> Finding:
    found = facts.database
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    if found.backups is None:
        return unknown(NOTHING_KEPT)
    if facts.city.demo:
        return ok("The demonstration needs no backup.")
    last, good, began = found.backups.last, found.backups.last_good, found.backups.began_at
    if not alarms.a_backup_is_overdue(good or began, found.now):
        if good is None:
            return ok(f"There is no good backup yet; one is made at {facts.city.backup_at}.")
        newer = "" if last is None or last == good else f"; one of {how_long(found.now - last)} ago is not checked"
        return ok(f"The last good backup was made {how_long(found.now - good)} ago{newer}.")
    if good is None:
        said = "There is no backup." if last is None else "No backup was ever checked and found whole."
    else:
        said = f"The last good backup was made {how_long(found.now - good)} ago."
    return wrong(said, "Make one with `backup`, and see why it was not made at its time.")


def disk(facts: Facts) -> Finding:
    disks = {}
    if not isinstance(facts.services, Silent) and facts.services.instance:
        disks = {each["what"]: (each["free"], each["total"]) for each in facts.services.instance["disks"]}
    if facts.city.backup_dir.is_dir():
        disks["backups"] = _room(facts.city.backup_dir)
    if not disks:
        return unknown("No folder of the city can be seen from here.")
    said = [
        f"{in_words(free)} of {in_words(total)} is free for {NAMES[what]}"
        for what, (free, total) in sorted(disks.items())
    ]
    if full := [NAMES[what] for what, (free, total) in disks.items() if alarms.a_disk_is_nearly_full(free, total)]:
        return wrong(f"The disk of {some(full)} is nearly full: {', '.join(said)}.", "Make room.")
    return ok(f"{begun(', '.join(said))}.")


def _room(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def epoch(facts: Facts) -> Finding:
    """A city that was restored has a vhost of its own: what waited in the old one must not reach it."""
    found = facts.database
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    if found.backups is None or found.backups.epoch is None:
        return unknown("The database does not know its epoch yet; `migrate` notes it.")
    ours, theirs = facts.city.epoch, found.backups.epoch
    if ours != theirs:
        return wrong(
            f"The settings say EPOCH={ours}, and the database is of epoch {theirs}.",
            f"Set EPOCH={theirs} and start the city again, unless another database is the right one.",
        )
    times = f"restored {'once' if ours == 2 else f'{ours - 1} times'}" if ours > 1 else "never restored"
    return ok(f"Epoch {ours}, {times}.")
