"""Links that let somebody in without an account. None is kept: each is signed over the person and a number that stands
with them, so that the next number ends them all (docs/decisions/0016-personal-links.md).
"""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from shared.settings import Settings

Signed = tuple[UUID, int]

STRONG = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}


def to_pages(settings: Settings, person_id: UUID, generation: int) -> str:
    """It ends with its age too, and with the epoch: a restore may have brought back a number that was over."""
    return _text(_pages(settings).dumps([person_id.hex, generation, settings.epoch]))


def of_pages(settings: Settings, link: str, age: timedelta) -> Signed | None:
    """Whose link it is and under which number it was made; None when it was not made here, or is too old."""
    try:
        person_id, generation, epoch = _pages(settings).loads(link, max_age=int(age.total_seconds()))
    except BadData:
        return None
    return (UUID(person_id), generation) if epoch == settings.epoch else None


def to_calendar(settings: Settings, person_id: UUID, generation: int) -> str:
    """Always the same, and without an age: a calendar program keeps the address for years, and can ask for no other."""
    return _text(_calendar(settings).dumps([person_id.hex, generation]))


def of_calendar(settings: Settings, link: str) -> Signed | None:
    try:
        person_id, generation = _calendar(settings).loads(link)
    except BadData:
        return None
    return UUID(person_id), generation


def _pages(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key, salt="middleground.personal-link", signer_kwargs=STRONG)


def _calendar(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="middleground.calendar", signer_kwargs=STRONG)


def _text(signed: Any) -> str:
    return signed if isinstance(signed, str) else signed.decode()
