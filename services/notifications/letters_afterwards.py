"""Mails about what follows a session and a course, and those that tell several things at once."""

from collections.abc import Callable
from typing import Any

from services.notifications import letters_of_the_board
from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion
from services.notifications.rules import NETWORK_NEWS_KINDS
from shared.contracts.networks import NEWS_KINDS as ON_THE_BOARD

PROVIDER = "network/provider"


def certificate_issued(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Your certificate"),
        opening=[
            _("You have completed the course. This is your certificate, to keep and to print."),
            *_valid_until(_, on),
            _("Everybody who has its code can see whether it is valid. You decide whether your name is shown there."),
        ],
        action=(_("To your certificate"), _own_page(on)),
        closing=[_("The link is meant for you alone: please do not pass it on.")],
    )


def certificate_renewed(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Your certificate has been renewed"),
        opening=[_("Your certificate of the course has been renewed, under the same code."), *_valid_until(_, on)],
        action=(_("To your certificate"), _own_page(on)),
        closing=[_("The link is meant for you alone: please do not pass it on.")],
    )


def certificate_revoked(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Your certificate has been revoked"),
        opening=[
            _("Your certificate with the code {code} is not valid any more.").format(code=on.certificate["code"]),
            _("Is this not right? Then please tell the coordinator of the programme."),
        ],
        action=(_("What its page says"), on.link(f"certificates/{on.certificate['code']}")),
    )


def thank_you(_: Translate, on: Occasion) -> Letter:
    """As who sends it wrote it."""
    told = on.thank_you
    return Letter(
        subject=_("Thank you: {session}").format(session=on.name_of(told["session"])),
        opening=[*_paragraphs(told["text"]), *([told["line"]] if told["line"] else [])],
    )


def report_back(_: Translate, on: Occasion) -> Letter:
    """As the coordinator wrote it, to who answered and to who did not: nobody knows who that is."""
    told = on.report_back
    answers = _("This answers what we heard: {needs}").format(needs="; ".join(told["needs"]))
    return Letter(
        subject=_("What we changed"),
        opening=[
            _("You were asked what the programme brought you and what you still need. This is what came of it."),
            *_paragraphs(told["text"]),
            *([answers] if told["needs"] else []),
        ],
    )


def session_reminder(_: Translate, on: Occasion) -> Letter:
    ngettext = on.language.translate_number
    first = on.sessions[0]
    return Letter(
        subject=_("Soon: {session}").format(session=on.name_of(first)),
        opening=[
            ngettext("This session is coming up.", "These sessions are coming up.", len(on.sessions)),
            _("Can you not be there? Then please tell the coordinator of the programme."),
        ],
        closing=[_("Attached for your calendar.")],
    )


def record_missing(_: Translate, on: Occasion) -> Letter:
    ngettext = on.language.translate_number
    return Letter(
        subject=ngettext("A session without a record", "{number} sessions without a record", len(on.items)).format(
            number=len(on.items)
        ),
        opening=[
            _("What was done and who was there is not recorded yet. The longer it waits, the more is forgotten."),
        ],
        items=[(_session(on, item["session"]), _page(on, item, "record")) for item in on.items],
    )


def digest(_: Translate, on: Occasion) -> Letter:
    is_of_the_network = all(item["kind"] in (*NETWORK_NEWS_KINDS, *ON_THE_BOARD) for item in on.items)
    return Letter(
        subject=_("News of the network") if is_of_the_network else _("News of your programme and groups"),
        opening=[_("This happened since we last wrote to you:")],
        items=[_news(on, item) for item in on.items],
        closing=[
            _("How often you get this mail is your choice:") + " " + on.link("account#digest"),
        ],
    )


def _news(on: Occasion, item: dict[str, Any]) -> tuple[str, str]:
    """How many of what, where, and the page on which one sees to it."""
    if item["kind"] in (*ON_THE_BOARD, "reported"):
        return letters_of_the_board.news(on, item)
    _, ngettext = on.language.translate, on.language.translate_number
    many = item["number"]
    group = item["group"].get("name", "")
    text, page = {
        "registered": (
            ngettext("{number} person got a place in “{group}”", "{number} people got a place in “{group}”", many),
            None,
        ),
        "waitlisted": (
            ngettext(
                "{number} person came onto the waiting list of “{group}”",
                "{number} people came onto the waiting list of “{group}”",
                many,
            ),
            None,
        ),
        "withdrawn": (ngettext("{number} person left “{group}”", "{number} people left “{group}”", many), None),
        "questions": (
            ngettext("{number} new question in “{group}”", "{number} new questions in “{group}”", many),
            None,
        ),
        "follow_ups": (
            ngettext("{number} follow-up is due: {session}", "{number} follow-ups are due: {session}", many),
            "",
        ),
        "thanks": (
            ngettext(
                "{number} person has not been thanked yet: {session}",
                "{number} people have not been thanked yet: {session}",
                many,
            ),
            "thank-yous",
        ),
        "material": (
            ngettext(
                "{number} new piece of material of the training provider",
                "{number} new pieces of material of the training provider",
                many,
            ),
            PROVIDER,
        ),
        "provider_dates": (
            ngettext(
                "{number} date of intervision was planned or moved",
                "{number} dates of intervision were planned or moved",
                many,
            ),
            PROVIDER,
        ),
        "minutes": (_("There are minutes: {session}"), ""),
    }[item["kind"]]
    session = _session(on, item["session"]) if item["session"] else ""
    return text.format(number=many, group=group, session=session), _where(on, item, page)


def _where(on: Occasion, item: dict[str, Any], page: str | None) -> str:
    if item["meeting_id"]:
        return on.link(f"network/meetings/{item['meeting_id']}")
    if page == PROVIDER:
        return on.link(PROVIDER)
    return on.link(f"groups/{item['group_id']}") if page is None else _page(on, item, page)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _session(on: Occasion, session: dict[str, Any]) -> str:
    return f"{on.name_of(session)}, {on.language.day_of(session['starts_at'])}"


def _page(on: Occasion, item: dict[str, Any], page: str) -> str:
    return on.link(f"sessions/{item['session_id']}/{page}".rstrip("/"))


def _own_page(on: Occasion) -> str:
    return on.link(f"certificates/mine/{on.certificate['key']}")


def _valid_until(_: Translate, on: Occasion) -> list[str]:
    until = on.certificate["expires_on"]
    return [_("It is valid until {date}.").format(date=on.language.day(until))] if until else []


FOLLOWING: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function
    for function in (
        certificate_issued,
        certificate_renewed,
        certificate_revoked,
        thank_you,
        report_back,
        session_reminder,
        record_missing,
        digest,
    )
}
