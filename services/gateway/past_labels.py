"""What trainings of before this system, read from a file, are called on pages."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "past_kind": {"introduction": _l("Introduction"), "course": _l("Course")},
    "past_reason": {
        "no_date": _l("There is no date"),
        "not_a_date": _l("This is not a date that can be read"),
        "date_in_future": _l("This date is still to come"),
        "not_a_count": _l("This is not a number of people"),
        "no_count": _l("No number of people stands in this line"),
        "more_completed_than_attended": _l("More people completed it than attended"),
        "not_a_kind": _l("This is neither an introduction nor a course"),
        "known_with_other_figures": _l(
            "This training counts already, with other figures. Undo the earlier import to replace it"
        ),
    },
    "past_state": {"draft": _l("Not confirmed"), "done": _l("Counts"), "undone": _l("Undone")},
}
