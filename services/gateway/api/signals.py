from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import municipalities as contract

DESCRIPTION = _l("Signals: what was seen in the areas, how it is judged, what was decided")

ONE = "/signals/<uuid:signal_id>"

routes = [
    Route("GET", "/signals", contract.signals, _l("Signals of your programmes, filtered, a page at a time")),
    Route("POST", "/signals", contract.add_signal, _l("Add a signal"), 201),
    Route("GET", "/signals/programmes", contract.signal_programmes, _l("Programmes whose signals you read and add to")),
    Route("GET", ONE, contract.signal, _l("A signal: picture, judgement and decision")),
    Route("PUT", ONE, contract.change_signal, _l("Say anew what was seen, until it is judged")),
    Route("DELETE", ONE, contract.remove_signal, _l("Remove a signal")),
    Route("PUT", f"{ONE}/judgement", contract.judge_signal, _l("Judge a signal")),
    Route("PUT", f"{ONE}/decision", contract.decide_signal, _l("Decide on a signal")),
    Route("PUT", f"{ONE}/confirmation", contract.confirm_signal, _l("Confirm that it is still seen")),
]
