"""Two records of one person."""

from shared.access import COORDINATOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.identity.base import identity
from shared.contracts.identity.people import Person

MERGED_FIELDS = ("name", "email", "language", "organisation", "sector", "level", "area_ids", "line_manager_id")
LIKENESSES = ("same_name", "same_address", "similar_name")


class TwoPeople(Schema):
    person_id = fields.Id(required=True)
    other_id = fields.Id(required=True)


class Likeness(Schema):
    """Two records that may be one person, and what speaks for it."""

    one = fields.Part(Person)
    other = fields.Part(Person)
    reasons = fields.Many(fields.Choice(LIKENESSES))


class DuplicatesFilter(Schema):
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=25)
    q = fields.Text(max=120, load_default=None, allow_none=True)


class Pair(Schema):
    """`distinct`: somebody said that they are two people."""

    one = fields.Part(Person)
    other = fields.Part(Person)
    distinct = fields.YesNo()


class MergePeople(Schema):
    """`from_dropped`: the fields that are taken from the record that goes; the others stay as they are.

    The versions are those that were compared: nothing is merged unseen.
    """

    kept_id = fields.Id(required=True)
    dropped_id = fields.Id(required=True)
    kept_version = fields.Number(required=True)
    dropped_version = fields.Number(required=True)
    from_dropped = fields.Many(fields.Choice(MERGED_FIELDS), load_default=list)


class Merged(Schema):
    """`until`: up to when it can be undone. `dropped`: name and address as they were, null when that is over."""

    id = fields.Id()
    kept_id = fields.Id()
    dropped_id = fields.Id()
    kept_name = fields.Text(allow_none=True)
    dropped_name = fields.Text(allow_none=True)
    dropped_email = fields.Text(allow_none=True)
    merged_at = fields.Moment()
    merged_by = fields.Id()
    until = fields.Moment()
    may_be_undone = fields.YesNo()


class MergesFilter(Schema):
    """Those of the last 30 days that still stand; with `person_id` those that made this person."""

    person_id = fields.Id(load_default=None, allow_none=True)


class Merges(Schema):
    merges = fields.Many(fields.Part(Merged), max=1_000)


class OneMerge(Schema):
    merge_id = fields.Id(required=True)


duplicates = identity.query("duplicates", DuplicatesFilter, paged(Likeness, "Duplicates"), who=[COORDINATOR, OPERATOR])
pair = identity.query("pair", TwoPeople, Pair, who=[COORDINATOR, OPERATOR])
keep_apart = identity.command("keep_apart", TwoPeople, who=[COORDINATOR, OPERATOR])
merge_people = identity.command("merge_people", MergePeople, Created, who=[COORDINATOR, OPERATOR])
merges = identity.query("merges", MergesFilter, Merges, who=[COORDINATOR, OPERATOR])
undo_merge = identity.command("undo_merge", OneMerge, who=[COORDINATOR, OPERATOR])
