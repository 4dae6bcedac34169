"""The relay in a process like any other: `python -m tests.messaging.run_relay`. Only its patience is shorter."""

from shared.messaging.relay import broker, database, rounds
from shared.messaging.relay.__main__ import main

if __name__ == "__main__":
    database.STATEMENT_SECONDS = broker.CONNECT_SECONDS = rounds.CONFIRM_SECONDS = 2.0
    database.CONNECT_SECONDS = 2
    main()
