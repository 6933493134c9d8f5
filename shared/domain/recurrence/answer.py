"""The whole answer to "what does this rule mean": words, dates, notes, warnings. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from shared.domain.recurrence.clock_changes import (
    ClockChange,
    DstNote,
    changes_between,
    day_note,
    slot_note,
)
from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.numbering import number_of_slot, numbers_of_slots, total_slots
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.preview import preview
from shared.domain.recurrence.rule import Rule
from shared.domain.recurrence.series import Series
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.recurrence.warnings import Warned, warnings_of
from shared.domain.recurrence.words import rule_words
from shared.domain.zones import instant_in, load_zone

LOOK_AHEAD = timedelta(days=366)
"""So far from the first date on, changes of the clocks are looked at."""
_MOST_CHANGES = 12
_MOST_SLOTS_A_DAY = 400
_MOST_NOTES = 40


@dataclass(frozen=True, slots=True)
class DateToCome:
    """A slot, its instant (of an all-day one the start of its day), what clocks do to it.

    `number` is its place in a rule that ends.
    """

    slot: Slot
    at: datetime
    note: DstNote | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule means. `of` is how many slots, or completions, it has in all."""

    text: str
    dates: list[DateToCome]
    dst_notes: list[DstNote]
    warnings: list[Warned]
    of: int | None


def answer(series: Series, now: datetime, limit: int, steps: Steps) -> Answer:
    """What `series` means, with up to `limit` dates that are not past at `now`.

    `steps` is the budget of everything that looks for dates to come.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    rule, zone = parse_rule(series.rrule), load_zone(series.zone)
    slots = preview(series, now, limit, steps)
    is_whole = len(slots) == limit or not steps.is_exhausted
    notes = list(islice(_dst_notes(series, rule, slots, zone, steps), _MOST_NOTES))
    coming = slots if is_whole else None
    return Answer(
        text=_text(series, rule),
        dates=_dates(series, slots, zone),
        dst_notes=notes,
        warnings=warnings_of(series, rule, coming, steps, limit=limit),
        of=total_slots(series),
    )


def _text(series: Series, rule: Rule) -> str:
    text = rule_words(rule, series.dtstart, series.anchor)
    extra = [(series.exdates, "left out"), (series.rdates, "added")]
    said = [
        f"{len(each)} date{'' if len(each) == 1 else 's'} {what}" for each, what in extra if each
    ]
    return f"{text} ({', '.join(said)})" if said else text


def _dates(series: Series, slots: Sequence[Slot], zone: ZoneInfo) -> list[DateToCome]:
    return [
        DateToCome(slot, _instant(slot, zone), slot_note(slot, zone), number)
        for slot, number in zip(slots, _numbers(series, slots), strict=True)
    ]


def _numbers(series: Series, slots: Sequence[Slot]) -> list[int | None]:
    """The place of each slot in a rule with an end; with the completion anchor one after another.

    After the first they follow each other, where no date was left out or added.
    """
    if total_slots(series) is None or not slots:
        return [None] * len(slots)
    if series.anchor == "completion":
        return list(range(1, len(slots) + 1))
    if not (series.exdates or series.rdates):
        first = number_of_slot(series, slots[0])
        return [first.number + index if first else None for index in range(len(slots))]
    found = numbers_of_slots(series, slots)
    return [found.get(slot) for slot in slots]


def _instant(slot: Slot, zone: ZoneInfo) -> datetime:
    local = slot if isinstance(slot, datetime) else datetime.combine(slot, time())
    return instant_in(local, zone)


def _dst_notes(
    series: Series, rule: Rule, slots: Sequence[Slot], zone: ZoneInfo, steps: Steps
) -> Iterator[DstNote]:
    """What the changes of the clocks in the year from the first slot on do to the rule."""
    if not slots or not isinstance(series.dtstart, datetime):
        return
    first = slots[0].date() if isinstance(slots[0], datetime) else slots[0]
    changes = islice(changes_between(zone, first, first + LOOK_AHEAD), _MOST_CHANGES)
    if series.anchor == "completion":
        # When it will be done is not known: only for the dates shown.
        yield from (note for slot in slots if (note := slot_note(slot, zone)))
        return
    for change in changes:
        if rule.is_sub_daily:
            count = len(_slots_on(series, rule, change.before.date(), zone, steps))
            if count:
                yield day_note(change, count)
        else:
            yield from _notes_at(series, rule, change, zone, steps)


def _notes_at(
    series: Series, rule: Rule, change: ClockChange, zone: ZoneInfo, steps: Steps
) -> Iterator[DstNote]:
    """Notes of the slots that lie in the hour that is skipped or comes twice."""
    begin, end = sorted((change.before, change.after))
    found = expand_rule(rule, series.dtstart, zone, begin - timedelta(seconds=1), steps)
    for slot in islice(takewhile(lambda each: each < end, found), _MOST_SLOTS_A_DAY):
        note = slot_note(slot, zone)
        if note is not None and slot not in series.exdates:
            yield note


def _slots_on(series: Series, rule: Rule, day: date, zone: ZoneInfo, steps: Steps) -> list[Slot]:
    midnight = datetime.combine(day, time())
    found = expand_rule(rule, series.dtstart, zone, midnight - timedelta(seconds=1), steps)
    later = takewhile(lambda slot: slot.toordinal() == day.toordinal(), found)
    return [slot for slot in islice(later, _MOST_SLOTS_A_DAY) if slot not in series.exdates]
