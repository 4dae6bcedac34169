"""Drawings for tables and figures: pure functions that give Markup, coloured by the classes in app.css.

A drawing repeats what the text beside it says, so each is hidden from assistive technology.
Places along a line are percentages: the drawing stretches with its column while its strokes stay the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

SEAT_WIDTH, SEAT_HEIGHT, SEAT_GAP = 7, 12, 1.5

ROW_HEIGHT, LEVEL_WIDTH, LABEL_WIDTH, MARGIN = 48, 420, 230, 16
NAME_CHARACTER, NOTE_CHARACTER, LABEL_OFFSET = 7.9, 6.6, 15


def percent(part: float, whole: float) -> str:
    """`part` of `whole` as an SVG length; nothing of nothing is 0%."""
    share = part / whole if whole else 0
    return f"{max(0, min(share, 1)) * 100:.1f}%"


def capacity(taken: int, places: int = 16) -> Markup:
    """One small seat for every place."""
    step = SEAT_WIDTH + SEAT_GAP
    seats = Markup("").join(
        Markup('<rect class="app-seat app-seat--{}" x="{:g}" width="{}" height="{}" rx="1"/>').format(
            "taken" if seat < taken else "free", seat * step, SEAT_WIDTH, SEAT_HEIGHT
        )
        for seat in range(places)
    )
    return Markup(
        '<svg class="app-seats" viewBox="0 0 {:g} {}" preserveAspectRatio="xMinYMid" aria-hidden="true" '
        'focusable="false">{}</svg>'
    ).format(places * step - SEAT_GAP, SEAT_HEIGHT, seats)


def bar(share: float) -> Markup:
    """A meter from 0 to 100 percent."""
    return Markup(
        '<svg class="app-bar" aria-hidden="true" focusable="false">'
        '<rect class="app-bar__track" width="100%" height="100%"/>'
        '<rect class="app-bar__fill" width="{}" height="100%"/></svg>'
    ).format(percent(share, 100))


def funnel_row(number: int, previous: int, largest: int) -> Markup:
    """One step of a funnel: a solid bar for who is here, a dashed one for who was in the step before and isn't."""
    lost = max(previous - number, 0)
    return Markup(
        '<svg class="app-plot" aria-hidden="true" focusable="false">'
        '<rect class="app-funnel__here" y="15%" width="{}" height="70%"/>'
        '<rect class="app-funnel__lost" x="{}" y="15%" width="{}" height="70%"/></svg>'
    ).format(percent(number, largest), percent(number, largest), percent(lost, largest))


def dumbbell_row(before: float, after: float, low: int = 0, high: int = 10, step: int = 1) -> Markup:
    """Two values on one scale: a ring for before, a square for after. Shape tells them apart, not colour alone."""

    def place(value: float) -> str:
        return percent(value - low, high - low)

    grid = Markup("").join(
        Markup('<line class="app-plot__grid" x1="{0}" x2="{0}" y1="0" y2="100%"/>').format(place(tick))
        for tick in range(low, high + 1, step)
    )
    return Markup(
        '<svg class="app-plot" aria-hidden="true" focusable="false">{}'
        '<line class="app-plot__between" x1="{}" x2="{}" y1="50%" y2="50%"/>'
        '<circle class="app-plot__before" cx="{}" cy="50%" r="6"/>'
        '<rect class="app-plot__after" x="{}" y="50%" width="11" height="11" transform="translate(-5.5 -5.5)"/>'
        "</svg>"
    ).format(grid, place(before), place(after), place(before), place(after))


def axis(low: int = 0, high: int = 10, step: int = 1) -> Markup:
    """The numbers under a column of `dumbbell_row`s."""

    def anchor(tick: int) -> str:
        return "start" if tick == low else "end" if tick == high else "middle"

    numbers = Markup("").join(
        Markup('<text x="{}" y="16" text-anchor="{}">{}</text>').format(
            percent(tick - low, high - low), anchor(tick), tick
        )
        for tick in range(low, high + 1, step)
    )
    return Markup('<svg class="app-plot app-plot--axis" aria-hidden="true" focusable="false">{}</svg>').format(numbers)


@dataclass(frozen=True)
class Node:
    x: float
    y: float
    name: str
    note: str
    kind: str

    @property
    def label_end(self) -> float:
        """Where the text ends, so that no line crosses it: SVG can't measure text, the font is known well enough."""
        width = max(len(self.name) * NAME_CHARACTER, len(self.note) * NOTE_CHARACTER)
        return self.x + LABEL_OFFSET + width + 10


def tree(root: Mapping[str, Any]) -> Markup:
    """Who trained whom, left to right. A person is `{"name", "note", "kind", "children"}`.

    `kind` is lead, trained, dormant or planned. Leaves take a row each, everybody else the middle of their own.
    """
    nodes: list[Node] = []
    edges: list[tuple[Node, Node]] = []
    leaves = 0

    def place(person: Mapping[str, Any], depth: int) -> Node:
        nonlocal leaves
        children = [place(child, depth + 1) for child in person.get("children", ())]
        if children:
            y = sum(child.y for child in children) / len(children)
        else:
            y = leaves * ROW_HEIGHT
            leaves += 1
        node = Node(depth * LEVEL_WIDTH, y, person["name"], person.get("note", ""), person.get("kind", "trained"))
        nodes.append(node)
        edges.extend((node, child) for child in children)
        return node

    place(root, 0)
    width = max(node.x for node in nodes) + LABEL_WIDTH + MARGIN
    height = leaves * ROW_HEIGHT + MARGIN
    drawn = [_edge(parent, child) for parent, child in edges] + [_node(node) for node in nodes]
    return Markup(
        '<svg class="app-tree" viewBox="{} {:g} {:g} {:g}" width="{:g}" height="{:g}" '
        'aria-hidden="true" focusable="false">{}</svg>'
    ).format(-MARGIN, -ROW_HEIGHT / 2, width, height, width, height, Markup("").join(drawn))


def _edge(parent: Node, child: Node) -> Markup:
    start, end = parent.label_end, child.x - 9
    middle = (start + end) / 2
    return Markup('<path class="app-tree__edge" d="M{:g},{:g}C{:g},{:g} {:g},{:g} {:g},{:g}"/>').format(
        start, parent.y, middle, parent.y, middle, child.y, end, child.y
    )


def _node(node: Node) -> Markup:
    text = node.x + LABEL_OFFSET
    return Markup(
        '<circle class="app-tree__node app-tree__node--{}" cx="{:g}" cy="{:g}" r="8"/>'
        '<text class="app-tree__name" x="{:g}" y="{:g}">{}</text>'
        '<text class="app-tree__note" x="{:g}" y="{:g}">{}</text>'
    ).format(node.kind, node.x, node.y, text, node.y - 1, node.name, text, node.y + 15, node.note)
