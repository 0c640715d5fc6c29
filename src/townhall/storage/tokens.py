"""Random tokens, which only their holder has, and the hashes of them that are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32
"""Of what lets somebody in: 256 bits."""
ID_BYTES = 16
"""Of what only names something: 128 bits."""


def new_token() -> str:
    """Return a secret of 256 random bits in 43 characters that are safe in URLs and cookies."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_id() -> str:
    """Return a name of 128 random bits in 22 characters that are safe in URLs."""
    return secrets.token_urlsafe(ID_BYTES)


def token_hash(token: str) -> str:
    """Return a token's SHA-256 in hexadecimal. It needs no salt: nobody can try 2²⁵⁶ tokens."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def keyed_hash(key: bytes, *parts: str) -> str:
    """Return the HMAC-SHA-256 of ``parts`` under ``key`` in hexadecimal; no two lists of parts are hashed alike."""
    message = b"".join(len(part).to_bytes(8) + part for part in (text.encode(errors="replace") for text in parts))
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells neither where they differ nor how long they are."""
    return hmac.compare_digest(token_hash(one), token_hash(other))
