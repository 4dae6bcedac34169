from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("Meetings of the network: planned by any member, with an agenda that is everybody's")

ONE = "/network/meetings/<uuid:meeting_id>"
ITEM = f"{ONE}/agenda/<uuid:item_id>"
ACTION = f"{ONE}/actions/<uuid:action_id>"

routes = [
    Route("GET", "/network/meetings", contract.meetings, _l("Meetings to come, or those that are over")),
    Route("GET", "/network/meetings/open", contract.meetings_to_come, _l("On whose agenda something can be put")),
    Route("POST", "/network/meetings", contract.plan_meeting, _l("Plan a meeting"), 201),
    Route("GET", ONE, contract.meeting, _l("One with its people, agenda, minutes and actions")),
    Route("PUT", ONE, contract.change_meeting, _l("Change when and where it is")),
    Route("DELETE", ONE, contract.cancel_meeting, _l("Cancel it")),
    Route("PUT", f"{ONE}/reply", contract.answer_meeting, _l("Say whether you come")),
    Route("POST", f"{ONE}/agenda", contract.add_agenda_item, _l("Put something on the agenda"), 201),
    Route("PUT", ITEM, contract.change_agenda_item, _l("Change what you put on the agenda")),
    Route("POST", f"{ITEM}/moving", contract.move_agenda_item, _l("Move it up or down")),
    Route("DELETE", ITEM, contract.remove_agenda_item, _l("Take it from the agenda")),
    Route("GET", f"{ONE}/minutes", contract.minutes_draft, _l("The minutes as far as they are written")),
    Route("PUT", f"{ONE}/minutes", contract.save_minutes, _l("Write the minutes")),
    Route("POST", f"{ONE}/actions", contract.add_action, _l("Add an action"), 201),
    Route("PUT", f"{ACTION}/done", contract.finish_action, _l("Say that an action is done, or is not")),
    Route("DELETE", ACTION, contract.remove_action, _l("Remove an action")),
    Route("GET", "/my/meetings", contract.my_meetings, _l("Meetings for your own calendar")),
]
