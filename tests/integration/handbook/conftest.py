from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from services.handbook.commands import chapters, contributions
from shared.access import EDITOR, Actor
from shared.contracts import handbook as contract
from tests.integration.conftest import an_actor

THEORY = dict.fromkeys(contract.PARTS["theme"], "Wie zwijgt, stemt niet in.")
LESSON = dict.fromkeys(contract.PARTS["lesson"], "Eerst luisteren, dan pas vragen.")


@pytest.fixture
def editor() -> Actor:
    return an_actor(EDITOR)


@pytest.fixture
def a_chapter(ask, editor) -> Callable[..., UUID]:
    """Starts one, with all its parts: `a_chapter(kind="lesson", source="session")`."""

    def started(**more: Any) -> UUID:
        told = {"kind": "theme", "theme": "identity", "language": "nl", "title": "Het midden", **more}
        parts = THEORY if told["kind"] == "theme" else LESSON
        return ask(contract.start_chapter, chapters.start_chapter, editor, **{"parts": parts, **told})["id"]

    return started


@pytest.fixture
def publish(ask, editor) -> Callable[..., int]:
    def published(chapter_id: UUID, language: str = "nl", version: int = 1, **more: Any) -> int:
        told = {"chapter_id": chapter_id, "language": language, "version": version}
        confirmed = {"confirmed": list(contract.REDACTION_CHECKS)}
        return ask(contract.publish_text, chapters.publish_text, editor, **told, **{**confirmed, **more})["number"]

    return published


@pytest.fixture
def a_link(ask, editor) -> Callable[..., dict[str, Any]]:
    def made(**more: Any) -> dict[str, Any]:
        told = {"partner": "Buurthuis Zuid", "theme": "exclusion", "language": "nl", **more}
        return ask(contract.make_partner_link, contributions.make_partner_link, editor, **told)

    return made
