"""A mail as it leaves: text, HTML and calendar files, from a letter and one layout."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.calendars import calendar_file
from services.notifications.letters import greeting, letter, signature
from services.notifications.occasions import Occasion

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def message(on: Occasion, now: datetime) -> EmailMessage:
    """Every attempt carries the same Message-ID, so that a mailbox can tell a repeat."""
    written = letter(on)
    parts = {
        "letter": written,
        "sessions": [on.facts_of(session) for session in on.sessions if on.kind != "withdrawn"],
        "greeting": greeting(on),
        "signature": signature(on),
        "language": on.language.code,
    }
    mail = EmailMessage()
    mail["Message-ID"] = f"<{on.mail_id}@{on.settings.mail_from.rpartition('@')[2]}>"
    mail["Date"] = format_datetime(now)
    mail["From"] = Address(on.city, addr_spec=on.settings.mail_from)
    mail["To"] = Address(on.contact["name"], addr_spec=on.contact["email"])
    mail["Subject"] = " ".join(written.subject.split())
    mail["Content-Language"] = on.language.code
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(templates.get_template("mail.txt").render(parts))
    mail.add_alternative(templates.get_template("mail.html").render(parts), subtype="html")
    for number, session in enumerate(on.sessions, start=1):
        method, calendar = calendar_file(on, session, now)
        mail.add_attachment(
            calendar, subtype="calendar", filename=f"session-{number}.ics", params={"method": method}, cte="base64"
        )
    return mail
