"""What a trainer fills in about a session, and how two versions of it differ."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms import Form as PartForm

from services.gateway import errors, formats
from services.gateway.clients import Names
from services.gateway.forms import ChoicesField, DateField, Form
from shared.contracts import trainings as contract
from shared.errors import Invalid

# Before the person's id: the radios of a row, and beside them what was recorded when the page was shown.
ATTENDANCE, BEFORE = "attendance-", "before-"

CONTENT = ("techniques", "covered", "insights", "agreements", "notes", "follow_ups")

States = Mapping[UUID, str]


class FollowUpForm(PartForm):
    text = StringField(_l("What is to be done"))
    owner_id = SelectField(_l("Who sees to it"), validate_choice=False)
    due_on = DateField(_l("By when"))
    done = BooleanField(_l("Done"))

    @property
    def is_blank(self) -> bool:
        return not (self.text.data or self.due_on.data)


class RecordForm(Form):
    """The attendance is no field of it: a hall full of people would make a form of thousands."""

    call = contract.record_session
    covered = ChoicesField(_l("What of the agenda did you get to?"))
    techniques = ChoicesField(_l("Techniques that you used"))
    insights = TextAreaField(
        _l("Insights"), description=_l("What the group came to see. Write about situations, not about named people.")
    )
    agreements = TextAreaField(
        _l("Agreements"),
        description=_l("What the group agreed on. Names of people outside of the group do not belong here."),
    )
    notes = TextAreaField(
        _l("Notes"),
        description=_l("What the next session should know. Write about situations, not about named people."),
    )
    follow_ups = FieldList(FormField(FollowUpForm), _l("Follow-ups"), min_entries=1)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.techniques.choices = formats.choices("techniques")

    def offer(self, session: dict[str, Any], names: Names) -> None:
        """What there is to choose from in this session: its agenda, and who may see to a follow-up."""
        lines = session["book"]["agenda"]["lines"]
        self.covered.choices = [(line, line) for line in [*lines, *_left(self.covered.data or [], lines)]]
        taken_on = [owner_id for row in self.follow_ups if (owner_id := _owner(row.form.owner_id.data))]
        owners = names.in_order(list({*session["book"]["owner_ids"], *taken_on}))
        offered = [("", _("Nobody yet")), *((str(person["id"]), person["name"]) for person in owners)]
        for row in self.follow_ups:
            row.form.owner_id.choices = offered

    def values(self) -> dict[str, Any]:
        texts = {name: self[name].data or None for name in ("notes", "insights", "agreements")}
        follow_ups = [row.data | {"owner_id": row.owner_id.data or None} for row in self._filled_in()]
        ticked = {"techniques": self.techniques.data or [], "covered": self.covered.data or []}
        return {**ticked, **texts, "follow_ups": follow_ups}

    def _filled_in(self) -> list[FollowUpForm]:
        return [row.form for row in self.follow_ups if not row.form.is_blank]

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        """What is wrong with one follow-up goes to its row."""
        others = {}
        for path, codes in complaints.items():
            list_, number, name = [*path.split("."), "", ""][:3]
            if list_ == "follow_ups" and name:
                field = self._filled_in()[int(number)][name]
                field.errors = [errors.field_sentence(code) for code in codes]
                self.follow_ups.errors = [*self.follow_ups.errors, *field.errors]
            else:
                others[path] = codes
        return super()._to_fields(others)


def _left(chosen: list[str], lines: list[str]) -> list[str]:
    """Lines that were got to and have left the agenda since."""
    return [line for line in chosen if line not in lines]


def _owner(typed: str | UUID | None) -> UUID | None:
    try:
        return UUID(str(typed)) if typed else None
    except ValueError:
        return None


def of(record: dict[str, Any]) -> RecordForm:
    return RecordForm(data={name: record[name] for name in CONTENT})


def as_it_starts(session: dict[str, Any]) -> States:
    """Who has checked in was there and who sent word was excused, until it is recorded otherwise."""
    recorded = states_of(session["record"])
    said = {
        line["person_id"]: "present" if line["checked_in_at"] else "excused" for line in session["book"]["presence"]
    }
    return {
        person_id: said.get(person_id, state) if state == "not_recorded" else state
        for person_id, state in recorded.items()
    }


def states_of(record: dict[str, Any]) -> dict[UUID, str]:
    return {line["person_id"]: line["state"] for line in record["attendance"]}


def ticked() -> dict[UUID, str]:
    """How people attended, as far as it was changed on this page: what somebody else ticked meanwhile is theirs.

    Who does not belong to the session is for the service to refuse.
    """
    sent = {name.removeprefix(ATTENDANCE): state for name, state in request.form.items() if name.startswith(ATTENDANCE)}
    try:
        return {UUID(each): state for each, state in sent.items() if state != request.form.get(BEFORE + each)}
    except ValueError as error:
        raise Invalid({"attendance": ["not_an_id"]}) from error


def all_present(states: States) -> dict[UUID, str]:
    """Who is not yet recorded was there. The whole list, so that sending it again asks for the same."""
    return {person_id: "present" if state == "not_recorded" else state for person_id, state in states.items()}


def as_lines(states: States) -> list[dict[str, Any]]:
    return [{"person_id": person_id, "state": states[person_id]} for person_id in sorted(states)]


def differences(theirs: dict[str, Any], yours: dict[str, Any], states: States, names: Names) -> list[dict[str, str]]:
    """For `ui.versions`: everybody whose attendance differs, and the other parts."""
    saved = states_of(theirs)
    differing = [person for person in names.in_order(list(states)) if saved.get(person["id"]) != states[person["id"]]]
    people = [
        {
            "key": person["name"],
            "theirs": formats.label(saved.get(person["id"]), "attendance"),
            "yours": formats.label(states[person["id"]], "attendance"),
        }
        for person in differing
    ]
    same = {"key": _("Attendance"), "theirs": _("As you filled it in"), "yours": _("As you filled it in")}
    return [*(people or [same]), *parts(theirs, yours)]


def parts(theirs: dict[str, Any], yours: dict[str, Any]) -> list[dict[str, str]]:
    """What was written in two versions, part by part."""
    return [_part(label, say, theirs, yours) for label, say in _PARTS]


def _part(label: Any, say: Callable[[dict[str, Any]], str], theirs: dict[str, Any], yours: dict[str, Any]) -> Any:
    return {"key": label, "theirs": say(theirs) or _("Nothing"), "yours": say(yours) or _("Nothing")}


def _techniques(record: dict[str, Any]) -> str:
    return ", ".join(formats.terms(record["techniques"], "techniques"))


def _covered(record: dict[str, Any]) -> str:
    return "; ".join(record["covered"])


def _text(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda record: (record[name] or "").replace("\r\n", "\n").strip()


def _follow_ups(record: dict[str, Any]) -> str:
    return "; ".join(follow_up["text"] for follow_up in record["follow_ups"])


_PARTS = (
    (_l("Agenda"), _covered),
    (_l("Techniques"), _techniques),
    (_l("Insights"), _text("insights")),
    (_l("Agreements"), _text("agreements")),
    (_l("Notes"), _text("notes")),
    (_l("Follow-ups"), _follow_ups),
)
