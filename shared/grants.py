"""A word of one service for another about one person, carried by a page on which nobody is signed in.

Whoever holds a certificate may have no account, and their name is in `identity` alone. So trainings says in a signed
grant whose certificate it is and what may be asked about them; it is good for a few minutes and for nothing else.
"""

from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from shared.errors import NotFound

READ_NAME = "read_name"
COMPARE_NAME = "compare_name"
GRANT_SECONDS = 5 * 60


def give(person_id: UUID, purpose: str, secret: str) -> str:
    return str(_serializer(purpose, secret).dumps(str(person_id)))


def person_of(grant: str, purpose: str, secret: str) -> UUID:
    """Raises NotFound for one that is forged, too old or for something else."""
    try:
        return UUID(_serializer(purpose, secret).loads(grant, max_age=GRANT_SECONDS))
    except BadData as error:
        raise NotFound() from error


def _serializer(purpose: str, secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"middleground.grant.{purpose}")
