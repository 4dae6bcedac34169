"""The gateway: pages for people and an API for programs. It has no tables and decides nothing; it asks the services."""

import hashlib
import hmac
import time
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

import structlog
from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from services.gateway import (
    api,
    asked,
    assets,
    charts,
    clients,
    errors,
    formats,
    forms,
    languages,
    metrics,
    navigation,
    pages,
    visitor,
)
from shared import context, logging, settings
from shared.contracts.base import COUNTED

log = structlog.get_logger()

# Asked for by every page or every few seconds, and nobody's doing.
QUIET = ("static", "site.live", "site.ready")
LARGEST_REQUEST = 6 * 1024 * 1024

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def create_app(city: settings.Settings | None = None) -> Flask:
    city = city or settings.load()
    logging.configure(city, "gateway")
    app = Flask(__name__)
    _configure(app, city)
    # Only proxies of our own are believed when they say whom they speak for: anybody can write such a header.
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=city.proxies, x_proto=city.proxies
    )
    csrf = CSRFProtect()
    app.before_request(_begin)  # before any check, so that a refusal by one carries the correlation id too
    clients.connect(app, city)
    languages.install(app, city)
    visitor.install(app)
    csrf.init_app(app)
    assets.install(app)
    formats.install(app)
    asked.install(app)
    forms.install(app)
    for module in iter_modules(pages.__path__):
        app.register_blueprint(import_module(f"services.gateway.pages.{module.name}").pages)
    api.install(app, csrf)
    errors.install(app)  # after the API library, whose own error handlers give way to ours
    app.jinja_env.globals["charts"] = charts
    app.jinja_env.globals["COUNTED"] = COUNTED
    app.context_processor(lambda: _for_every_page(city))
    app.after_request(_protect)
    app.after_request(_tell)
    app.teardown_request(_end)
    return app


def _configure(app: Flask, city: settings.Settings) -> None:
    app.config.update(
        SECRET_KEY=_derived(city.secret_key, "cookies"),
        # Two cities on one host differ by port only, and cookies do not know ports.
        SESSION_COOKIE_NAME=f"middleground-{city.city}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=city.public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
        CITY=city,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _derived(secret: str, purpose: str) -> str:
    """Cookies and access tokens are signed with different keys."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _begin() -> None:
    g.started = time.perf_counter()
    g.work = context.working_in(context.fresh(traceparent=request.headers.get("traceparent")))
    g.work.__enter__()


def _end(_error: BaseException | None) -> None:
    work = g.pop("work", None)
    if work is not None:
        work.__exit__(None, None, None)


def _for_every_page(city: settings.Settings) -> dict[str, object]:
    seen = g.get("visitor")
    return {
        "city_name": city.city_name,
        "city_prefix": city.city_prefix,
        "theme": city.theme,
        "languages": languages.named(languages.of_this_page(city)),
        "language": formats.language(),
        "actor": seen,
        "navigation": navigation.items(seen),
        "behind": g.get("behind", False),
        "demo": city.demo,
    }


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _tell(response: Response) -> Response:
    """Says which work the request began. The route is logged, not the address: that may hold a token."""
    response.headers["Correlation-Id"] = context.current().correlation_id
    if request.endpoint not in QUIET:
        route = request.url_rule.rule if request.url_rule else None
        seconds = time.perf_counter() - g.started
        metrics.count(response, seconds)
        milliseconds = round(seconds * 1000)
        log.info("request", method=request.method, route=route, status=response.status_code, milliseconds=milliseconds)
    return response
