"""Receipts, on the clock of the person who reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.delivery_reasons import Circumstances, receipt_words

NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.mark.parametrize(("clock", "done"), [("12h", "8:59 AM"), ("24h", "08:59")])
def test_the_time_of_the_deed(clock, done):
    done_at = NINE - timedelta(minutes=1) + timedelta(seconds=12)
    facts = Circumstances(
        "skipped", "task_done", NINE, "Europe/Berlin", clock, task_done_at=done_at
    )
    assert receipt_words(facts) == f"Not sent: you had marked the task as done at {done}."


@pytest.mark.parametrize(("clock", "at"), [("12h", "5:30 PM"), ("24h", "17:30")])
def test_the_time_of_another_day_comes_with_its_date(clock, at):
    sent_at = datetime(2026, 11, 28, 16, 30, 8, tzinfo=UTC)
    facts = Circumstances("sent", None, NINE, "Europe/Berlin", clock, sent_at)
    assert receipt_words(facts) == f"Sent on 28 Nov 2026 at {at}."


@pytest.mark.parametrize(
    ("carried_at", "words"),
    [
        (None, "Held up by your quiet hours."),
        (NINE, "Held up by your quiet hours; it comes with others at 09:00."),
    ],
)
def test_what_quiet_hours_hold_up_says_so_once(carried_at, words):
    facts = Circumstances(
        "deferred", "quiet_hours", NINE, "Europe/Berlin", "24h", carried_at=carried_at
    )
    assert receipt_words(facts) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("550 no such user", "the channel said “550 no such user”"),
        (
            "gave up: 451 try later",
            "given up, as the channel said “451 try later” until no try was left",
        ),
        (
            "gave up: internal_error",
            "the server could not make it, and its operators have been told",
        ),
    ],
)
def test_a_refusal_a_last_try_and_an_error_of_ours_are_told_apart(reason, words):
    facts = Circumstances("failed", reason, NINE, "Europe/Berlin", "24h")
    assert receipt_words(facts) == f"Not delivered: {words}."
