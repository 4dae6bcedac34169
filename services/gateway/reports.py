"""The activity report: figures of a period as tables, the same on the page, in the PDF and in a spreadsheet."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import areas, formats
from services.gateway.clients import bus
from services.gateway.periods import Period
from shared.contracts import identity, municipalities, trainings

Row = list[Any]


@dataclass(frozen=True)
class Table:
    """`headings` begin with that of the rows. Figures are numbers, whatever is hidden or not known is text."""

    id: str
    title: str
    headings: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """What can be taken out as a PDF or a spreadsheet. `when`: of what time it tells."""

    title: str
    about: str
    when: str
    based_on: str
    figures: list[dict[str, Any]]
    tables: list[Table]


@dataclass(frozen=True)
class Report(Document):
    period: Period
    programmes: list[dict[str, Any]]


def activity(programme_id: UUID | None, period: Period) -> Report:
    found, background = bus().ask_together(
        (trainings.activity, {"programme_id": programme_id, **period.days}),
        (municipalities.background, {"programme_id": programme_id, **period.days}),
    )
    person_ids = found["person_ids"]
    sectors = bus().ask(identity.sector_counts, person_ids=person_ids) if person_ids else None
    about = [each for each in background["programmes"] if programme_id in (None, each["id"])]
    names = areas.named(background["areas"])
    return Report(
        title=_("Activity report"),
        about=about[0]["name"] if programme_id else _("The whole city"),
        when=period.label,
        period=period,
        based_on=based_on(found["sessions"]),
        figures=_figures(found),
        tables=[
            _sessions(found["sessions"]),
            _people(found),
            _areas(found, about, names),
            _sectors(sectors, len(person_ids), found["people"]),
            _goals(about),
            _beneficiaries(background),
            _past(found["past"]),
        ],
        programmes=background["programmes"],
    )


def total(sessions: list[dict[str, Any]], name: str) -> int:
    return sum(each[name] for each in sessions)


def based_on(sessions: list[dict[str, Any]]) -> str:
    held, recorded = total(sessions, "held"), total(sessions, "recorded")
    if not held:
        return _("No session was held in this period.")
    said = _("Based on %(recorded)s of %(held)s sessions that were held.", recorded=recorded, held=held)
    if recorded == held:
        return said
    left = held - recorded
    missing = ngettext(
        "%(num)s is not recorded yet: what happened there is in no figure.",
        "%(num)s are not recorded yet: what happened there is in no figure.",
        left,
    )
    return f"{said} {missing}"


def _figures(found: dict[str, Any]) -> list[dict[str, Any]]:
    sessions = found["sessions"]
    contacts = formats.number(total(sessions, "contacts"))
    return [
        {
            "label": _("Sessions recorded"),
            "figure": formats.number(total(sessions, "recorded")),
            "of": _("of %(held)s held", held=formats.number(total(sessions, "held"))),
        },
        {
            "label": _("People reached"),
            "figure": formats.number(found["people"]),
            "note": _("each counted once; %(contacts)s contacts", contacts=contacts),
        },
        {"label": _("Completed the course"), "figure": formats.number(found["completed"])},
        {
            "label": _("Areas reached"),
            "figure": len({each["area_id"] for each in found["people_by_area"]} - {None}),
        },
    ]


def _sessions(sessions: list[dict[str, Any]]) -> Table:
    columns = ("held", "recorded", "to_come", "cancelled", "contacts")
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(columns))
    for each in sessions:
        kept = alike[each["kind"], each["delivery"]]
        kept[:] = [sum(pair) for pair in zip(kept, (each[name] for name in columns), strict=True)]
    order = [(kind, delivery) for kind in trainings.SESSION_KINDS for delivery in trainings.deliveries()]
    order += [pair for pair in alike if pair not in order]  # a delivery that the city has dropped since
    rows: list[Row] = [
        [
            f"{formats.label(kind, 'session_kind')}, {formats.term(delivery, 'deliveries').lower()}",
            *alike[kind, delivery],
        ]
        for kind, delivery in order
        if (kind, delivery) in alike
    ]
    whole = [[_("All sessions"), *(total(sessions, name) for name in columns)]] if len(rows) > 1 else []
    return Table(
        "sessions",
        _("Sessions by kind and way of taking part"),
        [_("Session"), _("Held"), _("Recorded"), _("To come"), _("Cancelled"), _("Contacts")],
        [*rows, *whole],
        [_("A contact is one person at one session.")],
    )


def _in_words(kind: str, delivery: str) -> dict[str, str]:
    return {"kind": formats.label(kind, "session_kind"), "delivery": formats.term(delivery, "deliveries").lower()}


def _people(found: dict[str, Any]) -> Table:
    kinds = [
        [formats.label(kind, "session_kind"), found["people_by_kind"][kind]]
        for kind in trainings.SESSION_KINDS
        if kind in found["people_by_kind"]
    ]
    return Table(
        "people",
        _("People reached"),
        [_("Where"), _("People, each once")],
        [*kinds, [_("At any session"), found["people"]], [_("Completed the course"), found["completed"]]],
        [_("Somebody who came to several kinds stands in each of them; the rows do not add up.")],
    )


def _areas(found: dict[str, Any], programmes: list[dict[str, Any]], names: dict[str, str]) -> Table:
    figures = area_figures(found)
    about = {str(area_id) for programme in programmes for area_id in programme["area_ids"]}
    shown = [area_id for area_id in names if area_id in figures or area_id in about]
    shown += [area_id for area_id in figures if area_id not in names]
    nothing = {"recorded": 0, "people": 0}
    rows: list[Row] = [
        [area_name(area_id, names), *(figures.get(area_id, nothing)[name] for name in ("recorded", "people"))]
        for area_id in shown
    ]
    return Table(
        "areas",
        _("Areas"),
        [_("Area"), _("Sessions recorded"), _("People, each once")],
        rows,
        [_("In the order of the alphabet. An area with zero is one that a programme is about.")] if rows else [],
    )


def area_name(area_id: str, names: dict[str, str]) -> str:
    return names.get(area_id) or (_("Area that is not known any more") if area_id else _("No area given"))


def area_figures(found: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Area as text ("" for none) -> sessions `held` and `recorded`, and `people` who were there."""
    people = {str(each["area_id"] or ""): each["people"] for each in found["people_by_area"]}
    figures: dict[str, dict[str, int]] = {}
    for each in found["sessions"]:
        area_id = str(each["area_id"] or "")
        kept = figures.setdefault(area_id, {"held": 0, "recorded": 0, "people": people.get(area_id, 0)})
        for name in ("held", "recorded"):
            kept[name] += each[name]
    return figures


