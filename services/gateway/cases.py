"""The questions of participants as a session sees them: to be treated here, or treated elsewhere before."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from services.gateway import formats


@dataclass(frozen=True)
class Cases:
    """`here`: open ones and those that were treated in this session. `before`: the others, each with its `story`."""

    here: list[dict[str, Any]]
    before: list[dict[str, Any]]


def of(session: dict[str, Any]) -> Cases:
    told = [question | {"story": _story(question, session)} for question in session["questions"]]
    here = [question for question in told if not question["treated"] or _treated_in(question) == session["id"]]
    return Cases(here, [question for question in told if question not in here])


def _treated_in(question: dict[str, Any]) -> Any:
    return question["treatments"][-1]["session_id"] if question["treatments"] else None


def _story(question: dict[str, Any], session: dict[str, Any]) -> list[str]:
    """What became of it, in order."""
    return [_said(each, session) for each in question["treatments"]]


def _said(treatment: dict[str, Any], session: dict[str, Any]) -> str:
    where = _where(treatment["session_id"], session)
    return _("Treated: %(where)s", where=where) if treatment["treated"] else _("Opened again: %(where)s", where=where)


def _where(session_id: Any, session: dict[str, Any]) -> str:
    """A group has a training day and a deepening half-day, so the other session is the other part."""
    if session_id is None:
        return _("outside of a session")
    if session_id == session["id"]:
        return formats.label(session["kind"], "session_kind")
    other = "deepening" if session["kind"] == "training_day" else "training_day"
    return formats.label(other, "session_kind")
