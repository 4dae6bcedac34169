"""The mail folder: where mail goes when no mail server is configured, one file per mail, named by its id."""

import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID


def path_of(folder: Path, mail_id: UUID) -> Path:
    return folder / f"{mail_id}.eml"


def write(folder: Path, mail_id: UUID, message: EmailMessage) -> None:
    """Whole or not at all, and readable by nobody else on this machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(folder, mail_id)
    unfinished = path.with_suffix(".unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode=0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.as_bytes(policy=policy.SMTP))
    unfinished.replace(path)


def read(folder: Path, mail_id: UUID) -> EmailMessage | None:
    try:
        content = path_of(folder, mail_id).read_bytes()
    except FileNotFoundError:
        return None
    return message_from_bytes(content, EmailMessage, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return part.get_content() if part is not None else ""


def remove(folder: Path, mail_id: UUID) -> None:
    path_of(folder, mail_id).unlink(missing_ok=True)
