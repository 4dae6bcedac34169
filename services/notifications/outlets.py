"""Where mail goes: to the mail server if one is configured, else to the mail folder."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from services.notifications import folder
from shared.settings import Settings

TIMEOUT = 10.0
# Nobody listens between two programs of one machine, and such a server's certificate is seldom a real one.
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Closed(Exception):
    """Nothing can be sent now, whatever the mail; `reason` is a code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class NotSent(Exception):
    """This mail was not taken. `for_good`: nor will it ever be, such as for a wrong address."""

    def __init__(self, reason: str, *, for_good: bool = False):
        super().__init__(reason)
        self.reason, self.for_good = reason, for_good


class Outlet(Protocol):
    keeps: bool

    def send(self, mail_id: UUID, message: EmailMessage) -> None: ...


class MailFolder:
    keeps = True

    def __init__(self, path: Path):
        self.path = path

    def send(self, mail_id: UUID, message: EmailMessage) -> None:
        try:
            folder.write(self.path, mail_id, message)
        except OSError as error:
            raise Closed("mail_folder_unwritable") from error


class MailServer:
    keeps = False

    def __init__(self, url: str):
        self.url = urlsplit(url)
        self.connection: smtplib.SMTP | None = None

    def connect(self) -> None:
        self.close()
        try:
            self.connection = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            raise Closed("mail_server_refuses_sign_in") from error
        except ssl.SSLCertVerificationError as error:
            raise Closed("mail_server_certificate") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Closed("mail_server_unreachable") from error

    def send(self, mail_id: UUID, message: EmailMessage) -> None:
        try:
            self._open_connection().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _text)] = error.recipients.values()
            raise NotSent("address_refused", for_good=code >= 500) from error
        except smtplib.SMTPSenderRefused as error:
            raise NotSent("sender_refused") from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent("address_refused", for_good=True) from error
        except smtplib.SMTPDataError as error:
            raise NotSent("message_refused", for_good=error.smtp_code >= 500) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotSent("mail_server_gone") from error

    def close(self) -> None:
        if self.connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
            self.connection.close()
            self.connection = None

    def _open_connection(self) -> smtplib.SMTP:
        """The one we have, unless the server ended it with the last mail."""
        if self.connection is None or self.connection.sock is None:
            self.connect()
        assert self.connection is not None
        return self.connection

    def _connected(self) -> smtplib.SMTP:
        host = self.url.hostname or "localhost"
        context = ssl.create_default_context()
        if host in THIS_MACHINE:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if self.url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, self.url.port or 465, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(host, self.url.port or 25, timeout=TIMEOUT)
        try:
            connection.ehlo()
            if self.url.scheme != "smtps" and connection.has_extn("starttls"):
                connection.starttls(context=context)
                connection.ehlo()
            if self.url.username:
                connection.login(unquote(self.url.username), unquote(self.url.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection


def is_read_by_others(settings: Settings) -> bool:
    """Whether operators read what leaves: then nothing may be in it that lets in whoever holds it. In the
    demonstration they are meant to."""
    return settings.smtp_url is None and not settings.demo


@contextmanager
def opened(settings: Settings) -> Iterator[Outlet]:
    """Connects first, so that no link is made for a mail that can't leave. Raises Closed."""
    if settings.smtp_url is None:
        yield MailFolder(settings.mail_dir)
        return
    server = MailServer(settings.smtp_url)
    server.connect()
    try:
        yield server
    finally:
        server.close()
