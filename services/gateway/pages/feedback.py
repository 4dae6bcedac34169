"""Answering a survey by link, without signing in: one question a page.

Answers travel along in the form until they are sent. After each question they are also kept as a draft that only the
link opens, so that one can stop and go on elsewhere. The link itself is the right to answer, so nobody can send this
form for another without it: there is no CSRF token, and so no cookie.
"""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, TextAreaField

from services.gateway import errors
from services.gateway.asked import option_of, options, say
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField
from services.gateway.visitor import public
from shared.contracts import feedback as contract
from shared.errors import Invalid, Refusal

pages = Blueprint("feedback", __name__)
pages.record_once(lambda state: state.app.extensions["csrf"].exempt(pages))

QUESTIONS_A_MINUTE = 4
SCALE = [str(step) for step in range(11)]
LONGEST_COMMENT = 2_000  # for the reader to know beforehand

# A link that lets nobody answer (any more), said as news and not as an error.
OVER = {
    "link_unknown": (_l("This link does not work"), _l("Copy it from your mail once more, or ask your coordinator.")),
    "already_answered": (_l("Answered already"), _l("With this link the questions were answered before. Thank you.")),
    "survey_closed": (_l("This survey has closed"), _l("Thank you for wanting to answer.")),
}


@pages.after_request
def keep_the_link_secret(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@pages.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    if refusal.code in OVER or _is_about_the_link(refusal):
        title, text = OVER.get(refusal.code, OVER["link_unknown"])
        status = 404 if _is_about_the_link(refusal) else refusal.status
        return render_template("feedback/over.html", title=title, text=text), status
    if refusal.status >= 500 and request.method == "POST":
        page = render_template(
            "feedback/again.html", sentence=errors.sentence(refusal), carried=request.form.to_dict(flat=False)
        )
        return page, refusal.status
    return errors.show(refusal)


def _is_about_the_link(refusal: Refusal) -> bool:
    """Something that can't even be a token."""
    return isinstance(refusal, Invalid) and "token" in refusal.fields


@pages.get("/feedback/thanks")
@public
def thanks() -> ResponseReturnValue:
    return render_template("feedback/thanks.html")


@pages.route("/feedback/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """Each page sends `step`, its number, and `go`: next, back, send, or change with the number of a question. The
    first one may send resume, to go on with the draft, or afresh, to forget it."""
    questionnaire = bus().ask(contract.questionnaire, token=token)
    questions, draft = questionnaire["questions"], questionnaire["draft"]
    if request.method == "GET":
        return _start(questionnaire)
    answers = _given(questions)
    step, go = request.form.get("step", 0, type=int), request.form.get("go")
    if go == "send":
        return _send(token, questions, answers)
    if go == "resume" and draft is not None:
        return _show(questions, _as_typed(draft["answers"]), draft["at"])
    if go == "afresh":
        _keep(token, {}, 1)
        return _show(questions, {}, 1)
    goes_ahead = go != "back" and "change" not in request.form
    if goes_ahead and 1 <= step <= len(questions) and _is_missing(questions[step - 1], answers):
        return _show(questions, answers, step, {questions[step - 1]["code"]: ["required"]}, is_change=_is_change())
    return _go_on(token, questions, answers, step, go)


def _is_missing(question: dict[str, Any], answers: dict[str, Any]) -> bool:
    return question["required"] and question["code"] not in answers


def _start(questionnaire: dict[str, Any]) -> ResponseReturnValue:
    """What becomes of the answers is said before the first of them."""
    number = len(questionnaire["questions"])
    return render_template(
        "feedback/start.html",
        wave=questionnaire["wave"],
        closes_on=questionnaire["closes_on"],
        has_draft=questionnaire["draft"] is not None,
        is_delicate=any(question["sensitive"] for question in questionnaire["questions"]),
        number=number,
        minutes=-(-number // QUESTIONS_A_MINUTE),
    )


def _go_on(
    token: str, questions: list[dict[str, Any]], answers: dict[str, Any], step: int, go: str | None
) -> ResponseReturnValue:
    """To the next page, or to where the visitor wants to go; what was answered so far is kept first."""
    is_change = "change" in request.form
    if is_change:
        at = request.form.get("change", 1, type=int)
    else:
        at = _after_changing(questions, step - 1 if go == "back" else step + 1)
    if step >= 1:
        _keep(token, answers, at)
    return _show(questions, answers, at, is_change=is_change)


def _keep(token: str, answers: dict[str, Any], at: int) -> None:
    """The answers travel along in the form all the same, so a draft that can't be kept now holds up nobody."""
    try:
        bus().order(contract.save_draft, None, token=token, answers=answers, at=max(at, 1))
    except Refusal as refusal:
        if refusal.status < 500:
            raise


def _as_typed(answers: dict[str, Any]) -> dict[str, Any]:
    """A draft's answers as a form would bring them."""
    return {code: value if isinstance(value, list) else str(value) for code, value in answers.items()}


def _is_change() -> bool:
    """Whether the question was opened once more, from the page where all answers are checked."""
    return "is_change" in request.form


def _after_changing(questions: list[dict[str, Any]], otherwise: int) -> int:
    """From a question that was opened once more it goes back to where it came from."""
    return len(questions) + 1 if _is_change() else otherwise


def _send(token: str, questions: list[dict[str, Any]], answers: dict[str, Any]) -> ResponseReturnValue:
    try:
        # Without a key: one would be stored beside the moment of answering.
        bus().order(contract.submit_answers, None, token=token, answers=answers)
    except Invalid as refusal:
        wrong = next((i for i, question in enumerate(questions, 1) if question["code"] in refusal.fields), None)
        if wrong is None:
            raise
        return _show(questions, answers, wrong, refusal.fields, is_change=True)
    return redirect(url_for("feedback.thanks"), 303)


def _show(
    questions: list[dict[str, Any]],
    answers: dict[str, Any],
    step: int,
    wrong: dict[str, list[str]] | None = None,
    is_change: bool = False,
) -> ResponseReturnValue:
    """Question number `step`, or all answers to check behind the last one."""
    step = max(step, 1)
    carried = {f"a-{code}": value for code, value in answers.items()}
    if step > len(questions):
        rows = [
            {"question": question, "step": number, "answer": _in_words(question, answers.get(question["code"]))}
            for number, question in enumerate(questions, 1)
        ]
        return render_template("feedback/check.html", rows=rows, carried=carried | {"step": len(questions) + 1})
    question = questions[step - 1]
    form = _form(question, answers.get(question["code"]))
    for code in (wrong or {}).get(question["code"], []):
        form["answer"].errors = [*form["answer"].errors, errors.field_sentence(code)]
    carried.pop(f"a-{question['code']}", None)
    page = render_template(
        "feedback/question.html",
        form=form,
        question=question,
        step=step,
        of=len(questions),
        carried=carried | {"step": step} | ({"is_change": "yes"} if is_change else {}),
        is_change=is_change,
        longest=LONGEST_COMMENT,
    )
    return page, 422 if wrong else 200


def _given(questions: list[dict[str, Any]]) -> dict[str, Any]:
    """What came with the form, as typed; a question that was left open is left out."""
    answers: dict[str, Any] = {}
    for question in questions:
        values = [value.strip() for value in request.form.getlist(f"a-{question['code']}") if value.strip()]
        if values:
            answers[question["code"]] = values if question["kind"] == "choices" else values[0]
    return answers


def _form(question: dict[str, Any], answer: Any) -> FlaskForm:
    """A form of one field, named so that its value is carried like the others."""
    made: type[FlaskForm] = type("QuestionForm", (FlaskForm,), {"answer": _field(question)})
    form = made(formdata=None, data={"answer": answer}, meta={"csrf": False})
    form["answer"].flags.required = question["required"]
    return form


def _field(question: dict[str, Any]) -> Field:
    words = {"name": f"a-{question['code']}", "description": say(question["hint"]) if question["hint"] else ""}
    title = say(question["label"])
    if question["kind"] == "scale":
        return RadioField(title, choices=[(step, step) for step in SCALE], validate_choice=False, **words)
    if question["kind"] == "choices":
        return ChoicesField(title, choices=options(question), **words)
    return TextAreaField(title, **words)


def _in_words(question: dict[str, Any], answer: Any) -> Any:
    if answer is None:
        return None
    if question["kind"] == "choices":
        return [option_of(code, question) for code in answer]
    if question["kind"] == "scale":
        return _("%(answer)s of 10", answer=answer)
    return answer
