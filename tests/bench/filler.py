"""Fills a city's database in bulk; fill.sql says with what."""

from dataclasses import dataclass
from math import isqrt
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

ORGANISATIONS = 40

# Of the first programme, by the numbers that fill.sql explains: a page is opened of each.
PLACES = """
SELECT (SELECT id FROM municipalities.programmes WHERE name = 'Programme 0') AS programme_id,
       (SELECT id FROM trainings.groups WHERE name = 'Group 0') AS group_id,
       (SELECT id FROM trainings.sessions WHERE kind = 'deepening'
        AND group_id = (SELECT id FROM trainings.groups WHERE name = 'Group 0')) AS session_id,
       (SELECT id FROM trainings.sessions WHERE kind = 'introduction' ORDER BY id LIMIT 1) AS introduction_id,
       (SELECT id FROM trainings.sessions WHERE kind = 'introduction' AND state = 'planned' AND programme_id =
        (SELECT id FROM municipalities.programmes WHERE name = 'Programme 0') ORDER BY id LIMIT 1) AS planned_id,
       (SELECT id FROM feedback.surveys WHERE group_id =
        (SELECT id FROM trainings.groups WHERE name = 'Group 50')) AS survey_id,
       (SELECT id FROM networks.posts ORDER BY id LIMIT 1) AS post_id,
       (SELECT id FROM identity.people WHERE email = 'person.7@city.example') AS person_id
"""

COUNTS = {
    "people": "identity.people",
    "sessions": "trainings.sessions",
    "attendances": "trainings.attendances",
    "groups": "trainings.groups",
    "programmes": "municipalities.programmes",
}


@dataclass(frozen=True)
class Size:
    """So many programmes, each so many times as large as the one of the target."""

    programmes: int = 1
    size: int = 1

    @property
    def times(self) -> int:
        return self.programmes * self.size


def fill(database_url: str, size: Size, coordinator: UUID, trainer: UUID, expert: UUID) -> None:
    values = {
        "programmes": size.programmes,
        "size": size.size,
        "organisations": ORGANISATIONS * max(isqrt(size.times), 1),
        "coordinator": coordinator,
        "trainer": trainer,
        "expert": expert,
    }
    script = Path(__file__).with_name("fill.sql").read_text(encoding="utf-8")
    with psycopg.connect(database_url, cursor_factory=psycopg.ClientCursor) as database:
        database.execute(script, values)
    with psycopg.connect(database_url, autocommit=True) as database:
        database.execute("VACUUM ANALYZE")
        database.execute("CHECKPOINT")


def places(database_url: str) -> dict[str, Any]:
    with psycopg.connect(database_url, row_factory=dict_row) as database:
        found = database.execute(PLACES).fetchone()
    assert found is not None
    return found


def counts(database_url: str) -> dict[str, int]:
    with psycopg.connect(database_url) as database:
        return {
            what: row[0]
            for what, table in COUNTS.items()
            if (row := database.execute(f"SELECT count(*) FROM {table}").fetchone())
        }
