"""/live: the loop turns. /ready: the relay has what it needs, to relay or to stand by. /metrics: for Prometheus."""

import json

from shared import health
from shared.health import Answer
from shared.messaging.relay import metrics
from shared.messaging.relay.relay import Relay


def serve(relay: Relay) -> None:
    metrics.register(relay.city)

    def state(fine: bool) -> Answer:
        said = json.dumps({"ok": fine, "active": relay.active}).encode()
        return 200 if fine else 503, "application/json", said

    answers = {
        "/live": lambda: state(relay.live),
        "/ready": lambda: state(relay.live and relay.ready),
        "/metrics": health.metrics,
    }
    health.serve(health.listen(relay.city.health_host, relay.city.health_port or 0), answers)
