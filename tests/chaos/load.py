"""A client of the public API: `python -m tests.chaos.load`, told what to do by its environment.

It adds links to chains, many at once, until SIGTERM. Each command has a key; as long as the answer is
unknown the command is sent again under the same key, as the API tells its users to.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from uuid import UUID

import requests

from tests.chaos.ledger import Ledger

CLIENTS = 64
CHAINS = 64
ANSWER_SECONDS = 30
PATIENCE_SECONDS = 100
PAUSE_SECONDS = 0.2
THINK_SECONDS = 0.3
# Without an answer, or with one that says "not now": 401 because a clock that jumps makes a session look too old.
AGAIN = {401, 500, 502, 503, 504}


class Client:
    def __init__(self, url: str, session_token: str, ledger: Ledger):
        self._url, self._ledger = f"{url}/api/v1/chains", ledger
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {session_token}"

    def add(self, chain_id: UUID, link_id: UUID) -> None:
        self._ledger.intend(chain_id, link_id)
        deadline, attempts, answers = time.monotonic() + PATIENCE_SECONDS, 0, Counter[object]()
        while time.monotonic() < deadline:
            attempts += 1
            answer = self._try(chain_id, link_id)
            if answer is not None and answer.status_code not in AGAIN:
                length = answer.json()["length"] if answer.ok else None
                self._ledger.answered(link_id, answer.status_code, length, attempts)
                return
            answers[answer.status_code if answer is not None else "no answer"] += 1
            time.sleep(PAUSE_SECONDS * random.uniform(0.5, 1.5))
        self._ledger.gave_up(link_id, ", ".join(f"{count} times {what}" for what, count in answers.items()))

    def _try(self, chain_id: UUID, link_id: UUID) -> requests.Response | None:
        try:
            return self._http.post(
                f"{self._url}/{chain_id}/links",
                json={"link_id": str(link_id)},
                headers={"Idempotency-Key": str(link_id)},
                timeout=ANSWER_SECONDS,
            )
        except requests.RequestException:
            return None


def keep_adding(client: Client, chance: random.Random, chains: list[UUID], stopping: threading.Event) -> None:
    while not stopping.wait(random.uniform(0, 2 * THINK_SECONDS)):
        client.add(chance.choice(chains), UUID(int=chance.getrandbits(128), version=4))


def main() -> None:
    seed = os.environ["CHAOS_SEED"]
    chance = random.Random(seed)
    chains = [UUID(int=chance.getrandbits(128), version=4) for _ in range(CHAINS)]
    ledger, stopping = Ledger(Path(os.environ["CHAOS_LEDGER"])), threading.Event()
    clients = [Client(os.environ["CHAOS_URL"], os.environ["CHAOS_SESSION"], ledger) for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=keep_adding, args=[client, random.Random(f"{seed}/{n}"), chains, stopping])
        for n, client in enumerate(clients)
    ]
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    for thread in threads:
        thread.start()
    stopping.wait()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
