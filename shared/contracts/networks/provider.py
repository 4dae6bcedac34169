"""What the training provider keeps bringing after the course: whom to ask, material, and dates of intervision.

For members of the network, coordinators and trainers.
"""

from shared.access import CALENDAR, COORDINATOR, PARTICIPANT, SERVICE, SIGNED_IN, TRAINER
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema
from shared.contracts.networks.base import languages, material_kinds, networks
from shared.contracts.networks.events import Event

PROVIDER_DATE_STATES = ("planned", "cancelled")
MOST_MATERIAL = 2_000
MOST_DATES = 500


class ProviderContact(Schema):
    """Whom to ask at the organisation that gives the courses: what the city publishes, not the record of a person."""

    organisation = fields.Text(max=120, required=True)
    contact = fields.Text(max=120, load_default=None, allow_none=True)
    email = fields.Email(load_default=None, allow_none=True)
    phone = fields.Text(max=40, load_default=None, allow_none=True)
    website = fields.Link(max=500, load_default=None, allow_none=True)
    about = fields.Text(max=1_000, load_default=None, allow_none=True)


class ChangeProvider(ProviderContact):
    """`version` is 0 before there is one."""

    version = fields.Number(required=True)


class Provider(Schema):
    """`contact` is null before anybody filled it in. `may_change`: what the asking person may do here."""

    contact = fields.Part(ProviderContact, allow_none=True)
    version = fields.Number()
    may_change = fields.YesNo()
    may_add = fields.YesNo()


class MaterialFields(Schema):
    title = fields.Text(max=120, required=True)
    kind = fields.Choice(material_kinds, required=True)
    link = fields.Link(max=500, required=True)
    language = fields.Choice(languages, required=True)
    purpose = fields.Text(max=500, required=True)


class ChangeMaterial(MaterialFields):
    material_id = fields.Id(required=True)
    version = fields.Number(required=True)


class OneMaterial(Schema):
    material_id = fields.Id(required=True)


class Material(MaterialFields):
    id = fields.Id()
    added_on = fields.Date()
    version = fields.Number()


class MaterialFilter(Schema):
    kind = fields.Choice(material_kinds, load_default=None, allow_none=True)
    language = fields.Choice(languages, load_default=None, allow_none=True)


class AllMaterial(Schema):
    """Newest first."""

    material = fields.Many(fields.Part(Material), max=MOST_MATERIAL)


class ProviderDatePlan(Schema):
    """Date and time are local to the city. A place, a link or both."""

    title = fields.Text(max=120, required=True)
    date = fields.Date(required=True)
    start_time = fields.Time(required=True)
    minutes = fields.Number(min=15, max=720, load_default=120)
    place = fields.Text(max=200, load_default=None, allow_none=True)
    link = fields.Link(max=500, load_default=None, allow_none=True)


class ChangeProviderDate(ProviderDatePlan):
    date_id = fields.Id(required=True)
    revision = fields.Number(required=True)


class OneProviderDate(Schema):
    date_id = fields.Id(required=True)


class ProviderDate(Schema):
    """`revision`: how often the plan has changed."""

    id = fields.Id()
    title = fields.Text(max=120)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    place = fields.Text(allow_none=True)
    link = fields.Text(max=500, allow_none=True)
    state = fields.Choice(PROVIDER_DATE_STATES)
    revision = fields.Number()


class ProviderDatesFilter(Schema):
    """`held`: those that are over, the latest first; else those to come."""

    held = fields.YesNo(load_default=False)


class ProviderDates(Schema):
    dates = fields.Many(fields.Part(ProviderDate), max=MOST_DATES)


class MaterialAdded(Event):
    aggregate = "material_id"
    material_id = fields.Id(required=True)
    kind = fields.Choice(material_kinds, required=True)
    language = fields.Choice(languages, required=True)


class ProviderDatePlanned(Event):
    """Also announced when the date changes: the plan as it is now."""

    aggregate = "date_id"
    date_id = fields.Id(required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    revision = fields.Number(required=True)


class ProviderDateCancelled(Event):
    aggregate = "date_id"
    date_id = fields.Id(required=True)


class MemberIds(Schema):
    person_ids = fields.Many(fields.Id(), max=100_000)


provider = networks.query("provider", Nothing, Provider, who=[SIGNED_IN])
change_provider = networks.command("change_provider", ChangeProvider, who=[COORDINATOR])
material = networks.query("material", MaterialFilter, AllMaterial, who=[SIGNED_IN])
add_material = networks.command("add_material", MaterialFields, Created, who=[COORDINATOR, TRAINER])
change_material = networks.command("change_material", ChangeMaterial, who=[COORDINATOR, TRAINER])
remove_material = networks.command("remove_material", OneMaterial, who=[COORDINATOR, TRAINER])
provider_dates = networks.query("provider_dates", ProviderDatesFilter, ProviderDates, who=[SIGNED_IN])
plan_provider_date = networks.command("plan_provider_date", ProviderDatePlan, Created, who=[COORDINATOR, TRAINER])
change_provider_date = networks.command("change_provider_date", ChangeProviderDate, who=[COORDINATOR, TRAINER])
cancel_provider_date = networks.command("cancel_provider_date", OneProviderDate, who=[COORDINATOR, TRAINER])
# For the calendar of a member; nobody else's has them.
my_provider_dates = networks.query("my_provider_dates", Nothing, ProviderDates, who=[PARTICIPANT, CALENDAR])
member_ids = networks.query("member_ids", Nothing, MemberIds, who=[SERVICE])
