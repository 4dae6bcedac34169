"""Forms whose words are sealed before they are sent. While the key is locked they ask for the passphrase as well, and
keep what was typed."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, SelectField, StringField, TextAreaField

from services.gateway import formats, mediation_keys, sealing
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, DateField, Form
from services.gateway.mediations import HINTS, KINDS, LONGEST, MEASURES, SIGNS, SUITABILITY, TEXTS, Kind
from services.gateway.sealing import Words
from shared.contracts import mediations as contract
from shared.errors import ChangedMeanwhile, Invalid, Refusal

NOT_READABLE = "mediation_not_readable"


class SealedForm(Form):
    """`kind`: for which the words are sealed."""

    kind: str
    passphrase = PasswordField(_l("Your passphrase"))

    def __init__(self, mediation: dict[str, Any], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.mediation = mediation
        self.passphrase.flags.required = True

    @property
    def is_locked(self) -> bool:
        return mediation_keys.unlocked() is None

    def sealed(self, words: Words, form_key: str) -> str:
        key = mediation_keys.unlock(self.passphrase.data)
        mediation_key = mediation_keys.of_mediation(self.mediation, key)
        if mediation_key is None:
            raise Invalid({"_": [NOT_READABLE]})
        return sealing.seal(mediation_key, self.mediation["id"], self.kind, words, form_key)


class ConfidentialityForm(SealedForm):
    """Before anything is sealed, the key for it is made."""

    call = contract.agree_confidentiality
    agreed_on = DateField(_l("When did everybody agree?"))

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        mediation_keys.make_for(self.mediation, mediation_keys.unlock(data.pop("passphrase")))
        return bus().order(self.call, key, **data)


class SuitabilityForm(SealedForm):
    call = contract.judge_suitability
    kind = SUITABILITY
    signs = ChoicesField(_l("Is there any sign of this?"), choices=[*SIGNS.items()])
    measures = ChoicesField(_l("What have you arranged?"), choices=[*MEASURES.items()])
    remarks = TextAreaField(_l("What makes you think so?"))
    verdict = RadioField(_l("Is mediation suitable?"), validate_choice=False)

    def __init__(self, mediation: dict[str, Any], *args: Any, **kwargs: Any):
        super().__init__(mediation, *args, **kwargs)
        self.remarks.flags.maxlength = LONGEST
        self.verdict.choices = [(code, formats.label(code, "verdict")) for code in contract.VERDICTS]

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        _refuse_too_long({"remarks": data["remarks"]})
        self._refuse_without_measures(data)
        content = self.sealed({name: data[name] for name in ("signs", "measures", "remarks")}, key)
        verdict = {name: data[name] for name in ("mediation_id", "verdict")}
        return bus().order(self.call, key, content=content, **verdict)

    def _refuse_without_measures(self, data: dict[str, Any]) -> None:
        """The signs are sealed: only here can they be held against the verdict."""
        if data["signs"] and data["verdict"] == "suitable":
            raise Invalid({"verdict": ["with_measures_only"]})
        if data["verdict"] == "with_measures" and set(data["measures"] or []) != set(MEASURES):
            raise Invalid({"measures": ["all_measures"]})


class EntryForm(SealedForm):
    """One entry of a kind; the fields that the kind does not have are left out. `parties`: None while they can't be
    read; the one that was chosen stays."""

    call = contract.add_entry
    party_id = SelectField(_l("About whom?"), validate_choice=False)
    happened_on = DateField(_l("When was it?"))
    pseudonym = StringField(TEXTS["pseudonym"], description=HINTS["pseudonym"])
    about = TextAreaField(TEXTS["about"])
    concerns = TextAreaField(TEXTS["concerns"])
    may_raise = TextAreaField(TEXTS["may_raise"])
    keep_out = TextAreaField(TEXTS["keep_out"], description=HINTS["keep_out"])
    ground_rules = TextAreaField(TEXTS["ground_rules"])
    notes = TextAreaField(TEXTS["notes"])
    clarified = TextAreaField(TEXTS["clarified"])
    shared = TextAreaField(TEXTS["shared"])
    approach = TextAreaField(TEXTS["approach"])
    agreed = TextAreaField(TEXTS["agreed"])
    message = TextAreaField(TEXTS["message"], description=HINTS["message"])
    promised = TextAreaField(TEXTS["promised"])
    due_on = DateField(_l("By when?"))
    techniques = ChoicesField(_l("Techniques"))

    def __init__(self, mediation: dict[str, Any], kind: str, parties: Iterable[dict[str, Any]] | None, **kwargs: Any):
        super().__init__(mediation, **kwargs)
        self.keeps_party = parties is None
        self.kind, self.about_kind = kind, KINDS[kind]
        for name in _left_out(self.about_kind):
            del self[name]
        for name in self.about_kind.texts:
            self[name].flags.maxlength = 60 if name == "pseudonym" else LONGEST
        self[self.about_kind.texts[0]].flags.required = True
        if self.about_kind.day:
            self.happened_on.flags.required = True
        if self.about_kind.party:
            self.party_id.flags.required = self.about_kind.needs_party
            everybody = [] if self.about_kind.needs_party else [("", _("Nobody in particular"))]
            self.party_id.choices = [
                *everybody,
                *((str(each["id"]), each["words"]["pseudonym"]) for each in parties or ()),
            ]
        if self.about_kind.techniques:
            self.techniques.choices = formats.choices("techniques")

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        words = {name: data.pop(name) for name in self.about_kind.texts}
        data.pop("passphrase")
        if not (words[self.about_kind.texts[0]] or "").strip():
            raise Invalid({self.about_kind.texts[0]: ["required"]})
        _refuse_too_long(words)
        return bus().order(self.call, key, kind=self.kind, content=self.sealed(words, key), **data)


class ChangeEntryForm(EntryForm):
    call = contract.change_entry

    @property
    def is_outdated(self) -> bool:
        return self.refusal is not None and self.refusal.code == ChangedMeanwhile.code

    def take(self, refusal: Refusal) -> None:
        """Nobody else can have done it."""
        super().take(refusal)
        if self.is_outdated:
            self.problem = _("You saved this in the meantime, in another tab or on another device.")

    def versions(self, saved: dict[str, Any]) -> list[dict[str, str]]:
        """For `ui.versions`; only what differs. `saved`: as the form was filled in at first."""
        told = [
            {"key": field.label.text, "theirs": self._told(name, saved[name]), "yours": self._told(name, field.data)}
            for name, field in self._fields.items()
            if name in saved
        ]
        return [each for each in told if each["theirs"] != each["yours"]]

    def _told(self, name: str, value: Any) -> str:
        if name == "party_id":
            return str(dict(self.party_id.choices).get(value or "", ""))
        return ", ".join(formats.terms(value, "techniques")) if name == "techniques" else str(value or "")


def _left_out(kind: Kind) -> list[str]:
    fields = {"party_id": kind.party, "happened_on": kind.day, "due_on": kind.due, "techniques": kind.techniques}
    return [*(name for name in TEXTS if name not in kind.texts), *(name for name, has in fields.items() if not has)]


def _refuse_too_long(words: Words) -> None:
    longest = {name: 60 if name == "pseudonym" else LONGEST for name in words}
    wrong = {name: [f"too_long:{longest[name]}"] for name, text in words.items() if len(text or "") > longest[name]}
    if wrong:
        raise Invalid(wrong)
