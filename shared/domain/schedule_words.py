"""What will happen next to a task, and why, in the words of its owner. Pure.

The page of a task, chats and mails say it with the same sentences; the first one stands for itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final

from shared.domain.moments import in_clock, length_words
from shared.domain.recurrence import Rule, Slot, parse_rule
from shared.domain.recurrence.clock_changes import ClockChange, changes_between, slot_note
from shared.domain.recurrence.day_words import clamp_day
from shared.domain.recurrence.numbering import number_of_completion, number_of_slot, total_slots
from shared.domain.recurrence.rolling import MOST_MISSED_COUNTED
from shared.domain.recurrence.rule import Freq
from shared.domain.recurrence.terms import count_of, nth
from shared.domain.recurrence.warnings import month_end_warnings
from shared.domain.recurrence.words import rule_words
from shared.domain.reminder_words import explain_reminder
from shared.domain.reminders import Offset
from shared.domain.schedule_dates import Following, following, slot_at
from shared.domain.schedule_facts import (
    Channels,
    ComingSlot,
    Explanation,
    Reader,
    ReminderFacts,
    Sentence,
    SeriesFacts,
    TaskFacts,
)
from shared.domain.zones import load_zone, to_instant, to_local

AUTO_SKIP_MINUTES: Final = 24 * 60
"""The usual grace of an automatic skip after a due time; a date has none after its day."""
_LOOK_AHEAD: Final = timedelta(days=366)
_LAST_DAY: Final = 31
_MOST_CHANGES: Final = 1
_DAY: Final = timedelta(days=1)


def explain(
    reader: Reader,
    task: TaskFacts,
    series: SeriesFacts | None,
    reminders: Sequence[ReminderFacts],
    channels: Channels,
) -> Explanation:
    """The schedule of this task in words.

    Raises:
        InvalidInput: the rule or a zone is not valid.
    """
    said = [explain_reminder(each, task, reader, channels) for each in reminders]
    is_waiting = any(each.fires_at is not None for each in said)
    sentences = list(_of_task(reader, task, series, is_waiting=is_waiting))
    coming: list[ComingSlot] = []
    if series is not None:
        after = following(task, series, reader)
        coming = after.coming
        rule = parse_rule(series.series.rrule)
        sentences.insert(0, _rule(reader, series, rule, coming))
        sentences += _of_series(reader, task, series, rule, after)
    if task.status == "open" and not said and (task.due_on or task.due_at):
        sentences.append(Sentence("no_reminders", "No reminder is set."))
    return Explanation(sentences, coming, said)


def rule_sentence(reader: Reader, task: TaskFacts, series: SeriesFacts) -> Sentence:
    """How the task comes back: the sentence that `explain` begins with.

    Raises:
        InvalidInput: the rule or a zone is not valid.
    """
    coming = following(task, series, reader).coming
    return _rule(reader, series, parse_rule(series.series.rrule), coming)


def _of_series(
    reader: Reader, task: TaskFacts, facts: SeriesFacts, rule: Rule, after: Following
) -> Iterator[Sentence]:
    """What there is to say of a series behind its rule."""
    if facts.is_over:
        yield Sentence("series_over", "The series is over.")
    yield from _exceptions(facts)
    yield from _number(facts, task)
    yield _anchor(reader, facts, rule)
    yield _zone(facts.series.zone, "days" if facts.series.is_all_day else "times", facts)
    yield from _month_ends(facts, rule)
    yield from _clocks(reader, task, facts, rule, after.coming)
    if task.status == "open":
        yield from _moved(reader, task, facts)
        yield _missed(reader, task, facts)
        yield from _vacation(reader, task)
    yield _after(reader, task, facts, after)
    yield from _neighbours(reader, facts)


def _rule(reader: Reader, facts: SeriesFacts, rule: Rule, coming: Sequence[ComingSlot]) -> Sentence:
    series = facts.series
    words = rule_words(rule, series.dtstart, series.anchor, says_time=series.anchor == "schedule")
    said = f"{'Came' if facts.is_over else 'Comes'} back {in_clock(words, reader.clock)}"
    following_on = f"; then {_slot(reader, facts, coming[0].slot)}" if coming else ""
    return Sentence("rule", f"{said}{following_on}.")


def _slot(reader: Reader, facts: SeriesFacts, slot: Slot) -> str:
    """The slot as clocks show it, in the reader's zone; also in that of the task if it differs."""
    if not isinstance(slot, datetime):
        return reader.local(slot)
    zone = facts.series.zone
    at = slot_at(slot, zone)
    here, there = to_local(at, reader.zone), to_local(at, zone)
    elsewhere = f" ({reader.local(there)} in {zone})" if here != there else ""
    return f"{reader.moment(at)}{elsewhere}"


def _exceptions(facts: SeriesFacts) -> Iterator[Sentence]:
    extra = ((facts.series.exdates, "left out"), (facts.series.rdates, "added"))
    said = [f"{count_of(len(dates), 'date')} {what}" for dates, what in extra if dates]
    if said:
        yield Sentence("exceptions", f"Of its dates: {', '.join(said)}.")


