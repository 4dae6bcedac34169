"""People, the organisations they work for, and their names and addresses for those who may know them."""

from shared.access import COORDINATOR, OPERATOR, PARTICIPANT, ROLES, SERVICE, SIGNED_IN, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Schema, paged
from shared.contracts.identity.base import (
    ACCOUNT_LANGUAGES,
    OnePerson,
    PersonFields,
    PersonIds,
    identity,
    levels,
    sectors,
)


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
    merged_into_id = fields.Id(allow_none=True)
    name = fields.Text(allow_none=True)
    email = fields.Email(allow_none=True)


class PersonName(Schema):
    """Enough to show who is meant; null when the person was removed."""

    id = fields.Id()
    name = fields.Text(allow_none=True)
    organisation = fields.Text(allow_none=True)
    sector = fields.Choice(sectors, allow_none=True)
    level = fields.Choice(levels, allow_none=True)


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


class PeopleFilter(Schema):
    """`q` looks in name, address and organisation. `person_ids`: nobody but these. `lacking`: without this."""

    person_ids = fields.Many(fields.Id(), load_default=None, allow_none=True, max=5_000)
    lacking = fields.Choice(("sector", "level", "either"), load_default=None, allow_none=True)
    q = fields.Text(load_default=None, allow_none=True)
    organisation_id = fields.Id(load_default=None, allow_none=True)
    sector = fields.Choice(sectors, load_default=None, allow_none=True)
    level = fields.Choice(levels, load_default=None, allow_none=True)
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


class ManyPeople(Schema):
    person_ids = fields.Many(fields.Id(), load_default=list, max=100_000)


class SectorCounts(Schema):
    """People by sector, `unknown` among them: those without one, and those who were removed.

    `too_few`: so many people together of sectors that are not shown, because one of them holds fewer than five.
    """

    sectors = fields.Counts()
    too_few = fields.Number()


add_person = identity.command("add_person", PersonFields, Created, who=[COORDINATOR, OPERATOR])
change_person = identity.command("change_person", ChangedPerson, Person, who=[COORDINATOR, OPERATOR])
person = identity.query("person", OnePerson, Person, who=[COORDINATOR, OPERATOR])
people = identity.query("people", PeopleFilter, paged(Person, "People"), who=[COORDINATOR, OPERATOR, TRAINER])
names = identity.query("names", PersonIds, Names, who=[SIGNED_IN])
trainer_names = identity.query("trainer_names", PersonIds, Names, who=[PARTICIPANT])
contacts = identity.query("contacts", PersonIds, Contacts, who=[SERVICE])
organisations = identity.query("organisations", OrganisationsFilter, Organisations, who=[COORDINATOR, OPERATOR])
sector_counts = identity.query("sector_counts", ManyPeople, SectorCounts, who=[COORDINATOR, OPERATOR])
erase_person = identity.command("erase_person", OnePerson, who=[COORDINATOR, OPERATOR])
