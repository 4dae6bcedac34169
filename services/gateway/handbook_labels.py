"""What the handbook, its parts and what is done with them are called on pages."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "chapter_kind": {"theme": _l("Chapter on a theme"), "lesson": _l("Lesson from practice")},
    "chapter_part": {
        "title": _l("Title"),
        "summary": _l("In short"),
        "attribution": _l("Written by"),
        "theory": _l("Theory"),
        "orientation": _l("Academic orientation"),
        "expertise": _l("Expertise"),
        "field_experience": _l("Field experience"),
        "context": _l("The situation"),
        "action": _l("What was done"),
        "effect": _l("What helped"),
        "adaptation": _l("If you want to do it elsewhere"),
    },
    "about_chapter_part": {
        "theory": _l("What is known about it, in the words of somebody who explains it to a colleague."),
        "orientation": _l("Which research stands behind it, and where one can read on."),
        "expertise": _l("What experts advise, and what they warn of."),
        "field_experience": _l("What people met in their work. No names, and no places that point to a person."),
        "context": _l("What was going on, for whom. No names, and no places that point to a person."),
        "action": _l("Step by step, so that somebody else can do it."),
        "effect": _l("What made a difference, and what did not."),
        "adaptation": _l("What has to be different in another area, organisation or city."),
    },
    "text_state": {"draft": _l("Draft"), "published": _l("Published"), "withdrawn": _l("Withdrawn")},
    "redaction_check": {
        "no_names": _l("It names no person, not even by a first name or initials"),
        "not_recognisable": _l("Nobody can be recognised by a place, a date, an office or a detail"),
        "nothing_confidential": _l("It tells nothing that was said in confidence"),
        "may_be_published": _l("Whoever it comes from agrees that it is published under this licence"),
    },
    "contribution_state": {
        "waiting": _l("Waits for an editor"),
        "accepted": _l("Accepted"),
        "declined": _l("Declined"),
    },
    "share_state": {
        "proposed": _l("Waits for approval"),
        "returned": _l("Sent back to the editor"),
        "shared": _l("Shared"),
        "withdrawn": _l("Withdrawn from the cities"),
    },
    "offer_state": {
        "waiting": _l("Waits for an editor"),
        "renewed": _l("New version"),
        "withdrawn": _l("Withdrawn by its city"),
        "taken": _l("Taken over"),
        "adapted": _l("Adapted"),
        "declined": _l("Declined"),
    },
    "offer_decision": {"taken": _l("Taken over as it is"), "adapted": _l("Adapted"), "declined": _l("Declined")},
    "text_hint": {
        "long_sentence": _l("Long sentence"),
        "long_word": _l("Long word"),
        "passive": _l("Who does it? Perhaps a passive sentence"),
        "maybe_a_name": _l("Perhaps a name"),
    },
}
