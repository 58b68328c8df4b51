"""What only a participant's own device can open: the secret from which everything is made that tells their contributions.

The secret is random and kept nowhere as it is. The database has it sealed, once under each device's token and once under the
short code to come back with, and tokens and codes only as digests; so neither the database nor a backup of it can tell whose
a nameless contribution is, and neither can whoever reads them with the installation's key, who would have to try the codes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from touchmap.store.rooms import Sealed

SECRET_BYTES = 32
NONCE_BYTES = 16
ROUNDS = 4_000  # of the digest of a short code: some milliseconds, for each of two hundred million that could be tried
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and no O: they are read out
CODE_LENGTH = 6


class Sealing:
    """Seals and opens participants' secrets; `key` is the installation's."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def fresh_secret(self) -> str:
        """A secret for somebody new."""
        return secrets.token_hex(SECRET_BYTES)

    def token_digest(self, token: str) -> str:
        """What a device's token is known by."""
        return self.digest("token", token)

    def for_token(self, secret: str, token: str) -> Sealed:
        """A secret that a device's token opens."""
        return Sealed(self.token_digest(token), _sealed(secret, self._pad(token)))

    def by_token(self, sealed: str, token: str) -> str:
        """The secret that was sealed for this token."""
        return _opened(sealed, self._pad(token))

    def code_of(self, secret: str) -> str:
        """The short code of a secret's owner, as letters."""
        return self.letters("back", secret)

    def for_code(self, secret: str, workshop: str) -> Sealed:
        """A secret that its owner's short code opens."""
        digest, pad = self.code_keys(self.code_of(secret), workshop)
        return Sealed(digest, _sealed(secret, pad))

    def by_code(self, sealed: str, pad: bytes) -> str:
        """The secret that was sealed for a code, with what `code_keys` gave beside the digest."""
        return _opened(sealed, pad)

    def code_keys(self, letters: str, workshop: str) -> tuple[str, bytes]:
        """What a short code is known by, and what opens what was sealed for it."""
        salt = self._key + workshop.encode()
        both = hashlib.pbkdf2_hmac("sha256", letters.encode(), salt, ROUNDS, 2 * SECRET_BYTES)
        return both[:SECRET_BYTES].hex(), both[SECRET_BYTES:]

    def letters(self, sort: str, text: str) -> str:
        """Six letters made of a text."""
        number = int(self.digest(sort, text), 16)
        out = ""
        for _ in range(CODE_LENGTH):
            number, place = divmod(number, len(LETTERS))
            out += LETTERS[place]
        return out

    def digest(self, sort: str, text: str) -> str:
        """The keyed digest of a text of some sort."""
        return hmac.new(self._key, f"{sort}:{text}".encode(errors="replace"), hashlib.sha256).hexdigest()

    def _pad(self, token: str) -> bytes:
        return bytes.fromhex(self.digest("seal", token))


def _sealed(secret: str, key: bytes) -> str:
    """A secret under a key, with a nonce before it so that no two seals share what covers them."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return (nonce + _covered(bytes.fromhex(secret), key, nonce)).hex()


def _opened(sealed: str, key: bytes) -> str:
    raw = bytes.fromhex(sealed)
    return _covered(raw[NONCE_BYTES:], key, raw[:NONCE_BYTES]).hex()


def _covered(plain: bytes, key: bytes, nonce: bytes) -> bytes:
    cover = hmac.new(key, nonce, hashlib.sha256).digest()
    return bytes(one ^ other for one, other in zip(plain, cover, strict=True))
