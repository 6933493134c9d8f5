"""What is worth saying about a rule before it is kept. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.domain.recurrence.day_words import EVERY_MONTH, clamp_day, is_lacking
from shared.domain.recurrence.patterns import month_day_parts
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.series import Series, series_slots
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.recurrence.terms import count_of, nth, slot_words

FEW = 3
"""A rule with so many dates left ends soon."""
_FEBRUARY = 2
_LEAP_DAY = 29
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Warned:
    """One remark; `rrule` is a rule that does not have the problem, where there is one."""

    code: str
    text: str
    rrule: str | None = None


def warnings_of(
    series: Series, rule: Rule, coming: Sequence[Slot] | None, steps: Steps, *, limit: int
) -> list[Warned]:
    """What its owner should know about `series`, of which `coming` are the next slots.

    There were at most `limit` to be found; None if the search ended before its end. `steps` is the
    budget of the whole answer; where it is used up, that is said.
    """
    found = [*month_end_warnings(series, rule), *_counting(series, rule)]
    if series.anchor == "schedule":
        found += _start(series, steps)
        if coming is not None and len(coming) < limit:
            found += _ending(coming)
    if coming is None or steps.is_exhausted:
        text = "This is what could be found in bounded time; there may be more."
        found.append(Warned("cut_short", text))
    return found


def month_end_warnings(series: Series, rule: Rule) -> Iterator[Warned]:
    """Months, or years, without the day are skipped: most people mean the last day."""
    start = series.dtstart
    is_plain = not (rule.by_day or rule.by_set_pos or rule.by_year_day or rule.by_week_no)
    if rule.freq not in (Freq.MONTHLY, Freq.YEARLY) or not is_plain or clamp_day(rule):
        return
    if series.anchor == "completion" and not rule.picks_days:
        return  # counts from the day of completion, with month ends clamped
    of_months, days = _reached(rule, start), rule.by_month_day or (start.day,)
    lacking = [day for day in days if is_lacking((day,), of_months)]
    if not lacking:
        return
    rrule = _clamped(rule, days[0], of_months) if len(days) == 1 and days[0] > 0 else None
    instead = ": use the last day instead" if rrule else ""
    if of_months == (_FEBRUARY,) and lacking == [_LEAP_DAY]:
        text = "skips years without a 29 February" + (": use 28 February instead" if rrule else "")
    else:
        names = " or ".join(nth(day) for day in lacking)
        text = f"skips months without a {names}{instead}"
    yield Warned("skips_short_months", text, rrule)


def _reached(rule: Rule, start: date) -> tuple[int, ...]:
    """The months that the rule can come to, whose lengths matter."""
    if rule.freq is Freq.YEARLY:
        if rule.by_month:
            return rule.by_month
        return EVERY_MONTH if rule.by_month_day else (start.month,)
    steps = {(start.month - 1 + rule.interval * step) % 12 + 1 for step in range(12)}
    return tuple(sorted(steps & set(rule.by_month or EVERY_MONTH)))


def _clamped(rule: Rule, day: int, of_months: tuple[int, ...]) -> str | None:
    """The rule with the last day of months that lack this one; None if there is no such rule."""
    only_february = of_months == (_FEBRUARY,)
    parts = month_day_parts(day, _LEAP_DAY if only_february else _LONGEST_MONTH)
    if only_february and day > _LEAP_DAY:
        parts = "BYMONTHDAY=-1"
    kept = [part for part in rule.text.split(";") if not part.upper().startswith("BYMONTHDAY=")]
    if rule.freq is Freq.YEARLY:
        if not rule.by_month:
            if rule.by_month_day:
                return None
            kept.append(f"BYMONTH={of_months[0]}")
        elif len(of_months) > 1 and "BYSETPOS" in parts:
            return None  # positions are those of the year, not of each month
    return ";".join([*kept, parts])


def _counting(series: Series, rule: Rule) -> Iterator[Warned]:
    if series.anchor == "completion" and rule.count is not None:
        text = (
            f"COUNT counts completions with this anchor: it ends when it was done {rule.count} "
            f"{'time' if rule.count == 1 else 'times'}; a skip is not counted."
        )
        yield Warned("count_is_completions", text)


def _start(series: Series, steps: Steps) -> Iterator[Warned]:
    first = next(series_slots(series, None, steps), None)
    if first is not None and first != series.dtstart:
        text = (
            f"The start, {slot_words(series.dtstart)}, is not a date of the rule: "
            f"the first is {slot_words(first)}."
        )
        yield Warned("dtstart_not_slot", text)
    for excluded in series.exdates:
        if not _hits(series, excluded, steps) and not steps.is_exhausted:
            text = f"{slot_words(excluded)} is left out, but the rule does not have it."
            yield Warned("exdate_not_slot", text)


def _hits(series: Series, slot: Slot, steps: Steps) -> bool:
    """Whether the rule has this slot; looks at one slot."""
    bare = Series(series.rrule, series.dtstart, series.zone)
    before = slot - timedelta(days=1) if series.is_all_day else slot - timedelta(seconds=1)
    return next(series_slots(bare, before, steps), None) == slot


def _ending(coming: Sequence[Slot]) -> Iterator[Warned]:
    if not coming:
        yield Warned("has_ended", "The rule has ended: no date is to come.")
    elif len(coming) <= FEW:
        left = count_of(len(coming), "date")
        text = f"The rule ends soon: {left} to come, the last on {slot_words(coming[-1])}."
        yield Warned("ends_soon", text)
