from shared import memory

memory.save()

import sys  # noqa: E402

import structlog  # noqa: E402

from shared import logging, settings  # noqa: E402
from shared.messaging.relay import health  # noqa: E402
from shared.messaging.relay.relay import Relay  # noqa: E402

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
