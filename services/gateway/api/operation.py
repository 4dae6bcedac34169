from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from services.gateway.parked import SERVICE
from shared.contracts import instance, notifications, operation

DESCRIPTION = _l("For operators")

MESSAGES = f"/messages/{SERVICE}"

routes = [
    Route("GET", "/instance", instance.status, _l("The version, backups, disks and queues of this city")),
    Route("GET", "/mails", notifications.mails, _l("Mails and what became of them")),
    Route("GET", "/mails/<uuid:mail_id>", notifications.mail, _l("A mail that was kept for lack of a mail server")),
    Route("POST", "/mails/<uuid:mail_id>/sending", notifications.send_again, _l("Send a mail again")),
    Route("GET", "/mails/hold", notifications.mail_hold, _l("Whether mail is held, as after a restore")),
    Route("PUT", "/mails/hold", notifications.hold_mail, _l("Let no mail leave")),
    Route("POST", "/mails/release", notifications.release_mail, _l("Let mail leave again")),
    Route("GET", MESSAGES, operation.messages, _l("How many messages of a part of the system wait for what")),
    Route("GET", f"{MESSAGES}/parked", operation.parked_messages, _l("Parked messages")),
    Route("GET", f"{MESSAGES}/parked/<uuid:message_id>", operation.parked_message, _l("A parked message")),
    Route("POST", f"{MESSAGES}/parked/replay", operation.replay_parked, _l("Try parked messages again")),
    Route("POST", f"{MESSAGES}/parked/discard", operation.discard_parked, _l("Discard parked messages")),
    Route("GET", f"{MESSAGES}/interventions", operation.interventions, _l("What operators did with parked messages")),
]
