"""The session book besides the record: agenda, who is coming and who is there, earlier versions, a sheet to print."""

from itertools import zip_longest
from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from services.gateway import formats, plans, records, techniques
from services.gateway.clients import Names, bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.paging import page_of
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile

pages = Blueprint("book", __name__)

PEOPLE_PER_PAGE = 50


class AgendaForm(Form):
    call = contract.set_agenda
    lines = TextAreaField(
        _l("Agenda"), description=_l("A line for each part, such as “10:00 Where do we stand?”. Keep it short.")
    )
    techniques = ChoicesField(_l("Techniques that you mean to use"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.techniques.choices = formats.choices("techniques")

    def values(self) -> dict[str, Any]:
        lines = [line.strip() for line in (self.lines.data or "").splitlines()]
        return {"lines": [line for line in lines if line], "techniques": self.techniques.data or []}


def _session(session_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.session, session_id=session_id)


def _what_it_is(session: dict[str, Any]) -> dict[str, Any]:
    """What every page of the book says of its session."""
    return {"session": session, "name": plans.name_of(session), "when": plans.from_to(session)}


@pages.route("/sessions/<uuid:session_id>/agenda", methods=["GET", "POST"])
def agenda(session_id: UUID) -> ResponseReturnValue:
    session = _session(session_id)
    known = session["book"]["agenda"]
    form = AgendaForm(data={"lines": "\n".join(known["lines"]), "techniques": known["techniques"]})
    version = request.form.get("version", known["version"])
    if form.sent and form.send(session_id=session_id, version=version) is not None:
        flash(_("The agenda has been saved."), "success")
        return redirect(url_for("sessions.show", session_id=session_id))
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _both(known, form.values()), known["version"]
    page = render_template(
        "book/agenda.html",
        **_what_it_is(session),
        form=form,
        techniques=techniques.groups(),
        version=version,
        conflict=conflict,
    )
    return page, form.status


def _both(theirs: dict[str, Any], yours: dict[str, Any]) -> list[dict[str, str]]:
    """For `ui.versions`."""
    said = [
        (_("Agenda"), lambda agenda: "; ".join(agenda["lines"])),
        (_("Techniques"), lambda agenda: ", ".join(formats.terms(agenda["techniques"], "techniques"))),
    ]
    return [
        {"key": label, "theirs": say(theirs) or _("Nothing"), "yours": say(yours) or _("Nothing")}
        for label, say in said
    ]


@pages.get("/sessions/<uuid:session_id>/presence")
def presence(session_id: UUID) -> ResponseReturnValue:
    session = _session(session_id)
    people = _people(session)
    return render_template(
        "book/presence.html",
        **_what_it_is(session),
        people=page_of(people, PEOPLE_PER_PAGE),
        counts=_counts(people),
    )


def _people(session: dict[str, Any]) -> list[dict[str, Any]]:
    """Who belongs to the session, by name, with what they said."""
    said = {line["person_id"]: line for line in session["book"]["presence"]}
    names = bus().names(records.states_of(session["record"]))
    return [person | {"said": said.get(person["id"])} for person in names.in_order(list(names.people))]


def _counts(people: list[dict[str, Any]]) -> dict[str, int]:
    here = [person for person in people if person["said"] and person["said"]["checked_in_at"]]
    away = [person for person in people if person["said"] and person not in here]
    return {"here": len(here), "away": len(away), "expected": len(people) - len(away)}


@pages.post("/sessions/<uuid:session_id>/apologies/<uuid:person_id>")
def apologise(session_id: UUID, person_id: UUID) -> ResponseReturnValue:
    apologised = request.form.get("apologised") == "yes"
    bus().order(contract.set_apology, key(), session_id=session_id, person_id=person_id, apologised=apologised)
    flash(_("Noted that they can't come.") if apologised else _("Noted that they come after all."), "success")
    return _back_to_presence(session_id)


@pages.post("/sessions/<uuid:session_id>/check-ins/<uuid:person_id>")
def check_in_person(session_id: UUID, person_id: UUID) -> ResponseReturnValue:
    here = request.form.get("here") == "yes"
    bus().order(contract.check_in, key(), session_id=session_id, person_id=person_id, here=here)
    flash(_("Checked in.") if here else _("The check-in has been taken back."), "success")
    return _back_to_presence(session_id)


def _back_to_presence(session_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("book.presence", session_id=session_id, page=request.form.get("page")))


@pages.get("/sessions/<uuid:session_id>/check-in")
def check_in(session_id: UUID) -> ResponseReturnValue:
    session = _session(session_id)
    code = session["book"]["check_in_code"]
    address = current_app.config["CITY"].public_url + url_for("check_in.door", code=code) if code else None
    present = [line for line in session["book"]["presence"] if line["checked_in_at"]]
    return render_template(
        "book/check_in.html",
        **_what_it_is(session),
        code=code,
        address=address,
        picture=segno.make(address, error="m", micro=False).svg_data_uri(scale=8, border=2) if address else None,
        here=len(present),
    )


@pages.post("/sessions/<uuid:session_id>/check-in")
def open_check_in(session_id: UUID) -> ResponseReturnValue:
    bus().order(contract.open_check_in, key(), session_id=session_id)
    return redirect(url_for("book.check_in", session_id=session_id))


@pages.get("/sessions/<uuid:session_id>/sheet")
def sheet(session_id: UUID) -> ResponseReturnValue:
    session = _session(session_id)
    return render_template(
        "book/sheet.html",
        **_what_it_is(session),
        where=plans.where(session),
        people=_people(session),
        cards=techniques.cards(session["book"]["agenda"]["techniques"]),
    )


@pages.get("/sessions/<uuid:session_id>/record/history")
def history(session_id: UUID) -> ResponseReturnValue:
    session, found = bus().ask_together(
        (contract.session, {"session_id": session_id}), (contract.record_history, {"session_id": session_id})
    )
    versions = found["versions"]
    changed = (change["person_id"] for version in versions for change in version["attendance"])
    names = bus().names([*changed, *(version["recorded_by"] for version in versions)])
    return render_template(
        "book/history.html",
        **_what_it_is(session),
        versions=[_version(new, old, names) for new, old in zip_longest(versions, versions[1:])],
    )


def _version(new: dict[str, Any], old: dict[str, Any] | None, names: Names) -> dict[str, Any]:
    """What changed from one version to the next; of the oldest that is kept, all of it."""
    before: dict[str, Any] = old or {name: [] for name in records.CONTENT} | {
        "notes": None,
        "insights": None,
        "agreements": None,
    }
    written = [row for row in records.parts(before, new) if row["theirs"] != row["yours"]]
    return {
        "number": new["version"],
        "is_first": old is None,
        "saved": _saved(new, names),
        "rows": [*_attendance(new["attendance"], names), *written],
    }


def _saved(version: dict[str, Any], names: Names) -> str:
    moment = formats.moment(version["recorded_at"])
    if version["recorded_by"] is None:
        return _("Saved on %(moment)s.", moment=moment)
    return _("Saved on %(moment)s by %(name)s.", moment=moment, name=names[version["recorded_by"]])


def _attendance(changes: list[dict[str, Any]], names: Names) -> list[dict[str, str]]:
    rows = [
        {
            "key": names[change["person_id"]],
            "theirs": formats.label(change["before"], "attendance"),
            "yours": formats.label(change["after"], "attendance"),
        }
        for change in changes
    ]
    return sorted(rows, key=lambda row: row["key"].casefold())
