"""Marshmallow fields whose complaints are codes, so that the gateway can say them in the reader's language.

A code may carry one number after a colon: `too_long:200`.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError, fields

CODES = {"required": "required", "null": "required", "validator_failed": "wrong"}
# The version of the sealing, and at least a nonce and a tag; the longest is some twenty pages of text.
SEALED = r"v1:[A-Za-z0-9+/]{40,}={0,2}"
MOST_SEALED = 100_000
# No XML can hold them, and so neither a document nor a spreadsheet: a terminal or a PDF leaves them in what is pasted.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Word breaks a line with the one and a page with the other.
LINE_BREAK = re.compile(r"\r\n|\x0b|\x0c")
fields.Field.default_error_messages.update(CODES)


def plain(text: str) -> str:
    """Lines end with a newline, and what no document can hold is dropped."""
    return NO_TEXT.sub("", LINE_BREAK.sub("\n", text))


class Text(fields.String):
    """Plain text without surrounding blanks. Blank counts as missing: null when allowed, else `required`."""

    default_error_messages = {"invalid": "not_a_text", "invalid_utf8": "not_a_text"}

    def __init__(self, *, max: int = 200, min: int = 1, **kwargs: Any):
        self.max, self.min = max, min
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = plain(super()._deserialize(value, attr, data, **kwargs)).strip()
        if not text:
            if self.allow_none:
                return None
            raise ValidationError("required")
        if len(text) < self.min:
            raise ValidationError(f"too_short:{self.min}")
        if len(text) > self.max:
            raise ValidationError(f"too_long:{self.max}")
        return text


class Secret(fields.String):
    """A password or token: taken as it is, never logged."""

    default_error_messages = {"invalid": "not_a_text", "invalid_utf8": "not_a_text"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text:
            raise ValidationError("required")
        if len(text) > 500:
            raise ValidationError("too_long:500")
        return text


class Sealed(fields.String):
    """What only the holder of a key reads, as base64 after `SEALED`; so nobody sends by mistake what all can read."""

    default_error_messages = {"invalid": "not_sealed", "invalid_utf8": "not_sealed"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not re.fullmatch(SEALED, text):
            raise ValidationError("not_sealed")
        if len(text) > MOST_SEALED:
            raise ValidationError(f"too_long:{MOST_SEALED}")
        return text


class Email(Text):
    def __init__(self, **kwargs: Any):
        super().__init__(max=254, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is None:
            return None
        try:
            # `.example` addresses are reserved for demonstrations and tests, and are accepted as such.
            checked = validate_email(text, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise ValidationError("not_an_email") from error
        return checked.normalized.lower()


class Id(fields.UUID):
    default_error_messages = {"invalid_uuid": "not_an_id"}


class Date(fields.Date):
    default_error_messages = {"invalid": "not_a_date", "format": "not_a_date"}

    def __init__(self, **kwargs: Any):
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        date = super()._deserialize(value, attr, data, **kwargs)
        if not 1900 <= date.year <= 2200:
            raise ValidationError("not_a_date")
        return date


class Time(fields.Time):
    """A clock time, `09:00`."""

    default_error_messages = {"invalid": "not_a_time", "format": "not_a_time"}


class Moment(fields.AwareDateTime):
    """A point in time with its offset, in UTC on the bus."""

    default_error_messages = {
        "invalid": "not_a_moment",
        "invalid_awareness": "not_a_moment",
        "format": "not_a_moment",
    }

    def __init__(self, **kwargs: Any):
        super().__init__(format="iso", default_timezone=None, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs).astimezone(dt.UTC)


class Number(fields.Integer):
    default_error_messages = {"invalid": "not_a_number", "too_large": "not_a_number"}

    def __init__(self, *, min: int = 0, max: int = 1_000_000, **kwargs: Any):
        self.min, self.max = min, max
        super().__init__(strict=False, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValidationError("not_a_number")
        number = super()._deserialize(value, attr, data, **kwargs)
        if number < self.min:
            raise ValidationError(f"too_small:{self.min}")
        if number > self.max:
            raise ValidationError(f"too_large:{self.max}")
        return number


class Decimal(fields.Float):
    """A measured figure such as a mean."""

    default_error_messages = {
        "invalid": "not_a_number",
        "too_large": "not_a_number",
        "special": "not_a_number",
    }


class YesNo(fields.Boolean):
    default_error_messages = {"invalid": "not_yes_or_no"}


class Choice(fields.String):
    """One of the given codes. `choices` may be a function, asked each time (taxonomies can be edited)."""

    listed_only = True
    default_error_messages = {"invalid": "not_a_choice", "invalid_utf8": "not_a_choice"}

    def __init__(self, choices: tuple[str, ...] | Callable[[], tuple[str, ...]], **kwargs: Any):
        self.choices = choices
        super().__init__(**kwargs)

    @property
    def edited(self) -> bool:
        """Whether a city may edit the list."""
        return callable(self.choices)

    def codes(self) -> tuple[str, ...]:
        return self.choices() if callable(self.choices) else self.choices

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        code = super()._deserialize(value, attr, data, **kwargs)
        if code == "" and self.allow_none:
            return None
        if code == "":
            raise ValidationError("required")
        if self.listed_only and code not in self.codes():
            raise ValidationError("not_a_choice")
        return code


class TimeZone(Choice):
    def __init__(self, **kwargs: Any):
        super().__init__(lambda: tuple(available_timezones()), **kwargs)


class Link(Text):
    """An http or https address, such as that of an online meeting."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is not None:
            parts = urlsplit(text)
            if parts.scheme not in ("http", "https") or not parts.netloc:
                raise ValidationError("not_a_link")
        return text


class Many(fields.List):
    default_error_messages = {"invalid": "not_a_list"}

    def __init__(self, inner: Any, *, max: int = 500, **kwargs: Any):
        self.max = max
        super().__init__(inner, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        items = super()._deserialize(value, attr, data, **kwargs)
        if len(items) > self.max:
            raise ValidationError(f"too_many:{self.max}")
        if self.required and not items:
            raise ValidationError("required")
        return items


class Part(fields.Nested):
    default_error_messages = {"type": "not_an_object"}


class Counts(fields.Dict):
    """Code -> count."""

    def __init__(self, **kwargs: Any):
        super().__init__(keys=fields.String(), values=fields.Integer(), **kwargs)


class Cell(fields.String):
    """A cell of an imported file: any text, judged later, line by line."""

    default_error_messages = {"invalid": "not_a_text", "invalid_utf8": "not_a_text"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs)[:1000].strip()


class Codes(fields.Dict):
    """Name -> code, such as a column and what is wrong with it."""

    def __init__(self, **kwargs: Any):
        super().__init__(keys=fields.String(), values=fields.String(), **kwargs)


class Known(fields.Dict):
    """Name -> what is known under it, which may be nothing."""

    default_error_messages = {"invalid": "not_an_object"}

    def __init__(self, **kwargs: Any):
        super().__init__(keys=fields.String(), values=fields.String(allow_none=True), **kwargs)


class AnyData(fields.Raw):
    """Plain JSON of no fixed shape, such as the other version in a conflict."""


def local(moment: dt.datetime, time_zone: str) -> dt.datetime:
    return moment.astimezone(ZoneInfo(time_zone))
