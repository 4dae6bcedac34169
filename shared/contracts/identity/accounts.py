"""Signing in, sessions, passwords and roles."""

from shared.access import ANYONE, COORDINATOR, OPERATOR, PARTICIPANT, ROLES, SERVICE, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.identity.base import ACCOUNT_LANGUAGES, OnePerson, PersonFields, identity

TOKEN_PURPOSES = ("invitation", "password_reset")


class SignIn(Schema):
    """`client` is the caller's network address, for the throttle; only a keyed hash of it is kept, for an hour."""

    email = fields.Text(required=True, max=254)
    password = fields.Secret(required=True)
    client = fields.Text(required=True, max=64)
    device = fields.Text(max=200, load_default=None, allow_none=True)


class SessionToken(Schema):
    session_token = fields.Secret(required=True)


class SignedIn(Schema):
    session_token = fields.Secret()
    person_id = fields.Id()
    language = fields.Choice(ACCOUNT_LANGUAGES)


class Resumed(Schema):
    """`token` names the actor to every service for two minutes."""

    token = fields.Secret()
    person_id = fields.Id()
    session_id = fields.Id()
    name = fields.Text()
    language = fields.Choice(ACCOUNT_LANGUAGES)
    roles = fields.Many(fields.Choice(ROLES))


class AccountSession(Schema):
    id = fields.Id()
    device = fields.Text(allow_none=True)
    started_at = fields.Moment()
    last_seen_at = fields.Moment()
    current = fields.YesNo()


class AccountSessions(Schema):
    sessions = fields.Many(fields.Part(AccountSession))


class OneSession(Schema):
    session_id = fields.Id(required=True)


class CurrentSession(Schema):
    session_id = fields.Id(load_default=None, allow_none=True)


class ChangePassword(Schema):
    current = fields.Secret(required=True)
    new = fields.Secret(required=True)
    session_id = fields.Id(load_default=None, allow_none=True)


class RequestReset(Schema):
    email = fields.Text(required=True, max=254)
    client = fields.Text(required=True, max=64)


class IssueToken(Schema):
    person_id = fields.Id(required=True)
    purpose = fields.Choice(TOKEN_PURPOSES, required=True)


class Token(Schema):
    token = fields.Secret(required=True)


class TokenHolder(Schema):
    purpose = fields.Choice(TOKEN_PURPOSES)
    email = fields.Email()
    name = fields.Text()
    language = fields.Choice(ACCOUNT_LANGUAGES)


class SetPassword(Schema):
    token = fields.Secret(required=True)
    password = fields.Secret(required=True)
    device = fields.Text(max=200, load_default=None, allow_none=True)


class SetLanguage(Schema):
    language = fields.Choice(ACCOUNT_LANGUAGES, required=True)


class Role(Schema):
    person_id = fields.Id(required=True)
    role = fields.Choice(ROLES, required=True)


class RegisterAccount(PersonFields):
    """For the operator's terminal: a person with roles and, if given, a password."""

    roles = fields.Many(fields.Choice(ROLES), required=True)
    password = fields.Secret(load_default=None, allow_none=True)


sign_in = identity.command("sign_in", SignIn, SignedIn, who=[ANYONE], secret=True)
resume_session = identity.query("resume_session", SessionToken, Resumed, who=[ANYONE], secret=True)
sign_out = identity.command("sign_out", SessionToken, who=[ANYONE], secret=True)
sessions = identity.query("sessions", CurrentSession, AccountSessions, who=[SIGNED_IN])
end_session = identity.command("end_session", OneSession, who=[SIGNED_IN])
end_other_sessions = identity.command("end_other_sessions", OneSession, who=[SIGNED_IN])
change_password = identity.command("change_password", ChangePassword, who=[SIGNED_IN], secret=True)
request_password_reset = identity.command("request_password_reset", RequestReset, who=[ANYONE], secret=True)
token_holder = identity.query("token_holder", Token, TokenHolder, who=[ANYONE], secret=True)
set_password = identity.command("set_password", SetPassword, SignedIn, who=[ANYONE], secret=True)
issue_token = identity.command("issue_token", IssueToken, Token, who=[SERVICE], secret=True)
set_language = identity.command("set_language", SetLanguage, who=[SIGNED_IN, PARTICIPANT])
register_account = identity.command("register_account", RegisterAccount, Created, who=[SERVICE], secret=True)
invite_account = identity.command("invite_account", OnePerson, who=[COORDINATOR, OPERATOR])
give_role = identity.command("give_role", Role, who=[COORDINATOR, OPERATOR])
withdraw_role = identity.command("withdraw_role", Role, who=[COORDINATOR, OPERATOR])
