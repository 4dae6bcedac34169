"""Polarisation maps: an issue of a programme, as it looked on a day. Groups only."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.taxonomies import codes

MOST_MAPS = 500
MAP_TEXT = 600  # with which a map stays on one sheet


def _phases() -> tuple[str, ...]:
    return codes("polarisation_phases")


def _text() -> fields.Text:
    return fields.Text(max=MAP_TEXT, load_default=None, allow_none=True)


def _groups() -> fields.Many:
    return fields.Many(fields.Text(max=60), max=8, load_default=list)


class AddIssue(OneProgramme):
    title = fields.Text(max=120, required=True)


class OneIssue(Schema):
    issue_id = fields.Id(required=True)


class ChangeIssue(OneIssue):
    title = fields.Text(max=120, required=True)
    version = fields.Number(required=True)


class MapFields(Schema):
    """`middle_asks`: the question of the middle; `position`: where we stand. The roles hold groups."""

    drawn_on = fields.Date(required=True)
    phase = fields.Choice(_phases, required=True)
    us_and_them = fields.Text(max=MAP_TEXT, required=True)
    fuel = _text()
    gut_feeling = _text()
    middle_asks = _text()
    position = _text()
    pushers = _groups()
    joiners = _groups()
    middle = _groups()
    bridge_builders = _groups()
    scapegoats = _groups()


class DrawMap(MapFields):
    issue_id = fields.Id(required=True)


class OneMap(Schema):
    map_id = fields.Id(required=True)


class ChangeMap(MapFields):
    map_id = fields.Id(required=True)
    version = fields.Number(required=True)


class IssueSummary(Schema):
    """`drawn_on`: of its last map."""

    id = fields.Id()
    title = fields.Text()
    maps = fields.Number()
    drawn_on = fields.Date(allow_none=True)


class Issues(Schema):
    issues = fields.Many(fields.Part(IssueSummary), max=10_000)


class MapOfIssue(MapFields):
    id = fields.Id()


class Issue(Schema):
    id = fields.Id()
    programme_id = fields.Id()
    title = fields.Text()
    version = fields.Number()
    maps = fields.Many(fields.Part(MapOfIssue), max=MOST_MAPS)
    looks_like_names = fields.Many(fields.Text())


class PolarisationMap(MapOfIssue):
    """`in_strategy`: it was chosen for the strategy of its programme."""

    issue_id = fields.Id()
    programme_id = fields.Id()
    title = fields.Text()
    in_strategy = fields.YesNo()
    version = fields.Number()
    looks_like_names = fields.Many(fields.Text())


issues = municipalities.query("issues", OneProgramme, Issues, who=[COORDINATOR])
issue = municipalities.query("issue", OneIssue, Issue, who=[COORDINATOR])
add_issue = municipalities.command("add_issue", AddIssue, Created, who=[COORDINATOR])
change_issue = municipalities.command("change_issue", ChangeIssue, who=[COORDINATOR])
remove_issue = municipalities.command("remove_issue", OneIssue, who=[COORDINATOR])
polarisation_map = municipalities.query("polarisation_map", OneMap, PolarisationMap, who=[COORDINATOR])
draw_map = municipalities.command("draw_map", DrawMap, Created, who=[COORDINATOR])
change_map = municipalities.command("change_map", ChangeMap, who=[COORDINATOR])
remove_map = municipalities.command("remove_map", OneMap, who=[COORDINATOR])
