"""What only the holder of a secret can read: AES-GCM, under a key derived from the secret (HKDF) for one purpose."""

from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32


class NotSealedByThis(Exception):
    """Another secret, or not what was sealed."""


def derived(secret: bytes, purpose: str) -> bytes:
    """The same secret gives for each purpose what has nothing to do with what it gives for another."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def seal(secret: bytes, purpose: str, text: bytes) -> bytes:
    nonce = token_bytes(NONCE_BYTES)
    return nonce + AESGCM(derived(secret, purpose)).encrypt(nonce, text, None)


def opened(secret: bytes, purpose: str, sealed: bytes) -> bytes:
    nonce, hidden = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(derived(secret, purpose)).decrypt(nonce, hidden, None)
    except (InvalidTag, ValueError) as error:
        raise NotSealedByThis() from error
