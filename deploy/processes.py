"""The processes that make up a city; the demo, docker-compose.yml and the tests agree on this list."""

PROCESSES: dict[str, tuple[str, ...]] = {
    "services": ("python", "-m", "services"),
    "relay": ("python", "-m", "shared.messaging.relay"),
    "gateway": (
        "gunicorn",
        "--config",
        "services/gateway/gunicorn.conf.py",
        "services.gateway.app:create_app()",
    ),
}

# Runs to its end before the others start.
MIGRATE: tuple[str, ...] = ("python", "-m", "deploy", "migrate")

# Beside them in a deployment, with the rights of the database's owner.
BACKUP: tuple[str, ...] = ("python", "-m", "deploy", "backup", "--daily")
