"""What the pages of the exchange between cities have in common."""

from typing import Any

from services.gateway import errors, formats, parked
from services.gateway.forms import Form
from shared.errors import Refusal

KINDS_OF_SHARE = {"proposed": "wait", "returned": "busy", "shared": "ok", "withdrawn": "stop"}
KINDS_OF_OFFER = {
    "waiting": "wait",
    "renewed": "busy",
    "withdrawn": "stop",
    "taken": "ok",
    "adapted": "ok",
    "declined": "none",
}
MAY_NOT_LEAVE = "may_not_leave"


class LeavingForm(Form):
    """For what other cities read. What may not leave is said at its field, or with the part of the text it is in."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.in_the_text: list[str] = []

    def take(self, refusal: Refusal) -> None:
        if refusal.code != MAY_NOT_LEAVE:
            super().take(refusal)
            return
        found = refusal.details["parts"]
        self.refusal, self.status = refusal, refusal.status
        self._to_fields({name: [code] for name, code in found.items() if name in self._fields})
        self.in_the_text = what_may_not_leave({part: code for part, code in found.items() if part not in self._fields})
        self.problem = errors.sentence(refusal) if self.in_the_text else None

    @property
    def extra_errors(self) -> list[tuple[str, str | None]]:
        return [*super().extra_errors, *((line, None) for line in self.in_the_text)]


def what_may_not_leave(parts: dict[str, str]) -> list[str]:
    """What helped: Take the telephone number out"""
    return [f"{formats.label(part, 'chapter_part')}: {errors.field_sentence(code)}" for part, code in parts.items()]


def why_refused(code: str | None) -> str | None:
    """Of what came from another city."""
    if code is None:
        return None
    return formats.label(code, "refused_message") if code in formats.LABELS["refused_message"] else parked.reason(code)


def states(group: str) -> list[tuple[str, str]]:
    """For a filter: `share_state` or `offer_state`."""
    return [(code, str(name)) for code, name in formats.LABELS[group].items()]
