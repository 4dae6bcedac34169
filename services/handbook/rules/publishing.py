"""When a text may be published, and when a translation is behind."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any


def parts_that_are_missing(wanted: Collection[str], parts: Mapping[str, str | None]) -> list[str]:
    """All parts of the template are there before anybody reads it: one that is left out is missed by none later."""
    return [name for name in wanted if not parts.get(name)]


def everything_is_confirmed(wanted: Collection[str], confirmed: Collection[str]) -> bool:
    return set(wanted) <= set(confirmed)


def there_is_something_to_publish(state: str, version: int, published_version: int | None) -> bool:
    """What was withdrawn may come back as it was."""
    return state != "published" or version != published_version


def a_translation_is_behind(follows: int | None, number_of_the_original: int | None) -> bool:
    """The original has an edition that the translation does not follow yet."""
    return number_of_the_original is not None and (follows or 0) < number_of_the_original


def checksum_of(said: Mapping[str, Any]) -> str:
    """SHA-256 of what an edition says, whatever the order of its fields."""
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
