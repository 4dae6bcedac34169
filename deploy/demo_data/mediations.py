"""Mediations of the demonstration. What the mediator writes is sealed here, as any program does that uses the API."""

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from deploy.demo_data.api import Api, DemoError
from services.gateway import sealing
from services.gateway.sealing import Words
from shared.access import COORDINATOR, MEDIATOR
from shared.demo import PASSWORDS

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

PASSPHRASE = PASSWORDS[MEDIATOR]
KNOWN_SECONDS = 60

PARTIES = (
    {"pseudonym": "Wilg", "about": "Woont boven, werkt in ploegen en slaapt overdag."},
    {"pseudonym": "Berk", "about": "Woont beneden, met kinderen die na school thuiskomen."},
)
CONCERNS = (
    "Slaapt al maanden slecht. Is bang dat praten niets uithaalt.",
    "Voelt zich in huis bekeken. Wil dat de kinderen gewoon kunnen spelen.",
)
MAY_RAISE = ("De uren waarop het stil moet zijn.", "Hoe het er in huis aan toegaat na school.")
GROUND_RULES = "Een spreekt, de ander luistert. Wie wil stoppen, zegt het. Wat hier gezegd wordt, blijft hier."
SESSION = {
    "notes": "Eerst stil. Na een kwartier vertellen beiden hoe een gewone dag eruitziet.",
    "clarified": "Geen van beiden wist van de werktijden en de schooltijden van de ander.",
    "shared": "Allebei willen ze thuis tot rust komen.",
}
CAUCUS = "Vreest dat de buurt partij kiest. Wil dat zelf ter tafel brengen."
APPROACH = "Apart beginnen en pas daarna samen: rechtstreeks ging het te snel."
AGREED = "Een rooster aan de muur, met de uren waarop het stil is. Over vier weken kijken ze samen hoe het gaat."
PROMISED = "Berk vraagt of de kinderen op woensdag bij de sportclub terechtkunnen."
THANKS = "Dank dat u bleef zitten toen het moeilijk werd. Dat maakte het verschil."
CONTACT = "Kort gebeld. Het rooster hangt er nog."


def fill(filling: "Filling") -> None:
    """One under way, one that is over, one that somebody is asked for."""
    coordinator, mediator = filling.as_role[COORDINATOR], filling.as_role[MEDIATOR]
    mediator_id, today = filling.ids[MEDIATOR], filling.today
    if coordinator("GET", "/mediations")["total"]:
        return
    key = _key_of(mediator)
    over, under_way, _asked_still = (_asked(coordinator, mediator_id, step, referred) for step, referred in REFERRED)
    _over(_Writing(mediator, over, key), today)
    _under_way(_Writing(mediator, under_way, key), today)
    coordinator("PUT", f"/mediations/{over}/answer", answered_on=_iso(today))


REFERRED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("over", {"referred_from": "housing", "consented": True}),
    ("under way", {}),
    ("asked", {"referred_from": "police", "consented": True}),
)


class _Writing:
    """One mediation, in which its mediator writes."""

    def __init__(self, mediator: Api, mediation_id: str, key: bytes):
        self.mediator, self.id, self.path = mediator, mediation_id, f"/mediations/{mediation_id}"
        mediator("PUT", f"{self.path}/request", answer="no_conflict")
        made = sealing.new_mediation_key()
        mediator("PUT", f"{self.path}/key", wrapped=sealing.wrapped_for(mediation_id, made, key))
        self.key = made

    def begin(self, agreed_on: date, verdict: str, **suitability: Any) -> None:
        self.mediator("PUT", f"{self.path}/confidentiality", agreed_on=_iso(agreed_on))
        self.mediator(
            "PUT", f"{self.path}/suitability", verdict=verdict, content=self.sealed("suitability", suitability)
        )

    def entry(self, kind: str, step: str, words: Words, **more: Any) -> str:
        sent = {"kind": kind, "content": self.sealed(kind, words, step), **more}
        return self.mediator("POST", f"{self.path}/entries", step=f"{kind} {step}", **sent)["id"]

    def sealed(self, kind: str, words: Words, step: str = "") -> str:
        form = str(uuid5(NAMESPACE_URL, f"{self.id} {kind} {step}"))
        return sealing.seal(self.key, self.id, kind, words, form)


