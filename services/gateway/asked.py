"""The words of a survey's question, in the reader's language."""

from typing import Any

from flask import Flask

from services.gateway import formats


def say(words: dict[str, str]) -> str:
    return words.get(formats.language()) or words.get("en") or next(iter(words.values()))


def options(question: dict[str, Any]) -> list[tuple[str, str]]:
    return [(option["code"], say(option["label"])) for option in question["options"]]


def option_of(code: str, question: dict[str, Any]) -> str:
    """The words of one option of a question; one that a city has dropped since is shown as it is."""
    return dict(options(question)).get(code, code)


def install(app: Flask) -> None:
    app.jinja_env.filters.update(say=say, option_of=option_of)
