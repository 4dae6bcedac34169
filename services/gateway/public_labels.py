"""Labels of codes that stand on public pages too, and so are said in every language; `formats` has them with all the
others."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "session_kind": {
        "introduction": _l("Introduction"),
        "training_day": _l("Training day"),
        "deepening": _l("Deepening half-day"),
    },
    "session_state": {
        "planned": _l("Planned"),
        "open": _l("Running"),
        "recorded": _l("Recorded"),
        "cancelled": _l("Cancelled"),
    },
    "attendance": {
        "not_recorded": _l("Not yet recorded"),
        "present": _l("Present"),
        "absent": _l("Absent"),
        "excused": _l("Excused"),
    },
    "way_in": {
        "invited": _l("Invited"),
        "link": _l("Registered by link"),
        "open_call": _l("Registered on the open call"),
        "nomination": _l("Nominated"),
    },
    "standing": {
        "held": _l("Has to confirm: a place is held"),
        "asked": _l("Has to confirm: will wait"),
        "enrolled": _l("Has a place"),
        "waiting": _l("On the waiting list"),
        "elsewhere": _l("In another group"),
        "lapsed": _l("Did not confirm"),
        "left": _l("Gave up the place"),
        "none": _l("Not registered"),
    },
    "certificate_state": {"valid": _l("Valid"), "expired": _l("Expired"), "revoked": _l("Revoked")},
    "digest_rhythm": {
        "daily": _l("Every day on which there is something new"),
        "weekly": _l("Every Monday"),
        "never": _l("Never"),
    },
}