def _number(facts: SeriesFacts, task: TaskFacts) -> Iterator[Sentence]:
    """Which of how many; where there is no end, nobody counts."""
    series = facts.series
    if series.anchor == "completion" and task.status == "skipped":
        return  # a skip is not counted
    if series.anchor == "completion":
        so_far = facts.completions - (task.status == "done")
        found = number_of_completion(series.rrule, max(0, so_far))
        if found.of is not None:
            yield Sentence("number", f"This is completion {found}.")
    elif total_slots(series) is not None:
        number = number_of_slot(series, facts.slot)
        if number is not None:
            yield Sentence("number", f"This is slot {number}.")


def _anchor(reader: Reader, facts: SeriesFacts, rule: Rule) -> Sentence:
    if facts.series.anchor == "schedule":
        return Sentence("anchor_schedule", "Its dates follow the calendar, whenever it is done.")
    if rule.is_sub_daily:
        text = "The next date counts from the moment at which it is done."
        return Sentence("anchor_completion", text)
    start = facts.series.dtstart
    at = ""
    if isinstance(start, datetime) and not (rule.by_hour or rule.by_minute or rule.by_second):
        at = in_clock(f", at {start:%H:%M}", reader.clock)
    return Sentence("anchor_completion", f"The next date counts from the day it is done{at}.")


def _zone(zone: str, noun: str, facts: SeriesFacts) -> Sentence:
    if facts.is_floating:
        text = f"Its {noun} are those of where you are, {zone} now, and move with you."
        return Sentence("zone_floating", text)
    return Sentence("zone_fixed", f"Its {noun} are those of {zone}, wherever you are.")


def _month_ends(facts: SeriesFacts, rule: Rule) -> Iterator[Sentence]:
    series = facts.series
    clamp = clamp_day(rule)
    by_months = rule.freq in (Freq.MONTHLY, Freq.YEARLY)
    if by_months and series.anchor == "completion" and not rule.picks_days:
        text = "A month that is too short has it on its last day."
        yield Sentence("month_end_clamped", text)
    elif clamp is not None:
        lacking = "" if clamp == _LAST_DAY else f" without a {nth(clamp)}"
        yield Sentence("month_end_clamped", f"A month{lacking} has it on its last day.")
    for warned in month_end_warnings(series, rule):
        yield Sentence("month_end_skipped", f"It {warned.text.split(':')[0]}.")


def _clocks(
    reader: Reader,
    task: TaskFacts,
    facts: SeriesFacts,
    rule: Rule,
    coming: Sequence[ComingSlot],
) -> Iterator[Sentence]:
    """What changes of the clocks do to this slot, if it is open, and to those to come."""
    if facts.series.is_all_day:
        return
    zone = load_zone(facts.series.zone)
    slots = [each.slot for each in coming]
    if task.status == "open" and slot_at(facts.slot, facts.series.zone) > reader.now:
        slots.insert(0, facts.slot)
    notes = [note for slot in slots if (note := slot_note(slot, zone))]
    for note in notes:
        yield Sentence(f"dst_{note.code}", f"{in_clock(note.text, reader.clock)}.")
    if not coming or notes:
        return
    changes = _changes_before(reader, facts, slots[0], coming[0])
    for change in islice(changes, _MOST_CHANGES):
        effect = "its times on the clock shift" if rule.is_sub_daily else "its time of day stays"
        when = reader.day(change.before.date())
        yield Sentence("dst_change", f"Clocks change on {when}: {effect}.")


def _changes_before(
    reader: Reader, facts: SeriesFacts, own: Slot, following_one: ComingSlot
) -> Iterator[ClockChange]:
    """Changes of the clocks from this slot, or now if there is none ahead, to the next one.

    A change before this slot has been reckoned with in its time already.
    """
    zone = facts.series.zone
    since = reader.now if own == following_one.slot else slot_at(own, zone)
    horizon = to_local(reader.now, zone).date() + _LOOK_AHEAD
    last = min(to_local(following_one.at, zone).date(), horizon)
    found = changes_between(load_zone(zone), to_local(since, zone).date(), last)
    return (each for each in found if since < each.at <= following_one.at)


def _moved(reader: Reader, task: TaskFacts, facts: SeriesFacts) -> Iterator[Sentence]:
    """An occurrence that was put elsewhere keeps its slot."""
    if isinstance(facts.slot, datetime):
        is_there = task.due_at == slot_at(facts.slot, facts.series.zone)
    else:
        is_there = task.due_on == facts.slot
    if not is_there:
        yield Sentence("moved", f"This one was moved from {_slot(reader, facts, facts.slot)}.")


