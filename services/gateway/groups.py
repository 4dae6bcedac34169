"""What is filled in about a group, and who is at hand for it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from services.gateway import formats
from services.gateway.clients import Names, bus
from services.gateway.forms import ChoicesField, Form
from shared.access import TRAINER
from shared.contracts import identity
from shared.contracts import trainings as contract

MOST_TRAINERS = 1_000
USUAL, OTHER = "usual", "other"


class PlacesForm(Form):
    """A group has the usual number of places, or another one with a reason."""

    name = StringField(_l("Name of the group"))
    size = RadioField(_l("Places"), validate_choice=False)
    places = StringField(_l("How many places?"))
    places_reason = TextAreaField(
        _l("Why more than %(places)s?", places=contract.PLACES),
        description=_l("In a larger group not everybody gets to speak."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        usual = _("%(places)s places", places=contract.PLACES)
        self.size.choices = [(USUAL, usual), (OTHER, _("Another number"))]

    def values(self) -> dict[str, Any]:
        values = super().values()
        if values.pop("size") == USUAL:
            values |= {"places": contract.PLACES, "places_reason": None}
        return values

    @property
    def places_wanted(self) -> int:
        """As far as it can be read; the service has the last word."""
        places = str(self.values()["places"] or "").strip()
        return int(places) if places.isdecimal() else contract.PLACES


class FormGroupForm(PlacesForm):
    call = contract.form_group
    trainer_ids = ChoicesField(_l("Who gives the course?"))


class ChangeGroupForm(PlacesForm):
    call = contract.change_group


class TrainersForm(Form):
    call = contract.set_trainers
    trainer_ids = ChoicesField(_l("Who gives the course?"))


def new() -> FormGroupForm:
    return FormGroupForm(data={"size": USUAL})


def change(group: dict[str, Any]) -> ChangeGroupForm:
    size = USUAL if group["places"] == contract.PLACES else OTHER
    return ChangeGroupForm(data={name: group[name] for name in ("name", "places", "places_reason")} | {"size": size})


def versions(group: dict[str, Any], form: ChangeGroupForm) -> list[dict[str, Any]]:
    """For `ui.versions`: the group as somebody else saved it, and as it was filled in here."""
    yours = form.values()
    labels = {"name": form.name.label.text, "places": form.size.label.text, "places_reason": _("Reason")}
    return [
        {"key": label, "theirs": str(group[name] or ""), "yours": str(yours[name] or "")}
        for name, label in labels.items()
        if group[name] or yours[name]
    ]


def trainers_to_choose(names: Names, assigned: Iterable[UUID] = ()) -> list[tuple[str, str]]:
    """Everybody with the role, and whoever was assigned before losing it."""
    people = bus().ask(identity.people, role=TRAINER, per_page=MOST_TRAINERS)["items"]
    known = {person["id"] for person in people}
    others = [names.about(trainer_id) for trainer_id in assigned if trainer_id not in known]
    return [(str(person["id"]), _with_organisation(person)) for person in [*people, *others]]


def _with_organisation(person: dict[str, Any]) -> str:
    if not person["organisation"]:
        return person["name"]
    return _("%(name)s (%(organisation)s)", name=person["name"], organisation=person["organisation"])


def about(person: dict[str, Any]) -> str | None:
    """Organisation, sector and level, as far as they are known."""
    known = [person["organisation"], formats.term(person["sector"], "sectors"), formats.term(person["level"], "levels")]
    return ", ".join(each for each in known if each) or None


def balance(people: list[dict[str, Any]], part: str, taxonomy: str) -> list[str]:
    """How many of the chosen are of each sector, or of each level, the most first."""
    counts = Counter(person[part] for person in people)
    return [
        _("%(what)s: %(number)s", what=formats.term(code, taxonomy) or _("Not known"), number=number)
        for code, number in counts.most_common()
    ]
