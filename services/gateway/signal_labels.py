"""What signals, and the questions that part conflict from polarisation, are called on pages."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "signal_state": {
        "new": _l("To be judged"),
        "judged": _l("Judged"),
        "decided": _l("Decided"),
        "expired": _l("Expired"),
    },
    "triage_question": {
        "owners": _l("Can you point out whose quarrel it is: people who could sit at one table?"),
        "time_and_place": _l("Did it begin with something that happened, at a time and in a place?"),
        "willing": _l("Would those people talk with each other if somebody helped them?"),
        "about_groups": _l("Is it about what groups are said to be, more than about what somebody did?"),
        "taking_sides": _l("Do people who have nothing to do with it feel that they have to choose a side?"),
        "safety": _l("Is there violence, or the threat of it?"),
    },
    "triage_answer": {"yes": _l("Yes"), "no": _l("No"), "unsure": _l("Not sure")},
    "triage_outcome": {
        "mediation": _l("Mediation"),
        "strategy": _l("Strategy"),
        "both": _l("Mediation and strategy, apart"),
        "neither": _l("Neither"),
    },
    "triage_reason": {
        "owners_yes": _l("The quarrel has owners: they can be invited to talk."),
        "owners_no": _l("Nobody owns it, so there is nobody to mediate between."),
        "time_and_place_yes": _l("It began with something that happened: that can be talked about."),
        "time_and_place_no": _l("It has no time and no place: it is in the air rather than between people."),
        "about_groups_yes": _l("It is about groups and what they are said to be: that is us-and-them talk."),
        "about_groups_no": _l("It is about what was done, not about what groups are."),
        "taking_sides_yes": _l("The middle is asked to choose a side: that is how polarisation grows."),
        "taking_sides_no": _l("The middle is left in peace."),
        "not_willing": _l("They do not want to talk yet: begin by talking with each of them, and force nobody."),
        "kept_apart": _l(
            "It is both. Work on it in two places: the quarrel with its owners, the rest in the strategy."
        ),
        "safety_first": _l("There is violence or the threat of it: safety comes first, with police and public order."),
        "find_out": _l("You are not sure of everything. Find out, and answer again."),
    },
}

KINDS_OF_STATE = {"new": "wait", "judged": "busy", "decided": "ok", "expired": "none"}
KINDS_OF_OUTCOME = {"mediation": "busy", "strategy": "ok", "both": "wait", "neither": "none"}
