"""Who trained whom, as a tree: pure, from pairs of people and from counts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.networks.rules.membership import months_later

Anybody = Hashable
ACTIVE_FOR_MONTHS = 12


@dataclass(frozen=True)
class Trained:
    """Somebody trained somebody on a day, who may be named as one who was there."""

    trainer: Anybody
    person: Anybody
    on: date


@dataclass(frozen=True)
class Counted:
    """On a day somebody trained so many people of whom nothing else is known."""

    trainer: Anybody
    people: int
    on: date


@dataclass
class Branch:
    person: Anybody
    parent: "Branch | None"
    generation: int
    trained_on: date | None
    direct: int
    reach: int
    last_on: date | None
    is_named: bool
    again: bool = False
    number: int = 0
    unnamed: int = 0


def a_trainer_is_active(last_on: date | None, today: date) -> bool:
    return last_on is not None and today <= months_later(last_on, ACTIVE_FOR_MONTHS)


def whom_they_reached(seed: Anybody, trained: Iterable[Trained], counted: Iterable[Counted]) -> int:
    """Whom they trained and whom these trained after that, each once."""
    since: dict[Anybody, date] = {seed: date.min}
    for each in sorted(trained, key=lambda each: each.on):
        if since.get(each.trainer, date.max) <= each.on:
            since.setdefault(each.person, each.on)
    more = sum(each.people for each in counted if since.get(each.trainer, date.max) <= each.on)
    return len(since) - 1 + more


def who_trained_whom_first(trained: Iterable[Trained]) -> dict[Anybody, Trained]:
    """Each person with the training that they grew from: their first one, unless it would make them their own heir."""
    first: dict[Anybody, Trained] = {}
    for each in sorted(trained, key=lambda each: (each.on, str(each.trainer))):
        if each.person not in first and each.person not in _line_of(each.trainer, first):
            first[each.person] = each
    return first


def _line_of(person: Anybody, first: Mapping[Anybody, Trained]) -> list[Anybody]:
    """They, who trained them, who trained those, and so on."""
    line = [person]
    while line[-1] in first:
        line.append(first[line[-1]].trainer)
    return line


def the_tree(
    trained: Sequence[Trained], counted: Sequence[Counted], may_be_named: Callable[[Anybody], bool]
) -> list[Branch]:
    """Each branch after the one it grows from, those who reached most first.

    Who was trained by several stands with each of them, `again` with all but the first, where what they gave onward
    grows. Who may not be named and trained nobody is no branch: they are among the `unnamed` of who trained them.
    """
    first = who_trained_whom_first(trained)
    heirs: defaultdict[Anybody, dict[Anybody, date]] = defaultdict(dict)
    for each in sorted(trained, key=lambda each: each.on):
        heirs[each.trainer].setdefault(each.person, each.on)
    days = _last_days(trained, counted)
    trainers = set(days)
    reach = {person: whom_they_reached(person, trained, counted) for person in trainers}
    direct = _direct(trained, counted)
    branches: list[Branch] = []

    def grow(person: Anybody, parent: Branch | None, generation: int) -> None:
        came_first_by = first[person].trainer if person in first else None
        branch = Branch(
            person=person,
            parent=parent,
            generation=generation,
            trained_on=heirs[parent.person][person] if parent else None,
            direct=direct[person],
            reach=reach.get(person, 0),
            last_on=days.get(person),
            is_named=may_be_named(person),
            again=parent is not None and parent.person != came_first_by,
            number=len(branches),
        )
        branches.append(branch)
        if branch.again:
            return
        shown = [
            (-reach.get(heir, 0), on, str(heir), heir)
            for heir, on in heirs[person].items()
            if may_be_named(heir) or (heir in trainers and first[heir].trainer == person)
        ]
        branch.unnamed = branch.direct - len(shown)
        for *_order, heir in sorted(shown, key=lambda each: each[:3]):
            grow(heir, branch, generation + 1)

    for seed in sorted(trainers - set(first), key=lambda each: (-reach[each], str(each))):
        grow(seed, None, 0)
    return branches


def _direct(trained: Iterable[Trained], counted: Iterable[Counted]) -> defaultdict[Anybody, int]:
    people: defaultdict[Anybody, set[Anybody]] = defaultdict(set)
    for each in trained:
        people[each.trainer].add(each.person)
    direct = defaultdict(int, {trainer: len(theirs) for trainer, theirs in people.items()})
    for some in counted:
        direct[some.trainer] += some.people
    return direct


def _last_days(trained: Iterable[Trained], counted: Iterable[Counted]) -> dict[Anybody, date]:
    days: dict[Anybody, date] = {}
    given = [(each.trainer, each.on) for each in trained] + [(each.trainer, each.on) for each in counted]
    for trainer, on in given:
        days[trainer] = max(on, days.get(trainer, on))
    return days
