"""A small HTTP server beside the work of a process, for who watches over it. It answers in threads of its own."""

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import REGISTRY, Collector

# Status, content type, body.
Answer = tuple[int, str, bytes]


def metrics(registry: Collector = REGISTRY) -> Answer:
    return 200, CONTENT_TYPE_LATEST, generate_latest(registry)


def listen(host: str, port: int) -> socket.socket:
    """Several processes may serve from it: who is told of a request that another one took is not held up."""
    listening = socket.create_server((host, port))
    listening.setblocking(False)
    return listening


def serve(listening: socket.socket, answers: Mapping[str, Callable[[], Answer]]) -> None:
    """`answers`: by path."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path, _nothing_here)
            status, content_type, body = answer()
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Health checks are no news."""

    def _nothing_here() -> Answer:
        return 404, "text/plain", f"There is {' and '.join(answers)}.\n".encode()

    server = ThreadingHTTPServer(listening.getsockname(), Health, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    threading.Thread(target=server.serve_forever, daemon=True).start()
