"""The incident protocol of a programme, and incidents in which it is followed: who, by function, does what by when."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.taxonomies import codes

MOST_STEPS = 40
LONGEST_MINUTES = 60 * 24 * 28


def _languages() -> tuple[str, ...]:
    return codes("languages")


class ProtocolStepFields(Schema):
    """`who` does it, by function; within so many `minutes` of the beginning."""

    who = fields.Text(max=120, required=True)
    what = fields.Text(max=300, required=True)
    minutes = fields.Number(min=1, max=LONGEST_MINUTES, required=True)


class AddProtocolStep(ProtocolStepFields):
    programme_id = fields.Id(required=True)


class OneProtocolStep(OneProgramme):
    step_id = fields.Id(required=True)


class ChangeProtocolStep(ProtocolStepFields):
    programme_id = fields.Id(required=True)
    step_id = fields.Id(required=True)
    version = fields.Number(required=True)


class BeginProtocol(OneProgramme):
    language = fields.Choice(_languages, required=True)


class ProtocolStep(ProtocolStepFields):
    id = fields.Id()
    version = fields.Number()


class IncidentProtocol(Schema):
    """In the order of the minutes. `looks_like_names`: parts of the steps that somebody should see again."""

    steps = fields.Many(fields.Part(ProtocolStep), max=MOST_STEPS)
    looks_like_names = fields.Many(fields.Text())


class OpenIncident(OneProgramme):
    """`title`: what happened, in a few words, and never who."""

    title = fields.Text(max=120, required=True)


class OneIncident(Schema):
    incident_id = fields.Id(required=True)


class SettleIncidentStep(OneIncident):
    step_id = fields.Id(required=True)
    done = fields.YesNo(load_default=True)


class CloseIncident(OneIncident):
    lesson = fields.Text(max=2_000, required=True)


class IncidentSummary(Schema):
    id = fields.Id()
    title = fields.Text()
    opened_at = fields.Moment()
    closed_at = fields.Moment(allow_none=True)
    steps = fields.Number()
    steps_done = fields.Number()


class Incidents(Schema):
    incidents = fields.Many(fields.Part(IncidentSummary), max=10_000)


class IncidentStep(ProtocolStepFields):
    id = fields.Id()
    due_at = fields.Moment()
    done_at = fields.Moment(allow_none=True)


class Incident(Schema):
    """`lesson`: with which it was closed."""

    id = fields.Id()
    programme_id = fields.Id()
    title = fields.Text()
    opened_at = fields.Moment()
    closed_at = fields.Moment(allow_none=True)
    lesson = fields.Text(max=2_000, allow_none=True)
    steps = fields.Many(fields.Part(IncidentStep), max=MOST_STEPS)
    looks_like_names = fields.Many(fields.Text())


incident_protocol = municipalities.query("incident_protocol", OneProgramme, IncidentProtocol, who=[COORDINATOR])
begin_protocol = municipalities.command("begin_protocol", BeginProtocol, who=[COORDINATOR])
add_protocol_step = municipalities.command("add_protocol_step", AddProtocolStep, Created, who=[COORDINATOR])
change_protocol_step = municipalities.command("change_protocol_step", ChangeProtocolStep, who=[COORDINATOR])
remove_protocol_step = municipalities.command("remove_protocol_step", OneProtocolStep, who=[COORDINATOR])
incidents = municipalities.query("incidents", OneProgramme, Incidents, who=[COORDINATOR])
incident = municipalities.query("incident", OneIncident, Incident, who=[COORDINATOR])
open_incident = municipalities.command("open_incident", OpenIncident, Created, who=[COORDINATOR])
settle_incident_step = municipalities.command("settle_incident_step", SettleIncidentStep, who=[COORDINATOR])
close_incident = municipalities.command("close_incident", CloseIncident, who=[COORDINATOR])
