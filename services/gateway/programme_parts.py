"""What a programme's registration consists of: its parts, each with its form, and what all of them say together."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from services.gateway import attention, formats
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, DateField, Form
from services.gateway.visitor import current
from shared.contracts import municipalities as contract
from shared.errors import Invalid, Refusal


class PartForm(Form):
    """One part of a programme, with the version that the writer had before them."""

    call = contract.save_programme
    version = HiddenField()

    def take(self, refusal: Refusal) -> None:
        """What a registered programme cannot do without is said at its field."""
        if refusal.code == "programme_incomplete":
            refusal = Invalid({name: ["required"] for name in refusal.details["missing"]})
        super().take(refusal)


class NameForm(PartForm):
    name = StringField(_l("Name of the programme"), description=_l("For example the part of the city."))
    starts_on = DateField(_l("First day"))
    ends_on = DateField(_l("Last day"))


class ReasonForm(PartForm):
    initiating_domain = RadioField(_l("Where did the need arise?"), validate_choice=False)
    trigger = TextAreaField(
        _l("What is the reason to start?"), description=_l("Write about situations, not about named people.")
    )


class AreasForm(PartForm):
    area_ids = ChoicesField(_l("Which areas is the programme about?"))
    new_area = StringField(_l("An area that is not in the list"))

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "new_area"}


class VisionForm(PartForm):
    vision = TextAreaField(
        _l("What do the professions want to reach together?"),
        description=_l("A few sentences. Write about situations, not about named people."),
    )
    sectors = ChoicesField(_l("Which professions share this vision?"))


@dataclass(frozen=True)
class Part:
    """One thing to fill in, under its name in the address. The people have no form but a page of their own."""

    name: str
    title: LazyString
    fields: tuple[str, ...]
    form: type[PartForm] | None = None


PARTS = {
    part.name: part
    for part in (
        Part("name", _l("Name and period"), ("name", "starts_on", "ends_on"), NameForm),
        Part("reason", _l("Why it starts"), ("initiating_domain", "trigger"), ReasonForm),
        Part("areas", _l("Areas"), ("area_ids",), AreasForm),
        Part("vision", _l("Shared vision"), ("vision", "sectors"), VisionForm),
        Part("policy-level", _l("People at policy level"), ("decision_maker_ids",)),
        Part("street-level", _l("People at street level"), ("street_level_ids",)),
    )
}


def as_text(field: str, value: Any, areas: list[dict[str, Any]]) -> str:
    """A stored or a typed value as the reader knows it."""
    if field == "area_ids":
        wanted = {str(area_id) for area_id in value}
        return ", ".join(area["name"] for area in areas if str(area["id"]) in wanted)
    if field == "sectors":
        return ", ".join(formats.terms(sorted(value), "sectors"))
    if field == "initiating_domain":
        return formats.term(value, "initiating_domains")
    if field in ("starts_on", "ends_on"):
        return _day(value)
    return value or ""


def _day(value: date | str | None) -> str:
    """A typed date may be none at all; then it is shown as it was typed."""
    try:
        return formats.day(date.fromisoformat(value) if isinstance(value, str) else value)
    except ValueError:
        return str(value)


def flags_of(programme: dict[str, Any]) -> list[dict[str, Any]]:
    return [attention.flag(name, programme["id"]) for name in programme["flags"]]


def missing_in(programme: dict[str, Any]) -> list[Part]:
    """The parts in which something is missing that it cannot be registered without."""
    return [part for part in PARTS.values() if set(part.fields) & set(programme["missing"])]


def with_areas(programme_id: UUID) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    programme, areas = bus().ask_together((contract.programme, {"programme_id": programme_id}), (contract.areas, {}))
    return programme, areas["areas"]


def for_the_summary(programme: dict[str, Any], areas: list[dict[str, Any]]) -> dict[str, Any]:
    """For `programmes/summary.html`."""
    lists = ("decision_maker_ids", "street_level_ids", "coordinator_ids")
    names = bus().names(person_id for field in lists for person_id in programme[field])
    return {
        "programme": programme,
        "areas": as_text("area_ids", programme["area_ids"], areas),
        "people": {field: [person["name"] for person in names.in_order(programme[field])] for field in lists},
        "flags": flags_of(programme),
        "own": current().person_id in programme["coordinator_ids"],
    }
