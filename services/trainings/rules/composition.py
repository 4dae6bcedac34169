"""Composing groups: who learns with whom.

Two rules hold always: nobody is in a group with their line manager, nor with somebody with whom they are not to be.
Then as many as there are places for get one, in groups whose sizes differ by at most one. Among all arrangements that
keep to this, one is looked for in which each group is a small copy of all candidates, and in which those who wish to
be together are. The same candidates, wishes and seed always give the same groups.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

# What a group mixes, and how much each counts: profession first, then level, then where people work.
SPREAD = {"sector": 1.0, "level": 0.75, "area": 0.5}
# A wish that is met is worth as much as this much imbalance.
WISH = 4.0
# About half a second. So many exchanges leave little to gain among 200 people.
MOST_EXCHANGES_LOOKED_AT = 150_000

Groups = list[list[UUID]]


@dataclass(frozen=True)
class Candidate:
    """What is not known of somebody counts nowhere."""

    id: UUID
    sector: str | None = None
    level: str | None = None
    area_ids: tuple[UUID, ...] = ()
    line_manager_id: UUID | None = None

    def values(self, part: str) -> tuple[object, ...]:
        """Of sector, level or area: those that the person has."""
        if part == "area":
            return self.area_ids
        value = getattr(self, part)
        return () if value is None else (value,)


@dataclass(frozen=True)
class Wish:
    """That somebody is `together` with another, or else that they are not."""

    person_id: UUID
    other_id: UUID
    together: bool

    @property
    def pair(self) -> frozenset[UUID]:
        return frozenset((self.person_id, self.other_id))


def sizes_of_groups(people: int, count: int, places: int) -> list[int]:
    """As even as can be, none above its places; who is too many gets no place."""
    each, more = divmod(min(people, count * places), count)
    return [each + (number < more) for number in range(count)]


def imbalance(groups: Iterable[Iterable[UUID]], candidates: Sequence[Candidate], part: str) -> float:
    """How far the groups are from being alike in `part`, which is sector, level or area; 0 is all alike.

    Of each group and each value, such as each sector: the square of the difference between how many people of it the
    group holds, and how many it would hold if the value were as frequent in it as among all candidates. The sum.
    """
    of = {one.id: one for one in candidates}
    everybody = Counter(value for one in candidates for value in one.values(part))
    total = 0.0
    for group in groups:
        members = [of[person_id] for person_id in group]
        here = Counter(value for one in members for value in one.values(part))
        shares = {value: number * len(members) / len(of) for value, number in everybody.items()}
        total += sum((here[value] - share) ** 2 for value, share in shares.items())
    return total


def who_is_kept_apart(candidates: Iterable[Candidate], wishes: Iterable[Wish]) -> dict[UUID, set[UUID]]:
    """Both ways: line managers and their own staff, and those who are not to be together."""
    pairs = [(one.id, one.line_manager_id) for one in candidates if one.line_manager_id not in (None, one.id)]
    pairs += [(wish.person_id, wish.other_id) for wish in wishes if not wish.together]
    apart: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        if other is not None:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
    return apart


def who_wishes_to_be_together(wishes: Iterable[Wish]) -> dict[UUID, set[UUID]]:
    """Both ways. Where one wishes it and it was also said that they should not be, they are not."""
    known = list(wishes)
    apart = {wish.pair for wish in known if not wish.together}
    together: dict[UUID, set[UUID]] = {}
    for wish in known:
        if wish.together and wish.pair not in apart:
            together.setdefault(wish.person_id, set()).add(wish.other_id)
            together.setdefault(wish.other_id, set()).add(wish.person_id)
    return together


def compose(
    candidates: Sequence[Candidate], wishes: Sequence[Wish], *, count: int, places: int, seed: int = 0
) -> Groups:
    """`count` groups of ids. Who is in none of them gets no place: there are more people than places, or they could
    only be put with somebody from whom they are kept apart."""
    chance = random.Random(seed)  # noqa: S311
    left_out: list[UUID] = []
    while True:
        seats = _Seats(candidates, wishes, count, places, set(left_out))
        stuck = _seat_everybody(seats, chance)
        if stuck is None:
            break
        left_out.append(stuck)
    for person_id in left_out:
        seats.seat_one_more(person_id, places)
    _exchange(seats, chance)
    return [[one.id for one in candidates if seats.group_of[one.id] == group] for group in range(count)]


def _seat_everybody(seats: "_Seats", chance: random.Random) -> UUID | None:
    """Who is hardest to seat comes first. Returns whom to leave out when somebody can't be seated where there is room:
    of those in each other's way the one who is in the way of most."""
    waiting = [person_id for person_id in seats.people if person_id not in seats.left_out]
    chance.shuffle(waiting)
    waiting.sort(key=lambda person_id: -len(seats.apart(person_id)))
    for person_id in waiting:
        with_room = [group for group in range(seats.count) if seats.size[group] < seats.room[group]]
        if not with_room:
            return None
        fitting = [group for group in with_room if seats.fits(person_id, group)]
        if fitting:
            seats.seat(person_id, min(fitting, key=lambda group: seats.cost_of_entering(person_id, group)))
        elif not any(seats.make_way(person_id, group) for group in with_room):
            seats.stuck.append(person_id)
    if not seats.stuck or seats.are_full:
        return None
    in_each_others_way = [seats.stuck[0], *sorted(seats.apart(seats.stuck[0]) - seats.left_out)]
    return max(in_each_others_way, key=lambda person_id: len(seats.apart(person_id) - seats.left_out))


