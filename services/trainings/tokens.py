"""The link in a mail to somebody's own place. It names the place, so nothing is stored, and a new mail has the same."""

from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session as Transaction

from services.trainings.errors import PlaceUnknown
from shared.database import settings_of


def token_of(tx: Transaction, edition_id: UUID, person_id: UUID) -> str:
    token = _serializer(tx).dumps([edition_id.hex, person_id.hex])
    return token if isinstance(token, str) else token.decode()


def behind(tx: Transaction, token: str) -> tuple[UUID, UUID]:
    """The edition and the person; raises PlaceUnknown for a token that is not ours."""
    try:
        edition_id, person_id = _serializer(tx).loads(token)
    except BadData as error:
        raise PlaceUnknown() from error
    return UUID(edition_id), UUID(person_id)


def _serializer(tx: Transaction) -> URLSafeSerializer:
    return URLSafeSerializer(settings_of(tx).secret_key, salt="middleground.place")
