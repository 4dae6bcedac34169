"""Who becomes whose buddy: pure."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_NEWCOMERS = 2  # at a time, for one who offers to be a buddy
IS_NEW_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Buddy:
    """Somebody as far as matching looks at them."""

    id: Hashable
    joined_at: datetime
    languages: frozenset[str]
    areas: frozenset[Hashable]
    sector: str | None

    @classmethod
    def of(
        cls, id: Hashable, joined_at: datetime, languages: Iterable[str], areas: Iterable[Hashable], sector: str | None
    ) -> "Buddy":
        return cls(id, joined_at, frozenset(languages), frozenset(areas), sector)


Pair = tuple[Hashable, Hashable]


def a_member_is_new(joined_at: datetime, now: datetime) -> bool:
    return now - joined_at < IS_NEW_FOR


def they_can_talk(newcomer: Buddy, guide: Buddy) -> bool:
    """Who said nothing of their languages can't be told apart from who speaks the same."""
    return not newcomer.languages or not guide.languages or bool(newcomer.languages & guide.languages)


def one_can_guide_the_other(newcomer: Buddy, guide: Buddy) -> bool:
    return guide.id != newcomer.id and guide.joined_at < newcomer.joined_at and they_can_talk(newcomer, guide)


def how_well_they_fit(newcomer: Buddy, guide: Buddy) -> tuple[bool, bool, bool]:
    """A language in common counts before an area, and that before working in different sectors."""
    return (
        bool(newcomer.languages & guide.languages),
        bool(newcomer.areas & guide.areas),
        None not in (newcomer.sector, guide.sector) and newcomer.sector != guide.sector,
    )


def the_best_guide(newcomer: Buddy, guides: Sequence[Buddy]) -> Buddy | None:
    """Of those who fit as well, who offered first."""
    fitting = [guide for guide in guides if one_can_guide_the_other(newcomer, guide)]
    return max(fitting, key=lambda guide: how_well_they_fit(newcomer, guide)) if fitting else None


def who_is_proposed_to_whom(
    newcomers: Sequence[Buddy], guides: Sequence[Buddy], busy: Mapping[Hashable, int], tried: Collection[Pair]
) -> list[Pair]:
    """Who waits longest first. `busy`: how many newcomers a guide has; `tried`: pairs that were proposed before."""
    busy = dict(busy)
    proposed: list[Pair] = []
    for newcomer in newcomers:
        free = [
            guide for guide in guides if busy.get(guide.id, 0) < MOST_NEWCOMERS and (newcomer.id, guide.id) not in tried
        ]
        guide = the_best_guide(newcomer, free)
        if guide is not None:
            busy[guide.id] = busy.get(guide.id, 0) + 1
            proposed.append((newcomer.id, guide.id))
    return proposed
