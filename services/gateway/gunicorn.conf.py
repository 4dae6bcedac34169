import gc
import os
import shutil
import sys
import tempfile

bind = os.environ.get("GATEWAY_BIND", "127.0.0.1:8001")
workers = int(os.environ.get("GATEWAY_WORKERS", "1"))
threads = int(os.environ.get("GATEWAY_THREADS", "8"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  gunicorn's own advice for containers
timeout = 60
keepalive = 75  # longer than a proxy keeps an idle connection, or it would close just as one is used again
graceful_timeout = 15
loglevel = "warning"
# Its place is the same for all of a person's gunicorns, so that two cities on one machine would collide.
control_socket_disable = True

# Where several workers put what they count, so that each can tell it of all. Read when prometheus_client is imported.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
if workers > 1 and COUNTS not in os.environ:
    os.environ[COUNTS] = tempfile.mkdtemp(prefix="middleground-gateway-")


def on_starting(server):
    from shared import health, memory

    memory.save()
    port, host = os.environ.get("HEALTH_PORT"), os.environ.get("HEALTH_HOST", "127.0.0.1")
    try:
        server.health = health.listen(host, int(port)) if port else None
    except OSError as error:
        sys.exit(f"The gateway can't listen on HEALTH_PORT {port}: {os.strerror(error.errno)}.")


def pre_fork(server, worker):
    worker.health = server.health


def post_worker_init(worker):
    if worker.health:
        from services.gateway import metrics

        metrics.serve(worker.health, worker.wsgi)
    # What is here now stays, so that looking for garbage does not hold up an answer to look through it.
    gc.collect()
    gc.freeze()


def on_exit(server):
    if workers > 1:
        shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
