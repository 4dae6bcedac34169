"""Labels of codes that one topic alone shows; `formats` has them with all the others."""

from flask_babel import lazy_gettext as _l

OF_A_TOPIC = {
    "disk": {"mail": _l("the mail"), "backups": _l("the backups")},
    "read_model": {
        "dashboard": _l("overview of the programmes"),
        "people": _l("people as composing groups needs them"),
        "colleagues": _l("people as the network needs them"),
    },
    "setup_step": {
        "areas": _l("The areas of your city"),
        "people": _l("Who comes"),
        "programme": _l("Your first programme"),
        "introduction": _l("The first introduction"),
        "reading": _l("What to read beforehand"),
        "invitations": _l("Inviting people"),
    },
    "setup_step_state": {"done": _l("Done"), "current": _l("Next"), "to_do": _l("Later")},
    "verdict": {
        "suitable": _l("Suitable"),
        "with_measures": _l("Suitable, with measures"),
        "unsuitable": _l("Not suitable"),
    },
    "request_answer": {
        "no_conflict": _l("Yes: I have no conflict of interest"),
        "conflict": _l("No: I have a conflict of interest"),
        "not_now": _l("I can not take it on now"),
    },
    "entry_kind": {
        "party": _l("Party"),
        "talk": _l("Preparation talk"),
        "ground_rules": _l("Ground rules"),
        "session": _l("Session of a mediation"),
        "caucus": _l("Caucus"),
        "approach": _l("Change of approach"),
        "agreement": _l("What they agreed"),
        "thank_you": _l("Thank-you"),
        "promise": _l("Promise"),
        "contact": _l("Quiet contact"),
    },
    "refused_message": {
        "email_address": _l("There is an e-mail address in it"),
        "phone_number": _l("There is a telephone number in it"),
        "small_count": _l("It counts fewer than five people"),
        "wrong_parts": _l("Its parts are not those of a chapter or lesson"),
        "unknown_licence": _l("Its licence is not known here"),
        "too_large": _l("It is too large"),
        "too_many_messages": _l("The city sent too much in one hour"),
        "too_many_offers": _l("The city offers more than anybody can read"),
        "unknown_chapter": _l("It is about a text that this city does not share"),
    },
}
