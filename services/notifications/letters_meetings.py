"""Mails about meetings of the network."""

from collections.abc import Callable

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion


def meeting_planned(_: Translate, on: Occasion) -> Letter:
    [meeting] = on.sessions
    return Letter(
        subject=_("Meeting of the network: {meeting}").format(meeting=on.name_of(meeting)),
        opening=[
            _("A colleague has planned a meeting of the network."),
            _("Say whether you come, and put on the agenda what you want to talk about."),
        ],
        action=(_("Answer"), on.link(f"network/meetings/{on.about_id}")),
        closing=[_("Attached for your calendar.")],
    )


def meeting_changed(_: Translate, on: Occasion) -> Letter:
    [meeting] = on.sessions
    return Letter(
        subject=_("Changed: {session}").format(session=on.name_of(meeting)),
        opening=[_("The plan of a meeting of the network has changed. This is how it is now.")],
        action=(_("To the meeting"), on.link(f"network/meetings/{on.about_id}")),
        closing=[_("Attached: the change for your calendar.")],
    )


def meeting_cancelled(_: Translate, on: Occasion) -> Letter:
    [meeting] = on.sessions
    return Letter(
        subject=_("Cancelled: {session}").format(session=on.name_of(meeting)),
        opening=[_("This meeting of the network will not take place.")],
        closing=[_("Attached: the cancellation for your calendar.")],
    )


def minutes_missing(_: Translate, on: Occasion) -> Letter:
    ngettext = on.language.translate_number
    return Letter(
        subject=ngettext("A meeting without minutes", "{number} meetings without minutes", len(on.items)).format(
            number=len(on.items)
        ),
        opening=[
            _("You were there, and nothing is written down yet."),
            _("A few sentences are enough: what was said, and what was decided."),
            _("Has a colleague begun already? Then let them go on."),
        ],
        items=[
            (
                f"{on.name_of(item['session'])}, {on.language.day_of(item['session']['starts_at'])}",
                on.link(f"network/meetings/{item['meeting_id']}/minutes"),
            )
            for item in on.items
        ],
    )


ABOUT_MEETINGS: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function for function in (meeting_planned, meeting_changed, meeting_cancelled, minutes_missing)
}
