"""What to read before an introduction: which chapters trainings knows, what they are called the handbook."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from services.notifications.tables import Mail
from shared.contracts import handbook
from shared.errors import Refusal

KINDS = ("introduction_invitation",)


class Reading:
    """For the mails of a batch, in the language of each reader; or what the handbook refused with."""

    def __init__(self, call: Any, mails: Sequence[Mail], details: dict[str, Any] | Refusal, contacts: dict[UUID, Any]):
        sessions = {} if isinstance(details, Refusal) else details["sessions"]
        inviting = [mail for mail in mails if mail.kind in KINDS]
        chapter_ids = {each for mail in inviting for each in sessions.get(mail.about_id, {}).get("reading", [])}
        readers = [contacts[mail.person_id] for mail in inviting if mail.person_id in contacts]
        self.found = _found(call, chapter_ids, {reader["language"] for reader in readers}) if chapter_ids else {}

    def of(self, session: dict[str, Any], language: str) -> list[dict[str, Any]]:
        """Title, id and language of each chapter that can be read still, in the order in which they were chosen."""
        if not session["reading"]:
            return []
        if isinstance(self.found, Refusal):
            raise self.found
        chapters = self.found.get(language, {})
        return [chapters[chapter_id] for chapter_id in session["reading"] if chapter_id in chapters]


def _found(
    call: Any, chapter_ids: Collection[UUID], languages: Iterable[str]
) -> dict[str, dict[UUID, dict[str, Any]]] | Refusal:
    wanted = {"chapter_ids": list(chapter_ids), "per_page": 200}
    try:
        told = {language: call(handbook.contents, language=language, **wanted).data["items"] for language in languages}
    except Refusal as refusal:
        return refusal
    return {language: {chapter["chapter_id"]: chapter for chapter in items} for language, items in told.items()}
