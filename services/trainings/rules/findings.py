"""What can be said of composed groups: which rules and wishes they keep to, and which not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.trainings.rules.composition import Candidate, Wish, who_is_kept_apart

BROKEN_RULES = ("with_line_manager", "together_against_a_wish")
KEPT_RULES = ("apart_from_line_manager", "apart_as_wished")
WISHES_FOUND = ("together_as_wished", "wished_elsewhere")
# Of somebody who is in no group: in each there is somebody from whom they are kept apart.
NO_GROUP_WITHOUT = "no_group_without"


@dataclass(frozen=True)
class Finding:
    """Such as `with_line_manager`: the person, and the other one whom it is about."""

    code: str
    person_id: UUID
    other_id: UUID


def what_is_found_in_each_group(
    groups: Sequence[Iterable[UUID]], candidates: Iterable[Candidate], wishes: Sequence[Wish]
) -> list[list[Finding]]:
    """The broken rules come first, and what was reached comes before what was not."""
    group_of = {person_id: number for number, group in enumerate(groups) for person_id in group}
    order = (*BROKEN_RULES, *KEPT_RULES, *WISHES_FOUND)
    found: list[list[Finding]] = [[] for _ in groups]
    for finding in (*_about_line_managers(candidates, group_of), *_about_wishes(wishes, group_of)):
        found[group_of[finding.person_id]].append(finding)
    return [sorted(each, key=lambda finding: order.index(finding.code)) for each in found]


def who_fits_in_no_group(
    groups: Sequence[Iterable[UUID]], candidates: Sequence[Candidate], wishes: Sequence[Wish]
) -> list[Finding]:
    """Of those in no group who could only be put with somebody from whom they are kept apart: from whom."""
    group_of = {person_id: number for number, group in enumerate(groups) for person_id in group}
    apart = who_is_kept_apart(candidates, wishes)
    found = []
    for one in candidates:
        others = [other for other in sorted(apart.get(one.id, ())) if other in group_of]
        if one.id not in group_of and len({group_of[other] for other in others}) == len(groups):
            found += [Finding(NO_GROUP_WITHOUT, one.id, other) for other in others]
    return found


def _about_line_managers(candidates: Iterable[Candidate], group_of: dict[UUID, int]) -> Iterator[Finding]:
    for one in candidates:
        manager_id = one.line_manager_id
        if manager_id is not None and one.id in group_of and manager_id in group_of:
            is_with = group_of[one.id] == group_of[manager_id]
            yield Finding("with_line_manager" if is_with else "apart_from_line_manager", one.id, manager_id)


def _about_wishes(wishes: Iterable[Wish], group_of: dict[UUID, int]) -> Iterator[Finding]:
    for wish in wishes:
        if wish.person_id not in group_of:
            continue
        is_with = group_of[wish.person_id] == group_of.get(wish.other_id)
        if wish.together:
            code = "together_as_wished" if is_with else "wished_elsewhere"
        elif wish.other_id in group_of:
            code = "together_against_a_wish" if is_with else "apart_as_wished"
        else:
            continue
        yield Finding(code, wish.person_id, wish.other_id)
