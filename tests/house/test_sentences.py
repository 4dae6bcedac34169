"""Whatever code a service refuses with, and whatever state it tells, the pages have words for it."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules, walk_packages

import pytest
from marshmallow import Schema
from marshmallow.fields import AwareDateTime, Field, List, Nested

import services
import shared
from services.gateway import setup
from services.gateway.attention import ADDRESSES, ALERTS
from services.gateway.formats import LABELS
from services.gateway.parked import REASONS, reason
from services.gateway.sentences import FIELD_SENTENCES, SENTENCES
from services.gateway.techniques import GROUPS as TECHNIQUES
from services.identity import rules as identity_rules
from shared import access, contracts, taxonomies
from shared.contracts import (
    feedback,
    handbook,
    instance,
    mediations,
    municipalities,
    networks,
    notifications,
    trainings,
)
from shared.contracts.base import Contract
from shared.errors import Refusal
from shared.messaging import failures

ROOT = Path(__file__).parents[2]
SOURCES = [path for part in ("services", "shared") for path in (ROOT / part).rglob("*.py")]

# Why RabbitMQ makes a message a dead letter, and for one without its word.
OF_THE_BROKER = {"rejected", "expired", "maxlen", "delivery_limit", "dead_letter"}

# What is called to refuse a field.
BLAMES = ("ValidationError", "Invalid", "WrongPassword", "_refused")

STATES = {
    "session_kind": trainings.SESSION_KINDS,
    "past_kind": trainings.PAST_KINDS,
    "past_reason": trainings.PAST_REASONS,
    "past_state": trainings.PAST_STATES,
    "wish": trainings.WISHES,
    "session_state": trainings.SESSION_STATES,
    "attendance": trainings.ATTENDANCE,
    "enrolment": trainings.ENROLMENT,
    "way_in": trainings.WAYS_IN,
    "standing": trainings.STANDINGS,
    "interpreter": trainings.INTERPRETERS,
    "session_role": trainings.SESSION_ROLES,
    "intervision_state": networks.INTERVISION_STATES,
    "intervision_role": networks.INTERVISION_ROLES,
    "expiry": ("valid", "soon", "expired"),
    "certificate_state": trainings.CERTIFICATE_STATES,
    "revocation_reason": trainings.REVOCATION_REASONS,
    "withholding_reason": feedback.WITHHOLDING_REASONS,
    "thank_you_state": trainings.THANK_YOU_STATES,
    "standing_of_a_trainer": networks.STANDINGS,
    "standing_of_a_member": networks.STANDINGS,
    "audience": networks.AUDIENCES,
    "digest_rhythm": notifications.DIGEST_RHYTHMS,
    "need_state": feedback.NEED_STATES,
    "need_origin": feedback.NEED_ORIGINS,
    "activity_state": feedback.ACTIVITY_STATES,
    "provider_date_state": networks.PROVIDER_DATE_STATES,
    "hiding_outcome": networks.HIDING_OUTCOMES,
    "post_state": networks.POST_STATES,
    "programme_state": municipalities.PROGRAMME_STATES,
    "action_state": municipalities.ACTION_STATES,
    "phase": municipalities.PHASES,
    "next_step": municipalities.NEXT_STEPS,
    "group_state": municipalities.GroupFigures().fields["state"].choices,
    "service": services.SERVICES,
    "disk": instance.DISKS,
    "read_model": [name for service in services.SERVICES for name in services.service_class(service).read_models],
    "meeting_state": networks.MEETING_STATES,
    "meeting_reply": networks.REPLIES,
    "initiative_state": networks.INITIATIVE_STATES,
    "verdict": mediations.VERDICTS,
    "request_answer": mediations.REQUEST_ANSWERS,
    "entry_kind": mediations.ENTRY_KINDS,
    "signal_state": municipalities.SIGNAL_STATES,
    "triage_question": municipalities.TRIAGE_QUESTIONS,
    "triage_answer": municipalities.TRIAGE_ANSWERS,
    "triage_outcome": municipalities.TRIAGE_OUTCOMES,
    "triage_reason": municipalities.TRIAGE_REASONS,
    "role": access.ROLES,
    "setup_step": setup.STEPS,
    "setup_step_state": setup.STEP_STATES,
    "chapter_kind": handbook.KINDS,
    "chapter_part": ("title", "summary", "attribution", *handbook.ALL_PARTS),
    "about_chapter_part": handbook.ALL_PARTS,
    "text_state": handbook.TEXT_STATES,
    "redaction_check": handbook.REDACTION_CHECKS,
    "contribution_state": handbook.CONTRIBUTION_STATES,
    "text_hint": handbook.HINTS,
    "share_state": handbook.SHARE_STATES,
    "offer_state": handbook.OFFER_STATES,
    "offer_decision": handbook.DECISIONS,
    "refused_message": handbook.REFUSED_FOR,
}


def refusals() -> Iterator[type[Refusal]]:
    """Every kind of refusal that the services and what they share define."""
    for package in (services, shared):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".errors"):
                yield from (each for each in vars(import_module(module.name)).values() if _is_refusal(each))


def _is_refusal(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Refusal)


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", None)) == name:
            yield node


def codes_in(node: ast.AST) -> Iterator[str]:
    """The texts written in an expression, `too_long` for `f"too_long:{limit}"`; a dict's keys are fields, not codes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.partition(":")[0]
    parts = {
        ast.Dict: lambda: node.values,
        ast.DictComp: lambda: [node.value],
        ast.List: lambda: node.elts,
        ast.JoinedStr: lambda: node.values[:1],
    }.get(type(node), list)
    for part in parts():
        yield from codes_in(part)


