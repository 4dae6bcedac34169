"""A relay's life: connect, stand by until the lease is free, relay; when something is gone, pause, begin anew."""

import select
import signal
import socket
import time
from contextlib import closing, suppress
from typing import Any

import psycopg
import structlog
from pika.exceptions import AMQPError

from shared.messaging.relay import metrics
from shared.messaging.relay.database import connected
from shared.messaging.relay.held import Held
from shared.messaging.relay.lease import Lease, LeaseLost
from shared.messaging.relay.loop import Loop
from shared.messaging.relay.outboxes import Outboxes
from shared.messaging.relay.rounds import Rounds
from shared.settings import Settings

log = structlog.get_logger()

OUTAGE_SECONDS = 1.0
STANDBY_SECONDS = 1.0
SILENT_SECONDS = 30


class Relay:
    """`ready`: has what it needs, be it to relay or to stand by."""

    def __init__(self, city: Settings):
        self.city = city
        self.stopping = self.ready = self.active = False
        self._held = Held()
        self._paused_by = ""
        self._turned_at = time.monotonic()
        self._signals, self._wakeup = socket.socketpair()
        self._wakeup.setblocking(False)

    @property
    def live(self) -> bool:
        return time.monotonic() - self._turned_at < SILENT_SECONDS

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.set_wakeup_fd(self._wakeup.fileno())  # otherwise whoever waits would go on waiting

    def _stop(self, *_: Any) -> None:
        self.stopping = True

    def _on_signal(self, _ready: int) -> None:
        self._signals.recv(100)

    def run(self) -> None:
        while not self.stopping:
            try:
                self._live_through_a_connection()
            except LeaseLost:
                log.warning("relay_lost_lease")
                self._held = Held()
            except (psycopg.Error, AMQPError, OSError) as error:
                self._pause(type(error).__name__)

    def _live_through_a_connection(self) -> None:
        with closing(Loop(self._turned)) as loop, connected(self.city.database_url, loop) as connection:
            loop.watch(self._signals.fileno(), self._on_signal)
            lease = Lease(connection)
            if not self._stand_by(loop, lease):
                return
            try:
                self._relay(loop, lease, Outboxes(connection))
            finally:
                with suppress(psycopg.Error):
                    lease.give_back()

    def _stand_by(self, loop: Loop, lease: Lease) -> bool:
        """Says whether the lease is ours in the end."""
        while not self.stopping:
            if lease.take():
                return True
            self._is(ready=True)
            loop.wait(lambda: self.stopping, time.monotonic() + STANDBY_SECONDS)
        return False

    def _relay(self, loop: Loop, lease: Lease, outboxes: Outboxes) -> None:
        city = self.city
        rounds = Rounds(loop, outboxes, lease, self._held, city.amqp_url, city.database_url, lambda: self.stopping)
        with closing(rounds):
            rounds.open()
            self._is(ready=True, active=True)
            self._paused_by = ""
            log.info("relay_active", outboxes=len(outboxes.services))
            rounds.run()

    def _is(self, *, ready: bool, active: bool = False) -> None:
        self.ready, self.active = ready, active
        metrics.ACTIVE.set(active)

    def _turned(self) -> None:
        self._turned_at = time.monotonic()

    def _pause(self, reason: str) -> None:
        """An outage is nobody's fault: nothing is counted, and what it is called is said once."""
        self._is(ready=False)
        if reason != self._paused_by:
            log.warning("relay_paused", reason=reason)
        self._paused_by = reason
        self._turned()
        select.select([self._signals], [], [], OUTAGE_SECONDS)
