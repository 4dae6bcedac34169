"""The form in which a chapter or a lesson is written: a field for each part of its template."""

from collections import defaultdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from services.gateway import formats
from services.gateway.forms import Form
from shared.contracts import handbook as contract

WRITTEN = ("title", "summary", "attribution", "licence")
PREFIX = "parts."


class WritingForm(Form):
    """Subclasses add the fields of their parts, `PARTS`."""

    PARTS: tuple[str, ...] = ()
    title = StringField(_l("Title"))
    summary = TextAreaField(_l("In short"), description=_l("Two or three sentences, for who looks for something."))
    attribution = StringField(_l("Written by"), description=_l("An organisation or a function, not a person by name."))
    licence = SelectField(_l("What others may do with it"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.licence.choices = formats.choices("licences")
        self.licence.data = self.licence.data or contract.FIRST_LICENCE
        for name in self.PARTS:
            self._fields[name].flags.maxlength = contract.LONGEST_PART

    def keep_the_licence(self, licence: str) -> None:
        """It is that of who wrote it."""
        self.licence.choices = [each for each in self.licence.choices if each[0] == licence]
        self.licence.description = _("Who wrote it gave it under these terms, and they stay.")

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return {**{n: v for n, v in typed.items() if n not in self.PARTS}, "parts": {n: typed[n] for n in self.PARTS}}

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        return super()._to_fields({path.removeprefix(PREFIX): codes for path, codes in complaints.items()})


class FollowsField(BooleanField):
    """Ticked, it sends the number of the edition of the original that was shown: a later one may be out by then."""

    number: int | None = None

    def stands_beside(self, number: int | None) -> None:
        """What was ticked beside another edition is not ticked for this one."""
        if self.sent != str(number):
            self.data = False
        self.number = number

    @property
    def sent(self) -> str | None:
        return self.raw_data[0] if self.data and self.raw_data else None

    def _value(self) -> str:
        return str(self.number)


class TextForm(WritingForm):
    call = contract.write_text
    follows = FollowsField(_l("This translation says what the latest version of the original says"))

    def values(self) -> dict[str, Any]:
        return super().values() | {"follows": self.follows.sent}


class ContributionForm(WritingForm):
    call = contract.contribute
    agreed = BooleanField(_l("Everybody may read it and use it under this licence"))


class LessonForm(WritingForm):
    """A colleague's, who is no editor."""

    call = contract.contribute_lesson
    theme = SelectField(_l("Theme"), validate_choice=False)
    source = SelectField(
        _l("Where does the lesson come from?"),
        description=_l("It is not said from which one."),
        validate_choice=False,
    )
    language = SelectField(_l("In which language do you write it?"), validate_choice=False)
    agreed = BooleanField(_l("Everybody may read it and use it under this licence"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theme.choices = formats.choices("themes", blank=_("Choose"))
        sources = formats.choices("lesson_sources", blank=_("Choose"))
        self.source.choices = [(code, name) for code, name in sources if code != contract.PARTNER]
        self.language.choices = formats.choices("handbook_languages")
        if not self.sent:
            self.language.data = formats.language()


def form_for(kind: str, base: type[WritingForm] = TextForm) -> type[WritingForm]:
    """With the parts of a `theme` or of a `lesson`."""
    fields = {
        name: TextAreaField(
            formats.LABELS["chapter_part"][name], description=formats.LABELS["about_chapter_part"][name]
        )
        for name in contract.PARTS[kind]
    }
    return type(base.__name__, (base,), {"PARTS": contract.PARTS[kind], **fields})


def hints_by_part(hints: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for hint in hints:
        found[hint["part"]].append(hint)
    return dict(found)
