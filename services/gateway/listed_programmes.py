"""The tables of one programme, and of the areas, that can be taken out as a file."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from services.gateway import periods, reports
from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import ABOUT, Args, Row, label, of, term
from services.gateway.visitor import require
from shared.contracts import municipalities, trainings

PARTS = {
    "coordinator_ids": _l("Coordinators"),
    "decision_maker_ids": _l("People at policy level"),
    "street_level_ids": _l("People at street level"),
}


def _of_programme(args: Args) -> dict[str, Any]:
    return {"programme_id": args.get("programme_id")}


def _people(args: Args) -> Iterator[Row]:
    programme = bus().ask(municipalities.programme, **_of_programme(args))
    names = bus().names(person_id for part in PARTS for person_id in programme[part])
    for part, title in PARTS.items():
        for person in names.in_order(programme[part]):
            yield person | {"part": str(title)}


def wishes(found: list[Row], names: Any) -> list[Row]:
    """By name; `other`: about whom it is."""
    named = (wish | {"name": names[wish["person_id"]], "other": names[wish["other_id"]]} for wish in found)
    return sorted(named, key=lambda wish: (wish["name"].casefold(), wish["other"].casefold()))


def _wishes(args: Args) -> list[Row]:
    require(trainings.add_wish)
    found = bus().ask(trainings.wishes, **_of_programme(args))["wishes"]
    return wishes(found, bus().names(wish[who] for wish in found for who in ("person_id", "other_id")))


def _past_imports(args: Args) -> Iterator[Row]:
    found = bus().ask(trainings.past_trainings, **_of_programme(args))["imports"]
    names = bus().names(each["imported_by"] for each in found)
    for each in found:
        yield each | {"by": names[each["imported_by"]] if each["imported_by"] else None}


def _past_unused(args: Args) -> Iterator[Row]:
    yield from bus().ask(trainings.past_import, import_id=args.get("import_id"))["unused"]


def _areas(args: Args) -> list[Row]:
    programme_id = periods.programme_of(args)
    wanted = {"programme_id": programme_id, **periods.of_request().days}
    found, background = bus().ask_together((trainings.activity, wanted), (municipalities.background, wanted))
    return reports.area_lines(found, background, programme_id)


def _beneficiaries(args: Args) -> list[Row]:
    return bus().ask(municipalities.beneficiaries, **_of_programme(args))["counts"]


TABLES = {
    "programme_people": Table(
        _l("People of the programme"),
        {_l("Part"): of("part"), **ABOUT},
        _people,
        holds_people=True,
    ),
    "wishes": Table(
        _l("Wishes"),
        {_l("Who"): of("name"), _l("What"): label("kind", "wish"), _l("With whom"): of("other")},
        _wishes,
        holds_people=True,
    ),
    "past_imports": Table(
        _l("Files that were imported"),
        {
            _l("File"): of("source"),
            _l("Imported"): of("imported_at"),
            _l("By whom"): of("by"),
            _l("Trainings"): of("trainings"),
            _l("Lines that counted already"): of("known"),
            _l("Lines that cannot be used"): of("unused"),
            _l("State"): label("state", "past_state"),
        },
        _past_imports,
    ),
    "past_unused": Table(
        _l("Lines that cannot be used"),
        {_l("Line"): of("line"), _l("What stands there"): of("cell"), _l("Why"): label("reason", "past_reason")},
        _past_unused,
    ),
    "areas": Table(
        _l("Areas"),
        {
            _l("Area"): of("name"),
            _l("People reached"): of("people"),
            _l("Sessions recorded"): of("recorded"),
            _l("Sessions held"): of("held"),
            _l("Programmes about it"): lambda row: ", ".join(row["programmes"]),
        },
        _areas,
    ),
    "beneficiaries": Table(
        _l("Counts of beneficiaries"),
        {
            _l("Who"): term("beneficiary", "beneficiaries"),
            _l("People"): of("people"),
            _l("From"): of("starts_on"),
            _l("To"): of("ends_on"),
        },
        _beneficiaries,
    ),
}
