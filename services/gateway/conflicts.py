"""Two people changed the same at once: the form goes on from what is there now, and both versions are shown."""

from typing import Any

from services.gateway.forms import Form
from shared.errors import ChangedMeanwhile

Rows = list[dict[str, Any]]


def taken_over(form: Form, theirs: dict[str, Any]) -> Rows | None:
    """For `conflict` of conflict.html, when a form was refused for that; only what differs. `theirs`: what is there
    now, by the names of the fields, with its version."""
    if form.refusal is None or form.refusal.code != ChangedMeanwhile.code:
        return None
    form._fields["version"].data = theirs["version"]
    told = [
        {"key": field.label.text, "theirs": _as_text(field, theirs[name]), "yours": _as_text(field, field.data)}
        for name, field in form._fields.items()
        if name in theirs and name != "version"
    ]
    return [each for each in told if each["theirs"] != each["yours"]]


def _as_text(field: Any, value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    written = "" if value is None else str(value)
    labels = {str(code): str(label) for code, label in getattr(field, "choices", None) or []}
    return labels.get(written, written)
