"""What cities tell each other is a promise between versions, and holds nothing about people, and no figures."""

import json

import jsonschema_rs
import pytest

from deploy.docs.exchanged import exchanged
from shared.contracts import fields, handbook
from shared.contracts.base import Event, Schema, load_event
from tests.contracts import exchanged as keeping
from tests.contracts.compatibility import broken

of_each_event = pytest.mark.parametrize("event", exchanged(), ids=lambda event: event.type)
# By name: what they hold is said in the contract. Whoever adds one thinks of who could be in it.
TEXTS = {
    "city_name", "title", "summary", "attribution", "context_note", "adaptation_note", "reason", "address",
}  # fmt: skip
IDS = {"chapter_id", "city_id"}
NUMBERS = {"number"}


def every_field(schema: type[Schema] | Schema) -> dict[str, object]:
    """Those of its parts too."""
    of_schema = (schema() if isinstance(schema, type) else schema).fields
    inner = [field.inner.schema for field in of_schema.values() if isinstance(field, fields.Many)]
    return {name: field for each in inner for name, field in every_field(each).items()} | dict(of_schema)


def test_they_are_four():
    assert [event.type for event in exchanged()] == [
        "chapter_shared.v1",
        "share_withdrawn.v1",
        "offer_decided.v1",
        "city_joined.v1",
    ]


@of_each_event
def test_no_field_is_about_a_person_and_none_is_a_count(event: type[Event]):
    for name, field in every_field(event).items():
        match field:
            case handbook.Code() | fields.Choice() | handbook.Parts() | fields.Many():
                continue
            case fields.Text():
                assert name in TEXTS
            case fields.Id():
                assert name in IDS
            case fields.Number():
                assert name in NUMBERS  # of an edition
            case _:
                pytest.fail(f"{event.type}.{name} is a {type(field).__name__}")


@of_each_event
def test_it_does_not_change_within_its_version(event: type[Event]):
    """`make docs` notes a new optional field."""
    kept, now = keeping.kept(event.type), keeping.of_today(event)
    assert broken(kept["schema"], now["schema"]) == []
    assert kept == now


@of_each_event
def test_a_city_reads_what_is_sent_today_and_what_newer_cities_add_is_left_out(event: type[Event]):
    example = keeping.kept(event.type)["example"]
    jsonschema_rs.validate(keeping.kept(event.type)["schema"], example)
    read = load_event(event, event.type, {**example, "added_later": "by a newer city"})
    assert json.loads(json.dumps(event().dump(read))) == example


def test_what_is_kept_is_what_there_is():
    assert {path.stem for path in keeping.FOLDER.iterdir()} == {event.type for event in exchanged()}


@of_each_event
def test_who_sends_it_says_so(event: type[Event]):
    assert event().fields["city"].required
    assert event().fields[event.aggregate].required
