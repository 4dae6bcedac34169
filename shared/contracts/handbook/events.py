"""What the service announces. The texts are asked for: nothing of them travels."""

from shared.contracts import base, fields
from shared.contracts.handbook.base import KINDS, SERVICE_NAME, languages, themes


class Event(base.Event):
    owner = SERVICE_NAME


class ChapterPublished(Event):
    """A chapter can be read by everybody in this language, in its edition of this `number`; it replaces the one before.
    `original`: whether this is the language that the others are translated from."""

    aggregate = "chapter_id"
    chapter_id = fields.Id(required=True)
    kind = fields.Choice(KINDS, required=True)
    theme = fields.Choice(themes, required=True)
    language = fields.Choice(languages, required=True)
    number = fields.Number(min=1, required=True)
    original = fields.YesNo(required=True)


class ChapterWithdrawn(Event):
    """It can't be read in this language any more; `number` is that of its last edition."""

    aggregate = "chapter_id"
    chapter_id = fields.Id(required=True)
    kind = fields.Choice(KINDS, required=True)
    theme = fields.Choice(themes, required=True)
    language = fields.Choice(languages, required=True)
    number = fields.Number(min=1, required=True)
    original = fields.YesNo(required=True)
