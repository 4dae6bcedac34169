"""Answering a survey by link, without signing in: one question a page.

Answers travel along in the form until they are sent; before that, nothing of them is kept anywhere.
"""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, TextAreaField

from services.gateway import errors, formats
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField
from services.gateway.visitor import public
from shared.contracts import feedback as contract
from shared.errors import Invalid

pages = Blueprint("feedback", __name__)

SCALE = [str(step) for step in range(11)]
LONGEST_COMMENT = 2_000


@pages.route("/feedback/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    questionnaire = bus().ask(contract.questionnaire, token=token)
    questions = questionnaire["questions"]
    if request.method == "GET":
        return render_template("feedback/start.html", questions=questions, closes_on=questionnaire["closes_on"])
    answers = _given(questions)
    step = request.form.get("step", 0, type=int)
    if request.form.get("go") == "send":
        return _send(token, questions, answers)
    if request.form.get("go") == "back":
        return _show(questions, answers, step - 1)
    if request.form.get("go") == "change":
        return _show(questions, answers, step)
    if 1 <= step <= len(questions) and questions[step - 1]["required"] and questions[step - 1]["code"] not in answers:
        return _show(questions, answers, step, {questions[step - 1]["code"]: ["required"]})
    return _show(questions, answers, step + 1)


def _send(token: str, questions: list[dict[str, Any]], answers: dict[str, Any]) -> ResponseReturnValue:
    try:
        bus().order(contract.submit_answers, None, token=token, answers=answers)
    except Invalid as refusal:
        wrong = next((i for i, question in enumerate(questions, 1) if question["code"] in refusal.fields), None)
        if wrong is None:
            raise
        return _show(questions, answers, wrong, refusal.fields)
    return render_template("feedback/thanks.html")


def _show(
    questions: list[dict[str, Any]],
    answers: dict[str, Any],
    step: int,
    wrong: dict[str, list[str]] | None = None,
) -> ResponseReturnValue:
    """Question number `step`, or all answers to check behind the last one."""
    step = max(step, 1)
    carried = {f"a-{code}": value for code, value in answers.items()}
    if step > len(questions):
        rows = [
            {"question": question, "step": number, "answer": _in_words(question, answers.get(question["code"]))}
            for number, question in enumerate(questions, 1)
        ]
        return render_template("feedback/check.html", rows=rows, carried=carried, step=step)
    question = questions[step - 1]
    form = _form(question, answers.get(question["code"]))
    for code in (wrong or {}).get(question["code"], []):
        form["answer"].errors = [*form["answer"].errors, errors.field_sentence(code)]
    carried.pop(f"a-{question['code']}", None)
    page = render_template(
        "feedback/question.html", form=form, question=question, step=step, of=len(questions), carried=carried
    )
    return page, 422 if wrong else 200


def _given(questions: list[dict[str, Any]]) -> dict[str, Any]:
    """What came with the form; a question that was left open is left out."""
    answers: dict[str, Any] = {}
    for question in questions:
        values = [value.strip() for value in request.form.getlist(f"a-{question['code']}") if value.strip()]
        if not values:
            continue
        if question["kind"] == "choices":
            answers[question["code"]] = values
        elif question["kind"] == "scale" and values[0].isdigit():
            answers[question["code"]] = int(values[0])
        else:
            answers[question["code"]] = values[0]
    return answers


def _form(question: dict[str, Any], answer: Any) -> FlaskForm:
    """A form of one field, named so that its value is carried like the others."""
    made: type[FlaskForm] = type("QuestionForm", (FlaskForm,), {"answer": _field(question)})
    given = {"answer": str(answer) if isinstance(answer, int) else answer}
    form = made(formdata=None, data=given, meta={"csrf": False})
    form["answer"].flags.required = question["required"]
    return form


def _field(question: dict[str, Any]) -> Field:
    words = {"name": f"a-{question['code']}", "description": say(question["hint"]) if question["hint"] else ""}
    title = say(question["label"])
    if question["kind"] == "scale":
        return RadioField(title, choices=[(step, step) for step in SCALE], validate_choice=False, **words)
    if question["kind"] == "choices":
        return ChoicesField(title, choices=_options(question), **words)
    return TextAreaField(title, **words)


def _options(question: dict[str, Any]) -> list[tuple[str, str]]:
    return [(option["code"], say(option["label"])) for option in question["options"]]


def _in_words(question: dict[str, Any], answer: Any) -> Any:
    if answer is None:
        return None
    if question["kind"] == "choices":
        labels = dict(_options(question))
        return [labels.get(code, code) for code in answer]
    if question["kind"] == "scale":
        return _("%(answer)s of 10", answer=answer)
    return answer


@pages.app_template_filter("option_of")
def option_of(code: str, question: dict[str, Any]) -> str:
    """The words of one option of a question."""
    return dict(_options(question)).get(code, code)


@pages.app_template_filter("say")
def say(label: dict[str, str]) -> str:
    """A question's own words in the reader's language."""
    return label.get(formats.language()) or label.get("en") or next(iter(label.values()))
