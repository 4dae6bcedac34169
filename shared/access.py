"""Who is asking. `identity` signs a short-lived token at each request; every service verifies it and decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from shared.errors import SignInRequired

COORDINATOR = "coordinator"
TRAINER = "trainer"
EXPERT = "expert"
SUPPORT = "support"
MEDIATOR = "mediator"
EDITOR = "editor"
OPERATOR = "operator"
ROLES = (COORDINATOR, TRAINER, EXPERT, SUPPORT, MEDIATOR, EDITOR, OPERATOR)

# Who may make a call, besides the roles. What a role may do with one record is decided by the service that owns it.
ANYONE = "anyone"
SIGNED_IN = "signed_in"
SERVICE = "service"
# Let in by a link, without an account, for one purpose: a person on the pages about themselves, and a calendar program
# that subscribed to their sessions. Who is signed in may do as much for themselves as who came by a personal link.
PARTICIPANT = "participant"
CALENDAR = "calendar"
BY_LINK = frozenset({PARTICIPANT, CALENDAR})
# Who holds a valid code to register with: a grant of trainings, not an account.
APPLICANT = "applicant"

TOKEN_SECONDS = 120


@dataclass(frozen=True)
class Actor:
    person_id: UUID | None = None
    roles: frozenset[str] = frozenset()

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def may_call(self, who: Iterable[str]) -> bool:
        """A link opens what it is for and nothing else, whatever roles its holder has."""
        allowed = set(who)
        if ANYONE in allowed:
            return True
        purposes = self.roles & BY_LINK
        if purposes:
            return not purposes.isdisjoint(allowed)
        if self.person_id is not None and not allowed.isdisjoint({SIGNED_IN, PARTICIPANT}):
            return True
        return not self.roles.isdisjoint(allowed)

    @property
    def id(self) -> UUID:
        """The person's id; refuses who is not signed in."""
        if self.person_id is None:
            raise SignInRequired()
        return self.person_id


NOBODY = Actor()


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="middleground.access")


def sign(actor: Actor, secret: str) -> str:
    person = str(actor.person_id) if actor.person_id else None
    token = _serializer(secret).dumps([person, sorted(actor.roles)])
    return token if isinstance(token, str) else token.decode()


def verify(token: str | None, secret: str) -> Actor:
    """The actor that `token` names, or nobody without one. Raises SignInRequired for a forged or old one."""
    if token is None:
        return NOBODY
    try:
        person, roles = _serializer(secret).loads(token, max_age=TOKEN_SECONDS)
    except BadData as error:
        raise SignInRequired() from error
    return Actor(UUID(person) if person else None, frozenset(roles))
