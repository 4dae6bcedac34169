"""The API: every call that a page makes is a route here, declared in one line.

    routes = [
        Route("POST", "/programmes", contract.start_programme, _l("Start a programme"), status=201),
        Route("GET", "/programmes/<uuid:programme_id>", contract.programme, _l("A programme")),
    ]

Names in the address and in the body or the query are the names of the call's request; `known` are those that the
gateway fills in itself, such as the network address of who signs in. With `upload` the request is a file in a
multipart body, from which one of the `known` is read. Where every service answers a call, the address names the one.
What takes more than one call is carried out `by` a function, which is given the idempotency key and the request.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from threading import Lock
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l
from flask_smorest import Api
from flask_smorest import Blueprint as ApiBlueprint
from flask_wtf.csrf import CSRFProtect

from services.gateway.clients import bus
from services.gateway.visitor import public
from shared import contracts
from shared.access import ANYONE
from shared.contracts import fields
from shared.contracts.base import Call, Schema, instance
from shared.contracts.operation import EVERY_SERVICE, of
from shared.errors import Invalid

PREFIX = "/api/v1"
# A name in an address: <uuid:person_id>, <any(name, reason):part>, <code>
IN_ADDRESS = re.compile(r"<(?:[^<>]*:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    call: Call
    summary: LazyString
    status: int = 200
    known: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    upload: bool = False
    by: Callable[..., dict[str, Any]] | None = None

    @property
    def name(self) -> str:
        return f"{self.call.name}_file" if self.upload else self.call.name

    @property
    def is_common(self) -> bool:
        return self.call.service == EVERY_SERVICE

    @cached_property
    def rest(self) -> Schema:
        """What is left of the request for the body or the query: neither in the address nor known to the gateway."""
        elsewhere = {*IN_ADDRESS.findall(self.path), *self.known}
        return self.call.request(exclude=tuple(elsewhere & set(instance(self.call.request).fields)))


Problem = Schema.from_dict(
    {
        "code": fields.Text(),
        "message": fields.Text(),
        "reference": fields.Text(),
        "details": fields.AnyData(),
        "fields": fields.AnyData(),
    },
    name="Problem",
)


# What the library does around a view, and notes of it for the description, is the same in each of its blueprints.
DECORATORS = ApiBlueprint("decorators", __name__)
FILE = "file"
UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {FILE: {"type": "string", "format": "binary"}},
                "required": [FILE],
            }
        }
    },
}


def uploaded() -> bytes:
    """What stands in the file of a route with `upload`."""
    sent = request.files.get(FILE)
    if sent is None:
        raise Invalid({FILE: ["no_file"]})
    return sent.read()


@dataclass(frozen=True)
class Topic:
    """The routes of one module."""

    name: str
    description: str
    routes: Sequence[Route]

    @property
    def endpoints(self) -> dict[str, Route]:
        """A call that has two routes has two."""
        named: dict[str, Route] = {}
        for route in self.routes:
            named[route.name if route.name not in named else f"{route.name}_{len(named)}"] = route
        return named

    def blueprint(self) -> Blueprint:
        made = Blueprint(self.name, __name__, url_prefix=PREFIX)
        for endpoint, route in self.endpoints.items():
            made.add_url_rule(route.path, endpoint, MadeWhenAsked(route), methods=[route.method])
        return made

    def described(self) -> ApiBlueprint:
        made = ApiBlueprint(self.name, __name__)
        for endpoint, route in self.endpoints.items():
            made.add_url_rule(route.path, endpoint, _view(route), methods=[route.method])
        return made


class MadeWhenAsked:
    """A view. To make those of all routes takes half a second, and memory that a gateway never needs at once."""

    def __init__(self, route: Route):
        self.route, self.public = route, ANYONE in route.call.who

    def __call__(self, **in_path: Any) -> Any:
        return self.view(**in_path)

    @cached_property
    def view(self) -> Callable[..., Any]:
        return _view(self.route)


class DescribedWhenAsked(Api):
    """To describe all routes takes a second, and memory that few gateways ever need."""

    def __init__(self, *args: Any, **options: Any):
        self._topics: list[Topic] = []
        self._lock = Lock()
        super().__init__(*args, **options)

    def register(self, topic: Topic, blueprint: Blueprint) -> None:
        self._app.register_blueprint(blueprint)
        self._topics.append(topic)

    def description(self) -> dict[str, Any]:
        """As OpenAPI, in English whoever is the first to ask."""
        with self._lock, force_locale("en"):
            while self._topics:
                topic = self._topics.pop(0)
                topic.described().register_views_in_doc(self, self._app, self.spec, name=topic.name, parameters=None)
                self.spec.tag({"name": topic.name, "description": topic.description})
        return self.spec.to_dict()


def _view(route: Route) -> Callable[..., Any]:
    def view(*given: dict[str, Any], **in_path: Any) -> dict[str, Any]:
        known = {name: value() for name, value in route.known.items()}
        call = of(in_path.pop("service"), route.call) if route.is_common else route.call
        data = {**(given[0] if given else {}), **in_path, **known}
        if route.by:
            return route.by(request.headers.get("Idempotency-Key"), **data)
        if call.changes:
            return bus().order(call, request.headers.get("Idempotency-Key"), **data)
        return bus().ask(call, **data)

    view.__name__ = route.name
    view.__doc__ = str(route.summary)
    wrapped: Callable[..., Any] = view
    if route.rest.fields:
        location = "query" if route.method == "GET" else "json"
        wrapped = DECORATORS.arguments(route.rest, location=location)(wrapped)
    if route.upload:
        wrapped = DECORATORS.doc(requestBody=UPLOAD)(wrapped)
    wrapped = DECORATORS.response(route.status, route.call.answer)(wrapped)
    wrapped = DECORATORS.alt_response(422, schema=Problem, description="Refused, with the reason")(wrapped)
    return DECORATORS.doc(summary=str(route.summary), security=[] if ANYONE in route.call.who else [{"session": []}])(
        wrapped
    )


def _name_of(schema: Any) -> str:
    """With the contract that it belongs to: two services may use the same word for different things."""
    known: Any = resolve_schema_cls(schema)
    owner = known.__module__.removeprefix(f"{contracts.__name__}.").partition(".")[0]
    is_of_a_service = known.__module__.startswith(f"{contracts.__name__}.") and owner != "base"
    return f"{owner}.{known.__name__}" if is_of_a_service else known.__name__


def install(app: Flask, csrf: CSRFProtect) -> None:
    app.config.update(
        API_TITLE="Middleground",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
    )
    plugin = MarshmallowPlugin(schema_name_resolver=_name_of)
    made = DescribedWhenAsked(
        app, spec_kwargs={"info": {"description": str(DESCRIPTION)}, "marshmallow_plugin": plugin}
    )
    made.spec.components.security_scheme("session", {"type": "http", "scheme": "bearer"})
    for module in iter_modules(__path__):
        topic = import_module(f"{__name__}.{module.name}")
        described = Topic(f"api_{module.name}", str(topic.DESCRIPTION), topic.routes)
        blueprint = described.blueprint()
        csrf.exempt(blueprint)
        made.register(described, blueprint)

    @app.get(f"{PREFIX}/openapi.json")
    @public
    def openapi() -> Response:
        return jsonify(made.description())

    @app.get(f"{PREFIX}/")
    @public
    def api_docs() -> ResponseReturnValue:
        return render_template("api/docs.html", spec=made.description())

    @app.get("/api/")
    @public
    def api_start() -> ResponseReturnValue:
        return redirect(f"{PREFIX}/")


DESCRIPTION = _l(
    "Everything that the pages can do. Sign in with POST /api/v1/session and send the session token as a bearer "
    "token. Send an Idempotency-Key with every change: sent twice, it is carried out once. A change answers with "
    "Last-Change; sent back as After-Change, the next answer takes that change into account."
)