def _under_way(one: _Writing, today: date) -> None:
    day = {back: _iso(today - timedelta(days=back)) for back in (3, 9, 16, 20)}
    one.begin(today - timedelta(days=20), "suitable", signs=[], measures=[], remarks=None)
    parties = [one.entry("party", party["pseudonym"], party) for party in PARTIES]
    for number, party_id in enumerate(parties):
        words = {"concerns": CONCERNS[number], "may_raise": MAY_RAISE[number], "keep_out": None}
        one.entry("talk", str(number), words, party_id=party_id, happened_on=day[16])
    one.entry("ground_rules", "", {"ground_rules": GROUND_RULES}, happened_on=day[9])
    one.entry("session", "", SESSION, happened_on=day[9], techniques=["mirroring", "reframing", "shuttle"])
    one.entry("caucus", "", {"notes": CAUCUS}, party_id=parties[1], happened_on=day[9])
    one.entry("approach", "", {"approach": APPROACH}, happened_on=day[3])
    one.entry("promise", "", {"promised": PROMISED}, party_id=parties[1], due_on=_iso(today + timedelta(days=11)))
    one.mediator("PUT", f"{one.path}/stage", stage="exploration")


def _over(one: _Writing, today: date) -> None:
    measures = ["voluntary", "separate_arrival", "support_person"]
    one.begin(today - timedelta(days=60), "with_measures", signs=["imbalance"], measures=measures, remarks=None)
    parties = [one.entry("party", name, {"pseudonym": name, "about": None}) for name in ("Els", "Linde")]
    one.entry("ground_rules", "", {"ground_rules": GROUND_RULES}, happened_on=_iso(today - timedelta(days=40)))
    one.entry("agreement", "", {"agreed": AGREED}, happened_on=_iso(today - timedelta(days=30)))
    one.mediator("PUT", f"{one.path}/outcome", outcome="partial_agreement")
    thanks = one.entry("thank_you", "", {"message": THANKS}, party_id=parties[0])
    one.mediator("PUT", f"{one.path}/entries/{thanks}/done", done_on=_iso(today - timedelta(days=28)))
    one.entry("contact", "", {"notes": CONTACT}, party_id=parties[1], happened_on=_iso(today - timedelta(days=7)))


def _key_of(mediator: Api) -> bytes:
    """The one that is there, or a first one; its printed code is thrown away, as everybody knows the passphrase."""
    there_is = mediator("GET", "/mediations/key")
    if there_is["version"]:
        return sealing.unwrapped_by_passphrase(there_is["by_passphrase"], PASSPHRASE)
    key = sealing.new_key()
    by_recovery = sealing.wrapped_by_recovery(key, sealing.new_recovery_code())
    by_passphrase = sealing.wrapped_by_passphrase(key, PASSPHRASE)
    mediator("PUT", "/mediations/key", by_passphrase=by_passphrase, by_recovery=by_recovery, version=0)
    return key


def _asked(coordinator: Api, mediator_id: str, step: str, referred: dict[str, Any]) -> str:
    mediation_id = coordinator("POST", "/mediations", step=step, **referred)["id"]
    end = time.monotonic() + KNOWN_SECONDS
    while mediator_id not in coordinator("GET", f"/mediations/{mediation_id}/mediators")["mediator_ids"]:
        if time.monotonic() > end:
            raise DemoError("Mediations have not heard who is a mediator.")
        time.sleep(0.2)
    coordinator("PUT", f"/mediations/{mediation_id}/mediator", mediator_id=mediator_id)
    return mediation_id


def _iso(day: date) -> str:
    return day.isoformat()
