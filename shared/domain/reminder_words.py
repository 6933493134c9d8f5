"""When a reminder comes and which way, or why it does not. Pure.

The order of the reasons is the sender's: what the owner did, vacation, the channels, quiet hours.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shared.domain.delivery_reasons import REASONS
from shared.domain.moments import length_words
from shared.domain.quiet_hours import end_of_quiet
from shared.domain.recurrence.terms import count_of, join
from shared.domain.reminders import EMAIL, parse_offset
from shared.domain.schedule_facts import (
    Channels,
    DaysOff,
    Reader,
    ReminderFacts,
    ReminderWords,
    TaskFacts,
)
from shared.domain.zones import to_local

_HIGHEST: Final = 1
_TASK_ENDED: Final = {"done": "task_done", "skipped": "task_skipped"}


def explain_reminder(
    facts: ReminderFacts, task: TaskFacts, reader: Reader, channels: Channels
) -> ReminderWords:
    """What becomes of this reminder.

    Raises:
        InvalidInput: `zone_unknown`.
    """
    if facts.state == "scheduled" and facts.fire_at is not None:
        ended = _TASK_ENDED.get(task.status)
        if ended is not None:
            return _never(facts, ended)
        return _planned(facts, facts.fire_at, task, reader, channels)
    if facts.state == "deferred":
        return _held_up(facts, reader)
    if facts.state == "sent":
        when = f", planned for {reader.moment(facts.fire_at)}" if facts.fire_at else ""
        return ReminderWords(facts.id, "sent", f"Sent{when}.", None)
    if facts.state == "failed":
        why = f": the channel said “{facts.reason}”" if facts.reason not in REASONS else ""
        said = why or f": {REASONS[facts.reason or '']}"
        return ReminderWords(
            facts.id, "failed", f"Not delivered{said if facts.reason else ''}.", None
        )
    return _never(facts, facts.reason or facts.state)


def _never(facts: ReminderFacts, code: str) -> ReminderWords:
    known = REASONS.get(code)
    return ReminderWords(
        facts.id, code, f"Does not come: {known}." if known else "Does not come.", None
    )


def _planned(
    facts: ReminderFacts, fire_at: datetime, task: TaskFacts, reader: Reader, channels: Channels
) -> ReminderWords:
    when = reader.moment(fire_at)
    until = None if _is_exempt(facts, task) else _quiet_until(fire_at, reader)
    off = _vacation(reader, fire_at) or (_vacation(reader, until) if until else None)
    if off is not None:
        text = f"Does not come {when}: you are on vacation until {reader.day(off.last)}."
        return ReminderWords(facts.id, "vacation", text, None)
    ways, lost = _ways(facts, channels)
    if not ways:
        code = _why_no_way(facts, channels)
        text = f"Cannot arrive {when}: {join(lost)}."
        return ReminderWords(facts.id, code, text, None)
    parts = [f"{_head(facts, fire_at, task, reader)} by {join(ways)}"]
    parts += [f"not by all of its channels: {join(lost)}"] if lost else []
    parts += list(_nagging(facts))
    if until is not None:
        parts.append(f"your quiet hours hold it up until {reader.moment(until)}")
    elif _quiet_until(fire_at, reader) is not None:
        parts.append(f"your quiet hours do not hold it up: {_exempt_words(facts, task)}")
    code = "quiet_hours" if until else "snooze" if facts.is_snooze else "planned"
    return ReminderWords(facts.id, code, f"{'; '.join(parts)}.", until or fire_at)


def _head(facts: ReminderFacts, fire_at: datetime, task: TaskFacts, reader: Reader) -> str:
    when = reader.moment(fire_at)
    if fire_at <= reader.now:
        return f"Is being sent now, planned for {when},"
    if facts.is_snooze:
        return f"You put it off: it comes {when}"
    if facts.lead is None or facts.nag_sent:
        return f"Comes {when}"
    return f"Comes {when}, {_distance(facts.lead, facts.relative_to, task)},"


def _distance(lead: str, relative_to: str, task: TaskFacts) -> str:
    """How far it is from what it counts from. A day counts from its usual time."""
    offset = parse_offset(lead)
    of_day = relative_to == "due" and task.due_on is not None
    moment = "its day" if of_day else f"the {relative_to} time"
    if not offset.days and not offset.elapsed:
        return f"{'on' if of_day else 'at'} {moment}"
    if of_day and offset.elapsed:
        moment = "the usual time of its day"
    side = "before" if lead.startswith("-") else "after"
    return f"{length_words(offset)} {side} {moment}"


def _nagging(facts: ReminderFacts) -> Iterator[str]:
    if facts.nag_every is None or facts.nag_max is None:
        return
    sent = f" ({facts.nag_sent} sent so far)" if facts.nag_sent else ""
    yield f"{nag_words(facts.nag_every, facts.nag_max, facts.nag_sent)}{sent}"


def nag_words(every: str, most: int, sent: int) -> str:
    """Whether another message follows the next one of a chain of which some were sent.

    >>> nag_words("PT15M", 5, 2), nag_words("PT15M", 3, 2)
    ('it comes again every 15 minutes until it is done, at most 5 times in all', \
'it is the last of 3 messages')
    """
    if sent + 1 >= most:
        return f"it is the last of {count_of(most, 'message')}"
    at_most = f"at most {count_of(most, 'time')} in all"
    return f"it comes again every {length_words(parse_offset(every))} until it is done, {at_most}"


def _ways(facts: ReminderFacts, channels: Channels) -> tuple[list[str], list[str]]:
    """Names of the channels that it goes by, and what is wrong with the others."""
    ways: list[str] = []
    lost: list[str] = []
    for name in facts.channels:
        channel = channels.get(name)
        if name == EMAIL:
            ways.append(EMAIL)
        elif channel is None:
            lost.append("a channel is not there any more")
        elif channel.is_enabled:
            ways.append(f"“{channel.name}”")
        else:
            lost.append(f"“{channel.name}” is switched off")
    return ways, lost


def _why_no_way(facts: ReminderFacts, channels: Channels) -> str:
    is_known = any(name in channels for name in facts.channels)
    return "channel_disabled" if is_known else "channel_unavailable"


def _is_exempt(facts: ReminderFacts, task: TaskFacts) -> bool:
    return facts.urgent or facts.is_snooze or task.priority == _HIGHEST


def _exempt_words(facts: ReminderFacts, task: TaskFacts) -> str:
    if facts.urgent:
        return "it is urgent"
    if task.priority == _HIGHEST:
        return "the task has the highest priority"
    return "you chose the time yourself"


def _quiet_until(instant: datetime, reader: Reader) -> datetime | None:
    if reader.quiet is None:
        return None
    return end_of_quiet(instant, reader.zone, *reader.quiet)


def _vacation(reader: Reader, instant: datetime) -> DaysOff | None:
    return reader.vacation_at(to_local(instant, reader.zone).date())


def _held_up(facts: ReminderFacts, reader: Reader) -> ReminderWords:
    until = _quiet_until(facts.fire_at, reader) if facts.fire_at else None
    if until is None or until <= reader.now:
        return ReminderWords(facts.id, "quiet_hours", "Held up: it comes with others.", None)
    text = f"Held up by your quiet hours: it comes with others {reader.moment(until)}."
    return ReminderWords(facts.id, "quiet_hours", text, until)
