"""How often somebody gets word of what happened in their programmes and groups, and in the network."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import current
from shared.access import COORDINATOR, EXPERT, TRAINER
from shared.contracts import notifications as contract


class DigestForm(Form):
    call = contract.choose_digest
    rhythm = RadioField(_l("How often?"), validate_choice=False)


def form() -> DigestForm | None:
    """With what holds now; None for somebody who gets no digest anyway."""
    if not current().has(COORDINATOR, TRAINER, EXPERT):
        return None
    made = DigestForm(rhythm=bus().ask(contract.digest_choice)["rhythm"])
    made.rhythm.choices = [(each, formats.label(each, "digest_rhythm")) for each in contract.DIGEST_RHYTHMS]
    return made
