import gc
import os
from typing import Any

bind = os.environ.get("GATEWAY_BIND", "127.0.0.1:8001")
workers = int(os.environ.get("GATEWAY_WORKERS", "1"))
threads = int(os.environ.get("GATEWAY_THREADS", "8"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  gunicorn's own advice for containers
timeout = 60
graceful_timeout = 15
loglevel = "warning"
# Its place is the same for all of a person's gunicorns, so that two cities on one machine would collide.
control_socket_disable = True


def post_worker_init(_worker: Any) -> None:
    """What is here now stays, so that looking for garbage does not hold up an answer to look through it."""
    gc.collect()
    gc.freeze()
