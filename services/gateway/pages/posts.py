"""What members write to each other: posts by kind, answers and replies, what was used, and what is followed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from services.gateway import areas, formats, naming, post_kinds
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.memberships import refuse_a_stranger, tell_strangers
from services.gateway.visitor import current
from shared import taxonomies
from shared.contracts import networks as contract
from shared.errors import Forbidden, NotFound

pages = Blueprint("posts", __name__)
tell_strangers(pages)

POST = "/network/posts/<uuid:post_id>"
ANSWER = f"{POST}/answers/<uuid:answer_id>"
ABOUT_SITUATIONS = _l("Write about situations, not about named people.")


class PostForm(Form):
    call = contract.write_post
    title = StringField(_l("Title"))
    text = TextAreaField(description=ABOUT_SITUATIONS)
    theme = SelectField(_l("Theme"), validate_choice=False)
    area_id = SelectField(_l("Area"), validate_choice=False)
    expertise = SelectField(_l("What should somebody know about?"), validate_choice=False)
    language = SelectField(_l("In which language do you write?"), validate_choice=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.text.label.text = post_kinds.words(kind).ask
        self.theme.choices = formats.choices("themes", blank=_("No theme"))
        self.area_id.choices = [("", _("Not about one area")), *areas.names().items()]
        self.expertise.choices = formats.choices("expertise", blank=_("Anything"))
        self.language.choices = formats.choices("languages")
        if kind != post_kinds.ROUTED:
            del self.expertise

    def namings(self) -> list[dict[str, Any]]:
        return naming.to_ask_about(self.title.data, self.text.data) if self.sent else []


class AnswerForm(Form):
    call = contract.write_answer
    text = TextAreaField(_l("Your answer"), description=ABOUT_SITUATIONS)

    def namings(self) -> list[dict[str, Any]]:
        return naming.to_ask_about(self.text.data) if self.sent else []


class ReplyForm(AnswerForm):
    text = TextAreaField(_l("Your reply"), description=ABOUT_SITUATIONS)


class ChangedAnswerForm(AnswerForm):
    call = contract.change_answer


class UseForm(Form):
    call = contract.use_post
    how = StringField(
        _l("How did you use it?"), description=_l("One sentence is enough. Others see it with your name.")
    )


# posts


@pages.route("/network/posts/new", methods=["GET", "POST"])
def write() -> ResponseReturnValue:
    kinds = taxonomies.codes(post_kinds.TAXONOMY)
    asked = request.args.get("kind")
    kind = asked if asked in kinds else kinds[0]
    form = PostForm(kind, data={"language": current().language})
    namings = form.namings()
    if form.sent and not namings:
        written = form.send(kind=kind)
        if written:
            flash(_("It is on the board. Everybody in the network can read it now."), "success")
            return redirect(url_for("posts.show", post_id=written["id"]))
    elif not form.sent:
        refuse_a_stranger()
    return render_template("posts/write.html", form=form, words=post_kinds.words(kind), namings=namings), form.status


@pages.route(POST, methods=["GET", "POST"])
def show(post_id: UUID) -> ResponseReturnValue:
    form = AnswerForm()
    namings = form.namings()
    if form.sent and not namings and form.send(post_id=post_id) is not None:
        flash(_("Your answer has been posted."), "success")
        return redirect(url_for("posts.show", post_id=post_id, _anchor="answers"))
    found = bus().ask(contract.post, post_id=post_id)
    return render_template(
        "posts/show.html", **_shown(found), form=form, use_form=_use_form(found), namings=namings
    ), form.status


def _use_form(post: dict[str, Any]) -> UseForm | None:
    """With what the reader said before; nobody uses what they wrote themselves."""
    if post["author_id"] == current().person_id:
        return None
    said = next((use["how"] for use in post["uses"] if use["person_id"] == current().person_id), None)
    return UseForm(formdata=None, how=said)


def _shown(post: dict[str, Any]) -> dict[str, Any]:
    given = post["given_answers"]
    people = [post["author_id"], *(each["author_id"] for each in given), *(use["person_id"] for use in post["uses"])]
    return {
        "post": post,
        "names": bus().names(people),
        "area": areas.name_of(post["area_id"]) if post["area_id"] else None,
        "is_mine": post["author_id"] == current().person_id,
        "answers": [each for each in given if each["reply_to_id"] is None],
        "replies": {each["id"]: [one for one in given if one["reply_to_id"] == each["id"]] for each in given},
        "used": next((use for use in post["uses"] if use["person_id"] == current().person_id), None),
    }


@pages.route(f"{POST}/edit", methods=["GET", "POST"])
def edit(post_id: UUID) -> ResponseReturnValue:
    post = _own_post(post_id)
    form = PostForm(post["kind"], data=post | {"area_id": str(post["area_id"] or "")})
    form.call = contract.change_post
    namings = form.namings()
    kept = {} if "expertise" in form else {"expertise": post["expertise"]}
    if form.sent and not namings and form.send(post_id=post_id, **kept) is not None:
        flash(_("It is shown again.") if post["hidden_for"] else _("Your text has been changed."), "success")
        return redirect(url_for("posts.show", post_id=post_id))
    return render_template("posts/edit.html", form=form, post=post, namings=namings), form.status


@pages.route(f"{POST}/delete", methods=["GET", "POST"])
def delete(post_id: UUID) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("posts/delete.html", post=_own_post(post_id))
    bus().order(contract.delete_post, key(), post_id=post_id)
    flash(_("It has been deleted."), "success")
    return redirect(url_for("network.board"))


def _own_post(post_id: UUID) -> dict[str, Any]:
    found = bus().ask(contract.post, post_id=post_id)
    if found["author_id"] != current().person_id:
        raise Forbidden()
    return found


# answers


@pages.route(f"{ANSWER}/reply", methods=["GET", "POST"])
def reply(post_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    form = ReplyForm()
    namings = form.namings()
    if form.sent and not namings and form.send(post_id=post_id, reply_to_id=answer_id) is not None:
        flash(_("Your reply has been posted."), "success")
        return _back_to(post_id, answer_id)
    post = bus().ask(contract.post, post_id=post_id)
    answer = _answer_in(post, answer_id)
    names = bus().names([answer["author_id"]])
    return render_template(
        "posts/reply.html", form=form, post=post, answer=answer, names=names, namings=namings
    ), form.status


@pages.route(f"{ANSWER}/edit", methods=["GET", "POST"])
def edit_answer(post_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    post, answer = _own_answer(post_id, answer_id)
    form = ChangedAnswerForm(data=answer)
    namings = form.namings()
    if form.sent and not namings and form.send(post_id=post_id, answer_id=answer_id) is not None:
        flash(_("It is shown again.") if answer["hidden_for"] else _("Your text has been changed."), "success")
        return _back_to(post_id, answer_id)
    return render_template("posts/edit_answer.html", form=form, post=post, answer=answer, namings=namings), form.status


@pages.route(f"{ANSWER}/delete", methods=["GET", "POST"])
def delete_answer(post_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    if request.method == "GET":
        post, answer = _own_answer(post_id, answer_id)
        return render_template("posts/delete_answer.html", post=post, answer=answer)
    bus().order(contract.delete_answer, key(), post_id=post_id, answer_id=answer_id)
    flash(_("It has been deleted."), "success")
    return redirect(url_for("posts.show", post_id=post_id, _anchor="answers"))


@pages.post(f"{POST}/accept")
def accept(post_id: UUID) -> ResponseReturnValue:
    """Which answer helped; none takes it back."""
    answer_id = request.form.get("answer_id") or None
    bus().order(contract.accept_answer, key(), post_id=post_id, answer_id=answer_id)
    flash(_("Thank you: others see that this helped.") if answer_id else _("You have taken it back."), "success")
    return redirect(url_for("posts.show", post_id=post_id, _anchor="answers"))


def _own_answer(post_id: UUID, answer_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    post = bus().ask(contract.post, post_id=post_id)
    answer = _answer_in(post, answer_id)
    if answer["author_id"] != current().person_id:
        raise Forbidden()
    return post, answer


def _answer_in(post: dict[str, Any], answer_id: UUID) -> dict[str, Any]:
    found = next((each for each in post["given_answers"] if each["id"] == answer_id), None)
    if found is None:
        raise NotFound()
    return found


def _back_to(post_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("posts.show", post_id=post_id, _anchor=f"answer-{answer_id}"))
