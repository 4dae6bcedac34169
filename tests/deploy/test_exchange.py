"""What the exchange between cities allows a city, and what it does not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError, AMQPError, ChannelClosedByBroker

from deploy.admission import Admission, NotAdmittedError
from deploy.broker import Broker, BrokerError
from shared.messaging import exchange
from shared.messaging.exchange import LESSONS, Limits
from tests import machine
from tests.deploy.exchanging import WRONG, City, city, is_cut, refused, sends
from tests.waiting import eventually

LIMITS = Limits(messages=5, bytes=20_000, days=30, connections=3, channels=8)


@pytest.fixture
def broker(rabbitmq: dict[str, str]) -> Broker:
    return Broker(rabbitmq["amqp"], rabbitmq["api"])


@pytest.fixture
def admission(broker: Broker) -> Iterator[Admission]:
    """An exchange of its own, to which nobody has been admitted."""
    admission = Admission(broker, machine.unique("exchange"), LIMITS)
    admission.apply()
    yield admission
    for member in admission.members():
        admission.dismiss(member.city)
    broker.delete_vhost(admission.vhost)


@pytest.fixture
def admit(admission: Admission) -> Callable[[str], City]:
    def admitted(prefix: str) -> City:
        name = machine.unique(prefix).replace("_", "-")
        return city(admission, name, admission.admit(name))

    return admitted


@pytest.fixture
def genk(admit: Callable[[str], City]) -> City:
    return admit("genk")


@pytest.fixture
def rotterdam(admit: Callable[[str], City]) -> City:
    return admit("rotterdam")


def test_two_cities_get_what_the_other_sends_and_who_sent_it(genk: City, rotterdam: City) -> None:
    genk.send(genk.key(), b"from genk", user_id=genk.name)
    rotterdam.send(rotterdam.key(), b"from rotterdam", user_id=rotterdam.name)
    everything = [(genk.key(), b"from genk", genk.name), (rotterdam.key(), b"from rotterdam", rotterdam.name)]
    assert genk.read() == rotterdam.read() == everything


@pytest.mark.parametrize("key", ["{other}.x.v1", "{own}-noord.x.v1", "{own}", "x.{own}.v1", "", "#", "\n{own}.x.v1"])
def test_a_city_writes_under_its_own_name_only(genk: City, rotterdam: City, key: str) -> None:
    with refused():
        genk.send(key.format(own=genk.name, other=rotterdam.name))
    assert rotterdam.waiting() == 0


@pytest.mark.parametrize("header", ["CC", "BCC"])
def test_a_copy_under_the_name_of_another_city_reaches_nobody(genk: City, rotterdam: City, header: str) -> None:
    """Which versions refuse, and which leave out."""
    with suppress(ChannelClosedByBroker):
        genk.send(genk.key(), headers={header: [rotterdam.key()]})
    assert {key for key, _body, _user in rotterdam.read()} <= {genk.key()}


def test_a_city_cannot_say_that_it_is_another(genk: City, rotterdam: City) -> None:
    with refused(WRONG):
        genk.send(genk.key(), user_id=rotterdam.name)
    assert rotterdam.waiting() == 0


@pytest.mark.parametrize("elsewhere", ["", "amq.topic", "amq.direct", "amq.fanout", "amq.headers"])
def test_a_city_writes_to_no_other_exchange(genk: City, rotterdam: City, elsewhere: str) -> None:
    with refused():
        genk.send(genk.key() if elsewhere else rotterdam.name, to=elsewhere)
    assert rotterdam.waiting() == 0


@pytest.mark.parametrize("attempt", ["basic_consume", "basic_get", "queue_purge"])
def test_a_city_reads_its_own_queue_only(genk: City, rotterdam: City, attempt: str) -> None:
    rotterdam.send(rotterdam.key())
    further = {"on_message_callback": print} if attempt == "basic_consume" else {}
    with refused(), genk.channel() as channel:
        getattr(channel, attempt)(rotterdam.name, **further)
    assert rotterdam.waiting() == 1


MAKING: dict[str, Callable[[BlockingChannel, City], Any]] = {
    "make a queue": lambda channel, _city: channel.queue_declare("mine"),
    "make a queue for itself": lambda channel, _city: channel.queue_declare("", exclusive=True),
    "make its own queue": lambda channel, city: channel.queue_declare(city.name, durable=True),
    "delete its queue": lambda channel, city: channel.queue_delete(city.name),
    "bind its queue": lambda channel, city: channel.queue_bind(city.name, LESSONS, "x"),
    "unbind its queue": lambda channel, city: channel.queue_unbind(city.name, LESSONS, exchange.EVERYTHING),
    "make an exchange": lambda channel, _city: channel.exchange_declare("mine"),
    "delete the exchange": lambda channel, _city: channel.exchange_delete(LESSONS),
    "bind the exchange": lambda channel, _city: channel.exchange_bind(LESSONS, "amq.topic", "x"),
}


@pytest.mark.parametrize("what", MAKING)
def test_a_city_can_make_delete_and_bind_nothing(genk: City, what: str) -> None:
    with refused(), genk.channel() as channel:
        MAKING[what](channel, genk)
    genk.send(genk.key())
    assert genk.waiting() == 1


def test_a_city_enters_nothing_else_of_the_broker(genk: City, admission: Admission) -> None:
    password = pika.URLParameters(genk.url).credentials.password
    with pytest.raises(AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(admission.broker.amqp_url_of("/", genk.name, password)))
    with pytest.raises(BrokerError, match=f"does not let {genk.name} do this"):
        Broker("", admission.broker.api_url_of(genk.name, password)).users()


def test_a_city_that_is_away_delays_nobody_and_misses_the_oldest_first(
    genk: City, rotterdam: City, admission: Admission
) -> None:
    sent = [str(number).encode() for number in range(LIMITS.messages + 3)]
    for body in sent:
        genk.send(genk.key(), body)
        assert genk.bodies() == [body]
    eventually(lambda: [member.is_full for member in admission.members()] == [False, True], 30)
    assert rotterdam.bodies() == sent[3:]


def test_what_waits_is_counted_in_bytes_too(genk: City, rotterdam: City) -> None:
    for letter in (b"a", b"b", b"c"):
        genk.send(genk.key(), letter * (LIMITS.bytes // 3 + 1))
    assert [body[:1] for body in rotterdam.bodies()] == [b"b", b"c"]


def test_what_waits_too_long_is_dropped(admission: Admission, genk: City, rotterdam: City) -> None:
    replace(admission, limits=replace(LIMITS, days=0)).apply()
    genk.send(genk.key())
    eventually(lambda: rotterdam.waiting() == 0)
    assert admission.broker.policies(admission.vhost)["cities"]["definition"]["message-ttl"] == 0


def test_a_city_has_so_many_connections_and_no_more(genk: City, rotterdam: City) -> None:
    with ExitStack() as stack:
        for _ in range(LIMITS.connections):
            stack.enter_context(genk.connected())
        with pytest.raises(AMQPConnectionError, match="limit"):
            genk.send(genk.key())
        rotterdam.send(rotterdam.key())
    eventually(lambda: sends(genk))


def test_a_city_has_so_many_channels_and_no_more(genk: City) -> None:
    with genk.connected() as connection:
        for _ in range(LIMITS.channels):
            connection.channel()
        with pytest.raises(AMQPError, match="limit"):
            connection.channel()


def test_a_city_is_admitted_once(admission: Admission, genk: City) -> None:
    with pytest.raises(
        NotAdmittedError, match=f"{genk.name} is admitted already; with --renew it gets a new password."
    ):
        admission.admit(genk.name)
    genk.send(genk.key())


def test_somebody_else_on_the_broker_is_not_made_a_city(admission: Admission, broker: Broker) -> None:
    name = machine.unique("somebody")
    broker.ensure_user(name, "a password", admission.vhost)
    try:
        for attempt in (admission.admit, admission.renew, admission.dismiss):
            with pytest.raises(NotAdmittedError, match=name):
                attempt(name)
        with city(admission, name, "a password").connected():
            assert admission.members() == []
    finally:
        broker.delete_user(name)


def test_a_new_password_cuts_off_who_has_the_old_one_and_loses_nothing(
    admission: Admission, genk: City, rotterdam: City
) -> None:
    rotterdam.send(rotterdam.key(), b"kept")
    with genk.connected() as connection:
        renewed = city(admission, genk.name, admission.renew(genk.name))
        eventually(lambda: is_cut(connection))
    with pytest.raises(AMQPConnectionError):
        genk.send(genk.key())
    assert renewed.bodies() == [b"kept"]
    with refused():
        renewed.send(rotterdam.key())


def test_a_dismissed_city_is_cut_off_and_leaves_nothing_behind(
    admission: Admission, genk: City, rotterdam: City
) -> None:
    with genk.connected() as connection:
        admission.dismiss(genk.name)
        eventually(lambda: is_cut(connection))
    with pytest.raises(AMQPConnectionError):
        genk.send(genk.key())
    assert set(admission.broker.queues(admission.vhost)) == {rotterdam.name}
    assert [member.city for member in admission.members()] == [rotterdam.name]
    rotterdam.send(rotterdam.key())
    with pytest.raises(NotAdmittedError, match=f"{genk.name} is no city of this exchange"):
        admission.dismiss(genk.name)
    again = city(admission, genk.name, admission.admit(genk.name))
    assert again.waiting() == 0


def test_the_list_says_who_is_connected_and_what_waits(admission: Admission, genk: City, rotterdam: City) -> None:
    genk.send(genk.key())
    genk.read()
    with genk.connected():
        eventually(
            lambda: (
                [(member.city, member.connections > 0, member.waiting) for member in admission.members()]
                == [(genk.name, True, 0), (rotterdam.name, False, 1)]
            ),
            30,
        )


def test_changed_settings_reach_the_cities_that_are_there(admission: Admission, genk: City) -> None:
    wider = replace(admission, limits=replace(LIMITS, messages=7, connections=LIMITS.connections + 1))
    assert wider.apply() == [genk.name]
    with ExitStack() as stack:
        for _ in range(LIMITS.connections + 1):
            stack.enter_context(genk.connected())
    for _ in range(8):
        eventually(lambda: sends(genk))
    assert genk.waiting() == 7
