"""What somebody has answered so far: sealed with the secret in their link, so that nobody else reads it.

It stands under another hash of the secret than the link does, so the two can't be joined; all drafts have one size; and
there is no time in them. Whoever has only the database sees that somebody has begun, and not who or what.
"""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.feedback import sealing
from services.feedback.tables import Draft

# Room for all that the longest questionnaire lets anybody write, in whatever script.
SIZE = 32 * 1024
LENGTH_BYTES = 4
PLACE, CONTENT = "middleground.feedback.draft.place", "middleground.feedback.draft.content"


def keep(tx: Session, survey_id: UUID, secret: bytes, draft: dict[str, Any]) -> None:
    """In place of what was kept before. What is too long to be kept is not: it still travels along in the form."""
    told = written(draft)
    if len(told) > SIZE:
        return
    text = len(told).to_bytes(LENGTH_BYTES) + told.ljust(SIZE, b"\0")
    content = sealing.seal(secret, CONTENT, text)
    kept = insert(Draft).values(hash=_place(secret), survey_id=survey_id, content=content)
    tx.execute(kept.on_conflict_do_update(index_elements=[Draft.hash], set_={"content": content}))


def read(tx: Session, secret: bytes) -> dict[str, Any] | None:
    found = tx.get(Draft, _place(secret))
    if found is None:
        return None
    text = sealing.opened(secret, CONTENT, found.content)
    length = int.from_bytes(text[:LENGTH_BYTES])
    draft: dict[str, Any] = json.loads(text[LENGTH_BYTES : LENGTH_BYTES + length])
    return draft


def written(draft: dict[str, Any]) -> bytes:
    return json.dumps(draft, ensure_ascii=False).encode()


def drop(tx: Session, secret: bytes) -> None:
    tx.execute(delete(Draft).where(Draft.hash == _place(secret)))


def drop_all(tx: Session, survey_id: UUID) -> None:
    tx.execute(delete(Draft).where(Draft.survey_id == survey_id))


def _place(secret: bytes) -> bytes:
    return sealing.derived(secret, PLACE)
