"""Trainings that were given before a city kept them here: counts from a file, no people."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.trainings.base import Event, OneProgramme, trainings

PAST_LINES = 5_000
PAST_WIDTH = 50
PAST_PARTS = 5
PAST_KINDS = ("introduction", "course")
PAST_STATES = ("draft", "done", "undone")
DATE_ORDERS = ("day_first", "month_first")
ATTENDED = tuple(f"attended_{part}" for part in range(1, PAST_PARTS + 1))
# What a column of the file may hold. Of `ignored` there may be many, of the others one each.
PAST_COLUMNS = ("ignored", "date", "kind", "place", "reference", "registered", *ATTENDED, "completed")
PAST_REASONS = (
    "no_date",
    "not_a_date",
    "date_in_future",
    "not_a_count",
    "no_count",
    "more_completed_than_attended",
    "not_a_kind",
    "known_with_other_figures",
)


class PastLine(Schema):
    """A line of the file as text, with the number that a spreadsheet program shows beside it."""

    line = fields.Number(min=1, required=True)
    cells = fields.Many(fields.Cell(), required=True, max=PAST_WIDTH)


class StartPastImport(Schema):
    """`source` tells later where the figures came from. Nothing counts before it is confirmed."""

    programme_id = fields.Id(required=True)
    source = fields.Text(max=120, required=True)
    heading = fields.Many(fields.Cell(), required=True, max=PAST_WIDTH)
    lines = fields.Many(fields.Part(PastLine), required=True, max=PAST_LINES)


class OnePastImport(Schema):
    import_id = fields.Id(required=True)


class ChoosePastColumns(Schema):
    """What each column of the file holds, in its order. `kind`: of the lines that do not tell theirs.

    `date_order` is needed where dates such as 5/4/2012 stand in the file.
    """

    import_id = fields.Id(required=True)
    columns = fields.Many(fields.Choice(PAST_COLUMNS), required=True, max=PAST_WIDTH)
    date_order = fields.Choice(DATE_ORDERS, load_default=None, allow_none=True)
    kind = fields.Choice(PAST_KINDS, load_default="course")


class PastTotals(Schema):
    """`attended`: of each part, the first one first. `without_...`: how many trainings do not tell that figure."""

    trainings = fields.Number()
    introductions = fields.Number()
    courses = fields.Number()
    registered = fields.Number(max=10**9)
    attended = fields.Many(fields.Number(max=10**9))
    completed = fields.Number(max=10**9)
    without_registered = fields.Number()
    without_attended = fields.Number()
    without_completed = fields.Number()
    first_on = fields.Date(allow_none=True)
    last_on = fields.Date(allow_none=True)


class PastTraining(Schema):
    """A count that the file does not tell is null."""

    line = fields.Number()
    held_on = fields.Date()
    kind = fields.Choice(PAST_KINDS)
    place = fields.Text(allow_none=True)
    reference = fields.Text(allow_none=True)
    registered = fields.Number(allow_none=True)
    attended = fields.Many(fields.Number(allow_none=True))
    completed = fields.Number(allow_none=True)


class UnusedLine(Schema):
    line = fields.Number()
    reason = fields.Choice(PAST_REASONS)
    cell = fields.Cell()


class PastImport(Schema):
    """`first`: the first trainings as they would be taken, or were. `known`: lines that count already.

    When it is done or undone, nothing is left of the file but the trainings, and the last five are empty.
    """

    id = fields.Id()
    programme_id = fields.Id()
    source = fields.Text()
    state = fields.Choice(PAST_STATES)
    totals = fields.Part(PastTotals)
    first = fields.Many(fields.Part(PastTraining))
    known = fields.Number()
    unused = fields.Many(fields.Part(UnusedLine), max=PAST_LINES)
    heading = fields.Many(fields.Cell())
    columns = fields.Many(fields.Choice(PAST_COLUMNS))
    date_order = fields.Choice(DATE_ORDERS, allow_none=True)
    asks_date_order = fields.YesNo()
    kind = fields.Choice(PAST_KINDS)


class PastImportSummary(Schema):
    """`imported_by` is null when that person was removed."""

    id = fields.Id()
    source = fields.Text()
    state = fields.Choice(PAST_STATES)
    imported_at = fields.Moment()
    imported_by = fields.Id(allow_none=True)
    trainings = fields.Number()
    unused = fields.Number()
    known = fields.Number()


class PastTrainings(Schema):
    totals = fields.Part(PastTotals)
    imports = fields.Many(fields.Part(PastImportSummary), max=1_000)


class PastTaken(Schema):
    trainings = fields.Number()
    known = fields.Number()
    unused = fields.Number()


start_past_import = trainings.command(
    "start_past_import", StartPastImport, Created, who=[COORDINATOR], secret=True, deadline=15
)
choose_past_columns = trainings.command("choose_past_columns", ChoosePastColumns, who=[COORDINATOR], deadline=15)
past_import = trainings.query("past_import", OnePastImport, PastImport, who=[COORDINATOR], deadline=15)
confirm_past_import = trainings.command("confirm_past_import", OnePastImport, PastTaken, who=[COORDINATOR], deadline=15)
undo_past_import = trainings.command("undo_past_import", OnePastImport, who=[COORDINATOR])
past_trainings = trainings.query("past_trainings", OneProgramme, PastTrainings, who=[COORDINATOR])


class PastTrainingsCounted(Event):
    """The past of a programme as it counts now, after an import or after one was undone.

    `invited` and `introduced` are of introductions, the others of courses; `attended` is that of the first part.
    """

    aggregate = "programme_id"
    programme_id = fields.Id(required=True)
    introductions = fields.Number(required=True)
    courses = fields.Number(required=True)
    invited = fields.Number(required=True, max=10**9)
    introduced = fields.Number(required=True, max=10**9)
    registered = fields.Number(required=True, max=10**9)
    attended = fields.Number(required=True, max=10**9)
    completed = fields.Number(required=True, max=10**9)
