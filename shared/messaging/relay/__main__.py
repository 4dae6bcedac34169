import sys

import structlog

from shared import logging, settings
from shared.messaging.relay import health
from shared.messaging.relay.relay import Relay

log = structlog.get_logger()


def main() -> None:
    try:
        city = settings.load()
    except settings.SettingsError as error:
        sys.exit(str(error))
    logging.configure(city, "relay")
    relay = Relay(city)
    relay.stop_on_signals()
    if city.health_port:
        health.serve(relay)
    relay.run()
    log.info("relay_stopped")


if __name__ == "__main__":
    main()
