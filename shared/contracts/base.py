"""What a contract is made of: calls that a service answers and events that it announces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from marshmallow import EXCLUDE, RAISE, ValidationError
from marshmallow import Schema as MarshmallowSchema
from marshmallow.fields import Field

from shared.contracts import fields
from shared.errors import Invalid

IDEMPOTENCY_HOURS = 24

# Long lists are counted so far; a total of one more says that there are more. All pages come, though.
COUNTED = 5_000


class Schema(MarshmallowSchema):
    """Refuses fields it does not know, and complains in codes."""

    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}

    class Meta:
        unknown = RAISE

    def __deepcopy__(self, memo: dict[int, Any]) -> Schema:
        """Nobody changes one that is made; what describes the API would copy each of them again and again."""
        return self


class Nothing(Schema):
    """A request or an answer without content."""


class Created(Schema):
    id = fields.Id(required=True)


def paged(item: type[Schema], name: str) -> type[Schema]:
    """A page of `item`s, with the count of all that match."""
    return Schema.from_dict(  # type: ignore[return-value]
        {
            "items": fields.Many(fields.Part(item), required=False, max=1000),
            "total": fields.Number(max=10**9),
            "page": fields.Number(min=1),
            "pages": fields.Number(min=0),
        },
        name=name,
    )


@dataclass(frozen=True)
class Call:
    """One question or order that a service answers.

    `who`: the roles that may make it at all; the service decides about the single record.
    `secret`: request or answer holds a token or password, so neither is stored with an idempotency key.
    `deadline`: seconds after which the caller stops waiting.
    """

    service: str
    name: str
    request: type[Schema]
    answer: type[Schema]
    who: tuple[str, ...]
    changes: bool
    secret: bool = False
    deadline: float = 5.0

    @property
    def routing_key(self) -> str:
        return f"{self.service}.{self.name}"


# Brings a body to the next version. It may be given bodies that were announced years ago.
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


EventTypes = dict[str, type["Event"]]


class Event(Schema):
    """A fact that a service announces. The body holds ids, codes, numbers and dates: no names, no free text.

    Subclasses say their `owner`, their `version`, and in `aggregate` which field names the thing that it happened
    to: events of one thing arrive in the order in which they were published. `upcasters` bring a body of the first
    version to the second, from there to the third, and so on. An older version that is still announced is a class
    beside it, `GroupFormedV1` for `GroupFormed`.
    """

    owner: ClassVar[str]
    aggregate: ClassVar[str]
    version: ClassVar[int] = 1
    upcasters: ClassVar[tuple[Upcaster, ...]] = ()
    name: ClassVar[str]
    type: ClassVar[str]
    kept_in: ClassVar[EventTypes]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "aggregate" not in cls.__dict__:
            return
        assert len(cls.upcasters) == cls.version - 1, f"{cls.__name__}: an upcaster for each older version"
        name = re.sub(r"V\d+$", "", cls.__name__)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        cls.type = f"{cls.name}.v{cls.version}"
        cls.kept_in[cls.type] = cls

    def on_bind_field(self, field_name: str, field_obj: Field) -> None:
        """A city edits its lists: a code that it has dropped since is still read in what was announced before."""
        for field in (field_obj, getattr(field_obj, "inner", None)):
            if isinstance(field, fields.Choice):
                field.listed_only = not field.edited

    @classmethod
    def types(cls) -> tuple[str, ...]:
        """All types that a listener to this event understands, from the oldest to its own."""
        return tuple(f"{cls.name}.v{version}" for version in range(1, cls.version + 1))


# By type: what is announced inside a city, and what cities tell each other over the exchange.
EVENTS: EventTypes = {}
BETWEEN_CITIES: EventTypes = {}
Event.kept_in = EVENTS


@dataclass(frozen=True)
class Contract:
    """The calls of one service, by name."""

    service: str
    calls: dict[str, Call]

    def command(
        self,
        name: str,
        request: type[Schema] = Nothing,
        answer: type[Schema] = Nothing,
        *,
        who: Iterable[str],
        secret: bool = False,
        deadline: float = 5.0,
    ) -> Call:
        return self._add(Call(self.service, name, request, answer, tuple(who), True, secret, deadline))

    def query(
        self,
        name: str,
        request: type[Schema] = Nothing,
        answer: type[Schema] = Nothing,
        *,
        who: Iterable[str],
        secret: bool = False,
        deadline: float = 5.0,
    ) -> Call:
        return self._add(Call(self.service, name, request, answer, tuple(who), False, secret, deadline))

    def _add(self, call: Call) -> Call:
        assert call.name not in self.calls, f"{call.routing_key} is declared twice"
        self.calls[call.name] = call
        return call


def contract(service: str) -> Contract:
    return Contract(service, {})


def load_event(event: type[Event], type_: str, body: Any) -> dict[str, Any]:
    """`body` of one of the `event.types()`, as the newest. Fields that are newer than this listener are left out."""
    for upcast in event.upcasters[event.types().index(type_) :]:
        body = upcast(body)
    return load(event, body, unknown=EXCLUDE)


@cache
def instance(schema: type[MarshmallowSchema]) -> MarshmallowSchema:
    """Making one binds all its fields, which takes longer than loading with it."""
    return schema()


def load(schema: type[MarshmallowSchema], data: Any, unknown: Literal["exclude"] | None = None) -> dict[str, Any]:
    """`data` checked against `schema`; raises Invalid with codes by field path (`rows.2.email`)."""
    try:
        return instance(schema).load(data, unknown=unknown)
    except ValidationError as error:
        raise Invalid(flatten(error.messages)) from error


def flatten(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested complaints as one level: path -> codes."""
    if isinstance(messages, list):
        return {path or "_": [str(m) for m in messages]}
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        name = "_" if key == "_schema" else str(key)
        flat |= flatten(value, f"{path}.{name}" if path else name)
    return flat
