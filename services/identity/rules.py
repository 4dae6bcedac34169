"""Decisions about people, passwords and roles: no database, no bus."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, TypeVar
from uuid import UUID

Thing = TypeVar("Thing")

PASSWORD_LENGTH = 12
# A shorter part before the @ is found in too many honest passwords.
TELLING_LENGTH = 3

SESSION_IDLE = timedelta(hours=12)
SESSION_AGE = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)
TOKEN_AGE = {"invitation": timedelta(days=14), "password_reset": timedelta(hours=2)}
IMPORT_AGE = timedelta(hours=1)
# A course, its half-day and the questions after half a year; whoever needs it longer gets a new one by mail.
LINK_AGE = timedelta(days=400)
# Longer than a place is held for who applied.
APPLICANT_AGE = timedelta(hours=72)
FEWEST_PEOPLE = 5  # that a cell of a report shows

# Who may give and withdraw which roles. `expert` otherwise comes with membership of the network.
GIVES = {
    "operator": ("coordinator", "trainer", "expert", "support", "mediator", "editor", "operator"),
    "coordinator": ("trainer", "editor"),
}
PROTECTED = ("coordinator", "operator")

# What a line of a file may change of somebody who is known by their address.
IMPORTED = ("name", "language", "organisation", "sector", "level", "area_ids", "line_manager")


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
LINK_BY_CLIENT = Limit("link.client", 30, timedelta(minutes=15))
LINK_REQUEST_BY_ADDRESS = Limit("link_request.address", 5, timedelta(hours=1))
LINK_REQUEST_BY_CLIENT = Limit("link_request.client", 30, timedelta(hours=1))
CHANGE_BY_PERSON = Limit("change_password.person", 5, timedelta(minutes=15))
APPLY_BY_ADDRESS = Limit("apply.address", 5, timedelta(hours=1))
APPLY_BY_CLIENT = Limit("apply.client", 60, timedelta(hours=1))  # a town hall is one client
# A whole hall checks in from the city's own network within minutes.
CHECK_IN_BY_ADDRESS = Limit("check_in.address", 10, timedelta(hours=1))
CHECK_IN_BY_CLIENT = Limit("check_in.client", 1_000, timedelta(hours=1))
COMPARE_BY_PERSON = Limit("compare_name.person", 10, timedelta(hours=1))
COMPARE_BY_CLIENT = Limit("compare_name.client", 30, timedelta(hours=1))
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


def each_once(things: Iterable[Thing]) -> list[Thing]:
    """In the order in which they came first."""
    return list(dict.fromkeys(things))


def counts_to_show(counts: dict[str, int]) -> tuple[dict[str, int], int]:
    """The cells that may be shown, and how many people the others hold together.

    A cell of fewer than five people is hidden, and with it the next smallest ones until the hidden ones are at least
    two and hold five people: the sum of all is known, and one hidden cell would follow from it.
    """
    hidden: list[str] = []
    for name, people in sorted(counts.items(), key=lambda cell: (cell[1], cell[0])):
        if people >= FEWEST_PEOPLE and (not hidden or _keep_each_other_secret([counts[each] for each in hidden])):
            break
        hidden.append(name)
    shown = {name: people for name, people in counts.items() if name not in hidden}
    return shown, sum(counts[name] for name in hidden)


def _keep_each_other_secret(hidden: list[int]) -> bool:
    return len(hidden) > 1 and sum(hidden) >= FEWEST_PEOPLE


def organisation_key(name: str | None) -> str | None:
    """Two spellings of one organisation have the same key."""
    return " ".join(name.split()).casefold() if name else None


def what_a_line_changes(known: dict[str, Any], record: dict[str, Any]) -> list[str]:
    """The columns of an imported line that differ. An empty cell leaves what is known."""
    return [
        column
        for column in IMPORTED
        if record[column] and _comparable(column, record[column]) != _comparable(column, known[column])
    ]


def _comparable(column: str, value: Any) -> Any:
    if column == "area_ids":
        return sorted(map(str, value))
    return organisation_key(value) if column == "organisation" else value


def a_name_is_the_same(typed: str, known: str) -> bool:
    """However it was typed: capitals, accents, dots and blanks apart."""
    return _plain(typed) == _plain(known)


def _plain(name: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return "".join(letter for letter in letters if letter.isalnum())


# For so long a merge can be undone; what is kept for it goes then.
UNDO_WITHIN = timedelta(days=30)
# From this share of common groups of three letters two names look like one: a letter lost, or two in the wrong order.
SIMILAR = 0.5
# Of a block with more people than this nobody is compared with everybody: "van" tells nobody apart.
LARGEST_BLOCK = 60


@dataclass(frozen=True)
class Looks:
    """What tells people apart, as far as their records go."""

    id: UUID
    name: str
    email: str
    organisation_id: UUID | None


def name_key(name: str) -> str:
    """Case, accents, dots, dashes and double blanks make no other name, nor does the order of its parts."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each if each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return " ".join(sorted(letters.split()))


