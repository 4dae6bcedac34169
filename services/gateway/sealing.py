"""What only a mediator reads: docs/mediations.md says how, for programs that seal themselves.

    passphrase --argon2id--> wraps the key of the mediator --> wraps the key of each mediation --> seals its entries

Keys are wrapped with AES-GCM. Entries are sealed with AES-SIV (RFC 5297): the same form sent twice gives the same
bytes, and is carried out once.
"""

import base64
import binascii
import hashlib
import json
import unicodedata
from contextlib import suppress
from datetime import datetime
from secrets import token_bytes
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "v1:"
NONCE_BYTES, SALT_BYTES, KEY_BYTES = 12, 16, 32
MEDIATION_KEY_BYTES = 64
MOMENT_BYTES = 8
# As RFC 9106 has it where memory is scarce: 64 MiB, three times over.
MEMORY_KIB, ITERATIONS, LANES = 64 * 1024, 3, 4
MEDIATOR_KEY, SHORTEST = b"mediator key", 12
RECOVERY_BYTES, RECOVERY_GROUP = 20, 4
# So that the length of a text does not tell which one it is.
BLOCK = 256

Words = dict[str, Any]


class NotSealedByThis(Exception):
    """Another key or passphrase, or not what was sealed."""


# the mediator's key


def new_key() -> bytes:
    return token_bytes(KEY_BYTES)


def wrapped_by_passphrase(key: bytes, passphrase: str) -> str:
    salt = token_bytes(SALT_BYTES)
    return _written(salt + _locked(_by_argon2id(_composed(passphrase), salt), key, MEDIATOR_KEY))


def unwrapped_by_passphrase(wrapped: str, passphrase: str) -> bytes:
    """Also with one that was chosen before passphrases were composed: as it was typed then."""
    content = _read(wrapped)
    salt, locked = content[:SALT_BYTES], content[SALT_BYTES:]
    for typed in dict.fromkeys((_composed(passphrase), passphrase)):
        with suppress(NotSealedByThis):
            return _unlocked(_by_argon2id(typed, salt), locked, MEDIATOR_KEY)
    raise NotSealedByThis()


def new_recovery_code() -> str:
    """160 bits in groups of four letters and digits, to be printed once."""
    code = base64.b32encode(token_bytes(RECOVERY_BYTES)).decode()
    return "-".join(code[at : at + RECOVERY_GROUP] for at in range(0, len(code), RECOVERY_GROUP))


def wrapped_by_recovery(key: bytes, code: str) -> str:
    return _written(_locked(_by_code(code), key, MEDIATOR_KEY))


def unwrapped_by_recovery(wrapped: str, code: str) -> bytes:
    return _unlocked(_by_code(code), _read(wrapped), MEDIATOR_KEY)


# the key of a mediation, and what is sealed with it


def new_mediation_key() -> bytes:
    return token_bytes(MEDIATION_KEY_BYTES)


def wrapped_for(mediation_id: object, mediation_key: bytes, key: bytes) -> str:
    return _written(_locked(key, mediation_key, str(mediation_id).encode()))


def unwrapped_for(mediation_id: object, wrapped: str, key: bytes) -> bytes:
    return _unlocked(key, _read(wrapped), str(mediation_id).encode())


def seal(mediation_key: bytes, mediation_id: object, kind: str, words: Words, form_key: str) -> str:
    """`form_key`: the idempotency key of the form, so that the same form sent twice is the same."""
    nonce = hashlib.sha256(form_key.encode()).digest()[:SALT_BYTES]
    text = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    padded = text.ljust(-(-len(text) // BLOCK) * BLOCK)
    return _written(nonce + AESSIV(mediation_key).encrypt(padded, _about(mediation_id, kind, nonce)))


def opened(mediation_key: bytes, mediation_id: object, kind: str, sealed: str) -> Words:
    content = _read(sealed)
    nonce, hidden = content[:SALT_BYTES], content[SALT_BYTES:]
    try:
        return json.loads(AESSIV(mediation_key).decrypt(hidden, _about(mediation_id, kind, nonce)))
    except (InvalidTag, ValueError) as error:
        raise NotSealedByThis() from error


def _about(mediation_id: object, kind: str, nonce: bytes) -> list[bytes]:
    """What is moved to another mediation or taken for another kind does not open."""
    return [str(mediation_id).encode(), kind.encode(), nonce]


# while it is unlocked


def kept_for(session: str, secret: str, key: bytes, until: datetime) -> str:
    """The key as a browser keeps it: of no use without the secret of the gateway, in another session, nor from that
    moment on, whatever the browser does."""
    end = int(until.timestamp()).to_bytes(MOMENT_BYTES)
    return _written(_locked(_by_secret(secret), end + key, session.encode()))


def given_back(session: str, secret: str, kept: str, now: datetime) -> bytes:
    content = _unlocked(_by_secret(secret), _read(kept), session.encode())
    end, key = content[:MOMENT_BYTES], content[MOMENT_BYTES:]
    if len(key) != KEY_BYTES or now.timestamp() >= int.from_bytes(end):
        raise NotSealedByThis()
    return key


def _composed(passphrase: str) -> str:
    """A letter with an accent is one character on one device and two on another."""
    return unicodedata.normalize("NFC", passphrase)


def _by_argon2id(passphrase: str, salt: bytes) -> bytes:
    derive = Argon2id(salt=salt, length=KEY_BYTES, iterations=ITERATIONS, lanes=LANES, memory_cost=MEMORY_KIB)
    return derive.derive(passphrase.encode())


def _by_code(code: str) -> bytes:
    """A code is random enough as it is. Blanks, dashes and small letters are as people type them."""
    letters = "".join(each for each in code.upper() if each.isalnum())
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"mediator recovery").derive(letters.encode())


def _by_secret(secret: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"mediator unlocked").derive(secret.encode())


def _locked(key: bytes, content: bytes, about: bytes) -> bytes:
    nonce = token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def _unlocked(key: bytes, locked: bytes, about: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as error:
        raise NotSealedByThis() from error


def _written(content: bytes) -> str:
    return VERSION + base64.b64encode(content).decode()


def _read(written: str) -> bytes:
    try:
        return base64.b64decode(written.removeprefix(VERSION), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotSealedByThis() from error
