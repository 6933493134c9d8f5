"""Secrets at rest."""

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from shared.core.sealing import CannotOpen, NoSecretsKey, Sealer
from shared.core.settings import SecretsKey

OLD, NEW = "o" * 40, "n" * 40


def test_what_was_sealed_is_opened_and_does_not_show():
    sealed = Sealer([OLD]).seal("token of the bot", "channel 1")

    assert b"token" not in sealed
    assert Sealer([OLD]).open(sealed, "channel 1") == "token of the bot"


def test_what_an_earlier_version_sealed_is_opened():
    sealed = (  # by the HKDF of cryptography, which 0.1 used
        b"gAAAAABrCXK2ekIWzfgya9AqVDuOA2h9yAjUDTwf9JZKSq7aYHAxqPEupzBZHE04"
        b"xLkS5WahOHO0zkDpiUcLb1SPAgdcp-ooqCx-uUCislYk_LjhPvwVHCk="
    )

    assert Sealer([OLD]).open(sealed, "channel 1") == "token of the bot"


def test_a_key_is_changed_without_a_gap():
    sealed = Sealer([OLD]).seal("token", "channel 1")
    both = Sealer.of(SecretStr(f"{NEW}, {OLD}"))

    assert both.open(sealed, "channel 1") == "token"
    assert Sealer([NEW]).open(both.seal("token", "channel 1"), "channel 1") == "token"


@pytest.mark.parametrize(
    ("keys", "purpose"), [([NEW], "channel 1"), ([OLD], "channel 2"), ([OLD], "channel")]
)
def test_another_key_or_another_purpose_opens_nothing(keys, purpose):
    sealed = Sealer([OLD]).seal("token", "channel 1")

    with pytest.raises(CannotOpen, match="RONDEL_SECRETS_KEY"):
        Sealer(keys).open(sealed, purpose)


def test_damage_is_noticed():
    sealed = bytearray(Sealer([OLD]).seal("token", "channel 1"))
    sealed[30] ^= 1

    with pytest.raises(CannotOpen):
        Sealer([OLD]).open(bytes(sealed), "channel 1")


def test_without_a_key_the_use_says_so():
    with pytest.raises(NoSecretsKey, match="RONDEL_SECRETS_KEY is not set"):
        Sealer.of(None).seal("token", "channel 1")


@pytest.mark.parametrize("value", ["changeme", "", ",", "k" * 31, f"{NEW},secret"])
def test_a_placeholder_is_no_key(value):
    with pytest.raises(ValidationError, match="32 random characters"):
        TypeAdapter(SecretsKey).validate_python(value)


def test_a_key_does_not_show():
    assert OLD not in repr(Sealer([OLD]))
