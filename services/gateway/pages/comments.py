"""What people wrote in a survey: a coordinator reads it and releases it, all in one go."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import key
from shared.contracts import feedback as contract

pages = Blueprint("comments", __name__)

RELEASED = "release"
JUDGED = "comment-"  # before the comment's id


@pages.route("/surveys/<uuid:survey_id>/comments", methods=["GET", "POST"])
def read(survey_id: UUID) -> ResponseReturnValue:
    found, results = bus().ask_together(
        (contract.comments, {"survey_id": survey_id}), (contract.results, {"survey_id": survey_id})
    )
    missing: set[str] = set()
    if request.method == "POST":
        missing = {str(each["id"]) for each in found["comments"] if not _judgement(each["id"])}
        if not missing:
            _release(survey_id)
            flash(_("The comments have been released. Those that you withheld are deleted soon."), "success")
            return redirect(url_for("surveys.results", survey_id=survey_id))
    page = render_template(
        "comments/read.html",
        found=found,
        by_question=_by_question(found["comments"], results["questions"]),
        judgements=[
            (RELEASED, _("Release")),
            *((reason, _withhold(reason)) for reason in contract.WITHHOLDING_REASONS),
        ],
        judged={str(each["id"]): _judgement(each["id"]) for each in found["comments"]},
        missing=missing,
        field=JUDGED,
    )
    return page, 422 if missing else 200


def _judgement(comment_id: UUID) -> str:
    return request.form.get(f"{JUDGED}{comment_id}", "")


def _withhold(reason: str) -> str:
    return _("Withhold: %(reason)s", reason=formats.label(reason, "withholding_reason"))


def _release(survey_id: UUID) -> None:
    withheld = [
        {"comment_id": name.removeprefix(JUDGED), "reason": said}
        for name, said in request.form.items()
        if name.startswith(JUDGED) and said != RELEASED
    ]
    bus().order(contract.release_comments, key(), survey_id=survey_id, withheld=withheld)


def _by_question(
    comments: list[dict[str, Any]], questions: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    said = [(each, [comment for comment in comments if comment["question"] == each["code"]]) for each in questions]
    return [(question, found) for question, found in said if found]
