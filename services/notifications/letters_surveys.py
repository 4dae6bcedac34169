"""Mails that ask for feedback, before a course and after it."""

from collections.abc import Callable

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion
from services.notifications.places import for_you_alone


def feedback_link(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_subject(_, on),
        opening=[
            *_why(_, on),
            _("Your answers are anonymous: who got which link is not kept, and nothing is shown under five answers."),
            *([_("You can answer until {date}.").format(date=on.language.day(on.closes_on))] if on.closes_on else []),
        ],
        action=(_("Answer the questions"), on.link(f"feedback/{on.token}")),
        closing=[_("You can stop half-way and go on later, with the same link."), for_you_alone(_)],
    )


def feedback_reminder(_: Translate, on: Occasion) -> Letter:
    """Without a link: whoever sends it can't know which one the reader has, and a second one would be a second vote."""
    subject = _subject(_, on)
    mailed = (
        _("Your link is in our mail of {day}, “{subject}”.").format(
            day=on.language.day_of(on.mailed_at), subject=subject
        )
        if on.mailed_at
        else _("Your link is in an earlier mail of ours, “{subject}”.").format(subject=subject)
    )
    return Letter(
        subject=_("Reminder: {subject}").format(subject=subject),
        opening=[
            _("Have you answered our questions? Then thank you: you need do nothing more."),
            _("Nobody knows who has answered, not even we do. So everybody whom we asked gets this mail."),
            *([_("You can answer until {date}.").format(date=on.language.day(on.closes_on))] if on.closes_on else []),
            mailed,
            _("We can't send you the link again: nowhere is it kept who got which."),
        ],
    )


def _subject(_: Translate, on: Occasion) -> str:
    return {
        "t0": _("Your course begins soon: where do you stand now?"),
        "t1": _("What did the course bring you?"),
        "t3": _("Three months after the course: what do you do with it?"),
        "t6": _("Six months after the course: what has stayed?"),
    }[on.wave or "t1"]


def _why(_: Translate, on: Occasion) -> list[str]:
    return {
        "t0": [
            _("Soon your course begins. How well can you do now what it is about?"),
            _("It is no test. Afterwards we ask the same once more, so that we see what the course brings."),
        ],
        "t1": [_("You have completed the course. What did it bring you, and what do you still need?")],
        "t3": [_("The course was three months ago. What do you use at work, and what do you still need?")],
        "t6": [_("The course was six months ago. What has stayed, and what do you still need?")],
    }[on.wave or "t1"]


ABOUT_SURVEYS: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function for function in (feedback_link, feedback_reminder)
}
