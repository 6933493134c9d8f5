"""Links of messages: what was signed is read, and nothing else is."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.tokens import Tokens
from shared.core.errors import Unauthenticated
from shared.core.links import LIFE, LinkAction, LinkSigner, claims_for
from shared.core.settings import AuthSettings
from tests.fakes import FakeClock

OLD, NEW = "old-secret-0123456789abcdef0123456789", "new-secret-0123456789abcdef0123456789"
FIRE_AT = datetime(2026, 11, 26, 16, 0, 0, 1, tzinfo=UTC)
CLAIMS = claims_for(LinkAction.DONE, UUID(int=1), UUID(int=2), UUID(int=3), FIRE_AT)
SIGNER = LinkSigner([NEW])


@pytest.mark.parametrize("action", LinkAction)
def test_what_was_signed_is_read(action):
    claims = replace(CLAIMS, action=action)
    assert SIGNER.read(SIGNER.sign(claims)) == claims


def test_a_link_depends_on_its_message_alone_and_lives_seven_days():
    assert SIGNER.sign(CLAIMS) == LinkSigner([NEW, OLD]).sign(CLAIMS)
    assert CLAIMS.expires_at - FIRE_AT == LIFE == timedelta(days=7)


def test_each_action_and_each_message_has_a_link_of_its_own():
    others = [
        replace(CLAIMS, action=LinkAction.OPEN),
        replace(CLAIMS, user_id=UUID(int=9)),
        replace(CLAIMS, fire_at=FIRE_AT + timedelta(microseconds=1)),
    ]
    assert len({SIGNER.sign(each) for each in [CLAIMS, *others]}) == 4
    assert len({each.fingerprint for each in [CLAIMS, *others]}) == 4


def test_after_a_change_of_the_secret_links_that_are_out_there_stay_good():
    token = LinkSigner([OLD]).sign(CLAIMS)
    assert LinkSigner([NEW, OLD]).read(token) == CLAIMS
    assert LinkSigner([NEW]).read(token) is None


def test_no_bit_of_a_link_can_be_changed():
    token = SIGNER.sign(CLAIMS)
    for place in range(len(token)):
        for other in "AB":
            if token[place] != other and place < len(token) - 1:
                forged = token[:place] + other + token[place + 1 :]
                assert SIGNER.read(forged) is None, place


@pytest.mark.parametrize(
    "token",
    ["", "x", "x" * 10_000_000, "\ud800" * 111, "é" * 111, "=" * 111, "." * 111, "A" * 111],
)
def test_hostile_texts_are_no_links(token):
    assert SIGNER.read(token) is None


@given(st.binary(min_size=82, max_size=82))
def test_no_bytes_that_we_have_not_signed_are_a_link(raw):
    assert SIGNER.read(urlsafe_b64encode(raw).decode().rstrip("=")) is None


def test_a_link_is_no_access_token_and_an_access_token_no_link():
    tokens = Tokens(AuthSettings(secret=NEW), FakeClock())
    with pytest.raises(Unauthenticated):
        tokens.verify(SIGNER.sign(CLAIMS))
    assert SIGNER.read(tokens.issue(UUID(int=1), UUID(int=2))[0]) is None
