"""A rule whose occurrences are moved: what it says of days and times moves along. Pure.

Which moves a rule follows, and which are refused, is decided in ADR 0026.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Final

from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.moved_parts import (
    Parts,
    cannot_move,
    parts_of_days,
    parts_of_times,
    period_of,
)
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.patterns import Anchor
from shared.domain.recurrence.rule import FIRST_YEAR, LAST_DAY, Freq, Rule, check_start
from shared.domain.recurrence.slots import Slot, day_of, shifted
from shared.domain.zones import load_zone

_NEAR: Final = timedelta(days=16)
_EARLIEST: Final = date(FIRST_YEAR - 10, 1, 1)
_UTC: Final = "UTC"


@dataclass(frozen=True, slots=True)
class RuleMove:
    """A rule before and after one of its occurrences went from `old` to `new`.

    `keeps_days`, `keeps_times`: others that it names beside stay theirs. `goes_whole`: it has no
    days of its own, all of it goes as far.
    """

    was: Rule
    rule: Rule
    old: Slot
    new: Slot
    keeps_days: bool
    keeps_times: bool
    goes_whole: bool

    def placed(self, slot: Slot, start: Slot) -> Slot:
        """Where a slot of the rule that began at `start` is afterwards.

        One on a day or at a time that the rule still names beside the moved one stays there. What
        was no slot goes as far as the moved one.

        Raises:
            InvalidInput: the calendar ends before.
        """
        if self.goes_whole:
            return shifted(slot, self.old, self.new)
        day = day_of(slot)
        moved = shifted(day, day_of(self.old), day_of(self.new))
        if not (day_of(start) <= day <= LAST_DAY and _EARLIEST <= moved <= LAST_DAY):
            return self._at(moved, slot)  # no slot of any rule
        is_kept = self.keeps_days and self._days_near(day, day)[:1] == [day]
        if not is_kept and _has_day(self.was, start, day):
            near = self._days_near(moved - _NEAR, moved + _NEAR)
            moved = min(near, key=lambda each: abs(each - moved), default=moved)
        return self._at(day if is_kept else moved, slot)

    def placed_start(self, start: Slot) -> Slot:
        """Where the series begins afterwards, with nothing of it lost where one of several moves.

        Raises:
            InvalidInput: the calendar ends before.
        """
        if self.goes_whole:
            return self.placed(start, start)
        bare = replace(self.was, count=None, until=None)
        first = next(expand_rule(bare, start, load_zone(_UTC)), start)
        moved = self.placed(first, start)
        if self.keeps_days:
            return min(self._at(day_of(first), first), moved, self.new)
        if self.keeps_times and isinstance(moved, datetime):
            return min(moved, datetime.combine(moved.date(), _time(first)))
        return moved

    def placed_extra(self, slot: Slot) -> Slot:
        """Where a date that was added to the rule is afterwards.

        Raises:
            InvalidInput: the calendar ends before.
        """
        moved = shifted(slot, self.old, self.new)
        return self._at(day_of(slot), slot) if self.keeps_days else moved

    def _at(self, day: date, slot: Slot) -> Slot:
        if not isinstance(self.new, datetime):
            return day
        is_other_time = isinstance(self.old, datetime) and isinstance(slot, datetime)
        if is_other_time and self.keeps_times and _time(slot) != _time(self.old):
            return datetime.combine(day, _time(slot))
        return datetime.combine(day, self.new.time())

    def _days_near(self, first: date, last: date) -> list[date]:
        """The days of the moved rule in these, as if it had no beginning and no end."""
        rule = replace(self.rule, count=None, until=None)
        begin = _in_phase(rule, day_of(self.new), first)
        return list(_days(rule, begin, first, last))


def _time(slot: Slot) -> time:
    return slot.time() if isinstance(slot, datetime) else time()


def _has_day(rule: Rule, start: Slot, day: date) -> bool:
    bare = replace(rule, count=None, until=None)
    return next(_days(bare, day_of(start), day, day), None) == day


def _days(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    rule = replace(rule, by_hour=(), by_minute=(), by_second=())
    slots = expand_rule(rule, start, load_zone(_UTC), first - timedelta(days=1))
    return takewhile(lambda day: day <= last, slots)


def _in_phase(rule: Rule, day: date, before: date) -> date:
    """A day in a period that INTERVAL leaves as many times before that of `day` as it takes."""
    apart = max(0, period_of(rule, day) - period_of(rule, before))
    most = (period_of(rule, day) - period_of(rule, _EARLIEST)) // rule.interval
    back = min(-(-apart // rule.interval) + 1, most) * rule.interval
    match rule.freq:
        case Freq.YEARLY:
            new_year = date(day.year - back, 1, 1)  # BYWEEKNO takes the weekday of its start
            return new_year + timedelta(days=(day.weekday() - new_year.weekday()) % 7)
        case Freq.MONTHLY:
            year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
            return date(year, month + 1, 1)
        case Freq.WEEKLY:
            return day - timedelta(weeks=back)
        case _:
            return day - timedelta(days=back)


def move_rule(
    rrule: str, old: Slot, new: Slot, *, anchor: Anchor = "schedule", zone: str = _UTC
) -> RuleMove:
    """The rule with what it says of `old` said of `new`, so that `new` is one of its slots.

    >>> move_rule("FREQ=WEEKLY;BYDAY=MO,WE", date(2026, 11, 23), date(2026, 11, 24)).rule.text
    'FREQ=WEEKLY;BYDAY=TU,WE'
    >>> move_rule("FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 12, 15), date(2026, 12, 31)).rule.text
    'FREQ=MONTHLY;BYMONTHDAY=-1'
    >>> move_rule("FREQ=MONTHLY;BYDAY=2TU", date(2026, 11, 10), date(2026, 11, 18)).rule.text
    'FREQ=MONTHLY;BYDAY=3WE'

    Raises:
        InvalidInput: `rule_cannot_move`, no rule says that without a guess.
    """
    was = parse_rule(rrule)
    goes_whole = old == new or was.is_sub_daily or anchor == "completion"
    is_bare = was.is_sub_daily or (anchor == "completion" and not was.picks_days)
    days = times = Parts()
    if day_of(old) != day_of(new) and not is_bare:
        days = parts_of_days(was, day_of(old), day_of(new)) or days
    if isinstance(old, datetime) and isinstance(new, datetime) and not was.is_sub_daily:
        times = parts_of_times(was, old, new)
    rule = parse_rule(_with(was.text, {**days.values, **times.values}))
    if days.is_partial and (period_of(was, new) - period_of(was, old)) % was.interval:
        raise cannot_move("Its other days would come in other weeks, months or years.")
    check_start(new)
    if old != new:
        check_slot(next(expand_rule(replace(rule, count=None), new, load_zone(zone)), None), new)
    return RuleMove(was, rule, old, new, days.is_partial, times.is_partial, goes_whole)


def _with(text: str, values: dict[str, str]) -> str:
    """The rule with these parts, the others byte for byte; a new one is the last."""
    left = dict(values)
    kept = []
    for part in text.split(";"):
        name = part.partition("=")[0].upper()
        value = left.pop(name, None)
        kept.append(part if value is None else f"{name}={value}" if value else "")
    return ";".join(each for each in [*kept, *(f"{n}={v}" for n, v in left.items() if v)] if each)


def check_slot(slot: Slot | None, wanted: Slot) -> None:
    """The first slot of a moved rule from `wanted` on is there.

    Raises:
        InvalidInput: `rule_cannot_move`.
    """
    if slot != (wanted.replace(microsecond=0) if isinstance(wanted, datetime) else wanted):
        raise cannot_move("The rule has no occurrence there.")
