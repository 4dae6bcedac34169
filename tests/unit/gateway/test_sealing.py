"""What only a mediator reads."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import Flask
from marshmallow import ValidationError

from services.gateway import mediation_keys, sealing
from services.gateway.sealing import NotSealedByThis
from shared import clock
from shared.contracts import fields

PASSPHRASE = "a lamp in the window, for nobody"
WORDS = {"concerns": "De buren horen elkaar niet meer. 🙂", "may_raise": None}


@pytest.fixture(scope="module")
def key() -> bytes:
    return sealing.new_key()


def test_the_passphrase_gives_the_key_back_and_no_other_one_does(key: bytes):
    wrapped = sealing.wrapped_by_passphrase(key, PASSPHRASE)
    assert sealing.unwrapped_by_passphrase(wrapped, PASSPHRASE) == key
    with pytest.raises(NotSealedByThis):
        sealing.unwrapped_by_passphrase(wrapped, PASSPHRASE + " ")


def test_a_letter_with_an_accent_opens_however_a_device_writes_it(key: bytes, monkeypatch):
    composed, decomposed = "een caf\u00e9 aan de overkant", "een cafe\u0301 aan de overkant"
    for chosen in (composed, decomposed):
        wrapped = sealing.wrapped_by_passphrase(key, chosen)
        for typed in (composed, decomposed):
            assert sealing.unwrapped_by_passphrase(wrapped, typed) == key
    with monkeypatch.context() as before:
        before.setattr(sealing, "_composed", lambda passphrase: passphrase)
        chosen_before = sealing.wrapped_by_passphrase(key, decomposed)
    assert sealing.unwrapped_by_passphrase(chosen_before, decomposed) == key


def test_the_printed_code_gives_it_back_however_it_is_typed(key: bytes):
    code = sealing.new_recovery_code()
    wrapped = sealing.wrapped_by_recovery(key, code)
    for typed in (code, code.lower().replace("-", ""), f" {code.replace('-', ' ')} "):
        assert sealing.unwrapped_by_recovery(wrapped, typed) == key
    with pytest.raises(NotSealedByThis):
        sealing.unwrapped_by_recovery(wrapped, sealing.new_recovery_code())


def test_the_key_of_a_mediation_is_of_that_one_alone(key: bytes):
    mediation_id, mediation_key = uuid4(), sealing.new_mediation_key()
    wrapped = sealing.wrapped_for(mediation_id, mediation_key, key)
    assert sealing.unwrapped_for(mediation_id, wrapped, key) == mediation_key
    for another, other_key in ((uuid4(), key), (mediation_id, sealing.new_key())):
        with pytest.raises(NotSealedByThis):
            sealing.unwrapped_for(another, wrapped, other_key)


def test_words_open_where_they_were_sealed_and_nowhere_else():
    mediation_key, mediation_id = sealing.new_mediation_key(), uuid4()
    sealed = sealing.seal(mediation_key, mediation_id, "talk", WORDS, "form 1")
    assert sealing.opened(mediation_key, mediation_id, "talk", sealed) == WORDS
    for wrong in (
        (sealing.new_mediation_key(), mediation_id, "talk", sealed),
        (mediation_key, uuid4(), "talk", sealed),
        (mediation_key, mediation_id, "caucus", sealed),
        (mediation_key, mediation_id, "talk", sealed[:-8] + "AAAAAAA="),
        (mediation_key, mediation_id, "talk", "v1:short"),
    ):
        with pytest.raises(NotSealedByThis):
            sealing.opened(*wrong)


def test_a_form_that_is_sent_twice_is_the_same_and_another_form_is_not():
    mediation_key, mediation_id = sealing.new_mediation_key(), uuid4()
    first, again, another = (
        sealing.seal(mediation_key, mediation_id, "talk", WORDS, form) for form in ("form 1", "form 1", "form 2")
    )
    assert first == again != another


def test_neither_the_words_nor_their_length_can_be_seen():
    mediation_key, mediation_id = sealing.new_mediation_key(), uuid4()
    short = sealing.seal(mediation_key, mediation_id, "talk", {"concerns": "Geluid"}, "a")
    longer = sealing.seal(mediation_key, mediation_id, "talk", {"concerns": "Geluid, elke nacht na elven"}, "b")
    assert len(short) == len(longer)


def test_what_the_browser_keeps_is_of_one_session_and_of_no_use_without_the_gateway(key: bytes):
    now = clock.now()
    kept = sealing.kept_for("session", "the gateway's secret", key, now + timedelta(minutes=30))
    assert sealing.given_back("session", "the gateway's secret", kept, now) == key
    for session, secret in (("another", "the gateway's secret"), ("session", "another secret")):
        with pytest.raises(NotSealedByThis):
            sealing.given_back(session, secret, kept, now)


def test_what_the_browser_keeps_is_of_no_use_after_its_half_hour_nor_without_one(key: bytes):
    now = clock.now()
    kept = sealing.kept_for("session", "secret", key, now + timedelta(minutes=30))
    assert sealing.given_back("session", "secret", kept, now + timedelta(minutes=29)) == key
    without_end = sealing._written(sealing._locked(sealing._by_secret("secret"), key, b"session"))
    for each, moment in ((kept, now + timedelta(minutes=30)), (without_end, now)):
        with pytest.raises(NotSealedByThis):
            sealing.given_back("session", "secret", each, moment)


def test_the_half_hour_is_counted_by_the_gateway_and_not_by_the_browser(key: bytes, monkeypatch):
    app = Flask("gateway")
    app.config |= {"SECRET_KEY": "secret", "SESSION_COOKIE_NAME": "session"}
    monkeypatch.setattr(mediation_keys, "current", lambda: SimpleNamespace(session_id="the session"))
    with app.test_request_context():
        kept = mediation_keys.keep_this("", key).headers["Set-Cookie"].partition(";")[0]
    later = clock.now() + timedelta(seconds=mediation_keys.UNLOCKED_SECONDS)
    with app.test_request_context(headers={"Cookie": kept}):
        assert mediation_keys.unlocked() == key
    monkeypatch.setattr(clock, "now", lambda: later)
    with app.test_request_context(headers={"Cookie": kept}):
        assert mediation_keys.unlocked() is None


def test_the_contract_takes_what_is_sealed_and_nothing_that_can_be_read(key: bytes):
    field = fields.Sealed()
    sealed = sealing.seal(sealing.new_mediation_key(), uuid4(), "talk", WORDS, "a")
    for each in (sealed, sealing.wrapped_by_passphrase(key, PASSPHRASE), sealing.wrapped_for(uuid4(), key, key)):
        assert field.deserialize(each) == each
    for plain in (
        "De buren horen elkaar niet meer.",
        "v1:",
        "v1:De buren horen elkaar niet meer, en dat is al lang zo.",
    ):
        with pytest.raises(ValidationError, match="not_sealed"):
            field.deserialize(plain)
