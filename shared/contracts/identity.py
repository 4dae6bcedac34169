"""identity: people, accounts, roles. The only place of names and addresses."""

from shared.access import ANYONE, COORDINATOR, OPERATOR, ROLES, SERVICE, SIGNED_IN, TRAINER
from shared.contracts import base, fields
from shared.contracts.base import Created, Schema, contract, paged
from shared.taxonomies import codes

SERVICE_NAME = "identity"
identity = contract(SERVICE_NAME)

IMPORT_ROWS = 5_000
ACCOUNT_LANGUAGES = ("nl", "en")
TOKEN_PURPOSES = ("invitation", "password_reset")


def _sectors() -> tuple[str, ...]:
    return codes("sectors")


def _levels() -> tuple[str, ...]:
    return codes("levels")


class PersonFields(Schema):
    """What a person's record holds. No opinion, religion, origin, health: there is no field for them."""

    name = fields.Text(required=True, max=120)
    email = fields.Email(required=True)
    language = fields.Choice(ACCOUNT_LANGUAGES, load_default=None, allow_none=True)
    organisation = fields.Text(max=120, load_default=None, allow_none=True)
    sector = fields.Choice(_sectors, load_default=None, allow_none=True)
    level = fields.Choice(_levels, load_default=None, allow_none=True)


class ChangedPerson(PersonFields):
    person_id = fields.Id(required=True)
    version = fields.Number(required=True)


class Person(PersonFields):
    id = fields.Id()
    organisation_id = fields.Id(allow_none=True)
    version = fields.Number()
    roles = fields.Many(fields.Choice(ROLES))
    has_account = fields.YesNo()
    removed = fields.YesNo()
    name = fields.Text(allow_none=True)
    email = fields.Email(allow_none=True)


class PersonName(Schema):
    """Enough to show who is meant; null when the person was removed."""

    id = fields.Id()
    name = fields.Text(allow_none=True)
    organisation = fields.Text(allow_none=True)
    sector = fields.Choice(_sectors, allow_none=True)
    level = fields.Choice(_levels, allow_none=True)


class Names(Schema):
    people = fields.Many(fields.Part(PersonName), max=5_000)


class Contact(Schema):
    id = fields.Id()
    name = fields.Text()
    email = fields.Email()
    language = fields.Choice(ACCOUNT_LANGUAGES)
    has_account = fields.YesNo()


class Contacts(Schema):
    people = fields.Many(fields.Part(Contact), max=5_000)


class PersonIds(Schema):
    person_ids = fields.Many(fields.Id(), required=False, load_default=list, max=5_000)


class OnePerson(Schema):
    person_id = fields.Id(required=True)


class PeopleFilter(Schema):
    """`q` looks in name, address and organisation."""

    q = fields.Text(load_default=None, allow_none=True)
    organisation_id = fields.Id(load_default=None, allow_none=True)
    sector = fields.Choice(_sectors, load_default=None, allow_none=True)
    level = fields.Choice(_levels, load_default=None, allow_none=True)
    role = fields.Choice(ROLES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=1000, load_default=50)


class OrganisationsFilter(Schema):
    """`counted`: all of them, and how many people each has; else those with people."""

    counted = fields.YesNo(load_default=True)


class Organisation(Schema):
    id = fields.Id()
    name = fields.Text()
    people = fields.Number(required=False)


class Organisations(Schema):
    organisations = fields.Many(fields.Part(Organisation), max=10_000)


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


class Session(Schema):
    id = fields.Id()
    device = fields.Text(allow_none=True)
    started_at = fields.Moment()
    last_seen_at = fields.Moment()
    current = fields.YesNo()


class Sessions(Schema):
    sessions = fields.Many(fields.Part(Session))


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


class ImportRow(Schema):
    """One line of the file, as text. `line` is its number in the file, the heading being line 1.

    Sector, level and language are codes or labels in any language. An empty cell leaves what is known of a person.
    """

    line = fields.Number(min=1, required=True)
    name = fields.Cell(load_default="")
    email = fields.Cell(load_default="")
    language = fields.Cell(load_default="")
    organisation = fields.Cell(load_default="")
    sector = fields.Cell(load_default="")
    level = fields.Cell(load_default="")


class PreviewImport(Schema):
    rows = fields.Many(fields.Part(ImportRow), required=True, max=IMPORT_ROWS)


