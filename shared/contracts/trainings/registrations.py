"""How people come into an edition, a group with its course or an introduction: by link, open call or nomination."""

from shared.access import ANYONE, APPLICANT, COORDINATOR, SERVICE
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import SESSION_KINDS, deliveries, trainings
from shared.contracts.trainings.sessions import MOST_INVITED
from shared.taxonomies import codes

EDITION_KINDS = ("course", "introduction")
OPEN_WAYS = ("link", "open_call")
WAYS_IN = ("invited", *OPEN_WAYS, "nomination")
# Held: a place waits for the confirmation. Asked: it was full, and the confirmation leads to the waiting list.
STANDINGS = ("held", "asked", "enrolled", "waiting", "elsewhere", "lapsed", "left", "none")
NOMINATIONS = 2  # of a partner organisation for one edition


def _languages() -> tuple[str, ...]:
    return codes("languages")


class OneEdition(Schema):
    """`edition_id` is that of a group or of an introduction."""

    edition_id = fields.Id(required=True)


class OpenRegistration(OneEdition):
    """`closes_on`: the last day. `places` are those of an introduction, null for no limit; a group has its own."""

    way = fields.Choice(OPEN_WAYS, required=True)
    open = fields.YesNo(required=True)
    closes_on = fields.Date(load_default=None, allow_none=True)
    places = fields.Number(min=1, max=MOST_INVITED, load_default=None, allow_none=True)
    language = fields.Choice(_languages, required=True)
    about = fields.Text(max=1_000, load_default=None, allow_none=True)


class EditionSession(Schema):
    kind = fields.Choice(SESSION_KINDS)
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    delivery = fields.Choice(deliveries)
    place = fields.Text(allow_none=True)


class Edition(Schema):
    """What anybody may know of it. `open`: whether one can register now. `free` is null where there is no limit."""

    kind = fields.Choice(EDITION_KINDS)
    name = fields.Text()
    code = fields.Text(allow_none=True)
    open = fields.YesNo()
    closes_on = fields.Date(allow_none=True)
    language = fields.Text(allow_none=True)
    about = fields.Text(max=1_000, allow_none=True)
    places = fields.Number(allow_none=True)
    free = fields.Number(allow_none=True)
    waiting = fields.Number()
    sessions = fields.Many(fields.Part(EditionSession))


class OpenCalls(Schema):
    """The editions that anybody may register for, the first to begin first."""

    editions = fields.Many(fields.Part(Edition))


class RegistrationCode(Schema):
    code = fields.Text(max=20, required=True)


class Grant(Schema):
    """`token` names an applicant for two minutes: somebody who may be registered with this code, and nothing else."""

    token = fields.Secret()


class Register(RegistrationCode):
    person_id = fields.Id(required=True)


class Asked(Schema):
    """The same answer whoever asks: what a newcomer gets on confirming before `until`."""

    state = fields.Choice(("held", "asked"))
    position = fields.Number(allow_none=True)
    until = fields.Moment()


class Nominate(RegistrationCode):
    """Two people named together are a pair: both get a place, or both wait."""

    person_ids = fields.Many(fields.Id(), required=True, max=NOMINATIONS)


class Nominated(Schema):
    state = fields.Choice(("enrolled", "waiting"))
    left = fields.Number()


class Nominations(Schema):
    """What a partner sees with its code."""

    edition = fields.Part(Edition)
    partner_id = fields.Id()
    used = fields.Number()
    left = fields.Number()


class PlaceToken(Schema):
    token = fields.Secret(required=True)


class Standing(Schema):
    """Where somebody stands with an edition. `together`: waits with the other of a pair. `until`: to confirm before."""

    state = fields.Choice(STANDINGS)
    way = fields.Choice(WAYS_IN)
    position = fields.Number(allow_none=True)
    until = fields.Moment(allow_none=True)
    together = fields.YesNo()
    partner_id = fields.Id(allow_none=True)


class OwnPlace(Standing):
    """`may_leave`: whether the place can be given up still."""

    edition = fields.Part(Edition)
    may_leave = fields.YesNo()


class WantedPlace(OneEdition):
    person_id = fields.Id(required=True)


class PlacesWanted(Schema):
    places = fields.Many(fields.Part(WantedPlace), required=True, max=1_000)


class PlaceDetails(Standing):
    edition_id = fields.Id()
    person_id = fields.Id()
    token = fields.Secret()


class Places(Schema):
    """What a mail says about somebody's place; of editions that exist."""

    places = fields.Many(fields.Part(PlaceDetails), max=1_000)


class Entrant(Schema):
    """Somebody who came in, or is about to."""

    person_id = fields.Id()
    state = fields.Choice(STANDINGS)
    way = fields.Choice(WAYS_IN)
    partner_id = fields.Id(allow_none=True)
    pair_id = fields.Id(allow_none=True)
    until = fields.Moment(allow_none=True)


class Seats(Schema):
    """Of one partner in one group; `code` is null until it was asked. `ready`: willing and able."""

    partner_id = fields.Id()
    ready = fields.YesNo()
    code = fields.Text(allow_none=True)
    used = fields.Number()
    left = fields.Number()


class WaysIn(OneEdition):
    """`way` is null as long as nobody opened it for registration; `is_set_open`: by a coordinator, whatever the day."""

    programme_id = fields.Id()
    edition = fields.Part(Edition)
    way = fields.Choice(OPEN_WAYS, allow_none=True)
    is_set_open = fields.YesNo()
    people = fields.Many(fields.Part(Entrant), max=10_000)
    seats = fields.Many(fields.Part(Seats))


class AskPartner(OneEdition):
    partner_id = fields.Id(required=True)


class PartnerAsked(Schema):
    code = fields.Text()


open_calls = trainings.query("open_calls", answer=OpenCalls, who=[ANYONE])
edition = trainings.query("edition", RegistrationCode, Edition, who=[ANYONE])
nominations = trainings.query("nominations", RegistrationCode, Nominations, who=[ANYONE])
applicant_grant = trainings.query("applicant_grant", RegistrationCode, Grant, who=[ANYONE], secret=True)
register = trainings.command("register", Register, Asked, who=[APPLICANT])
nominate = trainings.command("nominate", Nominate, Nominated, who=[APPLICANT])

own_place = trainings.query("own_place", PlaceToken, OwnPlace, who=[ANYONE], secret=True)
confirm_place = trainings.command("confirm_place", PlaceToken, Standing, who=[ANYONE], secret=True)
leave_place = trainings.command("leave_place", PlaceToken, who=[ANYONE], secret=True)

ways_in = trainings.query("ways_in", OneEdition, WaysIn, who=[COORDINATOR])
open_registration = trainings.command("open_registration", OpenRegistration, who=[COORDINATOR])
ask_partner = trainings.command("ask_partner", AskPartner, PartnerAsked, who=[COORDINATOR])
place_details = trainings.query("place_details", PlacesWanted, Places, who=[SERVICE], secret=True)
partner_seats = trainings.query("partner_seats", AskPartner, Seats, who=[SERVICE])
