"""What mails tell of the network's board, asked when they are sent: what is gone by then is not told."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notifications import rules
from services.notifications.outlets import NotSent
from services.notifications.tables import Mail, Reader
from services.notifications.told import Items
from shared.contracts import networks
from shared.errors import Refusal
from shared.messaging.service import Resources

BOARD_MAIL_KINDS = ("advice_asked", "advice_answered", "post_hidden", "second_look_given")


class BoardMails:
    """Titles of what the mails of a batch and the items of their bundles are about."""

    def __init__(self, call: Callable[..., Any], mails: Sequence[Mail], bundles: dict[UUID | None, Items]):
        ids = {mail.about_id for mail in mails if mail.kind in BOARD_MAIL_KINDS}
        ids |= {item["about_id"] for item in chain.from_iterable(bundles.values())}
        wanted = [id_ for id_ in ids if id_]
        try:
            titles = call(networks.news_titles, ids=wanted).data["titles"] if wanted else []
            self._titles: dict[UUID, dict[str, Any]] | Refusal = {each["id"]: each for each in titles}
        except Refusal as refusal:
            self._titles = refusal

    def told(self, mail: Mail) -> dict[str, Any]:
        found = self._found().get(mail.about_id)  # type: ignore[arg-type]
        is_about_hiding = mail.kind in ("post_hidden", "second_look_given")
        if found is None or (found["hidden_for"] and not is_about_hiding):
            raise NotSent("out_of_date", for_good=True)
        if mail.kind == "post_hidden" and not found["hidden_for"]:
            raise NotSent("out_of_date", for_good=True)
        return {"post": found}

    def told_of(self, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The items of a digest that are so still, with their titles."""
        kept = []
        for item in items:
            post = self._found().get(item["about_id"]) if item["about_id"] else None
            if item["about_id"] is None or (post and not post["hidden_for"]):
                kept.append(item | {"post": post})
        return kept

    def _found(self) -> dict[UUID, dict[str, Any]]:
        if isinstance(self._titles, Refusal):
            raise self._titles
        return self._titles


def news_of_members(resources: Resources, member_ids: list[UUID], today: date, now: datetime) -> dict[UUID, Items]:
    """Member -> what is new for them on the board, of those whose digest is due today."""
    with resources.database.transaction() as tx:
        known = {each.person_id: each for each in tx.scalars(select(Reader).where(Reader.person_id.in_(member_ids)))}
        due = []
        for person_id in member_ids:
            reader = known.get(person_id)
            if rules.a_digest_is_due(reader.rhythm if reader else rules.USUAL_RHYTHM, today):
                since = rules.news_is_told_from(reader.digested_at if reader else None, now)
                due.append({"person_id": person_id, "since": since})
    if not due:
        return {}
    found: dict[UUID, Items] = {}
    for item in resources.call(networks.member_news, readers=due).data["items"]:
        found.setdefault(item.pop("person_id"), []).append(item)
    return found
