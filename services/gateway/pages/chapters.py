"""Writing the handbook: what there is, a new chapter, its text in a language beside the original, publishing it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from services.gateway import chapter_forms, exchange, formats, handbook, lessons
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import require
from shared.contracts import handbook as contract
from shared.errors import ChangedMeanwhile

pages = Blueprint("chapters", __name__)

ONE = "/handbook/editing/<uuid:chapter_id>/<language>"
FILTERS = ("kind", "theme", "state")


class StartForm(Form):
    call = contract.start_chapter
    kind = RadioField(_l("What will it be?"), validate_choice=False)
    theme = SelectField(_l("Theme"), validate_choice=False)
    source = SelectField(
        _l("Where does the lesson come from?"),
        description=_l("Only for a lesson. It is not said from which one."),
        validate_choice=False,
    )
    language = SelectField(_l("In which language do you write it?"), validate_choice=False)
    title = StringField(_l("Title"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind.choices = handbook.kinds()
        self.theme.choices = formats.choices("themes", blank=_("Choose"))
        self.source.choices = formats.choices("lesson_sources", blank=_("Choose"))
        self.language.choices = formats.choices("handbook_languages")
        if not self.language.data:
            self.language.data = formats.language()


class PublishForm(Form):
    call = contract.publish_text
    note = TextAreaField(_l("What is new in this version?"), description=_l("For who edits it after you."))
    confirmed = ChoicesField(_l("I have looked the text through"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.confirmed.choices = [
            (check, formats.label(check, "redaction_check")) for check in contract.REDACTION_CHECKS
        ]
        self.confirmed.flags.required = True

    def values(self) -> dict[str, Any]:
        return super().values() | {"confirmed": self.confirmed.data or []}


@pages.get("/handbook/editing")
def index() -> ResponseReturnValue:
    wanted = {name: request.args.get(name) or None for name in FILTERS}
    found, waiting, offers = bus().ask_together(
        (contract.chapters, {**wanted, "page": request.args.get("page", 1)}),
        (contract.contributions, {"state": "waiting", "per_page": 1}),
        (contract.offers, {"open": True, "per_page": 1}),
    )
    return render_template(
        "chapters/index.html",
        chapters=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        waiting=waiting["total"],
        offers=offers["total"],
        wanted=wanted,
        themes=formats.choices("themes"),
        kinds=handbook.kinds(),
        states=handbook.states(),
        tags=handbook.KINDS_OF_STATE,
        name_of=handbook.name_of,
    )


@pages.route("/handbook/editing/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A lesson can begin with what an editor reads elsewhere."""
    require(contract.start_chapter)
    begun = lessons.beginning()
    given = {"kind": "lesson", "source": begun.source, "theme": begun.theme} if begun else None
    form = StartForm(data=given if request.method == "GET" else None)
    parts = begun.parts if begun and form.kind.data == "lesson" else {}
    if form.sent and (started := form.send(parts=parts)):
        flash(_("The draft is there. Editors alone read it."), "success")
        return redirect(url_for("chapters.edit", chapter_id=started["id"], language=form.language.data))
    return render_template("chapters/new.html", form=form, begun=begun), form.status


@pages.route(ONE, methods=["GET", "POST"])
def edit(chapter_id: UUID, language: str) -> ResponseReturnValue:
    found = _text(chapter_id, language)
    form = chapter_forms.form_for(found["kind"])(data=_kept(found) if request.method == "GET" else None)
    if found["licence_is_theirs"]:
        form.keep_the_licence(found["licence"])
    version = request.form.get("version", found["version"])
    if form.sent and form.send(chapter_id=chapter_id, language=language, version=version) is not None:
        flash(_("Saved. The draft is read by editors alone until you publish it."), "success")
        return _back(chapter_id, language)
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _versions(form, found), found["version"]
    if found["original"]:
        form.follows.stands_beside(found["original"]["number"])
    languages = [code for code in contract.languages() if code not in found["languages"]]
    page = render_template(
        "chapters/edit.html",
        form=form,
        text=found,
        version=version,
        conflict=conflict,
        parts=[(name, form[name]) for name in contract.PARTS[found["kind"]]],
        originals={part["name"]: part["html"] for part in _original_parts(found)},
        hints=chapter_forms.hints_by_part(found["hints"]),
        about=handbook.about(found),
        state_kind=handbook.KINDS_OF_STATE[found["state"]],
        share_kind=exchange.KINDS_OF_SHARE.get(found["share_state"]),
        lineage=handbook.lineage_of(found),
        themes=formats.choices("themes"),
        other_languages=[(code, formats.term(code, "handbook_languages")) for code in languages],
        name_of=handbook.name_of,
    )
    return page, form.status