def area_lines(found: dict[str, Any], background: dict[str, Any], programme_id: UUID | None) -> list[dict[str, Any]]:
    """The areas with their tiles and figures, by name; last, what was done without an area."""
    figures = area_figures(found)
    nothing = {"held": 0, "recorded": 0, "people": 0}
    programmes = [each for each in background["programmes"] if programme_id in (None, each["id"])]
    lines = [
        {
            "area_id": str(area["id"]),
            **{part: area[part] for part in ("name", "column", "row")},
            "programmes": [each["name"] for each in programmes if area["id"] in each["area_ids"]],
            **figures.get(str(area["id"]), nothing),
        }
        for area in background["areas"]
    ]
    without = {"area_id": "", "name": area_name("", {}), "programmes": []}
    return [*lines, *([without | figures[""]] if "" in figures else [])]


def _sectors(counts: dict[str, Any] | None, known: int, people: int) -> Table:
    rows: list[Row] = []
    notes = [_("A sector of fewer than five people is not shown apart, nor one from which it could be worked out.")]
    if counts:
        shown = sorted(counts["sectors"].items(), key=lambda cell: (cell[0] == "unknown", _sector(cell[0])))
        rows = [[_sector(sector), number] for sector, number in shown]
        if counts["too_few"]:
            rows.append([_("Sectors too small to show, together"), counts["too_few"]])
    if known < people:
        notes.append(_("Of the %(known)s people in programmes that you coordinate.", known=known))
    return Table("sectors", _("Sectors"), [_("Sector"), _("People, each once")], rows, notes)


def _sector(code: str) -> str:
    return _("Sector not known") if code == "unknown" else formats.term(code, "sectors")


def _goals(programmes: list[dict[str, Any]]) -> Table:
    tagged = {goal for programme in programmes for goal in programme["sdgs"]}
    rows: list[Row] = [
        [f"{code}. {label}", ", ".join(programme["name"] for programme in programmes if code in programme["sdgs"])]
        for code, label in formats.choices("sdgs")
        if code in tagged
    ]
    return Table("goals", _("Sustainable Development Goals"), [_("Goal"), _("Programmes")], rows)


def _beneficiaries(background: dict[str, Any]) -> Table:
    counts = background["beneficiaries"]
    rows = [[label, counts[code]] for code, label in formats.choices("beneficiaries") if code in counts]
    beyond = background["counts_beyond"]
    notes = [_("As the coordinators count them; one person may stand in several rows.")] if rows else []
    if beyond:
        notes.append(
            ngettext(
                "%(num)s count reaches beyond this period and is left out.",
                "%(num)s counts reach beyond this period and are left out.",
                beyond,
            )
        )
    return Table("beneficiaries", _("Beneficiaries"), [_("Who"), _("People")], rows, notes)


def _past(totals: dict[str, Any]) -> Table:
    if not totals["trainings"]:
        return Table("past", _("Earlier trainings, from files"), [], [])
    parts = totals["attended"]
    of_parts = [[_("Attended, part %(number)s", number=number), count] for number, count in enumerate(parts, start=1)]
    rows: list[Row] = [
        [_("Trainings"), totals["trainings"]],
        [_("Registered"), totals["registered"]],
        *([[_("Attended"), parts[0]]] if len(parts) == 1 else of_parts),
        [_("Completed"), totals["completed"]],
    ]
    missing = {
        _("Registered"): totals["without_registered"],
        _("Attended"): totals["without_attended"],
        _("Completed"): totals["without_completed"],
    }
    notes = [_("Counts from before it was kept here. They are in none of the other figures.")]
    notes += [
        _(
            "%(figure)s: not told of %(missing)s of %(all)s trainings.",
            figure=name,
            missing=left,
            all=totals["trainings"],
        )
        for name, left in missing.items()
        if left
    ]
    return Table("past", _("Earlier trainings, from files"), [_("What"), _("Number")], rows, notes)
