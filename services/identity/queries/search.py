"""Looking for people by a part of their name, their address or their organisation's name.

What few people have is looked up by the groups of three letters in it; what many have is found soonest by going
through all of them in the order wanted. `trigrams` is a function of ours, with an index.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    any_,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.identity.tables import Organisation, Person
from shared.contracts.base import COUNTED

LETTERS = 3
TRIGRAMS = literal_column("trigrams(people.name || people.email)", ARRAY(Text))  # as the index has it

Conditions = list[ColumnElement[bool]]


def count(tx: Session, matching: Select[Any]) -> int:
    """How many there are, up to one more than is told."""
    return tx.scalar(select(func.count()).select_from(matching.limit(COUNTED + 1).subquery())) or 0


def found(tx: Session, q: str, in_addresses: bool, others: Conditions) -> tuple[int, ColumnElement[bool]]:
    """How many match, and the condition that finds them."""
    by_themselves, by_organisation = _of_a_person(q, in_addresses), _of_an_organisation(q)
    matches = or_(by_themselves, by_organisation)
    if len(q) < LETTERS:
        return count(tx, select(literal(1)).select_from(Person).where(matches, *others)), matches
    grams = TRIGRAMS.contains(func.trigrams(q, type_=ARRAY(Text)))
    ids = union_all(
        select(Person.id).where(grams, by_themselves, *others),
        select(Person.id).where(by_organisation, not_(by_themselves), *others),
    ).subquery()
    total = count(tx, select(ids.c.id))
    return total, matches if total > COUNTED else Person.id == any_(array(select(ids.c.id)))


def _of_a_person(q: str, in_addresses: bool) -> ColumnElement[bool]:
    columns = [Person.name, *([Person.email] if in_addresses else [])]
    return or_(*(column.icontains(q, autoescape=True) for column in columns))


def _of_an_organisation(q: str) -> ColumnElement[bool]:
    """False, and not unknown, for who has none."""
    named = select(Organisation.id).where(Organisation.name.icontains(q, autoescape=True)).correlate(None)
    return Person.organisation_id.is_not(None) & (Person.organisation_id == any_(array(named)))


def array(ids: Select[Any]) -> Any:
    """Read once, before people are looked at."""
    return func.array(ids.scalar_subquery(), type_=ARRAY(Uuid))
