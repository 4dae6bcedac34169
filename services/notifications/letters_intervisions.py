"""Mails to those who take part in an intervision."""

from collections.abc import Callable

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion


def intervision_reminder(_: Translate, on: Occasion) -> Letter:
    """With the reader's role, so that who brings a case can think of one."""
    role = {
        "case_bringer": _("You bring the case this time: something from your own work that keeps you busy."),
        "facilitator": _("You are the facilitator this time: you keep the time and move the room from step to step."),
    }
    own = [role[on.intervision_role]] if on.intervision_role in role else []
    return Letter(
        subject=_("Soon: {session}").format(session=on.name_of(on.sessions[0])),
        opening=[_("An intervision in which you take part is coming up."), *own, _can_not_come(_)],
        action=_page(_, on),
        closing=[_("Attached for your calendar.")],
    )


def intervision_changed(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Changed: {session}").format(session=on.name_of(on.sessions[0])),
        opening=[_("The plan of an intervision has changed. This is how it is now."), _can_not_come(_)],
        action=_page(_, on),
        closing=[_("Attached: the change for your calendar.")],
    )


def intervision_cancelled(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Cancelled: {session}").format(session=on.name_of(on.sessions[0])),
        opening=[_("This intervision will not take place.")],
        closing=[_("Attached: the cancellation for your calendar.")],
    )


def _can_not_come(_: Translate) -> str:
    return _("Can you not be there? Then give up your place on its page, so that roles and places go to others.")


def _page(_: Translate, on: Occasion) -> tuple[str, str]:
    return _("To the intervision"), on.link(f"network/intervisions/{on.about_id}")


OF_INTERVISIONS: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function for function in (intervision_reminder, intervision_changed, intervision_cancelled)
}
