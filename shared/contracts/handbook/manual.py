"""The Global Manual: all that the cities of the exchange share, in every language, as everybody reads it here."""

from shared.access import ANYONE
from shared.contracts import fields
from shared.contracts.base import Schema, paged
from shared.contracts.handbook.base import KINDS, Parts, handbook
from shared.contracts.handbook.exchanged import LONGEST_NAME, MOST_ANCESTORS, Ancestor, Code


class ManualFilter(Schema):
    """`q`: words that stand in it."""

    language = Code(load_default=None, allow_none=True)
    city = Code(load_default=None, allow_none=True)
    kind = fields.Choice(KINDS, load_default=None, allow_none=True)
    theme = Code(load_default=None, allow_none=True)
    q = fields.Text(max=100, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class ManualEntry(Schema):
    """`own`: this city shares it."""

    city = Code()
    city_name = fields.Text(max=LONGEST_NAME)
    chapter_id = fields.Id()
    language = Code()
    kind = fields.Choice(KINDS)
    theme = Code()
    source = Code(allow_none=True)
    title = fields.Text(max=160)
    summary = fields.Text(max=500, allow_none=True)
    attribution = fields.Text(max=200)
    number = fields.Number()
    changed_at = fields.Moment()
    own = fields.YesNo()


class ManualChoice(Schema):
    """Of what one may choose, as something is there: `name` is that of a city."""

    code = Code()
    name = fields.Text(max=LONGEST_NAME, allow_none=True)


class ManualChapter(ManualEntry):
    """`address`: its page in the city that shares it. `languages`: all in which it is shared. `taken_as`: the chapter
    of this city's handbook that was made from it and can be read."""

    parts = Parts()
    licence = Code()
    context_note = fields.Text(max=1_000)
    adaptation_note = fields.Text(max=1_000)
    lineage = fields.Many(fields.Part(Ancestor), max=MOST_ANCESTORS)
    address = fields.Link(max=300)
    languages = fields.Many(Code(), max=100)
    taken_as = fields.Id(allow_none=True)


class OneOfTheManual(Schema):
    city = Code(required=True)
    chapter_id = fields.Id(required=True)
    language = Code(required=True)


class ManualChoices(Schema):
    cities = fields.Many(fields.Part(ManualChoice), max=1_000)
    languages = fields.Many(Code(), max=100)
    themes = fields.Many(Code(), max=1_000)


manual = handbook.query("manual", ManualFilter, paged(ManualEntry, "Manual"), who=[ANYONE])
manual_choices = handbook.query("manual_choices", answer=ManualChoices, who=[ANYONE])
manual_chapter = handbook.query("manual_chapter", OneOfTheManual, ManualChapter, who=[ANYONE])
