"""The broker: whether it answers, and whether its queues and policies are those that Middleground counts on."""

import re

from deploy.facts import Facts
from deploy.findings import Finding, Silent, count, ok, some, unknown, wrong
from services import listeners
from shared.messaging import topology
from shared.messaging.topology import DEAD_LETTERS

VERSIONS = ((3, 10), (5, 0))
NOT_ASKED = "The broker was not asked, because it does not answer."
NOT_MANAGED = "The management API was not asked, because it does not answer."


def broker(facts: Facts) -> Finding:
    found = facts.queues
    if isinstance(found, Silent):
        return wrong(found.why, "Start it, or set AMQP_URL and its password right.")
    if not a_version_is_supported(found.version):
        return wrong(f"The broker is RabbitMQ {found.version}.", "Middleground runs with 3.10 to 4.")
    return ok(f"RabbitMQ {found.version} answers, in the vhost {found.vhost}.")


def a_version_is_supported(version: str) -> bool:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    return VERSIONS[0] <= numbers < VERSIONS[1]


def management(facts: Facts) -> Finding:
    if isinstance(facts.management, Silent):
        return wrong(
            facts.management.why, "It is needed to set and check policies: set RABBITMQ_API_URL, enable the plugin."
        )
    return ok("The management API answers.")


def policies(facts: Facts) -> Finding:
    found = facts.management
    if isinstance(found, Silent):
        return unknown(NOT_MANAGED)
    wanted = topology.policies(listeners())
    differ = [name for name in wanted if found.policies.get(name) != wanted[name]]
    if differ:
        return wrong(
            f"The broker lacks policies, or has them otherwise: {some(differ)}.",
            "Run `migrate`; without them a message that a service refuses may be gone.",
        )
    if foreign := [name for name in set(found.policies) - set(wanted) if _overrules_ours(found.policies[name])]:
        return wrong(f"A policy that is not ours overrules ours: {some(sorted(foreign))}.", "Remove it from the vhost.")
    return ok(f"The broker has all {len(wanted)} policies.")


def _overrules_ours(policy: dict[str, object]) -> bool:
    """At the same priority RabbitMQ takes either."""
    names = topology.queue_names(listeners())
    return bool(policy["priority"]) and any(re.search(str(policy["pattern"]), name) for name in names)


def alarms(facts: Facts) -> Finding:
    found = facts.management
    if isinstance(found, Silent):
        return unknown(NOT_MANAGED)
    if found.alarms is None:
        return unknown("Our user may not ask the broker for its alarms.")
    if found.alarms:
        return wrong(
            f"The broker takes no messages, because it runs out of {some(sorted(set(found.alarms)))}.",
            "Make room for it; it goes on by itself.",
        )
    return ok("The broker has no alarm.")


def queues(facts: Facts) -> Finding:
    found = facts.queues
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    there = {name: queue for name, queue in found.queues.items() if queue is not None}
    if missing := sorted(set(found.queues) - set(there)):
        how_many = count(len(missing), "queue is", "queues are")
        return wrong(f"{how_many} missing: {some(missing)}.", "Run `migrate`, and start the services.")
    alone = [name for name, queue in there.items() if not queue.consumers]
    if len(alone) == len(there):
        return wrong("No queue has a consumer.", "Start the services.")
    if alone:
        have = count(len(alone), "queue has", "queues have")
        return wrong(f"{have} no consumer: {some(alone)}.", "Restart the services; their log says what is the matter.")
    waiting = {name: queue.messages for name, queue in there.items() if queue.messages}
    if waiting:
        longest = sorted(waiting, key=lambda name: -waiting[name])
        said = some([f"{name} ({waiting[name]})" for name in longest])
        return ok(f"All {len(there)} queues have a consumer; messages are in {said}.")
    return ok(f"All {len(there)} queues have a consumer and are empty.")


def dead_letters(facts: Facts) -> Finding:
    found = facts.queues
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    letters = {name: queue.messages for name, queue in found.queues.items() if queue and name.startswith(DEAD_LETTERS)}
    if waiting := [f"{name} ({number})" for name, number in letters.items() if number]:
        return wrong(
            f"Dead letters wait in {some(waiting)}.",
            "Their service parks them when it runs; if they stay, its log says why.",
        )
    return ok("There is no dead letter.")
