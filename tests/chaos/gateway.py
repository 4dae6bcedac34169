"""The gateway with one topic more in its API: gunicorn runs `tests.chaos.gateway:create_app()`."""

from pathlib import Path

from services.gateway import api
from services.gateway.app import create_app
from shared.messaging import call
from tests.chaos import pace

api.__path__.append(str(Path(__file__).parent / "api"))
call.HEARTBEAT = pace.HEARTBEAT

__all__ = ["create_app"]
