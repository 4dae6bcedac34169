"""The exchange between cities as its pages show it: what is shared, what became of it, and what others offer."""

from typing import Any
from uuid import uuid4

from deploy.demo_data.filling import Filling
from shared.access import COORDINATOR, EDITOR
from shared.contracts.handbook import REDACTION_CHECKS
from tests.city import City
from tests.gateway.from_other_cities import decided, offered, refused, withdrawn

FORSSA = {"city": "forssa", "city_name": "Forssa"}
NOTES = {
    "context_note": "Een wijk met 18.000 inwoners, een markt en twee scholen. Het ging om de inrichting van het plein.",
    "adaptation_note": "Zoek een plek die iedereen kent. Wat hier een marktplein is, kan elders een sportveld zijn.",
}
MARKET = {
    "title": "De markt als ontmoeting",
    "summary": "Marktkooplui stelden elke week dezelfde vraag aan wie er langskwam. Zo kwam het midden aan het woord.",
    "language": "nl",
    "parts": {
        "context": "Na een **bericht over de moskee** werd het stil op de markt. Wie geen mening had, bleef weg.",
        "action": "- Kies een vraag waarop niemand ja of nee kan zeggen.\n- Stel die drie weken lang.\n"
        "- Hang de antwoorden op, zonder te zeggen wie wat zei.",
        "effect": "Een marktmeester, laten we zeggen Jan Peeters, zag dat mensen weer praatten.",
        "adaptation": "Zonder markt kan het bij een school of een sportclub. Vraag eerst wie daar vertrouwd wordt.",
    },
    "attribution": "Stad Genk, dienst Samenleven",
    "context_note": "Genk heeft 67.000 inwoners, van wie velen kinderen en kleinkinderen van mijnwerkers zijn.",
    "adaptation_note": "In Genk kent iedereen de markt. Kies een plek die bij u die rol heeft.",
}
SQUARE = {
    **FORSSA,
    "title": "Torilla ei ole puolia",
    "summary": "Torilla kysyttiin kolme viikkoa, mitä kaupunki tarvitsee. Kukaan ei joutunut valitsemaan puolta.",
    "language": "fi",
    "parts": {
        "context": "Kaupungissa riideltiin keskustan parkkipaikoista.",
        "action": "Torilla oli kolmena lauantaina pöytä ja kysymys: mitä tänne tarvitaan?",
        "effect": "Hiljainen enemmistö tuli puhumaan. Kukaan ei joutunut valitsemaan puolta.",
        "adaptation": "Valitse paikka, jossa ihmiset käyvät muutenkin.",
    },
    "attribution": "Forssan kaupunki",
    "context_note": "Forssa on pieni kaupunki, jossa torilla käyvät lähes kaikki.",
    "adaptation_note": "Suuressa kaupungissa tarvitaan useampi tori.",
}


def places_of_the_exchange(city: City, filling: Filling, chapter: str, lesson: str) -> dict[str, str]:
    """`chapter` is shared in its first version; `lesson` waits for a coordinator."""
    editor, coordinator = filling.as_role[EDITOR], filling.as_role[COORDINATOR]
    for each in (chapter, lesson):
        editor("POST", f"/handbook/editing/{each}/texts/nl/share", step="pages", **NOTES)
    coordinator("POST", f"/handbook/editing/{chapter}/texts/nl/share/approval", step="pages", number=1)
    decided(city, chapter, "adapted", language="nl")
    decided(city, chapter, "declined", language="nl", reason="Meillä on jo oma.", **FORSSA)
    for code in ("small_count", "no_sender"):
        refused(city, code, "forssa")
    origins = {name: str(uuid4()) for name in ("waiting", "finnish", "renewed", "withdrawn", "declined")}
    ancestor = {**FORSSA, "chapter_id": origins["finnish"], "number": 1}
    adapted, withdrawn_offer = _withdrawn(city, editor, origins["withdrawn"])
    offers = {
        "waiting": _offer(city, origins["waiting"], **MARKET, lineage=[ancestor]),
        "finnish": _offer(city, origins["finnish"], **SQUARE, theme="street_food"),
        "renewed": _renewed(city, editor, origins["renewed"]),
        "withdrawn": withdrawn_offer,
        "declined": _offer(city, origins["declined"], **MARKET | {"title": "Praten op de tram"}),
    }
    no = {"version": 1, "reason": "Onze tram rijdt niet meer.", "hidden": True}
    editor("POST", f"/handbook/offers/{offers['declined']}/decline", **no)
    return {f"{name}_offer": offer for name, offer in offers.items()} | {
        "finnish_origin": origins["finnish"],
        "taken_origin": origins["renewed"],
        "adapted_chapter": adapted,
    }


def _offer(city: City, origin: str, /, **more: Any) -> str:
    return str(offered(city, chapter_id=origin, **more))


def _renewed(city: City, editor: Any, origin: str) -> str:
    """Taken over as it was; its city has changed it since."""
    told = MARKET | {"title": "Een vraag op de bus"}
    offer = _offer(city, origin, **told)
    editor("POST", f"/handbook/offers/{offer}/taking", version=1, confirmed=list(REDACTION_CHECKS))
    parts = told["parts"] | {"effect": "Na drie weken werd er weer gepraat. Na drie maanden nog steeds."}  # type: ignore[operator]
    return _offer(city, origin, **told | {"number": 2, "parts": parts})


def _withdrawn(city: City, editor: Any, origin: str) -> tuple[str, str]:
    """The chapter that was made of it here, and the offer."""
    offer = _offer(city, origin, **MARKET | {"title": "Samen eten, samen zwijgen"})
    chapter = editor("POST", f"/handbook/offers/{offer}/adaptation", version=1)["id"]
    withdrawn(city, origin, "Het bleek in een tweede wijk niet te werken.", language="nl")
    return chapter, offer
