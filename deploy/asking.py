"""Asking everybody at once, each with a short deadline: who is down is no reason to say nothing of the others."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from deploy.findings import Silent

# To connect and to answer; the whole takes no longer, whoever is down.
CONNECT_SECONDS = 3
SECONDS = 5.0


def together(asked: Mapping[str, Callable[[], Any]], seconds: float = SECONDS) -> dict[str, Any]:
    """What each has told by then, or that it is silent. Who is late is not waited for: his thread ends with us."""
    told: dict[str, Any] = {}

    def ask(name: str, question: Callable[[], Any]) -> None:
        try:
            told[name] = question()
        except Exception as error:  # noqa: BLE001 a fault in one question must not hide the other answers
            told[name] = Silent(f"It could not be asked: {type(error).__name__}.")

    threads = [threading.Thread(target=ask, args=each, daemon=True) for each in asked.items()]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(end - time.monotonic(), 0))
    return {name: told.get(name, Silent(f"It did not answer within {seconds:g} seconds.")) for name in asked}
