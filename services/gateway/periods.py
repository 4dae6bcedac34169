"""The period that a report or the map is of: a quarter, a year, or two days that somebody chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import current_app, request
from flask_babel import gettext as _

from services.gateway import formats
from shared import clock
from shared.errors import NotFound

QUARTERS, YEARS = 8, 3
OWN = "own"


@dataclass(frozen=True)
class Period:
    """`code` as it stands in an address; `problem`: why the days that were asked for are not those shown."""

    code: str
    starts_on: date
    ends_on: date
    problem: str | None = None

    @property
    def days(self) -> dict[str, date]:
        return {"starts_on": self.starts_on, "ends_on": self.ends_on}

    @property
    def label(self) -> str:
        return _("%(start)s to %(end)s", start=formats.short_day(self.starts_on), end=formats.short_day(self.ends_on))

    @property
    def asked(self) -> dict[str, str]:
        """What an address asks for to get the same days again, today and later."""
        days = {"from": self.starts_on.isoformat(), "until": self.ends_on.isoformat()} if self.code == OWN else {}
        return {"period": self.code, **days}


def of_request() -> Period:
    """This year, unless the address says otherwise."""
    code, today = request.args.get("period", ""), _today()
    named = {period.code: period for period in _named(today)}
    if code == OWN:
        return _own(named[str(today.year)])
    return named.get(code) or named[str(today.year)]


def programme_of(args: Mapping[str, str]) -> UUID | None:
    """The one programme that is asked for; none: the whole city."""
    try:
        return UUID(given) if (given := args.get("programme_id")) else None
    except ValueError as error:
        raise NotFound() from error


def _today() -> date:
    return clock.today(current_app.config["CITY"].time_zone)


def _own(otherwise: Period) -> Period:
    try:
        start, end = (date.fromisoformat(request.args.get(name, "")) for name in ("from", "until"))
    except ValueError:
        return Period(OWN, otherwise.starts_on, otherwise.ends_on, _("Choose a first and a last day."))
    if end < start:
        return Period(OWN, otherwise.starts_on, otherwise.ends_on, _("The last day must not be before the first."))
    return Period(OWN, start, end)


def _named(today: date) -> list[Period]:
    years = [
        Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in range(today.year, today.year - YEARS, -1)
    ]
    return [*years, *_quarters(today)]


def _quarters(today: date) -> list[Period]:
    """The latest first."""
    found, year, quarter = [], today.year, (today.month + 2) // 3
    for _number in range(QUARTERS):
        start = date(year, 3 * quarter - 2, 1)
        after = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
        found.append(Period(f"{year}-Q{quarter}", start, after - timedelta(days=1)))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return found


def options() -> list[tuple[str, str]]:
    """For a select."""
    return [*((period.code, _name(period.code)) for period in _named(_today())), (OWN, _("Days of your own"))]


def _name(code: str) -> str:
    year, _dash, quarter = code.partition("-Q")
    return _("Quarter %(quarter)s of %(year)s", quarter=quarter, year=year) if quarter else year


def fields(period: Period, programmes: list[dict[str, Any]], programme_id: UUID | None) -> list[dict[str, Any]]:
    """For `ui.filter_bar`: of which programme, and in which period."""
    own = [(str(programme["id"]), programme["name"]) for programme in programmes if programme["yours"]]
    return [
        {
            "name": "programme_id",
            "label": _("Programme"),
            "value": str(programme_id or ""),
            "options": [("", _("The whole city")), *own],
        },
        {"name": "period", "label": _("Period"), "value": period.code, "options": options()},
    ]
