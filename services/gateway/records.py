"""What a trainer fills in about a session, and how two versions of it differ."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField
from wtforms import Form as PartForm

from services.gateway import errors, formats
from services.gateway.clients import Names
from services.gateway.forms import ChoicesField, DateField, Form
from shared.contracts import trainings as contract
from shared.errors import Invalid

# Before the person's id: the radios of a row, and beside them what was recorded when the page was shown.
ATTENDANCE, BEFORE = "attendance-", "before-"

States = Mapping[UUID, str]


class FollowUpForm(PartForm):
    text = StringField(_l("What was agreed"))
    due_on = DateField(_l("By when"))
    done = BooleanField(_l("Done"))

    @property
    def is_blank(self) -> bool:
        return not (self.text.data or self.due_on.data)


class RecordForm(Form):
    """The attendance is no field of it: a hall full of people would make a form of thousands."""

    call = contract.record_session
    techniques = ChoicesField(_l("Techniques that you used"))
    notes = TextAreaField(
        _l("Notes"),
        description=_l("What the next session should know. Write about situations, not about named people."),
    )
    follow_ups = FieldList(FormField(FollowUpForm), _l("Follow-ups"), min_entries=1)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.techniques.choices = formats.choices("techniques")

    def values(self) -> dict[str, Any]:
        follow_ups = [row.data for row in self._filled_in()]
        return {"techniques": self.techniques.data or [], "notes": self.notes.data or None, "follow_ups": follow_ups}

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


def of(record: dict[str, Any]) -> RecordForm:
    return RecordForm(data={name: record[name] for name in ("techniques", "notes", "follow_ups")})


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
    return [*(people or [same]), *(_part(label, say, theirs, yours) for label, say in _PARTS)]


def _part(label: Any, say: Callable[[dict[str, Any]], str], theirs: dict[str, Any], yours: dict[str, Any]) -> Any:
    return {"key": label, "theirs": say(theirs) or _("Nothing"), "yours": say(yours) or _("Nothing")}


def _techniques(record: dict[str, Any]) -> str:
    return ", ".join(formats.terms(record["techniques"], "techniques"))


def _notes(record: dict[str, Any]) -> str:
    return (record["notes"] or "").replace("\r\n", "\n").strip()


def _follow_ups(record: dict[str, Any]) -> str:
    return "; ".join(follow_up["text"] for follow_up in record["follow_ups"])


_PARTS = ((_l("Techniques"), _techniques), (_l("Notes"), _notes), (_l("Follow-ups"), _follow_ups))
