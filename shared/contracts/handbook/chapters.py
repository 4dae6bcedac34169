"""Chapters as editors write them: a text in each language, of which editions are published."""

from shared.access import EDITOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.handbook.base import (
    ALL_PARTS,
    KINDS,
    LONGEST_PART,
    REDACTION_CHECKS,
    SHARE_STATES,
    TEXT_STATES,
    Parts,
    Written,
    handbook,
    languages,
    licences,
    sources,
    themes,
)
from shared.contracts.handbook.exchanged import MOST_ANCESTORS, Ancestor

HINTS = ("long_sentence", "long_word", "passive", "maybe_a_name")
CHANGES = ("same", "added", "removed")


class StartChapter(Written):
    """`source`: where a lesson comes from, without saying from which of them; a chapter about a theme has none.
    `language`: the one that it is written in first."""

    kind = fields.Choice(KINDS, required=True)
    theme = fields.Choice(themes, required=True)
    source = fields.Choice(sources, load_default=None, allow_none=True)
    language = fields.Choice(languages, required=True)


class OneChapter(Schema):
    chapter_id = fields.Id(required=True)


class OneText(OneChapter):
    language = fields.Choice(languages, required=True)


class ChangeTheme(OneChapter):
    theme = fields.Choice(themes, required=True)


class WriteText(Written):
    """`follows`: the edition of the original that a translation says the same as, which its writer had before them;
    without it, the same as before."""

    chapter_id = fields.Id(required=True)
    language = fields.Choice(languages, required=True)
    version = fields.Number(required=True)
    follows = fields.Number(min=1, load_default=None, allow_none=True)


class PublishText(OneText):
    """`note`: what is different from the edition before. Published is what stands in this `version`."""

    version = fields.Number(required=True)
    note = fields.Text(max=300, load_default=None, allow_none=True)
    confirmed = fields.Many(fields.Choice(REDACTION_CHECKS), load_default=list)


class Published(Schema):
    number = fields.Number()


class Compare(OneText):
    """Two editions: without `before` the latest, without `after` what is written now."""

    before = fields.Number(min=1, load_default=None, allow_none=True)
    after = fields.Number(min=1, load_default=None, allow_none=True)


class ChaptersFilter(Schema):
    kind = fields.Choice(KINDS, load_default=None, allow_none=True)
    theme = fields.Choice(themes, load_default=None, allow_none=True)
    state = fields.Choice(TEXT_STATES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class TextState(Schema):
    """`number`: of the latest edition, null before the first. `changed`: more is written than was published.
    `behind`: a translation whose original has a later edition than the one that it follows. `shared_number`: of the
    edition that other cities have, null when they have none."""

    language = fields.Choice(languages)
    title = fields.Text(max=160)
    state = fields.Choice(TEXT_STATES)
    number = fields.Number(allow_none=True)
    changed = fields.YesNo()
    behind = fields.YesNo()
    shared_number = fields.Number(allow_none=True)
    changed_at = fields.Moment()


class ChapterSummary(Schema):
    """`language`: the one that the others are translated from; its text comes first."""

    id = fields.Id()
    kind = fields.Choice(KINDS)
    theme = fields.Choice(themes)
    source = fields.Choice(sources, allow_none=True)
    language = fields.Choice(languages)
    started_at = fields.Moment()
    texts = fields.Many(fields.Part(TextState), max=50)


class EditionSummary(Schema):
    """`checksum`: SHA-256 of what the edition says, by which it can be seen that it is as it was published."""

    number = fields.Number()
    note = fields.Text(max=300, allow_none=True)
    published_at = fields.Moment()
    checksum = fields.Text()


class Hint(Schema):
    """A sentence or a word that may be hard to read, or that may be a name. `number`: its length in words, or in
    letters for a word."""

    kind = fields.Choice(HINTS)
    part = fields.Choice(("title", "summary", "attribution", *ALL_PARTS))
    excerpt = fields.Text()
    number = fields.Number(allow_none=True)


class OriginalText(Schema):
    """What a translation is made from."""

    language = fields.Choice(languages)
    title = fields.Text(max=160)
    summary = fields.Text(max=500, allow_none=True)
    parts = Parts()
    number = fields.Number(allow_none=True)


class ChapterText(Schema):
    """`licence_is_theirs`: of the city or the partner that it comes from, and not to be changed. `original`: null for
    the text that the others are translated from. `follows`: the edition of the original that a translation follows.
    `lineage`: what it was made from in other cities, the oldest first. `share_state`: null while it was never proposed
    to them."""

    chapter_id = fields.Id()
    kind = fields.Choice(KINDS)
    theme = fields.Choice(themes)
    source = fields.Choice(sources, allow_none=True)
    language = fields.Choice(languages)
    title = fields.Text(max=160)
    summary = fields.Text(max=500, allow_none=True)
    parts = Parts()
    attribution = fields.Text(max=200, allow_none=True)
    licence = fields.Choice(licences)
    licence_is_theirs = fields.YesNo()
    state = fields.Choice(TEXT_STATES)
    number = fields.Number(allow_none=True)
    version = fields.Number()
    changed = fields.YesNo()
    behind = fields.YesNo()
    follows = fields.Number(allow_none=True)
    shared_number = fields.Number(allow_none=True)
    share_state = fields.Choice(SHARE_STATES, allow_none=True)
    lineage = fields.Many(fields.Part(Ancestor), max=MOST_ANCESTORS)
    changed_at = fields.Moment()
    original = fields.Part(OriginalText, allow_none=True)
    languages = fields.Many(fields.Choice(languages), max=50)
    hints = fields.Many(fields.Part(Hint), max=500)
    editions = fields.Many(fields.Part(EditionSummary), max=1_000)


class Line(Schema):
    change = fields.Choice(CHANGES)
    text = fields.Text(max=LONGEST_PART)


class PartDifference(Schema):
    part = fields.Choice(("title", "summary", "attribution", *ALL_PARTS))
    lines = fields.Many(fields.Part(Line), max=10_000)


class Differences(Schema):
    """Only the parts that differ."""

    title = fields.Text(max=160)
    parts = fields.Many(fields.Part(PartDifference), max=20)


chapters = handbook.query("chapters", ChaptersFilter, paged(ChapterSummary, "Chapters"), who=[EDITOR])
start_chapter = handbook.command("start_chapter", StartChapter, Created, who=[EDITOR])
change_theme = handbook.command("change_theme", ChangeTheme, who=[EDITOR])
chapter_text = handbook.query("chapter_text", OneText, ChapterText, who=[EDITOR])
start_translation = handbook.command("start_translation", OneText, who=[EDITOR])
write_text = handbook.command("write_text", WriteText, who=[EDITOR])
publish_text = handbook.command("publish_text", PublishText, Published, who=[EDITOR])
withdraw_text = handbook.command("withdraw_text", OneText, who=[EDITOR])
differences = handbook.query("differences", Compare, Differences, who=[EDITOR])
