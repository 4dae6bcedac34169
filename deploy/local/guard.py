"""Runs a command until standard input closes, so that it never outlives whoever started it.

python -m deploy.local.guard STOP_SIGNAL STOP_SECONDS COMMAND...
"""

import os
import signal
import subprocess
import sys
import threading

from deploy.local.program import signal_number


def main(stop_signal: str, stop_seconds: str, *command: str) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def stop() -> None:
        child.send_signal(signal_number(stop_signal))
        try:
            child.wait(timeout=float(stop_seconds))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)

    def stop_when_abandoned() -> None:
        while os.read(0, 1024):
            pass
        stop()

    signal.signal(signal.SIGTERM, lambda *_: stop())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=stop_when_abandoned, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
