"""Errors are for people: a code that the gateway turns into a sentence, a status, and the numbers it needs.

A service's own refusals are subclasses in its `errors.py`. They cross the bus as plain data.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """A command or query that was understood and not carried out.

    `details` holds ids, codes, numbers and dates that the sentence needs. Nothing was changed, unless the refusal
    `keeps_changes`: a wrong password is refused, and still counted.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    keeps_changes: ClassVar[bool] = False

    def __init__(self, **details: Any):
        super().__init__(self.code)
        self.details = details

    def as_data(self) -> dict[str, Any]:
        return {"code": self.code, "status": self.status, "details": self.details}


class Invalid(Refusal):
    """The request does not fit its schema. `fields` maps a field's path to its codes."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, list[str]]):
        super().__init__(fields=fields)

    @property
    def fields(self) -> dict[str, list[str]]:
        return self.details["fields"]


class SignInRequired(Refusal):
    code = "sign_in_required"
    status = 401


class Forbidden(Refusal):
    code = "forbidden"
    status = 403


class NotFound(Refusal):
    code = "not_found"
    status = 404


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same record first. `details["current"]` holds their version."""

    code = "changed_meanwhile"
    status = 409


class KeyReused(Refusal):
    """An idempotency key came back with other content."""

    code = "idempotency_key_reused"
    status = 422


class TooManyAttempts(Refusal):
    code = "too_many_attempts"
    status = 429


class NotKnownYet(Refusal):
    """The deadline passed; the command may still be carried out. Sending it again gives the answer."""

    code = "not_known_yet"
    status = 504


class Unavailable(Refusal):
    """The bus or the service can't be reached; nothing was done."""

    code = "unavailable"
    status = 503


class Failed(Refusal):
    """A fault of ours. The log has the reason under the correlation id."""

    code = "failed"
    status = 500


def from_data(data: dict[str, Any]) -> Refusal:
    """The refusal that crossed the bus. Only code, status and details matter to the reader."""
    if data["code"] == Invalid.code:
        return Invalid(data["details"]["fields"])
    refusal = type("Refused", (Refusal,), {"code": data["code"], "status": data["status"]})
    return refusal(**data["details"])
