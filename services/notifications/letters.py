"""What each kind of mail says, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.notifications.occasions import Occasion
from services.notifications.rules import WAITING

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Letter:
    """In the order in which it is read, the sessions standing before `action`: the label and link of what to do."""

    subject: str
    opening: list[str]
    action: tuple[str, str] | None = None
    closing: list[str] = field(default_factory=list)


def letter(on: Occasion) -> Letter:
    return LETTERS[on.kind](on.language.translate, on)


def greeting(on: Occasion) -> str:
    _ = on.language.translate
    return _("Dear {name},").format(name=on.contact["name"])


def signature(on: Occasion) -> list[str]:
    _ = on.language.translate
    return [_("Kind regards,"), _("the polarisation programme of {city}").format(city=on.city)]


def account_invitation(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Your account for the polarisation programme"),
        opening=[
            _("You have been given an account for the polarisation programme of {city}.").format(city=on.city),
            _("Choose a password, and you can start."),
        ],
        action=(_("Choose a password"), on.link(f"invitation/{on.token}")),
        closing=[_for_you_alone(_)],
    )


def password_reset(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Choose a new password"),
        opening=[_("A new password has been asked for, for your account of the polarisation programme.")],
        action=(_("Choose a new password"), on.link(f"reset/{on.token}")),
        closing=[_("Was it not you who asked? Then do nothing: your password stays as it is."), _for_you_alone(_)],
    )


def introduction_invitation(_: Translate, on: Occasion) -> Letter:
    [session] = on.sessions
    return Letter(
        subject=_("Invitation: {session}").format(session=on.name_of(session)),
        opening=[
            _("We invite you to an introduction: how does polarisation work, and what can you do in your own work?")
        ],
        closing=[_for_the_calendar(_)],
    )


def session_planned(_: Translate, on: Occasion) -> Letter:
    [session] = on.sessions
    return Letter(
        subject=_("Planned: {session}").format(session=on.name_of(session)),
        opening=[_("A session has been planned.")],
        closing=[_for_the_calendar(_)],
    )


def session_changed(_: Translate, on: Occasion) -> Letter:
    [session] = on.sessions
    return Letter(
        subject=_("Changed: {session}").format(session=on.name_of(session)),
        opening=[_("The plan of a session has changed. This is how it is now.")],
        closing=[_("Attached: the change for your calendar.")],
    )


def session_cancelled(_: Translate, on: Occasion) -> Letter:
    [session] = on.sessions
    return Letter(
        subject=_("Cancelled: {session}").format(session=on.name_of(session)),
        opening=[_("This session will not take place.")],
        closing=[_out_of_the_calendar(_)],
    )


def place_in_group(_: Translate, on: Occasion) -> Letter:
    return _place(
        _,
        on,
        subject=_("You have a place in “{group}”"),
        first=_("You have a place in the group “{group}”."),
    )


def promoted(_: Translate, on: Occasion) -> Letter:
    return _place(
        _,
        on,
        subject=_("A place for you in “{group}”"),
        first=_("A place came free: you were on the waiting list, and now you have a place in the group “{group}”."),
    )


def waiting_list(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("You are on the waiting list of “{group}”").format(group=on.group_name),
        opening=[
            _("The group “{group}” is full, and you are on its waiting list.").format(group=on.group_name),
            _("Places that come free are given in the order of the list. We write to you when it is your turn."),
        ],
    )


def withdrawn(_: Translate, on: Occasion) -> Letter:
    gone = (
        _("You are no longer on the waiting list of the group “{group}”.")
        if on.role == WAITING
        else _("You no longer have a place in the group “{group}”.")
    )
    return Letter(
        subject=_("You are no longer in “{group}”").format(group=on.group_name),
        opening=[gone.format(group=on.group_name)],
        closing=[
            *([_out_of_the_calendar(_)] if on.sessions else []),
            _("Is this not right? Then please tell the coordinator of the programme."),
        ],
    )


def trainer_assigned(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("You are a trainer of “{group}”").format(group=on.group_name),
        opening=[
            _("You have been asked to give the course to the group “{group}”.").format(group=on.group_name),
            _planned_so_far(_, on),
        ],
        closing=[_for_the_calendar(_)] if on.sessions else [],
    )


def feedback_link(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("What did the course bring you?"),
        opening=[
            _("You have completed the course. What did it bring you, and what do you still need?"),
            _("Your answers are anonymous: who got which link is not kept, and nothing is shown under five answers."),
            *([_("You can answer until {date}.").format(date=on.language.day(on.closes_on))] if on.closes_on else []),
        ],
        action=(_("Give feedback"), on.link(f"feedback/{on.token}")),
        closing=[_for_you_alone(_)],
    )


def network_invitation(_: Translate, on: Occasion) -> Letter:
    """Who has no account yet gets one on the way."""
    has_account = on.token is None
    return Letter(
        subject=_("Join the network of internal experts"),
        opening=[
            _("You have completed the course. Will you carry on with colleagues who did so too?"),
            _("In the network of internal experts you share experiences, ask for advice and give it."),
            _("You decide whether you join, and you can leave at any time."),
        ],
        action=(
            (_("Go to the network"), on.link("network/join"))
            if has_account
            else (_("Choose a password and go on"), on.link(f"invitation/{on.token}?next=/network/join"))
        ),
        closing=[] if has_account else [_for_you_alone(_)],
    )


def advice_answered(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("You have an answer in the network"),
        opening=[_("Somebody in the network has answered what you wrote.")],
        action=(_("Read the answer"), on.link(f"network/posts/{on.about_id}")),
    )


def _place(_: Translate, on: Occasion, *, subject: str, first: str) -> Letter:
    return Letter(
        subject=subject.format(group=on.group_name),
        opening=[
            first.format(group=on.group_name),
            _("The course is a training day and, about three weeks later, a deepening half-day. You need both."),
            _("Is there a question from your own work that the group should treat? It is shown without your name."),
            _planned_so_far(_, on),
        ],
        action=(_("Ask a question"), on.link(f"ask/{on.group['question_code']}")),
        closing=[_for_the_calendar(_)] if on.sessions else [],
    )


def _planned_so_far(_: Translate, on: Occasion) -> str:
    return _("This is planned so far:") if on.sessions else _("We write to you when the sessions are planned.")


def _for_the_calendar(_: Translate) -> str:
    return _("Attached for your calendar.")


def _out_of_the_calendar(_: Translate) -> str:
    return _("Attached: the cancellation for your calendar.")


def _for_you_alone(_: Translate) -> str:
    return _("The link is meant for you alone: please do not pass it on.")


LETTERS: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function
    for function in (
        account_invitation,
        password_reset,
        introduction_invitation,
        session_planned,
        session_changed,
        session_cancelled,
        place_in_group,
        promoted,
        waiting_list,
        withdrawn,
        trainer_assigned,
        feedback_link,
        network_invitation,
        advice_answered,
    )
}
