"""The handbook as everybody reads it, without signing in."""

from shared.access import ANYONE
from shared.contracts import fields
from shared.contracts.base import Schema, paged
from shared.contracts.handbook.base import KINDS, Parts, handbook, languages, licences, sources, themes
from shared.contracts.handbook.chapters import OneText
from shared.contracts.handbook.exchanged import MOST_ANCESTORS, Ancestor

MOST_CHAPTERS = 500  # in one file


class ContentsFilter(Schema):
    """`language`: the one that the reader likes best; a chapter that is not there in it comes in the language that it
    was written in. With `nothing_else` such a chapter is left out. `q`: words that stand in it. `chapter_ids`: no
    chapters but these."""

    language = fields.Choice(languages, load_default=None, allow_none=True)
    nothing_else = fields.YesNo(load_default=False)
    kind = fields.Choice(KINDS, load_default=None, allow_none=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)
    q = fields.Text(max=100, load_default=None, allow_none=True)
    chapter_ids = fields.Many(fields.Id(), load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class Entry(Schema):
    """`languages`: all in which it can be read. The origin says from which city it was taken over, if it was."""

    chapter_id = fields.Id()
    kind = fields.Choice(KINDS)
    theme = fields.Choice(themes)
    source = fields.Choice(sources, allow_none=True)
    language = fields.Choice(languages)
    title = fields.Text(max=160)
    summary = fields.Text(max=500, allow_none=True)
    attribution = fields.Text(max=200, allow_none=True)
    number = fields.Number()
    published_at = fields.Moment()
    languages = fields.Many(fields.Choice(languages), max=50)
    origin_city = fields.Text(max=60, allow_none=True)


class Edition(Entry):
    """`original_language`: what it is translated from, null for the original. `behind`: the original has been revised
    since this was translated. The lineage says what it was made from, the oldest first."""

    parts = Parts()
    licence = fields.Choice(licences)
    original_language = fields.Choice(languages, allow_none=True)
    behind = fields.YesNo()
    first_published_at = fields.Moment()
    checksum = fields.Text()
    lineage = fields.Many(fields.Part(Ancestor), max=MOST_ANCESTORS)


class InOneLanguage(Schema):
    language = fields.Choice(languages, required=True)


class WholeHandbook(Schema):
    chapters = fields.Many(fields.Part(Edition), max=MOST_CHAPTERS)


contents = handbook.query("contents", ContentsFilter, paged(Entry, "Contents"), who=[ANYONE])
published_chapter = handbook.query("published_chapter", OneText, Edition, who=[ANYONE])
whole_handbook = handbook.query("whole_handbook", InOneLanguage, WholeHandbook, who=[ANYONE], deadline=15)
