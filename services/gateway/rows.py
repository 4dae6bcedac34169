"""What tables that can be taken out as a file are made of: all rows of a list, and what a column shows of one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from services.gateway import formats
from services.gateway.clients import bus
from shared.contracts.base import Call

AT_ONCE = 200
Args = Mapping[str, str]
Row = dict[str, Any]
Column = Callable[[Row], Any]


def in_pages(call: Call, **wanted: Any) -> Iterator[list[Row]]:
    number, pages = 1, 1
    while number <= pages:
        page = bus().ask(call, **wanted, page=number, per_page=AT_ONCE)
        yield page["items"]
        number, pages = number + 1, page["pages"]


def given(args: Args, *names: str) -> dict[str, str]:
    return {name: value for name in names if (value := (args.get(name) or "").strip())}


def of(name: str) -> Column:
    return lambda row: row[name]


def term(name: str, taxonomy: str) -> Column:
    return lambda row: formats.term(row[name], taxonomy)


def label(name: str, group: str) -> Column:
    return lambda row: formats.label(row[name], group)


ABOUT = {
    _l("Name"): of("name"),
    _l("Organisation"): of("organisation"),
    _l("Sector"): term("sector", "sectors"),
    _l("Level"): term("level", "levels"),
}
