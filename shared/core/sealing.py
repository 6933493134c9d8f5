"""Secrets of users, encrypted where they rest.

Fernet (AES-128-CBC with HMAC-SHA256) under keys that are derived from `RONDEL_SECRETS_KEY`. The
first key of that setting seals; all of them open, so that a key can be changed without a gap.
"""

import base64
from collections.abc import Iterable
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr
from typing_extensions import override

from shared.core.keys import derived_key
from shared.core.setting_checks import secrets_of

_INFO: Final = b"rondel sealed settings v1"


class NoSecretsKey(Exception):
    """This process was given no key, so it can neither seal nor open."""

    def __init__(self) -> None:
        super().__init__("RONDEL_SECRETS_KEY is not set in this process")


class CannotOpen(Exception):
    """It was sealed under another key, for something else, or is damaged."""

    def __init__(self) -> None:
        super().__init__("RONDEL_SECRETS_KEY here is not the one that it was sealed with")


class Sealer:
    """Seals and opens short texts. What was sealed for one `purpose` opens for no other."""

    def __init__(self, keys: Iterable[str]) -> None:
        derived = [derived_key(key, _INFO) for key in keys]
        fernets = [Fernet(base64.urlsafe_b64encode(each)) for each in derived]
        self._fernets = MultiFernet(fernets) if fernets else None

    @classmethod
    def of(cls, setting: SecretStr | None) -> "Sealer":
        """One with the keys of the setting; without the setting it raises whenever it is used."""
        return cls(secrets_of(setting))

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def seal(self, text: str, purpose: str) -> bytes:
        """The text, unreadable without a key. Another value each time.

        Raises:
            NoSecretsKey: there is no key.
        """
        return self._keys().encrypt(f"{purpose}\n{text}".encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """The text that was sealed.

        Raises:
            NoSecretsKey: there is no key.
            CannotOpen: there is another key, or this was sealed for another purpose.
        """
        try:
            found, _, text = self._keys().decrypt(sealed).decode().partition("\n")
        except InvalidToken:
            raise CannotOpen from None
        if found != purpose:
            raise CannotOpen
        return text

    def _keys(self) -> MultiFernet:
        if self._fernets is None:
            raise NoSecretsKey
        return self._fernets
