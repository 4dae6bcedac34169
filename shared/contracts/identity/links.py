"""Links and codes that let people in without an account."""

from shared.access import ANYONE, APPLICANT, COORDINATOR, OPERATOR, PARTICIPANT, SERVICE
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.identity.base import ACCOUNT_LANGUAGES, OnePerson, PersonFields, PersonIds, identity


class Grant(Schema):
    """What another service says may be asked about a person who is not signed in; see `shared.grants`."""

    grant = fields.Secret(required=True)


class GrantedName(Schema):
    name = fields.Text()
    language = fields.Choice(ACCOUNT_LANGUAGES)


class CompareName(Grant):
    """`client` is the caller's network address, for the throttle."""

    name = fields.Text(required=True, max=120)
    client = fields.Text(required=True, max=64)


class NameCompared(Schema):
    matches = fields.YesNo()


class Applicants(Schema):
    """`client`: as for signing in."""

    people = fields.Many(fields.Part(PersonFields), required=True, max=2)
    client = fields.Text(required=True, max=64)


class ApplicantIds(Schema):
    """In the order of the people; those who were known are not told from those who are new."""

    person_ids = fields.Many(fields.Id())


class PersonalLink(Schema):
    """`page`: lets the person in on the pages about themselves. `calendar`: shows when their sessions are, no more."""

    person_id = fields.Id()
    page = fields.Secret()
    calendar = fields.Secret()


class PersonalLinks(Schema):
    """Of those who were not removed."""

    links = fields.Many(fields.Part(PersonalLink), max=5_000)


class Link(Schema):
    link = fields.Secret(required=True)
    client = fields.Text(required=True, max=64)


class ByLink(Schema):
    """`token` names the actor to every service for two minutes, as somebody who came by a link."""

    token = fields.Secret()
    person_id = fields.Id()
    name = fields.Text()
    language = fields.Choice(ACCOUNT_LANGUAGES)


class CalendarLink(Schema):
    link = fields.Secret()


class RequestLink(Schema):
    email = fields.Text(required=True, max=254)
    client = fields.Text(required=True, max=64)


class ClaimPresence(Schema):
    """`desk_id`: the check-in of a session, which trainings tells to who types its code."""

    desk_id = fields.Id(required=True)
    email = fields.Text(required=True, max=254)
    client = fields.Text(required=True, max=64)


personal_links = identity.query("personal_links", PersonIds, PersonalLinks, who=[SERVICE], secret=True)
resume_link = identity.query("resume_link", Link, ByLink, who=[ANYONE], secret=True)
resume_calendar = identity.query("resume_calendar", Link, ByLink, who=[ANYONE], secret=True)
calendar_link = identity.query("calendar_link", Nothing, CalendarLink, who=[PARTICIPANT], secret=True)
request_link = identity.command("request_link", RequestLink, who=[ANYONE], secret=True)
send_link = identity.command("send_link", OnePerson, who=[COORDINATOR, OPERATOR])
withdraw_links = identity.command("withdraw_links", OnePerson, who=[PARTICIPANT, COORDINATOR, OPERATOR])
renew_calendar = identity.command("renew_calendar", who=[PARTICIPANT])
add_applicants = identity.command("add_applicants", Applicants, ApplicantIds, who=[APPLICANT])
granted_name = identity.query("granted_name", Grant, GrantedName, who=[ANYONE], secret=True)
compare_name = identity.command("compare_name", CompareName, NameCompared, who=[ANYONE], secret=True)
claim_presence = identity.command("claim_presence", ClaimPresence, who=[ANYONE], secret=True)