def address_key(email: str) -> str:
    """Mail to somebody+anything reaches somebody."""
    mailbox, _at, host = email.casefold().partition("@")
    return f"{mailbox.partition('+')[0]}@{host}"


def how_alike_two_names_are(one: str, other: str) -> float:
    """0 to 1: the share of groups of three letters that both have."""
    ours, theirs = _trigrams(one), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _trigrams(name: str) -> set[str]:
    padded = f"  {name_key(name)} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def who_may_be_one_person(
    people: Sequence[Looks], distinct: Collection[tuple[UUID, UUID]]
) -> list[tuple[UUID, UUID, list[str]]]:
    """Pairs with what speaks for it, the strongest first; never those of whom it was said that they are two."""
    reasons: defaultdict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    for one, other in _alike(people, lambda person: [address_key(person.email)]):
        reasons[one.id, other.id].append("same_address")
    for one, other in _alike(people, lambda person: [name_key(person.name)]):
        reasons[one.id, other.id].append("same_name")
    for one, other in _alike(people, _blocks):
        known = reasons.get((one.id, other.id), [])
        if "same_name" not in known and how_alike_two_names_are(one.name, other.name) >= SIMILAR:
            reasons[one.id, other.id].append("similar_name")
    said = {in_order(*pair) for pair in distinct}
    found = [(one, other, why) for (one, other), why in reasons.items() if in_order(one, other) not in said]
    names = {person.id: name_key(person.name) for person in people}
    return sorted(found, key=lambda pair: (-len(pair[2]), pair[2][0] == "similar_name", names[pair[0]], pair[0]))


def named_like(people: Iterable[Looks], q: str) -> set[UUID]:
    """In whose name or address these letters stand, accents and capitals aside."""
    parts = name_key(q).split()
    said = ((person.id, f"{name_key(person.name)} {person.email.casefold()}") for person in people)
    return {person_id for person_id, text in said if q.casefold() in text or all(part in text for part in parts)}


def _blocks(person: Looks) -> list[Any]:
    """Whose names are compared letter by letter: colleagues who share a part of their name, or how it begins."""
    if person.organisation_id is None:
        return []
    parts = name_key(person.name).split()
    return [(person.organisation_id, part) for part in {*parts, *(part[:3] for part in parts)} if len(part) > 2]


def _alike(people: Iterable[Looks], keys: Any) -> Iterable[tuple[Looks, Looks]]:
    """Each pair that has a key in common, once."""
    blocks: defaultdict[Any, list[Looks]] = defaultdict(list)
    for person in people:
        for key in keys(person):
            blocks[key].append(person)
    pairs = {
        (one.id, other.id): (one, other)
        for block in blocks.values()
        if len(block) <= LARGEST_BLOCK
        for one, other in combinations(block, 2)
    }
    return pairs.values()


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def a_merge_can_be_undone(merged_at: datetime, now: datetime) -> bool:
    return now - merged_at <= UNDO_WITHIN
