"""Areas of the city, and where each lies on the map."""

from shared.access import COORDINATOR, OPERATOR, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema
from shared.contracts.municipalities.base import municipalities

MOST_TILES = 12  # across and down the map
MOST_AREAS = 500  # at once


class Area(Schema):
    """`column` and `row`: its tile on the map of the city, the next free one as long as nobody has `placed` it."""

    id = fields.Id()
    name = fields.Text()
    column = fields.Number(min=1)
    row = fields.Number(min=1)
    placed = fields.YesNo()


class Areas(Schema):
    areas = fields.Many(fields.Part(Area), max=10_000)


class AddArea(Schema):
    name = fields.Text(required=True, max=80)


class AddAreas(Schema):
    names = fields.Many(fields.Text(max=80, required=True), required=True, max=MOST_AREAS)


class AreasAdded(Schema):
    """`known`: so many of the names were areas of the city already."""

    added = fields.Number()
    known = fields.Number()


class Tile(Schema):
    area_id = fields.Id(required=True)
    column = fields.Number(min=1, max=MOST_TILES, required=True)
    row = fields.Number(min=1, max=MOST_TILES, required=True)


class PlaceAreas(Schema):
    tiles = fields.Many(fields.Part(Tile), required=True)


areas = municipalities.query("areas", Nothing, Areas, who=[SIGNED_IN])
add_area = municipalities.command("add_area", AddArea, Created, who=[COORDINATOR, OPERATOR])
add_areas = municipalities.command("add_areas", AddAreas, AreasAdded, who=[COORDINATOR, OPERATOR])
place_areas = municipalities.command("place_areas", PlaceAreas, who=[COORDINATOR])
