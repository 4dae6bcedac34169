"""The mail that a city without a mail server keeps in a folder."""

import re
from collections.abc import Sized
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import TypeVar

from tests.waiting import eventually

MAIL_SECONDS = 30

Found = TypeVar("Found", bound=Sized)


class Mails:
    def __init__(self, folder: Path):
        self.folder = folder

    def all(self) -> list[EmailMessage]:
        return [_read(path) for path in sorted(self.folder.glob("*.eml"))]

    def to(self, email: str, containing: str, count: int = 1) -> list[EmailMessage]:
        """Those to one person with these words in them, once there are so many."""
        return eventually(
            lambda: _at_least(
                count, [mail for mail in self.all() if email in mail["To"] and containing in text_of(mail)]
            ),
            MAIL_SECONDS,
            f"{count} mails to {email} with {containing}",
        )

    def with_link(self, path: str, count: int) -> dict[str, str]:
        """Address -> link, of the mails that lead to an address like this, once there are so many."""
        return eventually(
            lambda: _at_least(count, {_address(mail): link for mail in self.all() for link in links_in(mail, path)}),
            MAIL_SECONDS,
            f"{count} mails with a link to {path}",
        )

    def link(self, email: str, path: str) -> str:
        [mail, *_] = self.to(email, path)
        return links_in(mail, path)[0]


@cache
def _read(path: Path) -> EmailMessage:
    """A mail is kept whole, or not at all."""
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _at_least(count: int, found: Found) -> Found | None:
    return found if len(found) >= count else None


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def links_in(mail: EmailMessage, path: str) -> list[str]:
    return re.findall(rf"\S+{re.escape(path)}\S*", text_of(mail))


def _address(mail: EmailMessage) -> str:
    return mail["To"].addresses[0].addr_spec
