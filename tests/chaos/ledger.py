"""What was intended and what was answered, on disk outside the system before it counts.

A link stands here before its command is sent for the first time, and again with the answer. Whoever writes may be
killed at any moment: a line that was returned from is on disk.
"""

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID


class Ledger:
    """Written by many threads: each line is one append, and each waits for its own line only."""

    def __init__(self, path: Path):
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def intend(self, chain_id: UUID, link_id: UUID) -> None:
        self._write(link=str(link_id), chain=str(chain_id))

    def answered(self, link_id: UUID, status: int, length: int | None, attempts: int) -> None:
        self._write(link=str(link_id), status=status, length=length, attempts=attempts)

    def gave_up(self, link_id: UUID, after: str) -> None:
        self._write(link=str(link_id), after=after)

    def _write(self, **line: Any) -> None:
        os.write(self._file, json.dumps({**line, "at": time.time()}).encode() + b"\n")
        os.fdatasync(self._file)


@dataclass
class Entry:
    """One command: when it was sent first, and how and when it was answered in the end."""

    chain_id: UUID
    link_id: UUID
    sent_at: float
    answered_at: float | None = None
    status: int | None = None
    length: int | None = None
    attempts: int = 0
    gave_up_after: str = ""

    @property
    def accepted(self) -> bool:
        return self.status is not None and self.status < 300

    def under_way(self, begin: float, end: float) -> bool:
        return self.sent_at < end and (self.answered_at is None or self.answered_at > begin)


@dataclass
class Reading:
    """The ledger as far as it was read; reading on costs only what is new."""

    path: Path
    entries: dict[UUID, Entry] = field(default_factory=dict)
    answered: int = 0
    _offset: int = 0

    def read_on(self) -> "Reading":
        if not self.path.exists():
            return self
        with self.path.open("rb") as file:
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._offset += len(line)
                self._take(json.loads(line))
        return self

    def _take(self, line: dict[str, Any]) -> None:
        link_id = UUID(line["link"])
        if "chain" in line:
            self.entries[link_id] = Entry(UUID(line["chain"]), link_id, line["at"])
            return
        entry = self.entries[link_id]
        if "after" in line:
            entry.gave_up_after = line["after"]
            return
        entry.answered_at, entry.status, entry.length = line["at"], line["status"], line["length"]
        entry.attempts = line["attempts"]
        self.answered += 1
