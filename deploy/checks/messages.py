"""Messages on their way, and mail."""

from deploy.facts import Facts
from deploy.findings import Finding, Silent, count, how_long, ok, some, unknown, wrong
from shared import alarms

NOT_ASKED = "The database was not asked, because it does not answer."
NOT_READABLE = "The tables can't be read; see the migrations and the login."

REASONS = {
    "no_mail_server": "no mail server is configured",
    "mail_folder_unwritable": "the mail folder can't be written to",
    "mail_server_refuses_sign_in": "the mail server refuses our user name or password",
    "mail_server_certificate": "the certificate of the mail server is not right",
    "mail_server_unreachable": "the mail server can't be reached",
    "sender_refused": "the mail server refuses MAIL_FROM as sender",
}


def relay(facts: Facts) -> Finding:
    if isinstance(facts.database, Silent):
        return unknown(NOT_ASKED)
    if facts.database.relay_until is None:
        return wrong("No relay is active, so no message leaves.", "Start the relay, and look at its log.")
    return ok("A relay is active.")


def outbox(facts: Facts) -> Finding:
    found = facts.database
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    if found.waiting is None:
        return unknown(NOT_READABLE)
    unsent = {name: waiting for name, waiting in found.waiting.items() if waiting.unsent}
    total = sum(waiting.unsent for waiting in unsent.values())
    if not total:
        return ok("No message waits to be sent.")
    oldest = min(waiting.unsent_since for waiting in unsent.values() if waiting.unsent_since)
    said = f"{count(total, 'message waits', 'messages wait')} to be sent, the oldest for {how_long(found.now - oldest)}"
    if alarms.messages_wait_too_long(oldest, found.now):
        return wrong(f"{said}, in {some(unsent)}.", "If a relay is active, the broker does not take them: see its log.")
    return ok(f"{said}.")


def parked(facts: Facts) -> Finding:
    found = facts.database
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    if found.waiting is None:
        return unknown(NOT_READABLE)
    where = {name: waiting.parked for name, waiting in found.waiting.items() if waiting.parked}
    if where:
        are = count(sum(where.values()), "message is", "messages are")
        return wrong(f"{are} parked in {some(where)}.", "`parked list` shows them; docs/operating-messages.md helps.")
    return ok("No message is parked.")


def exchange(facts: Facts) -> Finding:
    found = facts.exchange
    if found is None:
        return ok("The city takes no part in an exchange between cities.")
    if isinstance(found, Silent):
        return wrong(found.why, "What is for other cities waits; docs/exchange.md says whom to ask for what.")
    [queue] = found.queues.values()
    if queue is None:
        return wrong("The exchange between cities keeps no queue for this city.", "Whoever runs it admits the city.")
    if not queue.consumers:
        waiting = count(queue.messages, "message waits", "messages wait")
        return wrong(f"Nobody reads what other cities send: {waiting}.", "Restart the services; see their log.")
    return ok("The exchange between cities answers.")


def mail_server(facts: Facts) -> Finding:
    reason = facts.mail_server
    if isinstance(reason, Silent):
        return wrong("The mail server does not answer.", "See whether SMTP_URL is right and reachable from here.")
    if reason:
        said = REASONS.get(reason, reason.replace("_", " "))
        return wrong(f"Mail can't leave: {said}.", "Set SMTP_URL and its password right; mail goes by itself then.")
    if facts.city.smtp_url:
        return ok("The mail server takes our mail.")
    if facts.city.demo:
        return ok("The demonstration keeps its mail.")
    return wrong(
        "There is no mail server, so invitations and links wait.", "Name one in SMTP_URL; mail goes by itself then."
    )


def mail(facts: Facts) -> Finding:
    found = facts.services
    if isinstance(found, Silent) or found.mails is None:
        return unknown("Nobody was there to say which mails wait.")
    if hold := found.mails["hold"]:
        waiting = count(hold["waiting"], "mail waits", "mails wait")
        return wrong(
            f"Mail is held since {hold['held_at']:%Y-%m-%d %H:%M} UTC; {waiting}.",
            "`mail release` lets it leave; the page Operation says more.",
        )
    if stuck := found.mails["stuck"]:
        reason = found.mails["stuck_for"]
        because = f": {REASONS.get(reason, reason.replace('_', ' '))}" if reason else ""
        return wrong(f"{count(stuck, 'mail', 'mails')} can't leave{because}.", "The page Operation shows them.")
    return ok("No mail is stuck.")
