"""Seal what may only be read again by this installation: addresses, and the codes sent to them."""

import base64
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(Exception):
    """What was sealed can't be read: it was changed, or sealed with another secret key."""


def seal(content: bytes, *, key: bytes, purpose: str) -> bytes:
    """Encrypt and sign (Fernet: AES-128-CBC with HMAC-SHA256); the purpose keeps uses apart."""
    return _box(key, purpose).encrypt(content)


def unseal(sealed: bytes, *, key: bytes, purpose: str) -> bytes:
    """Read what was sealed with this key for this purpose; raises SealBroken."""
    try:
        return _box(key, purpose).decrypt(sealed)
    except InvalidToken as refused:
        raise SealBroken from refused


@lru_cache(maxsize=16)
def _box(key: bytes, purpose: str) -> Fernet:
    """Derive a key of its own for each purpose (HKDF, RFC 5869)."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"seal\0{purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(sha256(key).digest())))
