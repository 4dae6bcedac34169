"""What each kind of mail says, in the reader's language."""

from collections.abc import Callable
from dataclasses import replace

from services.notifications.letter import Letter, Translate
from services.notifications.letters_afterwards import FOLLOWING
from services.notifications.letters_intervisions import OF_INTERVISIONS
from services.notifications.letters_mediations import OF_MEDIATIONS
from services.notifications.letters_meetings import ABOUT_MEETINGS
from services.notifications.letters_of_the_board import ON_THE_BOARD
from services.notifications.letters_of_the_network import AMONG_MEMBERS
from services.notifications.letters_strategies import OF_STRATEGIES
from services.notifications.letters_surveys import ABOUT_SURVEYS
from services.notifications.occasions import Occasion
from services.notifications.places import (
    for_you_alone,
    leaving,
    nominated,
    nomination_request,
    number,
    registration_confirmation,
)
from services.notifications.rules import TRAINER, WAITING, hears_of_sessions


def letter(on: Occasion) -> Letter:
    _ = on.language.translate
    written = LETTERS[on.kind](_, on)
    links = _own_links(_, on)
    return replace(written, links=links, closing=[*written.closing, _all_for_you_alone(_)]) if links else written


def greeting(on: Occasion) -> str:
    _ = on.language.translate
    return _("Dear {name},").format(name=on.contact["name"])


def signature(on: Occasion) -> list[str]:
    _ = on.language.translate
    by = [on.thank_you["sender"]] if on.thank_you.get("sender") else []
    return [_("Kind regards,"), *by, _("the polarisation programme of {city}").format(city=on.city)]


def account_invitation(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Your account for the polarisation programme"),
        opening=[
            _("You have been given an account for the polarisation programme of {city}.").format(city=on.city),
            _("Choose a password, and you can start."),
        ],
        action=(_("Choose a password"), on.link(f"invitation/{on.token}")),
        closing=[for_you_alone(_)],
    )


def password_reset(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Choose a new password"),
        opening=[_("A new password has been asked for, for your account of the polarisation programme.")],
        action=(_("Choose a new password"), on.link(f"reset/{on.token}")),
        closing=[_("Was it not you who asked? Then do nothing: your password stays as it is."), for_you_alone(_)],
    )


def introduction_invitation(_: Translate, on: Occasion) -> Letter:
    [session] = on.sessions
    if on.place.get("way", "invited") != "invited":
        return Letter(
            subject=_("You are registered: {session}").format(session=on.name_of(session)),
            opening=[_("You are registered for this introduction. Until then!")],
            items=_to_read(_, on),
            closing=[_for_the_calendar(_)],
        )
    return Letter(
        subject=_("Invitation: {session}").format(session=on.name_of(session)),
        opening=[
            _("We invite you to an introduction: how does polarisation work, and what can you do in your own work?")
        ],
        items=_to_read(_, on),
        closing=[_for_the_calendar(_)],
    )


def _to_read(_: Translate, on: Occasion) -> list[tuple[str, str]]:
    """What everybody may read in the handbook beforehand."""
    said = _("To read beforehand, if you like: {title}")
    return [
        (said.format(title=each["title"]), on.link(f"handbook/chapters/{each['chapter_id']}/{each['language']}"))
        for each in on.reading
    ]


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
            *nominated(_, on),
            _("The group “{group}” is full, and you are on its waiting list.").format(group=on.group_name),
            *number(_, on),
            _("Places that come free are given in the order of the list. We write to you when it is your turn."),
        ],
        closing=leaving(_, on, _("Do you no longer want to wait? Leave the waiting list here: {link}")),
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
        closing=[] if has_account else [for_you_alone(_)],
    )


def personal_link(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("The link to your page"),
        opening=[
            _("On your page you see your sessions, and what you can do yourself."),
            _("It works on every device, without a password. Links that you got before may have ended."),
        ],
        action=(_("Open your page"), on.link(f"my/{on.page}")),
        closing=[for_you_alone(_), _("Was it not you who asked? Then do nothing.")],
    )


def _own_links(_: Translate, on: Occasion) -> list[tuple[str, str]]:
    """Trainers have pages with an account; who lost their place has nothing more to see there."""
    if on.kind in ("withdrawn", "personal_link") or on.page is None:
        return []
    calendar = (_("All your sessions in your own calendar"), on.link(f"calendar/{on.calendar}.ics"))
    page = (_("Your page"), on.link(f"my/{on.page}"))
    if on.kind == "report_back":
        return [page]
    return [*([page] if on.role != TRAINER else []), *([calendar] if hears_of_sessions(on.role) else [])]


def _place(_: Translate, on: Occasion, *, subject: str, first: str) -> Letter:
    return Letter(
        subject=subject.format(group=on.group_name),
        opening=[
            *nominated(_, on),
            first.format(group=on.group_name),
            _("The course is a training day and, about three weeks later, a deepening half-day. You need both."),
            _("Is there a question from your own work that the group should treat? It is shown without your name."),
            _planned_so_far(_, on),
        ],
        action=(_("Ask a question"), on.link(f"ask/{on.group['question_code']}")),
        closing=[
            *([_for_the_calendar(_)] if on.sessions else []),
            *leaving(_, on, _("Can you not come after all? Then let somebody else have your place: {link}")),
        ],
    )


def _planned_so_far(_: Translate, on: Occasion) -> str:
    return _("This is planned so far:") if on.sessions else _("We write to you when the sessions are planned.")


def _for_the_calendar(_: Translate) -> str:
    return _("Attached for your calendar.")


def _out_of_the_calendar(_: Translate) -> str:
    return _("Attached: the cancellation for your calendar.")


def _all_for_you_alone(_: Translate) -> str:
    return _("The links in this mail are meant for you alone: please do not pass it on.")


LETTERS: dict[str, Callable[[Translate, Occasion], Letter]] = (
    {
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
            network_invitation,
            personal_link,
            registration_confirmation,
            nomination_request,
        )
    }
    | FOLLOWING
    | OF_INTERVISIONS
    | ABOUT_MEETINGS
    | ABOUT_SURVEYS
    | ON_THE_BOARD
    | AMONG_MEMBERS
    | OF_STRATEGIES
    | OF_MEDIATIONS
)
