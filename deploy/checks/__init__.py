"""Everything that `doctor` looks at, in this order; `status` shows a part of it. docs/operating.md explains each.

A check is a function that makes one finding of facts.
"""

from collections.abc import Callable, Mapping

from deploy.checks import broker, database, keeping, messages, processes, settings
from deploy.facts import Facts
from deploy.findings import Finding

# Of the environment alone, so that they say what is wrong with settings that nobody can work with.
OF_SETTINGS: dict[str, Callable[[Mapping[str, str]], Finding]] = {
    "settings": settings.settings,
    "secrets": settings.secrets,
}

OF_THE_CITY: dict[str, Callable[[Facts], Finding]] = {
    "address": settings.address,
    "languages": settings.languages,
    "theme": settings.theme,
    "database": database.database,
    "login": database.login,
    "migrations": database.migrations,
    "clock": database.clock,
    "broker": broker.broker,
    "management": broker.management,
    "policies": broker.policies,
    "alarms": broker.alarms,
    "queues": broker.queues,
    "dead letters": broker.dead_letters,
    "services": processes.services,
    "versions": processes.versions,
    "ready": processes.ready,
    "relay": messages.relay,
    "outbox": messages.outbox,
    "parked": messages.parked,
    "exchange": messages.exchange,
    "mail server": messages.mail_server,
    "mail": messages.mail,
    "backup folder": keeping.backup_folder,
    "backup": keeping.backup,
    "disk": keeping.disk,
    "epoch": keeping.epoch,
}

# What a person reads in ten seconds.
SHORT = (
    "database",
    "broker",
    "services",
    "relay",
    "outbox",
    "queues",
    "parked",
    "mail",
    "backup",
    "versions",
    "epoch",
    "disk",
)
