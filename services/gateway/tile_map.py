"""The map of a city as tiles: where each area lies beside the others, and how much was done there. No map of streets.

How much is told three times: by the number, by a shade and by so many bars. A tile leads to what was done there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT, GAP = 132, 96, 8
STEPS = 4
LONGEST_LINE = 15


@dataclass(frozen=True)
class Tile:
    """`label` is what is read aloud for it; `marked`: a programme is about this area."""

    column: int
    row: int
    name: str
    number: int
    label: str
    href: str
    marked: bool


def step_of(number: int, largest: int) -> int:
    """0 for nothing, else 1 to 4, in equal parts of the largest."""
    return -(-STEPS * number // largest) if number and largest else 0


def draw(tiles: Sequence[Tile], label: str) -> Markup:
    """The map; the rows and columns at its edges that nobody uses are left out."""
    if not tiles:
        return Markup("")
    left, top = min(tile.column for tile in tiles), min(tile.row for tile in tiles)
    across = max(tile.column for tile in tiles) - left + 1
    down = max(tile.row for tile in tiles) - top + 1
    largest = max(tile.number for tile in tiles)
    in_reading_order = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    drawn = Markup("").join(_tile(tile, left, top, step_of(tile.number, largest)) for tile in in_reading_order)
    width, height = across * (WIDTH + GAP), down * (HEIGHT + GAP)
    return Markup(
        '<svg class="app-tilemap" role="group" aria-label="{}" viewBox="{} {} {} {}" width="{}" height="{}">{}</svg>'
    ).format(label, -GAP / 2, -GAP / 2, width, height, width, height, drawn)


def _tile(tile: Tile, left: int, top: int, step: int) -> Markup:
    x, y = (tile.column - left) * (WIDTH + GAP), (tile.row - top) * (HEIGHT + GAP)
    lines = _in_lines(tile.name)
    words = Markup("").join(
        Markup('<tspan x="10" y="{}">{}</tspan>').format(22 + 17 * number, line) for number, line in enumerate(lines)
    )
    return Markup(
        '<a class="app-tile app-tile--{step}" href="{href}" aria-label="{label}" transform="translate({x} {y})">'
        '<rect class="app-tile__ground" width="{width}" height="{height}" rx="3"/>{mark}'
        '<text class="app-tile__name" aria-hidden="true">{words}</text>'
        '<text class="app-tile__number" x="10" y="{bottom}" aria-hidden="true">{number}</text>{bars}</a>'
    ).format(
        step=step,
        href=tile.href,
        label=tile.label,
        x=x,
        y=y,
        width=WIDTH,
        height=HEIGHT,
        mark=_mark() if tile.marked else "",
        words=words,
        bottom=HEIGHT - 14,
        number=tile.number,
        bars=_bars(step),
    )


def _in_lines(name: str) -> list[str]:
    """In two lines where it is long, broken at a blank or a hyphen, or with a hyphen."""
    if len(name) <= LONGEST_LINE:
        return [name]
    head, _blank, tail = name.partition(" ")
    if tail and len(head) <= LONGEST_LINE:
        return [head, tail if len(tail) <= LONGEST_LINE else f"{tail[: LONGEST_LINE - 1]}\N{HORIZONTAL ELLIPSIS}"]
    rest = name[LONGEST_LINE - 1 :]
    return [f"{name[: LONGEST_LINE - 1]}-", rest if len(rest) <= LONGEST_LINE else f"{rest[: LONGEST_LINE - 1]}…"]


def _mark() -> Markup:
    """A corner, for a programme that is about this area."""
    return Markup('<path class="app-tile__mark" d="M{} 0h20v20z"/>').format(WIDTH - 20)


def _bars(step: int) -> Markup:
    return Markup("").join(
        Markup('<rect class="app-tile__bar" x="{}" y="{}" width="7" height="{}"/>').format(
            WIDTH - 46 + 10 * number, HEIGHT - 14 - 6 * (number + 1), 6 * (number + 1)
        )
        for number in range(step)
    )