def _missed(reader: Reader, task: TaskFacts, facts: SeriesFacts) -> Sentence:
    if facts.missed_policy == "auto_skip":
        return _auto_skip(reader, task, facts)
    if facts.series.anchor == "completion":
        text = "If it is not done it stays open; nothing comes before it is done."
        return Sentence("missed_waits", text)
    if facts.missed_policy == "keep_each":
        text = "If it is not done it stays open, and each date that passes becomes another task."
        return Sentence("missed_keep_each", text)
    text = "If it is not done it stays open; dates that pass meanwhile are missed, not piled up."
    return Sentence("missed_collapse", text)


def _auto_skip(reader: Reader, task: TaskFacts, facts: SeriesFacts) -> Sentence:
    minutes, since, what = facts.auto_skip_minutes, task.due_at, "its time"
    if since is None and task.due_on is not None:
        minutes = minutes or 0
        end = datetime.combine(task.due_on + _DAY, time())
        since, what = to_instant(end, facts.series.zone), "the end of its day"
    if since is None:
        return Sentence("missed_auto_skip", "It has no time after which it would be skipped.")
    grace = timedelta(minutes=AUTO_SKIP_MINUTES if minutes is None else minutes)
    after = f"{length_words(Offset(0, grace))} after {what}" if grace else f"at {what}"
    text = f"If it is not done it is skipped {after}, {reader.moment(since + grace)}."
    return Sentence("missed_auto_skip", text)


def _vacation(reader: Reader, task: TaskFacts) -> Iterator[Sentence]:
    """A vacation that ends what falls into it."""
    day = task.due_on or (to_local(task.due_at, reader.zone).date() if task.due_at else None)
    covering = (each for each in reader.vacations if day and each.first <= day <= each.last)
    for each in covering:
        if each.skips:
            span = f"from {reader.day(each.first)} to {reader.day(each.last)}"
            text = f"Your vacation {span} covers it: it is skipped once it is overdue."
            yield Sentence("vacation_skips", text)
            return


def _after(reader: Reader, task: TaskFacts, facts: SeriesFacts, after: Following) -> Sentence:
    head = "Done now, it" if task.status == "open" else "It"
    if not facts.is_latest:
        return Sentence("after_exists", f"{head} brings nothing new: a later one exists already.")
    if not after.coming:
        return Sentence("after_ends", f"{head} is not followed by another.")
    text = f"{head} is followed by {_slot(reader, facts, after.coming[0].slot)}"
    found = after.rolled
    if after.is_pushed:
        text += ", counted on until it is later than this one"
    if found.also_done is not None:
        text += ", as that counts for today too"
    if found.missed_total:
        text += f"; {_passed(facts, found.missed_total)}"
    return Sentence("after", f"{text}.")


def _passed(facts: SeriesFacts, missed: int) -> str:
    """What becomes of the slots between this one and the next, which have passed."""
    kept = min(missed, facts.room) if facts.missed_policy == "keep_each" else 0
    or_more = " or more" if missed == MOST_MISSED_COUNTED else ""
    number = count_of(missed, "date") + or_more
    if kept == missed:
        return f"{number} in between become{'s a task' if missed == 1 else ' tasks'} too"
    if kept:
        return f"of {number} in between {kept} become tasks too, the rest count as missed"
    return f"{number} in between count{'s' if missed == 1 else ''} as missed"


def _neighbours(reader: Reader, facts: SeriesFacts) -> Iterator[Sentence]:
    end = facts.series.ends_before
    if end is not None:
        text = f"From {_slot(reader, facts, end)} on another series goes on."
        yield Sentence("series_followed", text)
    if facts.goes_on_from_another:
        yield Sentence("series_follows", "It goes on from an earlier series.")


def _of_task(
    reader: Reader, task: TaskFacts, series: SeriesFacts | None, *, is_waiting: bool
) -> Iterator[Sentence]:
    if task.status != "open":
        when = f" {reader.moment(task.ended_at)}" if task.ended_at else ""
        text = f"It was {task.status}{when}: nothing reminds of it any more."
        yield Sentence(task.status, text)
    elif task.due_at is not None:
        yield _due(reader.moment(task.due_at), is_past=task.due_at <= reader.now)
        if series is None:
            yield _task_zone(reader, task)
    elif task.due_on is not None:
        yield _due(reader.day(task.due_on), is_past=task.due_on < reader.today)
    elif is_waiting:
        yield Sentence("no_due", "The task has no due time; only its reminders are planned.")
    else:
        yield Sentence("no_due", "Nothing is planned: the task has no due time.")


def _due(when: str, *, is_past: bool) -> Sentence:
    if is_past:
        return Sentence("overdue", f"It was due {when} and is open still.")
    return Sentence("due", f"It is due {when}.")


def _task_zone(reader: Reader, task: TaskFacts) -> Sentence:
    if task.zone is None:
        text = f"Its time is that of where you are, {reader.zone} now, and moves with you."
        return Sentence("zone_floating", text)
    return Sentence("zone_fixed", f"Its time is that of {task.zone}, wherever you are.")
