"""docs/asyncapi.yaml: how a program that is not ours listens to a city, as AsyncAPI 3.0.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import yaml

from deploy.docs import ROOT, announced, golden_files, json_schema, meaning, older_one_announced
from shared.contracts.base import Event
from shared.messaging import topology
from shared.messaging.envelope import CONTENT_TYPE, PREFIX

LISTENING = Path(__file__).with_name("listening.md")

ATTRIBUTES: dict[str, dict[str, Any]] = {
    "specversion": {"const": "1.0", "description": "The version of CloudEvents."},
    "id": {"format": "uuid", "description": "Names this event. A repeat has the same id."},
    "type": {"description": "What happened, with the version of its body; also the routing key."},
    "source": {
        "pattern": "^/[a-z0-9-]+(/[0-9]+)?/[a-z]+$",
        "description": "The city and the service that announced it: `/rotterdam/trainings`. After a restore with a"
        " number: `/rotterdam/2/trainings`.",
    },
    "subject": {"format": "uuid", "description": "The thing that it happened to. Events of one thing are in order."},
    "time": {"format": "date-time", "description": "When it happened, in UTC."},
    "datacontenttype": {"const": CONTENT_TYPE, "description": "Of the body."},
    "sequence": {
        "pattern": "^[1-9][0-9]*$",
        "description": "In decimal digits: counts the events of this source and subject from 1, over all types.",
    },
    "correlationid": {"description": "The same for everything that followed from one act of one person or timer."},
    "causationid": {"description": "The id of the message that led to this one, when there was one."},
    "traceparent": {"description": "W3C Trace Context."},
}
NOT_ALWAYS = {"causationid"}


def page() -> str:
    return "# Written by `python -m deploy.docs` from shared/contracts/ and the golden files.\n" + yaml.dump(
        document(), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120
    )


def document() -> dict[str, Any]:
    events = announced()
    return {
        "asyncapi": "3.0.0",
        "id": "urn:middleground:events",
        "info": {
            "title": "Middleground: the events of a city",
            "version": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
            "description": LISTENING.read_text(encoding="utf-8"),
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"city": _server()},
        "channels": {event.type: _channel(event) for event in events},
        "operations": {f"announce.{event.type}": _operation(event) for event in events},
        "components": {
            "messages": {event.type: _message(event) for event in events},
            "messageTraits": {"cloudEvent": _trait()},
            "schemas": {"attributes": _attributes()} | {event.type: json_schema.payload(event) for event in events},
            "correlationIds": {"act": {"location": f"$message.header#/{PREFIX}correlationid"}},
            "securitySchemes": {"account": {"type": "userPassword", "description": "Made by the city's operator."}},
        },
    }


def _server() -> dict[str, Any]:
    return {
        "host": "{broker}",
        "pathname": "/{vhost}",
        "protocol": "amqp",
        "protocolVersion": "0-9-1",
        "description": "The RabbitMQ of a city: each city has a vhost of its own, or a broker of its own.",
        "variables": {
            "broker": {"description": "Host and port.", "examples": ["broker.city.example:5672"]},
            "vhost": {"description": "As the operator named it.", "examples": ["rotterdam"]},
        },
        "security": [_ref("components", "securitySchemes", "account")],
    }


def _channel(event: type[Event]) -> dict[str, Any]:
    exchange = topology.exchange(event.owner)
    return {
        "address": event.type,
        "description": _about(event),
        "servers": [_ref("servers", "city")],
        "messages": {event.type: _ref("components", "messages", event.type)},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": exchange.name,
                    "type": exchange.type,
                    "durable": exchange.durable,
                    "autoDelete": exchange.auto_delete,
                },
                "bindingVersion": "0.3.0",
            }
        },
    }


def _about(event: type[Event]) -> str:
    how = f"by {event.owner}, in order for each `{event.aggregate}`"
    older = older_one_announced(event)
    return f"To be announced {how}; until then `{older}` is." if older else f"Announced {how}."


def _operation(event: type[Event]) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": _ref("channels", event.type),
        "summary": f"The city sends `{event.type}`; who is bound to it receives it.",
        "messages": [_ref("channels", event.type, "messages", event.type)],
        "bindings": {"amqp": {"deliveryMode": 2, "timestamp": True, "bindingVersion": "0.3.0"}},
    }


def _message(event: type[Event]) -> dict[str, Any]:
    about = {"description": meaning(event)} if meaning(event) else {}
    return {
        "name": event.type,
        "title": event.name.replace("_", " ").capitalize(),
        **about,
        "x-subject": event.aggregate,
        "traits": [_ref("components", "messageTraits", "cloudEvent")],
        "payload": _ref("components", "schemas", event.type),
        "examples": [_example(path) for path in golden_files(event.type)],
    }


def _example(path: Path) -> dict[str, Any]:
    message = json.loads(path.read_text(encoding="utf-8"))
    return {"name": path.stem, "headers": message["headers"], "payload": message["body"]}


def _trait() -> dict[str, Any]:
    return {
        "contentType": CONTENT_TYPE,
        "headers": _ref("components", "schemas", "attributes"),
        "correlationId": _ref("components", "correlationIds", "act"),
        "bindings": {"amqp": {"contentEncoding": "utf-8", "bindingVersion": "0.3.0"}},
    }


def _attributes() -> dict[str, Any]:
    return {
        "description": "CloudEvents 1.0 in binary mode: its attributes as AMQP headers, all of them text.",
        "type": "object",
        "properties": {PREFIX + name: {"type": "string", **schema} for name, schema in ATTRIBUTES.items()},
        "required": [PREFIX + name for name in ATTRIBUTES if name not in NOT_ALWAYS],
    }


def _ref(*path: str) -> dict[str, str]:
    return {"$ref": f"#/{'/'.join(path)}"}


class Dumper(yaml.SafeDumper):
    """Everything in full, and longer texts as they are read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Dumper.add_representer(str, _text)