def _kept(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in chapter_forms.WRITTEN} | found["parts"]


def _original_parts(found: dict[str, Any]) -> list[dict[str, Any]]:
    return handbook.parts_of({**found["original"], "kind": found["kind"]}) if found["original"] else []


def _versions(form: Form, found: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`, when two people wrote at once; only what differs."""
    theirs = _kept(found)
    told = [
        {"key": field.label.text, "theirs": theirs.get(name) or "", "yours": field.data or ""}
        for name, field in form._fields.items()
        if name in theirs
    ]
    return [each for each in told if each["theirs"] != each["yours"]]


@pages.post("/handbook/editing/<uuid:chapter_id>/translations")
def translate(chapter_id: UUID) -> ResponseReturnValue:
    language = request.form.get("language", "")
    bus().order(contract.start_translation, key(), chapter_id=chapter_id, language=language)
    flash(_("The original stands on the left, your translation on the right."), "success")
    return _back(chapter_id, language)


@pages.post(f"{ONE}/theme")
def change_theme(chapter_id: UUID, language: str) -> ResponseReturnValue:
    bus().order(contract.change_theme, key(), chapter_id=chapter_id, theme=request.form.get("theme"))
    flash(_("The theme has been changed, in every language."), "success")
    return _back(chapter_id, language)


@pages.route(f"{ONE}/publish", methods=["GET", "POST"])
def publish(chapter_id: UUID, language: str) -> ResponseReturnValue:
    form = PublishForm()
    about = {"chapter_id": chapter_id, "language": language}
    if form.sent and (done := form.send(**about, version=request.form.get("version"))):
        flash(_("Version %(number)s is published. Everybody can read it.", number=done["number"]), "success")
        return _back(chapter_id, language)
    found = _text(chapter_id, language)
    version = request.form.get("version", found["version"])
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        version, form.confirmed.data = found["version"], []  # it is another text, which nobody has looked through
    page = render_template(
        "chapters/publish.html",
        form=form,
        text=found,
        names=[hint for hint in found["hints"] if hint["kind"] == "maybe_a_name"],
        version=version,
        parts=handbook.parts_of(found),
        about=handbook.about(found),
        name_of=handbook.name_of,
    )
    return page, form.status


@pages.route(f"{ONE}/withdraw", methods=["GET", "POST"])
def withdraw(chapter_id: UUID, language: str) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("chapters/withdraw.html", text=_text(chapter_id, language), name_of=handbook.name_of)
    bus().order(contract.withdraw_text, key(), chapter_id=chapter_id, language=language)
    flash(_("It is withdrawn: only editors read it now. You can publish it again."), "success")
    return _back(chapter_id, language)


@pages.get(f"{ONE}/differences")
def differences(chapter_id: UUID, language: str) -> ResponseReturnValue:
    """Between two versions; without a later one, what was written since."""
    before, after = request.args.get("before") or None, request.args.get("after") or None
    about = {"chapter_id": chapter_id, "language": handbook.known(language)}
    found = bus().ask(contract.differences, **about, before=before, after=after)
    return render_template("chapters/differences.html", found=found, before=before, after=after, about=about)


def _text(chapter_id: UUID, language: str) -> dict[str, Any]:
    return bus().ask(contract.chapter_text, chapter_id=chapter_id, language=handbook.known(language))


def _back(chapter_id: UUID, language: str) -> ResponseReturnValue:
    return redirect(url_for("chapters.edit", chapter_id=chapter_id, language=language))
