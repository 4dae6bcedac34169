"""Who relays: a row in the database that its holder renews, and that another may take once it has run out."""

import time
from uuid import uuid4

from shared.messaging.relay.database import Connection

LEASE_SECONDS = 5.0
RENEW_SECONDS = 1.5

# A lease that runs longer than leases do was written before the database's clock was set back.
TAKE = """
INSERT INTO relay.lease AS lease (id, holder, until)
VALUES (1, %(holder)s, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE lease.holder = excluded.holder
   OR lease.until NOT BETWEEN clock_timestamp() AND clock_timestamp() + make_interval(secs => %(seconds)s)
RETURNING holder
"""
GIVE_BACK = "DELETE FROM relay.lease WHERE holder = %s"


class LeaseLost(Exception):
    """Another relay is the active one now."""


class Lease:
    """`renew_at`: when to say again that we go on, well before the lease runs out; by our own clock, like `keep`."""

    def __init__(self, connection: Connection):
        self._connection, self._holder = connection, uuid4()
        self.renew_at = 0.0

    def take(self) -> bool:
        asked_at = time.monotonic()
        taken = self._connection.execute(TAKE, {"holder": self._holder, "seconds": LEASE_SECONDS}).fetchone()
        if taken is not None:
            self.renew_at = asked_at + RENEW_SECONDS
        return taken is not None

    def keep(self) -> None:
        """Stands before everything that only the holder may do. Renews when it is time; raises when it is too late."""
        if time.monotonic() >= self.renew_at and not self.take():
            raise LeaseLost

    def give_back(self) -> None:
        self._connection.execute(GIVE_BACK, [self._holder])
