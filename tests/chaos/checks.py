"""What must be true in the end: the ledger, the author, the outbox and the reader tell the same story."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tests.chaos.chain import sealed
from tests.chaos.city import ChaosCity
from tests.chaos.ledger import Entry

MARK = re.compile(r'"link_id": ?"([0-9a-f-]{36})"')

Chains = Mapping[UUID, Sequence[UUID]]
States = Mapping[UUID, tuple[int, str]]


@dataclass(frozen=True)
class Facts:
    """What stands in the database and on the broker when everything has come to rest."""

    announced: Chains  # what the author's outbox says, in its order
    arrived: Chains  # what took effect at the reader, in the order in which it did
    author: States
    reader: States
    parked: Sequence[str]  # how the body of each parked message begins
    behind: frozenset[UUID]  # links that wait behind a parked one
    under_way: Mapping[str, int]


@dataclass
class Findings:
    """Only `accepted`, `parked` and `again` may be more than nothing."""

    accepted: int = 0
    again: int = 0
    parked: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    stuck: int = 0
    parked_unexpectedly: int = 0
    not_parked: int = 0
    unanswered: int = 0
    refused: int = 0
    never_sent: int = 0
    answered_wrongly: int = 0
    broken_seals: int = 0
    details: list[str] = field(default_factory=list)

    WRONG = (
        "lost",
        "doubled",
        "disordered",
        "stuck",
        "parked_unexpectedly",
        "not_parked",
        "unanswered",
        "refused",
        "never_sent",
        "answered_wrongly",
        "broken_seals",
    )

    @property
    def wrong(self) -> dict[str, int]:
        return {name: count for name in self.WRONG if (count := getattr(self, name))}


def gather(city: ChaosCity) -> Facts:
    announced, arrived = defaultdict(list), defaultdict(list)
    outbox = "SELECT aggregate_id, (body ->> 'link_id')::uuid AS link_id FROM author.outbox ORDER BY sequence"
    for row in city.sql(outbox):
        announced[row.aggregate_id].append(row.link_id)
    for row in city.sql("SELECT chain_id, link_id FROM reader.arrivals ORDER BY position"):
        arrived[row.chain_id].append(row.link_id)
    parked, behind = [], set()
    failed = "SELECT parked_at, convert_from(substring(body FOR 500), 'LATIN1') AS start FROM reader.failed"
    for row in city.sql(failed):
        if row.parked_at:
            parked.append(row.start)
        elif mark := MARK.search(row.start):
            behind.add(UUID(mark[1]))
    author, reader = (
        {row.id: (row.length, row.seal) for row in city.sql(f"SELECT id, length, seal FROM {service}.chains")}
        for service in ("author", "reader")
    )
    return Facts(announced, arrived, author, reader, parked, frozenset(behind), city.under_way())


def check(entries: Iterable[Entry], facts: Facts, expected: Mapping[str, str]) -> Findings:
    """`expected`: what must be parked, by the mark in its body."""
    entries = list(entries)
    found = Findings(accepted=sum(entry.accepted for entry in entries))
    found.again = sum(entry.attempts > 1 for entry in entries)
    found.stuck = sum(facts.under_way.values())
    found.details += [f"{count} {what}" for what, count in facts.under_way.items()]
    _check_answers(found, entries, facts)
    _check_parked(found, facts, expected)
    marked = (MARK.search(start) for start in facts.parked)
    excused = {UUID(mark[1]) for mark in marked if mark} | facts.behind
    for chain_id in facts.announced.keys() | facts.arrived.keys():
        _check_chain(found, facts.announced.get(chain_id, ()), facts.arrived.get(chain_id, ()), excused)
    _check_seals(found, facts)
    return found


def _check_answers(found: Findings, entries: Sequence[Entry], facts: Facts) -> None:
    """An accepted command was carried out once, with the answer that was given; nothing was that nobody sent."""
    places = {link_id: n for links in facts.announced.values() for n, link_id in enumerate(links, 1)}
    times = Counter(link_id for links in facts.announced.values() for link_id in links)
    for entry in entries:
        if entry.status is None:
            found.unanswered += 1
            found.details.append(f"command {entry.link_id} was not answered after {entry.gave_up_after}")
        elif not entry.accepted:
            found.refused += 1
            found.details.append(f"command {entry.link_id} was refused with {entry.status}")
        elif entry.link_id not in places:
            found.lost += 1
            found.details.append(f"link {entry.link_id} was accepted and the author does not have it")
        elif entry.length != places[entry.link_id]:
            found.answered_wrongly += 1
            found.details.append(f"link {entry.link_id} is {places[entry.link_id]}, the answer was {entry.length}")
    found.doubled += sum(times.values()) - len(times)
    found.never_sent = len(times.keys() - {entry.link_id for entry in entries})


def _check_chain(found: Findings, announced: Sequence[UUID], arrived: Sequence[UUID], excused: set[UUID]) -> None:
    places = {link_id: n for n, link_id in enumerate(announced)}
    seen: set[UUID] = set()
    furthest = -1
    for link_id in arrived:
        if link_id in seen:
            found.doubled += 1
            found.details.append(f"link {link_id} took effect again")
            continue
        seen.add(link_id)
        if link_id not in places:
            found.never_sent += 1
            found.details.append(f"link {link_id} was never announced")
        elif places[link_id] < furthest:
            found.disordered += 1
            found.details.append(f"link {link_id} took effect after a later one")
        else:
            furthest = places[link_id]
    lost = [link_id for link_id in announced if link_id not in seen and link_id not in excused]
    found.lost += len(lost)
    found.details += [f"link {link_id} never took effect" for link_id in lost]


def _check_parked(found: Findings, facts: Facts, expected: Mapping[str, str]) -> None:
    missing = Counter(expected.keys())
    for start in facts.parked:
        mark = MARK.search(start)
        if mark and missing[mark[1]] > 0:
            missing[mark[1]] -= 1
            found.parked += 1
        else:
            found.parked_unexpectedly += 1
            found.details.append(f"parked: {start[:100]!r}")
    for mark in missing.elements():
        found.not_parked += 1
        found.details.append(f"not parked: {expected[mark]}")


def _check_seals(found: Findings, facts: Facts) -> None:
    """Length and seal of a chain are those of its links in their order, and say so at both ends."""
    for states, chains in ((facts.author, facts.announced), (facts.reader, facts.arrived)):
        for chain_id in states.keys() | chains.keys():
            links = chains.get(chain_id, ())
            if states.get(chain_id) != (len(links), _seal_of(links)):
                found.broken_seals += 1
                found.details.append(f"chain {chain_id} is not made of its links")
    for chain_id, links in facts.announced.items():
        whole = len(facts.arrived.get(chain_id, ())) == len(links)
        if whole and facts.author.get(chain_id) != facts.reader.get(chain_id):
            found.broken_seals += 1
            found.details.append(f"chain {chain_id} is another at the reader")


def _seal_of(links: Iterable[UUID]) -> str:
    seal = ""
    for link_id in links:
        seal = sealed(seal, link_id)
    return seal
