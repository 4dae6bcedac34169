"""/live: the loop turns. /ready: the relay has what it needs, to relay or to stand by. /metrics: for Prometheus."""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.messaging.relay import metrics
from shared.messaging.relay.relay import Relay


def serve(relay: Relay) -> None:
    metrics.register(relay.city.database_url)

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest())
            elif self.path in ("/live", "/ready"):
                fine = relay.live and (relay.ready or self.path == "/live")
                state = json.dumps({"ok": fine, "active": relay.active}).encode()
                self._answer(200 if fine else 503, "application/json", state)
            else:
                self._answer(404, "text/plain", b"There is /live, /ready and /metrics.\n")

        def _answer(self, status: int, content_type: str, body: bytes) -> None:
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Health checks are no news."""

    server = ThreadingHTTPServer((relay.city.health_host, relay.city.health_port or 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
