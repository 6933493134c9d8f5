"""When a reminder comes and which way, or why it does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from shared.domain.reminder_words import explain_reminder
from shared.domain.schedule_facts import ChannelFacts, DaysOff, Reader, ReminderFacts, TaskFacts

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
MORNING = datetime(2026, 11, 27, 6, tzinfo=UTC)  # 07:00 in Berlin
READER = Reader("Europe/Berlin", NOW, quiet=(time(22), time(7)))
TASK = TaskFacts("open", due_at=datetime(2026, 11, 27, 8, tzinfo=UTC))
PHONE = "00000000-0000-0000-0000-000000000007"
PLAIN = ReminderFacts(
    UUID(int=1), "scheduled", None, datetime(2026, 11, 27, 7, 30, tzinfo=UTC), lead="-PT30M"
)


def say(reminder, *, task=TASK, reader=READER, channels=None):
    return explain_reminder(reminder, task, reader, channels or {})


@pytest.mark.parametrize(
    ("lead", "head"),
    [
        ("-PT30M", "Comes Fri 27 Nov 08:30, 30 minutes before the due time, by email."),
        ("PT0S", "Comes Fri 27 Nov 08:30, at the due time, by email."),
        ("P1D", "Comes Fri 27 Nov 08:30, 1 day after the due time, by email."),
        (None, "Comes Fri 27 Nov 08:30 by email."),
    ],
)
def test_when_it_comes(lead, head):
    found = say(replace(PLAIN, lead=lead))
    assert (found.code, found.text, found.fires_at) == ("planned", head, PLAIN.fire_at)


@pytest.mark.parametrize(
    ("lead", "distance"),
    [
        ("PT0S", "on its day"),
        ("-P1D", "1 day before its day"),
        ("-PT30M", "30 minutes before the usual time of its day"),
    ],
)
def test_a_reminder_of_a_day(lead, distance):
    found = say(replace(PLAIN, lead=lead), task=TaskFacts("open", date(2026, 11, 27)))
    assert found.text == f"Comes Fri 27 Nov 08:30, {distance}, by email."


def test_the_clock_is_that_of_the_reader():
    assert say(PLAIN, reader=replace(READER, clock="12h")).text.startswith(
        "Comes Fri 27 Nov 8:30 AM"
    )


def test_one_whose_instant_has_come_is_on_its_way():
    found = say(replace(PLAIN, fire_at=NOW))
    assert found.text == "Is being sent now, planned for Wed 25 Nov 13:00, by email."


def test_quiet_hours_hold_it_up_until_they_are_over():
    found = say(replace(PLAIN, fire_at=NIGHT))
    assert (found.code, found.fires_at) == ("quiet_hours", MORNING)
    assert found.text.endswith("; your quiet hours hold it up until Fri 27 Nov 07:00.")


@pytest.mark.parametrize(
    ("changes", "task", "why"),
    [
        ({"urgent": True}, TASK, "it is urgent"),
        ({}, replace(TASK, priority=1), "the task has the highest priority"),
        ({"is_snooze": True, "lead": None}, TASK, "you chose the time yourself"),
    ],
)
def test_what_is_urgent_or_was_chosen_is_not_held_up(changes, task, why):
    found = say(replace(PLAIN, fire_at=NIGHT, **changes), task=task)
    assert found.fires_at == NIGHT
    assert found.text.endswith(f"; your quiet hours do not hold it up: {why}.")


def test_a_vacation_comes_before_everything():
    off = DaysOff(date(2026, 11, 27), date(2026, 12, 5), skips=False)
    found = say(replace(PLAIN, urgent=True), reader=replace(READER, vacations=[off]))
    assert (found.code, found.fires_at) == ("vacation", None)
    assert found.text == "Does not come Fri 27 Nov 08:30: you are on vacation until Sat 5 Dec."


def test_one_held_up_into_a_vacation_does_not_come():
    off = DaysOff(date(2026, 11, 27), date(2026, 12, 5), skips=False)
    reader = replace(READER, vacations=[off])
    assert say(replace(PLAIN, fire_at=NIGHT), reader=reader).code == "vacation"
    assert say(replace(PLAIN, fire_at=NIGHT, urgent=True), reader=reader).fires_at == NIGHT


def test_a_chain_says_how_often():
    nag = replace(PLAIN, lead="PT0S", nag_every="PT15M", nag_max=4)
    assert say(nag).text == (
        "Comes Fri 27 Nov 08:30, at the due time, by email; it comes again every 15 minutes until "
        "it is done, at most 4 times in all."
    )
    assert say(replace(nag, nag_sent=2)).text == (
        "Comes Fri 27 Nov 08:30 by email; it comes again every 15 minutes until it is done, at "
        "most 4 times in all (2 sent so far)."
    )
    assert "it is the last of 4 messages (3 sent so far)" in say(replace(nag, nag_sent=3)).text


def test_channels_are_named():
    phone = {PHONE: ChannelFacts("Phone", is_enabled=True)}
    both = replace(PLAIN, channels=("email", PHONE))
    assert say(both, channels=phone).text.endswith("by email and “Phone”.")
    off = {PHONE: ChannelFacts("Phone", is_enabled=False)}
    assert say(both, channels=off).text.endswith(
        "by email; not by all of its channels: “Phone” is switched off."
    )


@pytest.mark.parametrize(
    ("channels", "code", "why"),
    [
        ({PHONE: ChannelFacts("Phone", is_enabled=False)}, "channel_disabled",
         "“Phone” is switched off"),
        ({}, "channel_unavailable", "a channel is not there any more"),
    ],
)  # fmt: skip
def test_without_any_channel_it_cannot_arrive(channels, code, why):
    found = say(replace(PLAIN, channels=(PHONE,)), channels=channels)
    assert (found.code, found.fires_at) == (code, None)
    assert found.text == f"Cannot arrive Fri 27 Nov 08:30: {why}."


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        ("skipped", "past", "Does not come: its time had passed when it was made."),
        ("idle", "no_due", "Does not come: the task has no time that it counts from."),
        ("cancelled", "snoozed", "Does not come: you put it off until later."),
        ("cancelled", "task_done", "Does not come: you had marked the task as done."),
        ("cancelled", None, "Does not come: the reminder had been cancelled."),
        ("cancelled", "of a later version", "Does not come."),
        ("failed", "550 no such user", "Not delivered: the channel said “550 no such user”."),
        ("failed", "channel_disabled", "Not delivered: you had switched the channel off."),
        ("failed", None, "Not delivered."),
        ("sent", None, "Sent, planned for Fri 27 Nov 08:30."),
    ],
)
def test_what_does_not_come_any_more_says_why(state, reason, text):
    found = say(replace(PLAIN, state=state, reason=reason))
    assert (found.text, found.fires_at) == (text, None)


def test_a_task_that_ended_reminds_of_nothing():
    for status, code in (("done", "task_done"), ("skipped", "task_skipped")):
        found = say(PLAIN, task=replace(TASK, status=status, ended_at=NOW))
        assert (found.code, found.fires_at) == (code, None)


def test_what_quiet_hours_hold_up_comes_when_they_are_over():
    found = say(
        replace(PLAIN, state="deferred", fire_at=NIGHT),
        reader=replace(READER, now=NIGHT),
    )
    assert (found.code, found.fires_at) == ("quiet_hours", MORNING)
    assert found.text == "Held up by your quiet hours: it comes with others Fri 27 Nov 07:00."
    later = say(
        replace(PLAIN, state="deferred", fire_at=NIGHT), reader=replace(READER, now=MORNING)
    )
    assert later.text == "Held up: it comes with others."


def test_a_snooze_says_that_it_is_one():
    found = say(replace(PLAIN, lead=None, is_snooze=True))
    assert (found.code, found.text) == (
        "snooze",
        "You put it off: it comes Fri 27 Nov 08:30 by email.",
    )
