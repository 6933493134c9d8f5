"""Refresh tokens: only ours are read, and one number gives one text."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.links import LinkSigner
from shared.core.refresh_tokens import PREFIX, RefreshClaims, RefreshTokens

SECRET = "0123456789abcdef0123456789abcdef-for-tests"
OTHER = "fedcba9876543210fedcba9876543210-for-tests"
TOKENS = RefreshTokens([SECRET])
CLAIMS = RefreshClaims(UUID(int=7), 3)


def test_what_is_written_is_read_and_always_the_same():
    token = TOKENS.write(CLAIMS)
    assert token.startswith(PREFIX)
    assert TOKENS.read(token) == CLAIMS
    assert TOKENS.write(CLAIMS) == token


def test_after_a_change_of_the_secret_the_old_ones_are_good_as_long_as_both_are_known():
    token = TOKENS.write(CLAIMS)
    changed = RefreshTokens([OTHER, SECRET])
    assert changed.read(token) == CLAIMS
    assert changed.write(CLAIMS) != token
    assert RefreshTokens([OTHER]).read(token) is None


@pytest.mark.parametrize("generation", [0, 2**31, 2**32 - 1])
def test_a_number_that_no_row_can_have_is_none_of_ours(generation):
    assert TOKENS.read(TOKENS.write(RefreshClaims(UUID(int=7), generation))) is None


@given(st.integers(0, 70), st.sampled_from("abcXYZ019-_=. é"))
def test_one_letter_changed_is_none_of_ours(place, letter):
    token = TOKENS.write(CLAIMS)
    place += len(PREFIX)
    changed = token[:place] + letter + token[place + 1 :]
    assert changed == token or TOKENS.read(changed) in {None, CLAIMS}
    if changed != token and place < len(token) - 1:
        assert TOKENS.read(changed) is None


@given(st.text(max_size=200))
def test_noise_is_none_of_ours(text):
    assert TOKENS.read(text) is None
    assert TOKENS.read(PREFIX + text) is None


def test_a_link_of_a_mail_is_no_refresh_token():
    assert LinkSigner([SECRET]).read(TOKENS.write(CLAIMS)) is None
