"""docs/asyncapi.yaml is AsyncAPI 3.0, complete, and true of what stands in an outbox."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from deploy.docs import DOCS, golden_files
from shared.contracts.base import Event
from tests.contracts import golden

SCHEMA = Path(__file__).parent / "asyncapi" / "schema-3.0.0.json"
EVENTS = golden.events()
of_each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return yaml.safe_load((DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asyncapi() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_document_is_asyncapi(document: dict[str, Any], asyncapi: jsonschema_rs.Validator):
    assert [f"{error.instance_path}: {error.message}" for error in asyncapi.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["channels"], []),
        (["operations", "announce.group_formed.v1", "action"], "shout"),
        (["channels", "group_formed.v1", "bindings", "amqp", "exchange", "type"], "megaphone"),
        (["components", "schemas", "group_formed.v1", "required"], "group_id"),
    ],
    ids=lambda part: part[-1] if isinstance(part, list) and part else None,
)
def test_what_is_no_asyncapi_is_found(
    document: dict[str, Any], asyncapi: jsonschema_rs.Validator, path: list[str], wrong: Any
):
    changed = part = deepcopy(document)
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = wrong
    assert not asyncapi.is_valid(changed)


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    broken = [path for path in references(document) if not leads_somewhere(document, path)]
    assert broken == []


def test_every_event_has_its_channel_and_nothing_else_has(document: dict[str, Any]):
    assert set(document["channels"]) == {event.type for event in EVENTS}
    sent = {operation["channel"]["$ref"] for operation in document["operations"].values()}
    assert sent == {f"#/channels/{event.type}" for event in EVENTS}


@of_each_event
def test_an_event_is_found_at_the_exchange_of_its_owner(document: dict[str, Any], event: type[Event]):
    channel = document["channels"][event.type]
    exchange = {"name": f"{event.owner}.events", "type": "topic", "durable": True, "autoDelete": False}
    assert (channel["address"], channel["bindings"]["amqp"]["exchange"]) == (event.type, exchange)


@of_each_event
def test_what_the_golden_files_hold_fits_the_document(document: dict[str, Any], event: type[Event]):
    examples = document["components"]["messages"][event.type]["examples"]
    kept = [json.loads(path.read_text()) for path in golden_files(event.type)]
    assert [(example["headers"], example["payload"]) for example in examples] == [
        (message["headers"], message["body"]) for message in kept
    ]
    for message in kept:
        assert set(message["headers"]) == set(document["components"]["schemas"]["attributes"]["properties"])
        check(document, "attributes", message["headers"])
        check(document, event.type, message["body"])


def check(document: dict[str, Any], schema: str, data: Any) -> None:
    jsonschema_rs.Draft7Validator(document["components"]["schemas"][schema], validate_formats=True).validate(data)


def references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [path for each in part for path in references(each)]
    if isinstance(part, dict):
        return [part["$ref"]] if "$ref" in part else references(list(part.values()))
    return []


def leads_somewhere(document: dict[str, Any], reference: str) -> bool:
    part: Any = document
    for name in reference.removeprefix("#/").split("/"):
        part = part.get(name, {})
    return bool(part)
