"""Why a message was not sent, or not yet, in the words of the person who waits for it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain.moments import Clock, minute_text
from shared.domain.recurrence.terms import MONTH_NAMES
from shared.domain.zones import to_local

GAVE_UP: Final = "gave up: "
"""Begins the reason of what failed because no try was left; a redriven event may still send it.

It stays there until that event is settled, so that a digest that has gone on since knows it; alone
while the message is under way again.
"""
OUR_ERROR: Final = "internal_error"
"""Stands for a bug: what it was is in the log and with the dead letters, for operators alone."""

REASONS: Final[Mapping[str, str]] = {
    # of the reminder
    "no_due": "the task has no time that it counts from",
    "no_start": "the task has no start that it counts from",
    "past": "its time had passed when it was made",
    "undone_past": "its time passed while the task was done",
    "moved_past": "its time had passed when your zone, or the zone's clocks, changed",
    "removed": "you removed the reminder",
    "snoozed": "you put it off until later",
    "snooze_taken_back": "you took the snooze back",
    "postponed": "you postponed the task",
    "taken_back": "its occurrence was taken back, as the one before was reopened",
    "project_archived": "its project was archived",
    # of the task
    "task_done": "you had marked the task as done",
    "task_skipped": "you had skipped the task",
    "task_deleted": "you had deleted the task",
    # of the sender
    "cancelled": "the reminder had been cancelled",
    "stale": "the reminder had been moved to another time",
    "missed": "the server was down for too long after its time",
    "channel_unavailable": "the channel is not there any more, or was never set up",
    "channel_disabled": "you had switched the channel off",
    "quiet_hours": "it was held up by your quiet hours",
    "vacation": "you were on vacation",
    "account_disabled": "your account was disabled",
    OUR_ERROR: "the server could not make it, and its operators have been told",
    # of digests and reviews
    "switched_off": "you had switched it off",
    "nothing_to_say": "there was nothing to say",
    "not_written": "the server could not put it together",
    "nothing_left": "nothing was left to tell you of",
}
"""Every code that a reminder or a delivery may carry, as the end of a sentence."""

_HEADS: Final[Mapping[str, str]] = {
    "sending": "Being sent",
    "failed": "Not delivered",
    "skipped": "Not sent",
    "deferred": "Held up",
    "planned": "Planned",
    "idle": "Waits for a time",
    "cancelled": "Cancelled",
}
_HELD: Final = "it was held up"
"""Said by the head of what is held up still, and by the reason of what came later."""
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the words depend on; `zone` and `clock` are the reader's."""

    state: str
    reason: str | None
    planned_at: datetime | None
    zone: str
    clock: Clock
    sent_at: datetime | None = None
    task_done_at: datetime | None = None
    carried_at: datetime | None = None


def receipt_words(facts: Circumstances) -> str:
    """One sentence about this delivery.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 27, 8, tzinfo=UTC)
    >>> done = nine.replace(hour=7, minute=59)
    >>> facts = Circumstances("skipped", "task_done", nine, "Europe/Berlin", "24h", None, done)
    >>> receipt_words(facts)
    'Not sent: you had marked the task as done at 08:59.'
    """
    near = facts.planned_at
    if facts.state == "sent":
        why = REASONS.get(facts.reason or "")
        return f"Sent{_at(facts.sent_at, near, facts)}{f': {why}' if why else ''}."
    head = _HEADS[facts.state]
    if facts.state == "planned":
        return f"{head}{_at(near, None, facts)}."
    if facts.state == "deferred":
        return f"{head}{_held_up(facts)}."
    reason, given_up = split_reason(facts.reason or "")
    if not reason:
        return f"{head}."
    known = REASONS.get(reason)
    if known is None:
        return f"{head}: {_channel_said(reason, facts.state, given_up=given_up)}."
    when = _at(facts.task_done_at, near, facts) if facts.reason == "task_done" else ""
    return f"{head}: {known}{when}."


def split_reason(reason: str) -> tuple[str, bool]:
    """The code or the channel's words, and whether it failed only because no try was left.

    >>> split_reason("gave up: 451 try later"), split_reason("550 no such user")
    (('451 try later', True), ('550 no such user', False))
    """
    return reason.removeprefix(GAVE_UP), reason.startswith(GAVE_UP)


def _channel_said(words: str, state: str, *, given_up: bool) -> str:
    if state == "sending":
        return f"the channel said “{words}”; it is tried again"
    if given_up:
        return f"given up, as the channel said “{words}” until no try was left"
    return f"the channel said “{words}”"


def _held_up(facts: Circumstances) -> str:
    """By what, unless that is unknown, and when it comes; the head has said that it is held up."""
    together = f"it comes with others{_at(facts.carried_at, facts.planned_at, facts)}"
    known = REASONS.get(facts.reason or "")
    if known is None:
        return f": {together}"
    why = known.removeprefix(_HELD) if known.startswith(_HELD) else f": {known}"
    return f"{why}; {together}" if facts.carried_at is not None else why


def _at(instant: datetime | None, near: datetime | None, facts: Circumstances) -> str:
    """The time of day to the minute, with its date unless it is that of `near`."""
    if instant is None:
        return ""
    local = to_local(instant, facts.zone)
    clock = minute_text(local.time(), facts.clock)
    if near is not None and to_local(near, facts.zone).date() == local.date():
        return f" at {clock}"
    return f" on {local.day} {MONTH_NAMES[local.month][:_SHORT]} {local.year} at {clock}"
