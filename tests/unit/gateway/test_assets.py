"""Browsers keep stylesheets and scripts, and fetch them anew as soon as they have changed."""

import os

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

from services.gateway import assets
from services.gateway.app import create_app
from tests import machine


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(machine.city(postgres_url="postgresql://nowhere.invalid/"))


def address(app: Flask, filename: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=filename)


def fetched(app: Flask, path: str) -> TestResponse:
    with app.test_client().get(path) as answer:
        return answer


@pytest.mark.parametrize("filename", ["app.css", "vendor/htmx/htmx.min.js"])
def test_what_a_page_names_is_kept_whoever_asks(app: Flask, filename: str):
    answer = fetched(app, address(app, filename))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in answer.headers


@pytest.mark.parametrize("path", ["app.css", "app.css?v=another", "favicon.svg?v=1", "nothing.css?v=1"])
def test_anything_else_is_asked_for_each_time(app: Flask, path: str):
    answer = fetched(app, f"/static/{path}")
    assert answer.headers.get("Cache-Control", "no-cache") == "no-cache"


def test_what_has_changed_has_another_address(tmp_path):
    app = Flask(__name__, static_folder=tmp_path, static_url_path="/static")
    assets.install(app)
    style = tmp_path / "app.css"
    addresses = set()
    for number, text in enumerate(("a", "b", "a")):
        style.write_text(text)
        os.utime(style, (number, number))
        addresses.add(address(app, "app.css"))
    assert len(addresses) == 2
