"""A role per service: what it may touch in the city's database, whoever its process signs in as.

Roles belong to the server, so those of two cities on one server are the same; which city's database a login may
enter is decided by its right to connect.
"""

from collections.abc import Sequence

RELAY = "relay"
# Two cities that are made at the same time.
CREATE = """
DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""


def of(schema: str) -> str:
    return f"middleground_{schema}"


def admission(login: str, services: Sequence[str]) -> list[str]:
    """What an administrator runs so that `login`, a quoted name, may act as these roles; can be repeated."""
    roles = [of(schema) for schema in [*services, RELAY]]
    return [statement for role in roles for statement in (CREATE.format(role=role), f"GRANT {role} TO {login}")]
