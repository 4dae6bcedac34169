"""How this program reaches a broker: over TLS it looks whether the certificate names the host that it asked for."""

from typing import Any
from urllib.parse import urlsplit

from kombu import Connection


def to(amqp_url: str, **options: Any) -> Connection:
    """py-amqp alone takes any certificate that an authority has signed, for whichever host."""
    parts = urlsplit(amqp_url)
    tls = {"ssl": {"server_hostname": parts.hostname}} if parts.scheme == "amqps" else {}
    return Connection(amqp_url, **tls, **options)
