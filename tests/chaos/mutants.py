"""The same system with one of its promises taken out, to see that the checks notice.

`python -m tests.chaos.mutants NAME [SERVICE ...]` runs the process that NAME is about, changed before it starts.
"""

import sys
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

SERVICES, RELAY = "services", "relay"


@dataclass(frozen=True)
class Mutant:
    """`fault` brings to light what is missing; then at least one of `shows` is found to be wrong."""

    name: str
    says: str
    process: str
    fault: str
    times: int
    shows: tuple[str, ...]
    change: Callable[[], None]

    @property
    def command(self) -> tuple[str, ...]:
        return "-m", "tests.chaos.mutants", self.name

    def is_noticed(self, wrong: Container[str]) -> bool:
        return any(each in wrong for each in self.shows)


MUTANTS: dict[str, Mutant] = {}


def mutant(
    says: str, *, process: str = SERVICES, fault: str, times: int, shows: tuple[str, ...]
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def register(change: Callable[[], None]) -> Callable[[], None]:
        MUTANTS[change.__name__] = Mutant(change.__name__, says, process, fault, times, shows, change)
        return change

    return register


@mutant("the inbox notes messages and nobody looks", fault="messages_repeated", times=8, shows=("doubled",))
def inbox_off() -> None:
    from shared.messaging import inbox

    note = inbox.note

    def note_and_take_all(tx: Any, subscription: str, messages: Any) -> Any:
        note(tx, subscription, messages)
        return {message.id for message in messages}

    inbox.note = note_and_take_all


@mutant(
    "the inbox is written in a transaction of its own, before the effect",
    fault="services_killed",
    times=3,
    shows=("lost",),
)
def inbox_in_its_own_transaction() -> None:
    from shared.database import session, settings_of
    from shared.messaging import inbox

    note = inbox.note

    def note_for_good(tx: Any, subscription: str, messages: Any) -> Any:
        with session(tx.get_bind(), settings_of(tx)) as own, own.begin():
            return note(own, subscription, messages)

    inbox.note = note_for_good


@mutant("messages are acknowledged before they take effect", fault="services_killed", times=5, shows=("lost",))
def acknowledged_before_commit() -> None:
    from shared.messaging.arrivals import Arrivals
    from shared.messaging.consumer import Link

    take, acknowledge = Arrivals.next, Link.acknowledge

    def take_and_acknowledge(self: Arrivals) -> Any:
        some = take(self)
        for raw in some:
            acknowledge(self.link, raw)
            raw.acknowledged_early = True
        return some

    def acknowledge_others(self: Link, raw: Any, *, all_before: bool = False) -> None:
        if not hasattr(raw, "acknowledged_early"):
            acknowledge(self, raw, all_before=all_before)

    Arrivals.next = take_and_acknowledge
    Link.acknowledge = acknowledge_others


@mutant(
    "the relay goes on from the last position that it has seen",
    process=RELAY,
    fault="gateway_killed",
    times=1,
    shows=("lost", "stuck"),
)
def sequence_cursor() -> None:
    from shared.messaging.relay.outboxes import Outboxes

    unpublished, seen = Outboxes.unpublished, dict[str, int]()

    def after_the_last(self: Outboxes, *what: Any, **which: Any) -> Any:
        rows = [row for row in unpublished(self, *what, **which) if row.position > seen.get(row.service, 0)]
        for row in rows:
            seen[row.service] = row.position
        return rows

    Outboxes.unpublished = after_the_last


@mutant(
    "what can't be read is acknowledged without a word, as nameko does",
    fault="unreadable_messages",
    times=1,
    shows=("not_parked",),
)
def undecodable_acknowledged() -> None:
    from shared.messaging.consumer import Link

    Link.reject = Link.acknowledge


@mutant(
    "messages are not mandatory: one without a queue counts as published",
    process=RELAY,
    fault="queue_unbound",
    times=2,
    shows=("lost",),
)
def mandatory_off() -> None:
    from shared.messaging.relay.broker import Broker

    publish = Broker.publish
    Broker.publish = lambda self, row: publish(self, row._replace(mandatory=False))


@mutant(
    "a message takes effect also behind its successor", fault="late_arrivals", times=2, shows=("disordered", "doubled")
)
def order_not_checked() -> None:
    from shared.messaging import inbox

    take_over = inbox._take_over

    def whatever_came_before(tx: Any, subscription: str, message: Any, standing: Any, reactions: Any) -> Any:
        standing.highest = 0
        return take_over(tx, subscription, message, standing, reactions)

    inbox._take_over = whatever_came_before


@mutant(
    "a batch in which one message fails is tried again as a whole",
    fault="crashing_reactions",
    times=1,
    shows=("stuck",),
)
def batch_never_taken_apart() -> None:
    import time

    from shared.messaging.listener import Listener

    together = Listener._together

    def again_and_again(self: Listener, arrivals: Any, messages: Any) -> bool:
        while not together(self, arrivals, messages) and not self.stopping.is_set():
            time.sleep(0.1)
        return True

    Listener._together = again_and_again


def main(name: str, *services: str) -> None:
    if MUTANTS[name].process == SERVICES:
        from tests.chaos.run_services import run  # first, because it makes the process cooperative
    else:
        from tests.chaos.run_relay import run
    MUTANTS[name].change()
    run(list(services))


if __name__ == "__main__":
    main(*sys.argv[1:])