def _exchange(seats: "_Seats", chance: random.Random) -> None:
    """Two people change places as long as that makes the groups better; one of them may have had none."""
    people = list(seats.people)
    chance.shuffle(people)
    looked_at, improved = 0, True
    while improved:
        improved = False
        for number, one in enumerate(people):
            for other in people[number + 1 :]:
                if seats.group_of[one] == seats.group_of[other] or seats.is_alike(one, other):
                    continue
                looked_at += 1
                if looked_at > MOST_EXCHANGES_LOOKED_AT:
                    return
                if seats.gain_of_exchange(one, other) > 1e-9 and seats.may_exchange(one, other):
                    seats.exchange(one, other)
                    improved = True


class _Seats:
    """Groups that are being composed. Groups have numbers; who has no place is in `NOWHERE`."""

    NOWHERE = -1

    def __init__(
        self, candidates: Sequence[Candidate], wishes: Sequence[Wish], count: int, places: int, left_out: set[UUID]
    ):
        self.count, self.left_out = count, left_out
        self.people = [one.id for one in candidates]
        self.room = sizes_of_groups(len(self.people) - len(left_out), count, places)
        self.size = [0] * count
        self.stuck: list[UUID] = []
        self.group_of = dict.fromkeys(self.people, self.NOWHERE)
        self._apart, self._together = who_is_kept_apart(candidates, wishes), who_wishes_to_be_together(wishes)
        for links in (self._apart, self._together):
            for person_id in links:
                links[person_id] &= self.group_of.keys()
        self._values = {
            one.id: tuple((part, value) for part in SPREAD for value in one.values(part)) for one in candidates
        }
        everybody = Counter(value for values in self._values.values() for value in values)
        self._share = {value: number / max(len(self.people), 1) for value, number in everybody.items()}
        self._here: list[Counter[tuple[str, object]]] = [Counter() for _ in range(count)]

    @property
    def are_full(self) -> bool:
        return self.size == self.room

    def apart(self, person_id: UUID) -> set[UUID]:
        return self._apart.get(person_id, set())

    def is_alike(self, one: UUID, other: UUID) -> bool:
        """An exchange of the two would change nothing."""
        return self._values[one] == self._values[other] and not (one in self._together or other in self._together)

    def fits(self, person_id: UUID, group: int, leaving: UUID | None = None) -> bool:
        """Nobody in the group is kept apart from this person; `leaving` goes away."""
        return all(self.group_of[other] != group or other == leaving for other in self._apart.get(person_id, ()))

    def seat(self, person_id: UUID, group: int) -> None:
        before, self.group_of[person_id] = self.group_of[person_id], group
        if before != self.NOWHERE:
            self.size[before] -= 1
            self._here[before].subtract(self._values[person_id])
        if group != self.NOWHERE:
            self.size[group] += 1
            self._here[group].update(self._values[person_id])

    def make_way(self, person_id: UUID, group: int) -> bool:
        """Somebody seated elsewhere goes to the group with room, so that this person can have their place."""
        for other in self.people:
            place = self.group_of[other]
            if place in (self.NOWHERE, group) or not self.fits(other, group):
                continue
            if self.fits(person_id, place, leaving=other):
                self.seat(other, group)
                self.seat(person_id, place)
                return True
        return False

    def seat_one_more(self, person_id: UUID, places: int) -> None:
        """Somebody who was left out for others, if there is a place for them after all."""
        smallest = min(self.size)
        for group in range(self.count):
            if self.size[group] == smallest < places and (
                self.fits(person_id, group) or self.make_way(person_id, group)
            ):
                if self.group_of[person_id] == self.NOWHERE:
                    self.seat(person_id, group)
                return

    def cost_of_entering(self, person_id: UUID, group: int) -> float:
        wished = sum(self.group_of[other] == group for other in self._together.get(person_id, ()))
        return sum(self._change(value, group, +1) for value in self._values[person_id]) - WISH * wished

    def gain_of_exchange(self, one: UUID, other: UUID) -> float:
        group, elsewhere = self.group_of[one], self.group_of[other]
        ones, others = self._values[one], self._values[other]
        leaves = [value for value in ones if value not in others]
        comes = [value for value in others if value not in ones]
        cost = 0.0
        for place, gone, new in ((group, leaves, comes), (elsewhere, comes, leaves)):
            if place != self.NOWHERE:
                cost += sum(self._change(value, place, -1) for value in gone)
                cost += sum(self._change(value, place, +1) for value in new)
        if one in self._together or other in self._together:
            cost -= WISH * (self._wishes_met_by_moving(one, elsewhere, other))
            cost -= WISH * (self._wishes_met_by_moving(other, group, one))
        return -cost

    def may_exchange(self, one: UUID, other: UUID) -> bool:
        group, elsewhere = self.group_of[one], self.group_of[other]
        return (elsewhere == self.NOWHERE or self.fits(one, elsewhere, leaving=other)) and (
            group == self.NOWHERE or self.fits(other, group, leaving=one)
        )

    def exchange(self, one: UUID, other: UUID) -> None:
        group, elsewhere = self.group_of[one], self.group_of[other]
        self.seat(one, elsewhere)
        self.seat(other, group)

    def _change(self, value: tuple[str, object], group: int, step: int) -> float:
        """Of the imbalance, when one more or one fewer of this value is in the group."""
        beyond = self._here[group][value] - self._share[value] * self.room[group]
        return SPREAD[value[0]] * (1 + 2 * step * beyond)

    def _wishes_met_by_moving(self, person_id: UUID, group: int, exchanged_with: UUID) -> int:
        """More, or fewer, than now."""
        places = [self.group_of[other] for other in self._together.get(person_id, ()) if other != exchanged_with]
        now = self.group_of[person_id]
        return sum(place == group != self.NOWHERE for place in places) - sum(
            place == now != self.NOWHERE for place in places
        )
