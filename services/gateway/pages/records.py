"""Recording a session, on one page: attendance, techniques, questions, notes, follow-ups."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from services.gateway import cases, formats, plans, records, techniques
from services.gateway.clients import Names, bus
from services.gateway.forms import key
from services.gateway.paging import page_of
from services.gateway.records import RecordForm
from shared.contracts import trainings as contract
from shared.contracts.base import load
from shared.errors import ChangedMeanwhile, Refusal

pages = Blueprint("records", __name__)

PER_PAGE = 100
OPTIONS = ("present", "absent", "excused", "not_recorded")  # in the order in which they are ticked most


@pages.get("/sessions/<uuid:session_id>/record")
def record(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    if session["state"] == "planned" and session["group_id"]:
        return redirect(url_for("sessions.open_session", session_id=session_id))
    return _page(session, records.of(session["record"]))


@pages.post("/sessions/<uuid:session_id>/record")
def save(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    form = RecordForm()
    if "add_row" in request.form:
        form.follow_ups.append_entry()
        return _page(session, form)
    states = {**records.as_it_starts(session), **records.ticked()}
    given = records.all_present(states) if "all_present" in request.form else records.ticked()
    done = form.send(session_id=session_id, version=request.form.get("version"), attendance=records.as_lines(given))
    if done is None or not _treat_questions(form, session_id):
        return _page(session, form)
    _tell(session, done)
    if request.accept_mimetypes.best == "application/json":  # drafts.js, which goes there itself
        return jsonify(location=_whither(session_id), version=done["version"])
    return redirect(_whither(session_id))


def _treat_questions(form: RecordForm, session_id: UUID) -> bool:
    """Those whose tick was changed on this page; what others ticked meanwhile stays."""
    before, after = set(request.form.getlist("treated_before")), set(request.form.getlist("treated"))
    changed = {question_id: question_id in after for question_id in before ^ after}
    changed |= dict.fromkeys(request.form.getlist("reopened"), False)
    try:
        for question_id, treated in sorted(changed.items()):
            each = f"{key()}:{question_id}:{treated}"
            bus().order(contract.treat_question, each, question_id=question_id, treated=treated, session_id=session_id)
    except Refusal as refusal:
        form.take(refusal)
        return False
    return True


def _tell(session: dict[str, Any], done: dict[str, int]) -> None:
    said = ngettext("Saved: %(num)s person was present.", "Saved: %(num)s people were present.", done["present"])
    if done["completed"] or session["kind"] == "deepening":
        completed = ngettext(
            "%(num)s person of the group has completed the course.",
            "%(num)s people of the group have completed the course.",
            done["completed"],
        )
        said = f"{said} {completed}"
    flash(said, "success")


def _whither(session_id: UUID) -> str:
    """To the session, or on in a long list."""
    if "next_page" in request.form:
        return url_for("records.record", session_id=session_id, page=request.form["next_page"])
    if "find" in request.form:
        return url_for("records.record", session_id=session_id, q=request.form.get("q") or None)
    return url_for("sessions.show", session_id=session_id)


def _page(session: dict[str, Any], form: RecordForm) -> ResponseReturnValue:
    record = session["record"]
    theirs = _theirs(form)
    before = records.states_of(theirs or record)
    states = {**before, **(records.ticked() if form.sent else records.as_it_starts(session))}
    day_before = session["book"]["training_day"]
    follow_ups = [*record["follow_ups"], *(day_before["follow_ups"] if day_before else [])]
    owners = [follow_up["owner_id"] for follow_up in follow_ups]
    names = bus().names([*states, *session["book"]["owner_ids"], *owners])
    form.offer(session, names)
    presence = {line["person_id"]: line for line in session["book"]["presence"]}
    page = render_template(
        "records/record.html",
        form=form,
        session=session,
        name=plans.name_of(session),
        when=plans.from_to(session),
        version=theirs["version"] if theirs else request.form.get("version", record["version"]),
        conflict=records.differences(theirs, form.values(), states, names) if theirs else None,
        people=page_of(_found(states, names), PER_PAGE),
        is_long=len(states) > PER_PAGE,
        states=states,
        before=before,
        unrecorded=list(states.values()).count("not_recorded"),
        options=[(state, formats.label(state, "attendance")) for state in OPTIONS],
        techniques=techniques.groups(),
        names=names,
        treated=_treated(session, form),
        questions=cases.of(session),
        presence=presence,
    )
    return page, form.status


def _theirs(form: RecordForm) -> dict[str, Any] | None:
    """What somebody else saved first."""
    if form.refusal is None or form.refusal.code != ChangedMeanwhile.code:
        return None
    return load(contract.Record, form.refusal.details["current"])


def _found(states: records.States, names: Names) -> list[dict[str, Any]]:
    """Who belongs to the session, by name; in a long list those who were looked for."""
    looked_for = (request.args.get("q") or "").casefold()
    people = names.in_order(list(states))
    return [
        person
        for person in people
        if looked_for in person["name"].casefold() or looked_for in (person["organisation"] or "").casefold()
    ]


def _treated(session: dict[str, Any], form: RecordForm) -> list[str]:
    if form.sent:
        return request.form.getlist("treated")
    return [str(question["id"]) for question in cases.of(session).here if question["treated"]]