def assigned_to(tree: ast.AST, name: str) -> Iterator[ast.AST]:
    """What stands in `name = ...`, `name |= ...` and `name[key] = ...`."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            place = target.value if isinstance(target, ast.Subscript) else target
            if isinstance(place, ast.Name) and place.id == name and getattr(node, "value", None) is not None:
                yield node.value


def field_codes(path: Path) -> set[str]:
    """The codes that the code in this file blames a field with, as far as they are written there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blames = [
        call for name in ("ValidationError", "Invalid", "WrongPassword", "_refused") for call in calls(tree, name)
    ]
    expressions = [argument for call in blames for argument in call.args]
    named = [value for each in expressions if isinstance(each, ast.Name) for value in assigned_to(tree, each.id)]
    return {code for each in (*expressions, *named) for code in codes_in(each)}


def test_every_refusal_has_a_sentence():
    codes = {kind.code for kind in refusals()}
    assert len(codes) > 30
    assert codes - set(SENTENCES) == set()


def test_a_refusal_brings_the_details_that_its_sentence_names():
    names = {code: set(re.findall(r"%\((\w+)\)", str(text))) for code, text in SENTENCES.items()}
    kinds = {kind.__name__: kind.code for kind in refusals() if names.get(kind.code)}
    assert kinds
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, code in kinds.items():
            for call in calls(tree, name):
                given = {"time" if keyword.arg == "seconds" else keyword.arg for keyword in call.keywords}
                assert names[code] <= given, f"{path.relative_to(ROOT)}:{call.lineno}"


@pytest.mark.parametrize("path", [path for path in SOURCES if field_codes(path)], ids=lambda path: path.stem)
def test_every_complaint_about_a_field_has_a_sentence(path):
    assert field_codes(path) - set(FIELD_SENTENCES) == set()


def schemas_of_requests() -> Iterator[type[Schema]]:
    for module in iter_modules(contracts.__path__, f"{contracts.__name__}."):
        for each in vars(import_module(module.name)).values():
            if isinstance(each, Contract):
                yield from (call.request for call in each.calls.values())


def with_parts(schema: Schema) -> Iterator[Schema | Field]:
    """The schema, its fields, and what these are made of."""
    yield schema
    waiting = list(schema.fields.values())
    while waiting:
        field = waiting.pop()
        yield field
        if isinstance(field, Nested):
            yield from with_parts(field.schema)
        if isinstance(field, List):
            waiting.append(field.inner)


def test_whatever_does_not_fit_a_request_is_said_in_codes_that_have_a_sentence():
    complaints = {
        (type(part).__name__, code)
        for schema in schemas_of_requests()
        for part in with_parts(schema())
        for name, code in part.error_messages.items()
        if name != "invalid_awareness" or isinstance(part, AwareDateTime)  # the others inherit it and never say it
    }
    assert complaints
    assert {(part, code) for part, code in complaints if code not in FIELD_SENTENCES} == set()


def test_every_complaint_about_a_password_has_a_sentence():
    tries = ["short", "official", "demo-trainer-1234"]
    found = [
        identity_rules.what_is_wrong_with_a_password(each, "official@city.example", known=tries[2:], demo=False)
        for each in tries
    ]
    assert all(found)
    assert {code.partition(":")[0] for codes in found for code in codes} - set(FIELD_SENTENCES) == set()


@pytest.mark.parametrize("group", LABELS)
def test_every_state_and_kind_of_ours_has_a_label(group):
    assert set(LABELS[group]) == set(STATES[group])


def test_everything_that_asks_for_attention_can_be_said_and_leads_somewhere():
    assert set(ALERTS) | set(municipalities.PROGRAMME_FLAGS) == set(municipalities.ALERTS)
    assert set(ADDRESSES) == set(municipalities.NEXT_STEPS)


def test_every_technique_of_the_field_is_explained():
    """Cards are whole in every language: what it is for, when not to use it, a sentence to begin with, its stages."""
    known = taxonomies.codes("techniques")
    assert {code for _name, grouped in TECHNIQUES for code in grouped} == set(known)
    for code in known:
        for language in ("nl", "en"):
            card = taxonomies.card("techniques", code, language)
            assert card
            assert set(card["stages"]) <= set(taxonomies.codes("mediation_stages"))
            assert all(card[part] for part in ("stages", "purpose", "not_when", "phrase")), f"{code} in {language}"


def test_whatever_parks_a_message_is_said_in_words():
    kept = {value for name, value in vars(failures).items() if name.isupper() and isinstance(value, str)}
    undecodable = {code for path in SOURCES for code in undecodable_codes(path)}
    assert kept
    assert undecodable
    assert set(REASONS) == kept | undecodable | OF_THE_BROKER
    assert reason("services.trainings.errors.GroupFull") == "Taking it over failed: GroupFull"


def undecodable_codes(path: Path) -> Iterator[str]:
    for call in calls(ast.parse(path.read_text(encoding="utf-8")), "Undecodable"):
        yield from (code for each in call.args for code in codes_in(each))
