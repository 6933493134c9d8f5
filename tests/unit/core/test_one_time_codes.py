"""Codes of authenticator apps and recovery codes."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.core.one_time_codes import (
    RECOVERY_CODES,
    code_at,
    matching_step,
    new_recovery_codes,
    new_secret,
    recovery_hash,
    step_at,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = datetime(2026, 11, 27, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    assert code_at(SECRET, step_at(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(
    ("off", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_one_step_early_or_late(off, is_good):
    step = step_at(NOW) + off
    assert matching_step(SECRET, code_at(SECRET, step), NOW, None) == (step if is_good else None)


def test_no_step_is_taken_that_is_not_after_the_last():
    step = step_at(NOW)
    code = code_at(SECRET, step)
    assert matching_step(SECRET, code, NOW, step - 1) == step
    assert matching_step(SECRET, code, NOW, step) is None
    assert matching_step(SECRET, code, NOW + timedelta(seconds=30), step) is None


def test_spaces_in_a_code_do_not_matter():
    code = code_at(SECRET, step_at(NOW))
    assert matching_step(SECRET, f"{code[:3]} {code[3:]}", NOW, None) == step_at(NOW)


@pytest.mark.parametrize("code", ["", "0", "\N{ARABIC-INDIC DIGIT ZERO}" * 6, "0" * 20, "abcdef"])
def test_what_is_no_code_matches_nothing(code):
    assert matching_step(SECRET, code, NOW, None) is None


def test_secrets_have_160_bits_and_are_all_different():
    found = {new_secret() for _ in range(100)}
    assert len(found) == 100
    assert {len(secret) for secret in found} == {32}


def test_recovery_codes_have_100_bits_and_are_all_different():
    codes = [code for _ in range(20) for code in new_recovery_codes()]
    assert len(set(codes)) == len(codes) == 20 * RECOVERY_CODES
    assert {len(code.replace("-", "")) for code in codes} == {20}
    assert len(set("".join(codes)) - {"-"}) == 32


def test_a_recovery_code_is_read_however_it_is_typed_and_for_one_account():
    someone, somebody_else = uuid4(), uuid4()
    [code, other, *_] = new_recovery_codes()
    assert recovery_hash(someone, code) == recovery_hash(someone, code.upper().replace("-", " "))
    assert recovery_hash(someone, code) != recovery_hash(somebody_else, code)
    assert recovery_hash(someone, code) != recovery_hash(someone, other)
