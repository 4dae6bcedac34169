"""Every call of every contract is answered, by its own service, in the shape that the contract says."""

import json
from collections.abc import Iterator
from importlib import import_module

import pytest
from marshmallow import Schema
from marshmallow.fields import Field
from nameko.rpc import Rpc

from services import SERVICES, service_class
from shared import access
from shared.contracts import fields, operation
from shared.contracts.base import Call, Contract
from shared.messaging.service import answers
from tests.contracts.samples import sample

WHO = {*access.ROLES, access.ANYONE, access.SIGNED_IN, access.SERVICE, access.APPLICANT, *access.BY_LINK}


def contract_of(service: str) -> Contract:
    return getattr(import_module(f"shared.contracts.{service}"), service)


def calls_of(service: str) -> dict[str, Call]:
    """Its own, and those that every service answers."""
    common = {name: operation.of(service, call) for name, call in operation.operation.calls.items()}
    return contract_of(service).calls | common


CALLS = [call for service in SERVICES for call in calls_of(service).values()]
of_each_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.routing_key)
of_each_service = pytest.mark.parametrize("service", SERVICES)


@of_each_service
def test_a_service_answers_its_whole_contract_and_nothing_else(service: str):
    answered = {call.name: call for call in answers(service_class(service))}
    assert answered == calls_of(service)


@of_each_service
def test_a_call_is_answered_under_its_own_name(service: str):
    for name, member in vars(service_class(service)).items():
        if any(isinstance(entrypoint, Rpc) for entrypoint in getattr(member, "nameko_entrypoints", ())):
            assert member.contract.name == name


@of_each_call
def test_somebody_may_make_the_call(call: Call):
    assert call.who
    assert set(call.who) <= WHO


@of_each_call
def test_a_call_with_a_secret_in_it_is_never_stored(call: Call):
    if any(isinstance(field, fields.Secret) for schema in (call.request, call.answer) for field in parts(schema)):
        assert call.secret


@of_each_call
def test_request_and_answer_cross_the_bus_unchanged(call: Call):
    for schema in (call.request, call.answer):
        full = sample(schema)
        crossed = json.loads(json.dumps(schema().dump(full)))
        assert schema().load(crossed) == full


def parts(schema: type[Schema]) -> Iterator[Field]:
    """The fields of a schema, and those inside them."""
    waiting = list(schema().fields.values())
    while waiting:
        field = waiting.pop()
        yield field
        if isinstance(field, fields.Many):
            waiting.append(field.inner)
        if isinstance(field, fields.Part):
            waiting += type(field.schema)().fields.values()
