"""The processes of a city."""

from deploy.facts import Facts
from deploy.findings import Finding, Silent, begun, count, ok, some, unknown, wrong
from shared import alarms
from shared.version import VERSION


def services(facts: Facts) -> Finding:
    found = facts.services
    if isinstance(found, Silent):
        if isinstance(facts.queues, Silent):
            return unknown(found.why)
        return wrong("The services could not be asked.", "Look at the log of the services.")
    silent = [name for name, told in found.messages.items() if told is None]
    if len(silent) == len(found.messages):
        return wrong("No service answers.", "Start the services, and look at their log if they do not stay.")
    if silent:
        do_not = "does not answer" if len(silent) == 1 else "do not answer"
        return wrong(f"{some(silent)} {do_not}.", "Restart the services; their log says what is the matter.")
    return ok(f"All {count(len(found.messages), 'service answers', 'services answer')}.")


def versions(facts: Facts) -> Finding:
    """What stands where; the services have to be of our version."""
    others = set()
    if not isinstance(facts.services, Silent):
        others = {told["version"] for told in facts.services.messages.values() if told}
    if alarms.versions_differ(others, VERSION):
        return wrong(
            f"The services run Middleground {some(sorted(others))}, and this is {VERSION}.",
            "Finish the upgrade, so that all run the same.",
        )
    known = [f"Middleground {VERSION}"]
    if not isinstance(facts.database, Silent):
        old = facts.database.behind or facts.database.newer
        known.append(f"PostgreSQL {facts.database.version}, its tables {'of another version' if old else 'up to date'}")
    if not isinstance(facts.queues, Silent):
        known.append(f"RabbitMQ {facts.queues.version}")
    return ok(f"{', '.join(known)}.")


def ready(facts: Facts) -> Finding:
    found = facts.ready
    if isinstance(found, Silent):
        return wrong("The processes do not say whether they are ready.", "Look at their logs.")
    if not found:
        return unknown("The processes have no health address that is known here.")
    if unready := [name for name, fine in found.items() if not fine]:
        are = "is" if len(unready) == 1 else "are"
        return wrong(f"{begun(some(unready))} {are} not ready.", "Start what does not run; the logs say the rest.")
    return ok(f"{begun(some(list(found)))} {'is' if len(found) == 1 else 'are'} ready.")
