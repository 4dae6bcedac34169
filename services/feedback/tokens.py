"""The secret in a feedback link: which survey, and 32 random bytes of which only the hash is ever stored."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

from services.feedback.errors import LinkUnknown

SECRET_BYTES = 32


def new(survey_id: UUID) -> tuple[str, bytes]:
    """A token and the hash to keep of it."""
    secret = token_bytes(SECRET_BYTES)
    return urlsafe_b64encode(survey_id.bytes + secret).decode(), sha256(secret).digest()


def read(token: str) -> tuple[UUID, bytes]:
    """Which survey the token is for, and the hash of its secret."""
    content = _content(token)
    return UUID(bytes=content[:16]), sha256(content[16:]).digest()


def secret_of(token: str) -> bytes:
    return _content(token)[16:]


def _content(token: str) -> bytes:
    try:
        content = urlsafe_b64decode(token)
    except ValueError as error:
        raise LinkUnknown() from error
    if len(content) != 16 + SECRET_BYTES:
        raise LinkUnknown()
    return content
