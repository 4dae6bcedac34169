"""The exchange between the cities of the demo: a vhost on the broker that they use, too."""

from deploy.admission import Admission, NotAdmittedError
from deploy.broker import Broker
from deploy.local.city import City
from deploy.local.program import CannotRunError
from shared.messaging.exchange import Limits

VHOST = "middleground_exchange"
LIMITS = Limits(messages=2_000, bytes=64 * 1024 * 1024, days=60, connections=10, channels=50)


def address(broker: Broker, city: City) -> str:
    return broker.amqp_url_of(VHOST, city.slug, city.secrets()["EXCHANGE_PASSWORD"])


def join(broker: Broker, cities: list[City]) -> None:
    """All of them are admitted, each with the password of its own that it keeps."""
    admission = Admission(broker, VHOST, LIMITS)
    try:
        for city in cities:
            admission.let_in(city.slug, city.secrets()["EXCHANGE_PASSWORD"])
    except NotAdmittedError as error:
        raise CannotRunError(str(error)) from error


def remove(broker: Broker) -> None:
    admission = Admission(broker, VHOST, LIMITS)
    if VHOST not in broker.vhosts():
        return
    for member in admission.members():
        admission.dismiss(member.city)
    broker.delete_vhost(VHOST)
