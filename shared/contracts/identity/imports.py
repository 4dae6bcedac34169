"""Lists of people from a file that the gateway has read into rows."""

from shared.access import COORDINATOR, OPERATOR
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.identity.base import identity

IMPORT_ROWS = 5_000


class ImportRow(Schema):
    """One line of the file, as text. `line` is its number in the file, the heading being line 1.

    Sector, level and language are codes or labels in any language, areas names with a semicolon or comma between them,
    the line manager is an address. An empty cell leaves what is known of a person.
    """

    line = fields.Number(min=1, required=True)
    name = fields.Cell(load_default="")
    email = fields.Cell(load_default="")
    language = fields.Cell(load_default="")
    organisation = fields.Cell(load_default="")
    sector = fields.Cell(load_default="")
    level = fields.Cell(load_default="")
    areas = fields.Cell(load_default="")
    line_manager = fields.Cell(load_default="")


class NamedArea(Schema):
    id = fields.Id(required=True)
    name = fields.Text(max=80, required=True)


class PreviewImport(Schema):
    """`areas`: those of the city, by whose names the rows mean them."""

    areas = fields.Many(fields.Part(NamedArea), load_default=list, max=10_000)
    rows = fields.Many(fields.Part(ImportRow), required=True, max=IMPORT_ROWS)


IMPORT_OUTCOMES = ("new", "update", "same", "error")


class CheckedRow(ImportRow):
    """`errors`: column -> code. `changes`: what an update replaces, column -> what is known now."""

    outcome = fields.Choice(IMPORT_OUTCOMES)
    errors = fields.Codes()
    changes = fields.Known()


class ImportDone(Schema):
    added = fields.Number()
    updated = fields.Number()
    unchanged = fields.Number()


class Import(Schema):
    """`done`: what came of it, null before it was confirmed."""

    id = fields.Id()
    counts = fields.Counts()
    rows = fields.Many(fields.Part(CheckedRow), max=IMPORT_ROWS)
    done = fields.Part(ImportDone, allow_none=True)


class OneImport(Schema):
    import_id = fields.Id(required=True)


preview_import = identity.command(
    "preview_import", PreviewImport, Import, who=[COORDINATOR, OPERATOR], secret=True, deadline=15
)
imported = identity.query("imported", OneImport, Import, who=[COORDINATOR, OPERATOR])
confirm_import = identity.command("confirm_import", OneImport, ImportDone, who=[COORDINATOR, OPERATOR], deadline=15)
