"""A way to the broker or the database that a test may close, freeze, slow down or make swallow what is sent.

way = Forwarder("127.0.0.1", 5672)      # or the folder of PostgreSQL's socket, as libpq takes it
way.open()                              # whoever connects to way.port reaches it
"""

import socket
import threading
import time
from contextlib import suppress


class Forwarder:
    def __init__(self, host: str, port: int):
        self._target = (host, port)
        self._listener: socket.socket | None = None
        self._links: list[socket.socket] = []
        self._flows = threading.Event()
        self._flows.set()
        self._swallows = False
        self._delay = 0.0
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]

    def open(self) -> None:
        """Lets everything through, at once. Connections that lost something on the way are cut."""
        if self._swallows:
            self.close()
        self.thaw()
        self._delay = 0.0
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def close(self) -> None:
        """Refuses new connections and cuts those that stand."""
        self._swallows = False
        if self._listener is not None:
            _end(self._listener)
            self._listener = None
        while self._links:
            _end(self._links.pop())
        self.thaw()

    def freeze(self) -> None:
        """Connections are accepted and stand, bytes are accepted, nothing comes out until `thaw`."""
        self._flows.clear()

    def thaw(self) -> None:
        self._flows.set()

    def swallow(self) -> None:
        """As `freeze`, but what is sent is lost: a black hole, until `open` or `close`."""
        self._swallows = True

    def delay(self, seconds: float) -> None:
        """Everything takes so much longer, each way."""
        self._delay = seconds

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._link(listener.accept()[0])

    def _link(self, near: socket.socket) -> None:
        try:
            far = self._connect()
        except OSError:
            _end(near)
            return
        self._links += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pump, args=[source, sink], daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = self._target
        if not host.startswith("/"):
            return socket.create_connection(self._target)
        link = socket.socket(socket.AF_UNIX)
        link.connect(f"{host}/.s.PGSQL.{port}")
        return link

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                time.sleep(self._delay)
                self._flows.wait()
                if not self._swallows:
                    sink.sendall(data)
        _end(source)
        _end(sink)


def _end(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
