"""What mails say of meetings of the network: as sessions are told, and in digests."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from services.notifications import rules
from services.notifications.outlets import NotSent
from services.notifications.tables import Mail
from services.notifications.told import Items
from shared import clock
from shared.contracts import networks
from shared.errors import NotFound, Refusal


class MeetingMails:
    """The meetings that the mails of a batch are about, or what the service that was asked refused with."""

    def __init__(self, call: Any, mails: Sequence[Mail], bundles: Iterable[Items]):
        wanted = {mail.about_id for mail in mails if mail.kind in rules.MEETING_MAIL_KINDS}
        wanted |= {item["meeting_id"] for items in bundles for item in items}
        self.call = call
        self.meetings = self._meetings({each for each in wanted if each})

    def told(self, mail: Mail) -> dict[str, Any]:
        """Raises NotSent or the Refusal of the service."""
        meeting = self._meeting(mail.about_id)
        if meeting is None:
            raise NotFound()
        if rules.a_mail_is_out_of_date(mail.kind, meeting["state"], meeting["ends_at"], clock.now()):
            raise NotSent("out_of_date", for_good=True)
        return {"sessions": [_as_a_session(meeting)]}

    def item(self, kind: str, item: dict[str, Any]) -> dict[str, Any] | None:
        """Of a mail that tells several things; None for what is not so any more."""
        meeting = self._meeting(item["meeting_id"])
        if meeting is None or (kind == "minutes_missing" and not rules.minutes_are_missing_still(meeting)):
            return None
        return item | {"session": _as_a_session(meeting), "group": {}}

    def _meeting(self, meeting_id: UUID | None) -> dict[str, Any] | None:
        if isinstance(self.meetings, Refusal):
            raise self.meetings
        return self.meetings.get(meeting_id)

    def _meetings(self, meeting_ids: Collection[UUID]) -> dict[UUID | None, dict[str, Any]] | Refusal:
        if not meeting_ids:
            return {}
        try:
            found = self.call(networks.meeting_details, meeting_ids=list(meeting_ids)).data["meetings"]
        except Refusal as refusal:
            return refusal
        return {meeting["id"]: meeting for meeting in found}


def _as_a_session(meeting: dict[str, Any]) -> dict[str, Any]:
    """Calendar files and facts are made of sessions; a meeting belongs to no group."""
    return meeting | {"kind": "meeting", "group_id": None, "revision": meeting["version"]}
