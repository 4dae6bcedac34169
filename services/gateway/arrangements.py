"""How the language, the arrangements and the roles of a session are said and filled in."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location
from flask import current_app
from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PartForm

from services.gateway import errors, formats, plans
from services.gateway.clients import Names
from services.gateway.forms import ChoicesField, Form
from shared.contracts import trainings as contract
from shared.contracts.fields import local

NOBODY_BY_NAME = _l("Write numbers and what is needed, no names: “two places for a wheelchair”.")
BLANK_ROLES = 2
REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class ArrangementsForm(Form):
    call = contract.save_arrangements
    language = SelectField(_l("In which language is it given?"), validate_choice=False)
    interpreter = RadioField(_l("Interpreter"), validate_choice=False)
    interpreter_language = SelectField(_l("Interpreter for which language?"), validate_choice=False)
    time_zone = StringField(
        _l("Time zone of the people online"),
        description=_l("Only when it is another than that of the city. For example Europe/Helsinki."),
        render_kw={"list": "time-zones", "autocomplete": "off"},
    )
    reading = ChoicesField(_l("To read beforehand"), description=_l("Chapters of the handbook; at most ten."))
    rooms = TextAreaField(_l("Rooms and material"))
    catering = TextAreaField(_l("Catering"), description=NOBODY_BY_NAME)
    access_needs = TextAreaField(_l("Accessibility and special needs"), description=NOBODY_BY_NAME)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language.choices = formats.choices("languages", blank=_("Not said"))
        self.interpreter_language.choices = formats.choices("languages", blank=_("Choose a language"))
        self.interpreter.choices = [(code, formats.label(code, "interpreter")) for code in contract.INTERPRETERS]

    def offer(self, chapters: list[tuple[str, str]]) -> None:
        """The chapters to choose from."""
        self.reading.choices = chapters

    def values(self) -> dict[str, Any]:
        values = super().values()
        if values["interpreter"] == "none":
            values["interpreter_language"] = None
        return values


class RoleForm(PartForm):
    person_id = SelectField(_l("Who"), validate_choice=False)
    role = SelectField(_l("Role"), validate_choice=False)
    observed_id = SelectField(_l("Observes"), validate_choice=False)


class RolesForm(Form):
    call = contract.set_session_roles
    roles = FieldList(FormField(RoleForm), _l("Roles"))

    def offer(self, people: list[tuple[str, str]]) -> None:
        """The people to choose from, in every row, and some empty rows more."""
        for _number in range(BLANK_ROLES if not self.sent else 0):
            self.roles.append_entry()
        for row in self.roles:
            row.form.person_id.choices = [("", _("Nobody")), *people]
            row.form.observed_id.choices = [("", _("Nobody")), *people]
            row.form.role.choices = [(role, formats.label(role, "session_role")) for role in contract.SESSION_ROLES]

    def values(self) -> dict[str, Any]:
        return {"roles": [_role(row.form.data) for row in self._filled_in()]}

    def _filled_in(self) -> list[Any]:
        return [row for row in self.roles if row.form.person_id.data]

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        """What is wrong with one role goes to its row."""
        others = {}
        for path, codes in complaints.items():
            list_, number, name = [*path.split("."), "", ""][:3]
            if list_ == "roles" and name:
                field = self._filled_in()[int(number)].form[name]
                field.errors = [errors.field_sentence(code) for code in codes]
                self.roles.errors = [*self.roles.errors, *field.errors]
            else:
                others[path] = codes
        return super()._to_fields(others)


def _role(row: dict[str, Any]) -> dict[str, Any]:
    observes = row["role"] == "observer"
    return {**row, "observed_id": (row["observed_id"] or None) if observes else None}


def of(arranged: dict[str, Any]) -> ArrangementsForm:
    return ArrangementsForm(data={name: arranged[name] for name in contract.ArrangementsFields().fields})


def roles_of(arranged: dict[str, Any]) -> RolesForm:
    rows = [{name: str(value or "") for name, value in role.items()} for role in arranged["roles"]]
    return RolesForm(data={"roles": rows})


def differences(theirs: dict[str, Any], form: ArrangementsForm) -> list[dict[str, str]]:
    """For `ui.versions`."""
    yours, titles = form.values(), dict(form.reading.choices or [])
    return [
        {
            "key": str(form[name].label.text),
            "theirs": _said(name, theirs[name], titles),
            "yours": _said(name, yours[name], titles),
        }
        for name in contract.ArrangementsFields().fields
    ]


def _said(name: str, value: Any, titles: dict[str, str]) -> str:
    if name == "reading":
        return ", ".join(titles[str(chapter_id)] for chapter_id in value or [] if str(chapter_id) in titles)
    if name in ("language", "interpreter_language"):
        return formats.term(value, "languages")
    return formats.label(value, "interpreter") if name == "interpreter" else value or ""


def people_in(arranged: dict[str, Any]) -> list[UUID]:
    """Whose names are needed to show it."""
    with_roles = [each for role in arranged["roles"] for each in (role["person_id"], role["observed_id"])]
    return [*with_roles, *(each for clash in arranged["clashes"] for each in clash["trainer_ids"])]


def givers(arranged: dict[str, Any], names: Names) -> list[str]:
    """Everybody with a role, the trainers first."""
    roles = sorted(arranged["roles"], key=lambda role: contract.SESSION_ROLES.index(role["role"]))
    return [_giver(role, names) for role in roles]


def _giver(role: dict[str, Any], names: Names) -> str:
    name = names[role["person_id"]]
    if role["role"] == "trainer":
        return name
    if role["role"] == "observer":
        return _("%(name)s (observes %(observed)s)", name=name, observed=names[role["observed_id"]])
    return _("%(name)s (%(role)s)", name=name, role=formats.label(role["role"], "session_role").lower())


def languages(arranged: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.summary_list`: nothing where nothing was said."""
    found = []
    if arranged["language"]:
        found.append({"key": _("Language"), "value": formats.term(arranged["language"], "languages")})
    if arranged["interpreter"] != "none":
        state = formats.label(arranged["interpreter"], "interpreter").lower()
        language = formats.term(arranged["interpreter_language"], "languages")
        found.append({"key": _("Interpreter"), "value": _("%(language)s (%(state)s)", language=language, state=state)})
    return found


def practical(arranged: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {"rooms": _("Rooms and material"), "catering": _("Catering"), "access_needs": _("Special needs")}
    return [{"key": label, "value": arranged[name]} for name, label in labels.items() if arranged[name]]


def times(session: dict[str, Any], time_zone: str | None) -> str | list[str]:
    """When it is; for people online with the place whose clock is meant, and in their own time too."""
    here = current_app.config["CITY"].time_zone
    said = plans.from_to(session)
    if session["delivery"] == "on_site":
        return said
    told = [_("%(when)s (time in %(city)s)", when=said, city=_city(here))]
    if time_zone and time_zone != here:
        starts_at, ends_at = (local(session[end], time_zone) for end in ("starts_at", "ends_at"))
        there = _("%(moment)s to %(until)s", moment=_moment(starts_at), until=_clock(ends_at))
        told.append(_("%(when)s (time in %(city)s)", when=there, city=_city(time_zone)))
    return told


def _city(time_zone: str) -> str:
    return get_timezone_location(ZoneInfo(time_zone), locale=get_locale(), return_city=True)


def _moment(value: datetime) -> str:
    return f"{formats.long_day(value, rebase=False)}, {_clock(value)}"


def _clock(value: datetime) -> str:
    return format_time(value, "short", rebase=False)


def time_zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS)
