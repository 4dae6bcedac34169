"""Forms ask; the contract decides. A form's fields bear the names of a call's request, which says what is required
and how long it may be; what the service finds wrong comes back to the field that it is about.
"""

from typing import Any
from uuid import uuid4

from flask import Flask, request
from flask_wtf import FlaskForm
from marshmallow import fields as contract_fields
from wtforms import Field, SelectMultipleField, TextAreaField
from wtforms.widgets import TextInput

from services.gateway import errors
from services.gateway.clients import bus
from shared.contracts.base import Call
from shared.errors import Invalid, Refusal


class Form(FlaskForm):
    """Subclasses name the `call` that they are sent to.

    `send` carries it out. When it is refused, the values stay, each field has its message, `problem` has the
    sentence about the whole and `status` the status for the page that is shown again.
    """

    call: Call

    class Meta:
        csrf = False  # checked for every form at once, before the page runs

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.problem: str | None = None
        self.refusal: Refusal | None = None
        self.status = 200
        for name, wanted in self.call.request().fields.items():
            if name in self._fields:
                _take_over(self._fields[name], wanted)

    @property
    def sent(self) -> bool:
        return request.method == "POST"

    def values(self) -> dict[str, Any]:
        """What was filled in, as typed. An empty text goes as null: the contract says whether it may be."""
        return {name: None if field.data == "" else field.data for name, field in self._fields.items()}

    def send(self, **more: Any) -> dict[str, Any] | None:
        """The answer, or None when it was refused. `more` is what the page knows besides the fields."""
        try:
            return self.order(key(), **{**self.values(), **more})
        except Refusal as refusal:
            self.take(refusal)
            return None

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        """For a form that takes more than one call."""
        return bus().order(self.call, key, **data)

    def take(self, refusal: Refusal) -> None:
        """Shows a refusal on this form. One about rights or about what is missing is a page of its own."""
        if refusal.status in (401, 403, 404):
            raise refusal
        self.refusal, self.status = refusal, refusal.status
        left = self._to_fields(refusal.fields) if isinstance(refusal, Invalid) else [errors.sentence(refusal)]
        self.problem = " ".join(left) or None

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        """Puts each complaint at its field; gives back those that belong to none."""
        left = []
        for path, codes in complaints.items():
            field = self._fields.get(path.split(".")[0])
            messages = [errors.field_sentence(code) for code in codes]
            if field is None:
                left += [f"{path}: {message}" for message in messages]
            else:
                field.errors = [*field.errors, *messages]
        return left

    @property
    def extra_errors(self) -> list[tuple[str, str | None]]:
        """For `ui.error_summary(form, extra=form.extra_errors)`."""
        return [(self.problem, None)] if self.problem else []


def _take_over(field: Field, wanted: contract_fields.Field) -> None:
    """What the contract requires and limits, told to the reader before anything is sent."""
    field.flags.required = wanted.required
    limit = getattr(wanted, "max", None)
    if limit is not None and isinstance(wanted, contract_fields.String):
        field.flags.maxlength = limit


class DateField(Field):
    """Day, month and year in three inputs (`name-day`, `name-month`, `name-year`). `data` is ISO text or null."""

    widget = TextInput()
    PARTS = ("day", "month", "year")

    def __init__(self, *args: Any, **kwargs: Any):
        self.data_parts = dict.fromkeys(self.PARTS, "")
        super().__init__(*args, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters) if data is not None else super().process(None)
        if formdata and any(f"{self.name}-{part}" in formdata for part in self.PARTS):
            self.data_parts = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in self.PARTS}
            self.data = self._as_iso()
        elif self.data:
            self.data_parts = {part: str(getattr(self.data, part)) for part in self.PARTS}

    def _as_iso(self) -> str | None:
        """What can't be a date is passed on as it is, for the contract to refuse."""
        day, month, year = (self.data_parts[part] for part in self.PARTS)
        if not (day or month or year):
            return None
        return f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}"


class TimeField(Field):
    """A clock time as people type it: 9.30, 9:30, 09:30 or 9."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = (valuelist[0] if valuelist else "").strip().replace(".", ":").lower().removesuffix("h").rstrip(": ")
        hour, _colon, minute = typed.partition(":")
        self.data = f"{hour.zfill(2)}:{minute.zfill(2)}" if hour.isdigit() and (minute or "00").isdigit() else typed

    def _value(self) -> str:
        if self.data is None:
            return ""
        return self.data.strftime("%H:%M") if hasattr(self.data, "strftime") else str(self.data)


class ChoicesField(SelectMultipleField):
    """Checkboxes; what isn't among the choices is for the contract to refuse."""

    def pre_validate(self, form: Any) -> None:
        """Left to the contract."""


class LinesField(TextAreaField):
    """A list, one thing a line."""

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = (line.strip() for line in (valuelist[0] if valuelist else "").splitlines())
        self.data = [line for line in lines if line]

    def _value(self) -> str:
        return "\n".join(self.data or [])


def key() -> str:
    """The idempotency key of the form that was sent, or a new one for the form that is shown."""
    return request.form.get("idempotency_key") or str(uuid4())


def install(app: Flask) -> None:
    app.jinja_env.globals["idempotency_key"] = key