IMPORT_OUTCOMES = ("new", "update", "same", "error")


class CheckedRow(ImportRow):
    """`errors`: column -> code. `changes`: what an update replaces, column -> what is known now."""

    outcome = fields.Choice(IMPORT_OUTCOMES)
    errors = fields.Codes()
    changes = fields.Known()


class ImportDone(Schema):
    added = fields.Number()
    updated = fields.Number()
    unchanged = fields.Number()


class Import(Schema):
    """`done`: what came of it, null before it was confirmed."""

    id = fields.Id()
    counts = fields.Counts()
    rows = fields.Many(fields.Part(CheckedRow), max=IMPORT_ROWS)
    done = fields.Part(ImportDone, allow_none=True)


class OneImport(Schema):
    import_id = fields.Id(required=True)


# signing in and accounts
sign_in = identity.command("sign_in", SignIn, SignedIn, who=[ANYONE], secret=True)
resume_session = identity.query("resume_session", SessionToken, Resumed, who=[ANYONE], secret=True)
sign_out = identity.command("sign_out", SessionToken, who=[ANYONE], secret=True)
sessions = identity.query("sessions", CurrentSession, Sessions, who=[SIGNED_IN])
end_session = identity.command("end_session", OneSession, who=[SIGNED_IN])
end_other_sessions = identity.command("end_other_sessions", OneSession, who=[SIGNED_IN])
change_password = identity.command("change_password", ChangePassword, who=[SIGNED_IN], secret=True)
request_password_reset = identity.command("request_password_reset", RequestReset, who=[ANYONE], secret=True)
token_holder = identity.query("token_holder", Token, TokenHolder, who=[ANYONE], secret=True)
set_password = identity.command("set_password", SetPassword, SignedIn, who=[ANYONE], secret=True)
issue_token = identity.command("issue_token", IssueToken, Token, who=[SERVICE], secret=True)
set_language = identity.command("set_language", SetLanguage, who=[SIGNED_IN])
register_account = identity.command("register_account", RegisterAccount, Created, who=[SERVICE], secret=True)

# people
add_person = identity.command("add_person", PersonFields, Created, who=[COORDINATOR, OPERATOR])
change_person = identity.command("change_person", ChangedPerson, Person, who=[COORDINATOR, OPERATOR])
person = identity.query("person", OnePerson, Person, who=[COORDINATOR, OPERATOR])
people = identity.query("people", PeopleFilter, paged(Person, "People"), who=[COORDINATOR, OPERATOR, TRAINER])
names = identity.query("names", PersonIds, Names, who=[SIGNED_IN])
contacts = identity.query("contacts", PersonIds, Contacts, who=[SERVICE])
organisations = identity.query("organisations", OrganisationsFilter, Organisations, who=[COORDINATOR, OPERATOR])
invite_account = identity.command("invite_account", OnePerson, who=[COORDINATOR, OPERATOR])
give_role = identity.command("give_role", Role, who=[COORDINATOR, OPERATOR])
withdraw_role = identity.command("withdraw_role", Role, who=[COORDINATOR, OPERATOR])
erase_person = identity.command("erase_person", OnePerson, who=[COORDINATOR, OPERATOR])

# import from a file that the gateway has read into rows
preview_import = identity.command(
    "preview_import", PreviewImport, Import, who=[COORDINATOR, OPERATOR], secret=True, deadline=15
)
imported = identity.query("imported", OneImport, Import, who=[COORDINATOR, OPERATOR])
confirm_import = identity.command("confirm_import", OneImport, ImportDone, who=[COORDINATOR, OPERATOR], deadline=15)


class Event(base.Event):
    owner = SERVICE_NAME


class PersonAdded(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    organisation_id = fields.Id(required=True, allow_none=True)
    sector = fields.Choice(_sectors, required=True, allow_none=True)
    level = fields.Choice(_levels, required=True, allow_none=True)


class PersonChanged(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    organisation_id = fields.Id(required=True, allow_none=True)
    sector = fields.Choice(_sectors, required=True, allow_none=True)
    level = fields.Choice(_levels, required=True, allow_none=True)


class PersonErased(Event):
    """The person asked to be removed, or left: every service drops what it holds about them."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)


class RoleGiven(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    role = fields.Choice(ROLES, required=True)


class RoleWithdrawn(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    role = fields.Choice(ROLES, required=True)


class AccountInvited(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)


class PasswordResetRequested(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
