"""How the city is, in the words of the page Operation. At a terminal `status` says it, and decides by the same rules.

`instance` is what the service of that name tells; None is who did not answer.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway.formats import age, label, short_moment, size
from shared import alarms
from shared.settings import Settings
from shared.version import VERSION

Told = dict[str, Any] | None

MOST_QUEUES = 5


def troubles(city: Settings, services: Mapping[str, Told], instance: Told, mails: Told, now: datetime) -> list[str]:
    """What a person has to see to, the gravest first."""
    return [
        *_about_services(services, now),
        *(_about_the_instance(city, instance, now) if instance else ()),
        *(_about_mails(mails) if mails else ()),
    ]


def _about_services(services: Mapping[str, Told], now: datetime) -> Iterator[str]:
    for name, told in services.items():
        if told is None:
            yield _("%(part)s does not answer", part=label(name, "service"))
    answered = [told for told in services.values() if told]
    if parked := sum(told["parked"] for told in answered):
        yield ngettext("%(num)s message is parked", "%(num)s messages are parked", parked)
    waiting = [told["unsent_since"] for told in answered if told["unsent_since"]]
    if waiting and alarms.messages_wait_too_long(min(waiting), now):
        yield _("Messages wait to be sent, the oldest for %(time)s: does the relay run?", time=age(min(waiting)))
    if alarms.versions_differ({told["version"] for told in answered}, VERSION):
        yield _("Not all parts run version %(version)s", version=VERSION)


def _about_the_instance(city: Settings, instance: dict[str, Any], now: datetime) -> Iterator[str]:
    _there, missing, alone = _queues(instance)
    if missing:
        yield ngettext("%(num)s queue is missing", "%(num)s queues are missing", len(missing))
    if alone:
        yield ngettext("%(num)s queue has no consumer", "%(num)s queues have no consumer", len(alone))
    if not city.demo and (said := _backup_is_overdue(instance, now)):
        yield said
    for disk in instance["disks"]:
        if alarms.a_disk_is_nearly_full(disk["free"], disk["total"]):
            yield _("The disk of %(what)s is nearly full", what=label(disk["what"], "disk"))


def _backup_is_overdue(instance: dict[str, Any], now: datetime) -> str | None:
    good = last_good_backup(instance["backups"])
    if not alarms.a_backup_is_overdue(good or instance["began_at"], now):
        return None
    if good is None:
        return _("There is no good backup")
    return _("The last good backup was made %(time)s ago", time=age(good))


def last_good_backup(backups: list[dict[str, Any]]) -> datetime | None:
    return next((backup["taken_at"] for backup in backups if backup["checked_at"]), None)


def _about_mails(mails: dict[str, Any]) -> Iterator[str]:
    if mails["hold"]:
        yield _("Mail is held")
    elif mails["stuck"]:
        yield ngettext("%(num)s mail cannot leave", "%(num)s mails cannot leave", mails["stuck"])


def _queues(instance: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Those that are there, and the names of those that are missing and of those without a consumer."""
    there = [queue for queue in instance["queues"] if queue["messages"] is not None]
    missing = [queue["name"] for queue in instance["queues"] if queue["messages"] is None]
    return there, missing, [queue["name"] for queue in there if not queue["consumers"]]


def facts(instance: dict[str, Any]) -> dict[str, Any]:
    """What there is to know of the city, said."""
    return {
        "version": instance["version"],
        "epoch": instance["epoch"],
        "backup": _backup(instance["backups"]),
        "restored": _restored(instance["restored"]),
        "disks": [
            _("%(what)s: %(free)s of %(total)s free", what=_begun(label(disk["what"], "disk")), **_room(disk))
            for disk in instance["disks"]
        ],
        "queues": _said_of_queues(instance),
    }


def _backup(backups: list[dict[str, Any]]) -> list[str]:
    if not backups:
        return []
    last, good = backups[0], last_good_backup(backups)
    made = _("%(time)s ago, %(size)s", time=age(last["taken_at"]), size=size(last["size"]))
    if last["checked_at"]:
        return [made, _("Checked: it could be restored")]
    if good is None:
        return [made, _("Not checked yet, and none before it")]
    return [made, _("Not checked yet; the last good one was made %(time)s ago", time=age(good))]


def _restored(restored: Told) -> str | None:
    if restored is None:
        return None
    return _(
        "%(when)s, from the backup of %(taken)s",
        when=short_moment(restored["restored_at"]),
        taken=short_moment(restored["taken_at"]),
    )


def _room(disk: dict[str, Any]) -> dict[str, str]:
    return {"free": size(disk["free"]), "total": size(disk["total"])}


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said_of_queues(instance: dict[str, Any]) -> list[str]:
    there, missing, alone = _queues(instance)
    waiting = sorted((queue for queue in there if queue["messages"]), key=lambda queue: -queue["messages"])
    lines = [
        *(_("%(name)s: missing", name=name) for name in missing),
        *(_("%(name)s: no consumer", name=name) for name in alone),
        *(
            ngettext("%(name)s: %(num)s message", "%(name)s: %(num)s messages", queue["messages"], name=queue["name"])
            for queue in waiting
        ),
    ]
    if not lines:
        return [ngettext("%(num)s, empty, with a consumer", "%(num)s, all empty, each with a consumer", len(there))]
    more = len(lines) - MOST_QUEUES
    return lines[:MOST_QUEUES] + ([ngettext("and %(num)s more", "and %(num)s more", more)] if more > 0 else [])
