"""What is asked about a running city, all at once: who is down is no reason to say nothing of the others.

Facts are plain data; what they mean is for the checks.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from deploy.asking import together
from deploy.facts import broker, database, processes
from deploy.findings import Silent
from deploy.topology import DATABASES
from services import SERVICES, listeners
from services.notifications import outlets
from shared import clock
from shared.messaging import topology
from shared.settings import Settings


@dataclass(frozen=True)
class Facts:
    """`ready`: by process, as far as it can be asked from here. `mail_server`: why it takes no mail, a code; None when
    it does, or there is none."""

    city: Settings
    environment: Mapping[str, str]
    now: datetime
    database: database.Database | Silent
    queues: broker.Queues | Silent
    management: broker.Management | Silent
    exchange: broker.Queues | Silent | None
    services: processes.Services | Silent
    ready: dict[str, bool] | Silent
    mail_server: str | Silent | None

    @property
    def nobody_answers(self) -> bool:
        return isinstance(self.database, Silent) and isinstance(self.queues, Silent)


def gather(city: Settings, environment: Mapping[str, str] = os.environ) -> Facts:
    asked: dict[str, Callable[[], Any]] = {
        "database": partial(database.ask, city, SERVICES, DATABASES),
        "queues": partial(broker.ask_queues, city, topology.queue_names(listeners())),
        "management": partial(broker.ask_management, city),
        "exchange": partial(broker.ask_exchange, city),
        "services": partial(processes.ask_services, city, SERVICES),
        "ready": partial(processes.ask_readiness, processes.addresses(city, environment)),
        "mail_server": partial(_why_it_takes_no_mail, city),
    }
    return Facts(city, environment, clock.now(), **together(asked))


def _why_it_takes_no_mail(city: Settings) -> str | None:
    """Connects and signs in, as for a mail, and sends none."""
    if city.smtp_url is None:
        return None
    server = outlets.MailServer(city.smtp_url)
    try:
        server.connect()
    except outlets.Closed as closed:
        return closed.reason
    finally:
        server.close()
    return None
