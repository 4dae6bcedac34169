"""Decisions about people, passwords and roles: no database, no bus."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PASSWORD_LENGTH = 12
# A shorter part before the @ is found in too many honest passwords.
TELLING_LENGTH = 3

SESSION_IDLE = timedelta(hours=12)
SESSION_AGE = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)
TOKEN_AGE = {"invitation": timedelta(days=14), "password_reset": timedelta(hours=2)}
IMPORT_AGE = timedelta(hours=1)

# Who may give and withdraw which roles. `expert` otherwise comes with membership of the network.
GIVES = {"operator": ("coordinator", "trainer", "expert", "operator"), "coordinator": ("trainer",)}
PROTECTED = ("coordinator", "operator")

# What a line of a file may change of somebody who is known by their address.
IMPORTED = ("name", "language", "organisation", "sector", "level")


@dataclass(frozen=True)
class Limit:
    """So many attempts within a window; one more has to wait."""

    name: str
    attempts: int
    window: timedelta


SIGN_IN_BY_ADDRESS = Limit("sign_in.address", 5, timedelta(minutes=15))
SIGN_IN_BY_CLIENT = Limit("sign_in.client", 30, timedelta(minutes=15))
RESET_BY_ADDRESS = Limit("reset.address", 5, timedelta(hours=1))
RESET_BY_CLIENT = Limit("reset.client", 30, timedelta(hours=1))
CHANGE_BY_PERSON = Limit("change_password.person", 5, timedelta(minutes=15))
ATTEMPT_AGE = timedelta(hours=1)


def what_is_wrong_with_a_password(password: str, address: str, *, known: Collection[str], demo: bool) -> list[str]:
    """Codes. `known` passwords are everybody's: good in the demonstration, and nowhere else."""
    if password in known:
        return [] if demo else ["password_known"]
    codes = []
    if len(password) < PASSWORD_LENGTH:
        codes.append(f"password_too_short:{PASSWORD_LENGTH}")
    telling = address.partition("@")[0].casefold()
    if len(telling) >= TELLING_LENGTH and telling in password.casefold():
        codes.append("password_contains_address")
    return codes


def the_last_visit_is_worth_noting(last_seen_at: datetime, now: datetime) -> bool:
    return now - last_seen_at >= SEEN_EVERY


def may_give(roles: Collection[str], role: str) -> bool:
    """Whether who holds `roles` gives and withdraws `role`."""
    return any(role in GIVES.get(held, ()) for held in roles)


def may_change_where_mail_goes(roles: Collection[str], roles_of_the_other: Collection[str]) -> bool:
    """Whoever decides where somebody's mail goes can reset their password, and so takes over their roles."""
    return "operator" in roles or not set(PROTECTED) & set(roles_of_the_other)


def organisation_key(name: str | None) -> str | None:
    """Two spellings of one organisation have the same key."""
    return " ".join(name.split()).casefold() if name else None


def what_a_line_changes(known: dict[str, Any], record: dict[str, Any]) -> list[str]:
    """The columns of an imported line that differ. An empty cell leaves what is known."""
    return [
        column
        for column in IMPORTED
        if record[column] is not None and _comparable(column, record[column]) != _comparable(column, known[column])
    ]


def _comparable(column: str, value: str | None) -> str | None:
    return organisation_key(value) if column == "organisation" else value
