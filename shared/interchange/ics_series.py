"""How a component of iCalendar comes back: its rule with the dates beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots, parse_rule
from shared.domain.recurrence.rule import check_start
from shared.domain.tasks import Anchor, Due
from shared.interchange.drafts import Draft, not_repeated, repeat
from shared.interchange.due_rules import moved_rule, moved_slot
from shared.interchange.ics_events import is_over
from shared.interchange.ics_lines import Component, Property
from shared.interchange.ics_rules import plain_rule
from shared.interchange.ics_times import Times
from shared.interchange.records import ReadOptions, TaskRecord
from shared.interchange.rows import Row, skipped
from shared.interchange.storing import FIRST_YEAR, LAST_YEAR

_NAMES = ("RRULE", "DTSTART", "DUE", "EXDATE", "RDATE")


@dataclass(frozen=True, slots=True)
class _Set:
    """Dates as the file has them: by a rule from `start` on, some more, and some not.

    `start` is on the clock of `zone`, or of the owner.
    """

    rule: str
    start: date
    zone: str
    exdates: Sequence[date]
    rdates: Sequence[date]

    def hits(self, day: date) -> bool:
        """Whether the rule from `day` on has `day`."""
        try:
            return next_slots(Series(self.rule, day, self.zone), None, 1) == [day]
        except InvalidInput:
            return False

    def first(self, after: date | None) -> date | None:
        """The first of the dates after the day of `after`; the start is one even off the rule.

        Raises:
            InvalidInput: the rule is not valid, or its start lies outside the years that are kept.
        """
        check_start(self.start)
        exdates, rdates = (tuple(self._of_kind(days)) for days in (self.exdates, self.rdates))
        whole = Series(self.rule, self.start, self.zone, exdates=exdates, rdates=rdates)
        found = next_slots(whole, after, 1)
        is_ahead = after is None or self.start.toordinal() > after.toordinal()
        if is_ahead and self.start not in exdates:
            found.append(self.start)
        return min(found, default=None)

    def _of_kind(self, days: Iterable[date]) -> Iterable[date]:
        """Those that can be slots; the ends of the calendar overflow in zones."""
        is_timed = isinstance(self.start, datetime)
        kept = (day for day in days if FIRST_YEAR <= day.year <= LAST_YEAR)
        return (day for day in kept if isinstance(day, datetime) is is_timed)


def repeated(
    draft: Draft,
    one: Component,
    task: TaskRecord,
    overrides: Sequence[Property],
    options: ReadOptions,
) -> TaskRecord | Row:
    """The task as the first occurrence of a series, if the component comes back.

    The dates of `overrides` are taken out of the series; a row that says so if none is left.
    """
    rules = one.all("RRULE")
    if len(rules) == 1:
        return _by_rule(draft, one, task, overrides, options)
    if rules:
        words = "; ".join(rule.value for rule in rules)
        return not_repeated(draft, task, words, "several_rules", "A task has one rule.")
    if one.first("RDATE"):
        return _by_dates(draft, one, task, overrides, options)
    if one.name == "VEVENT" and task.status == "open" and task.due and options.today:
        times = Times(draft, options.zone)
        return _event_over(draft) if is_over(one, task.due, times, options.today) else task
    return task


def _by_dates(
    draft: Draft,
    one: Component,
    task: TaskRecord,
    overrides: Sequence[Property],
    options: ReadOptions,
) -> TaskRecord | Row:
    """Dates without a rule: the first of them that is not over, and the others in the notes."""
    begins = task.start if task.due and task.start and one.name == "VTODO" else task.due
    start = (begins.local or begins.on) if begins else None
    if begins is not None and start is not None and task.status == "open":
        times = Times(draft, options.zone)
        exdates = times.dates([*one.all("EXDATE"), *overrides], begins.zone)
        after = _yesterday(options) if one.name == "VEVENT" else None
        days = [
            day
            for day in [start, *times.dates(one.all("RDATE"), begins.zone)]
            if isinstance(day, datetime) is isinstance(start, datetime)
            and day not in exdates
            and (after is None or day.toordinal() > after.toordinal())
        ]
        if not days:
            return _event_over(draft) if one.name == "VEVENT" else _series_over(draft)
        task = _later(task, start, min(days))
    return not_repeated(draft, task, _lines(one), "rdate_alone", "Dates need a rule beside them.")


def _by_rule(
    draft: Draft,
    one: Component,
    task: TaskRecord,
    overrides: Sequence[Property],
    options: ReadOptions,
) -> TaskRecord | Row:
    words = one.value("RRULE")
    begins = task.start if task.due and task.start and one.name == "VTODO" else task.due
    start = (begins.local or begins.on) if begins else None
    if begins is None or start is None or task.status != "open":
        return repeat(draft, task, words)
    rule = plain_rule(words, start)
    if rule is None:
        return not_repeated(draft, task, words, "rscale_unsupported", "Its calendar or skip.")
    times = Times(draft, options.zone)
    exdates = times.dates([*one.all("EXDATE"), *overrides], begins.zone)
    rdates = times.dates(one.all("RDATE"), begins.zone)
    dates = _Set(rule, start, begins.zone or options.zone, exdates, rdates)
    if one.value("X-ANCHOR").upper() == "COMPLETION":
        return _kept(draft, task, dates, words, anchor="completion")
    if one.name == "VEVENT":
        return _event(draft, task, dates, words, options)
    return _todo(draft, one, task, dates, options)


def _todo(
    draft: Draft, one: Component, task: TaskRecord, dates: _Set, options: ReadOptions
) -> TaskRecord | Row:
    """From its first date on that is not taken out; overdue if that is past (product 5.3)."""
    begins = task.due
    moved = _by_due(draft, task, dates)
    there = moved or dates
    try:
        first = there.first(None)
    except InvalidInput:
        first = there.start  # what is wrong with the rule is said where it is kept
    if first is None:
        return _series_over(draft)
    task = _later(task, there.start, first)
    if moved is None:
        why = "Its rule counts from its start, and no rule counts like that from its due time."
        return not_repeated(draft, task, _lines(one), "rule_of_start", why)
    _say_past(draft, task, options)
    return _kept(draft, task, moved, one.value("RRULE"), dtstart=begins)


def _say_past(draft: Draft, task: TaskRecord, options: ReadOptions) -> None:
    day = (task.due.local or task.due.on) if task.due else None
    if day is not None and options.today and day.toordinal() < options.today.toordinal():
        message = (
            f"It is overdue since {day:%d %b %Y} and stays so until it is done or skipped; dates"
            " that have passed since become no tasks, and it goes on with the next to come."
        )
        draft.lose("slot_past", "RRULE", message)


def _kept(
    draft: Draft,
    task: TaskRecord,
    dates: _Set,
    words: str,
    *,
    anchor: Anchor = "schedule",
    dtstart: Due | None = None,
) -> TaskRecord:
    return repeat(
        draft,
        task,
        dates.rule,
        anchor=anchor,
        source=words,
        exdates=dates.exdates,
        rdates=dates.rdates,
        dtstart=dtstart,
    )


def _event(
    draft: Draft, task: TaskRecord, dates: _Set, words: str, options: ReadOptions
) -> TaskRecord | Row:
    """From its first slot that is not over today: an event that was is no work left undone."""
    begins = task.due
    try:
        first = dates.first(_yesterday(options))
        if first is None:
            return _series_over(draft) if dates.first(None) is None else _event_over(draft)
    except InvalidInput:
        first = dates.start  # what is wrong with the rule is said where it is kept
    return _kept(draft, _later(task, dates.start, first), dates, words, dtstart=begins)


def _by_due(draft: Draft, task: TaskRecord, dates: _Set) -> _Set | None:
    """The same dates as due times; None if no rule gives them. What is changed is a loss."""
    due = (task.due.local or task.due.on) if task.due else None
    if due is None or due == dates.start:
        return dates
    if dates.hits(due) and not dates.hits(dates.start):
        message = "Its rule meets its due time and not its start, so it counts from the due time."
        draft.lose("rule_of_due", "RRULE", message)
        return replace(dates, start=due)
    try:
        parsed = parse_rule(dates.rule)
        rule = moved_rule(parsed, dates.start, due, dates.zone)
    except InvalidInput:
        return dates  # what is wrong with the rule is said where it is kept
    if rule is None:
        return None
    found = replace(
        dates,
        rule=rule,
        start=due,
        exdates=_moved(draft, dates.exdates, dates.start, due),
        rdates=_moved(draft, dates.rdates, dates.start, due),
    )
    changes = {"RRULE": rule != parsed.text, "EXDATE": found.exdates, "RDATE": found.rdates}
    names = [name for name, is_changed in changes.items() if is_changed]
    if names:
        message = f"It repeats by its due time here, not its start: {', '.join(names)} moved along."
        draft.lose("dates_moved", names[0], message)
    return found


def _moved(draft: Draft, days: Iterable[date], start: date, due: date) -> list[date]:
    found = []
    for day in days:
        try:
            found.append(moved_slot(day, start, due))
        except OverflowError:
            draft.lose("date_out_of_range", "", f"{day} cannot be moved.")
    return found


def _later(task: TaskRecord, start: date, first: date) -> TaskRecord:
    """The task with its times as much later as `first` is than `start`."""
    if first == start:
        return task
    days = timedelta(days=first.toordinal() - start.toordinal())
    is_timed = isinstance(start, datetime) and isinstance(first, datetime)
    delta = first - start if is_timed else days

    def moved(due: Due | None) -> Due | None:
        if due is not None and due.local is not None:
            return replace(due, local=due.local + delta)
        return replace(due, on=due.on + days) if due is not None and due.on else due

    try:
        return replace(task, due=moved(task.due), start=moved(task.start))
    except OverflowError:
        return task  # of a year that is not kept anyway


def _lines(one: Component) -> str:
    """What the component says about when it is, as it was written."""
    return "; ".join(_text(line) for name in _NAMES for line in one.all(name))


def _text(line: Property) -> str:
    params = "".join(f";{name}={value}" for name, value in line.params.items())
    return f"{line.name}{params}:{line.value}"


def _series_over(draft: Draft) -> Row:
    message = "All its dates are excluded, or tasks of their own; none is left."
    return skipped(draft.number, "series_over", message, draft.excerpt)


def _event_over(draft: Draft) -> Row:
    message = "It was over before today; an event that was is no work left undone."
    return skipped(draft.number, "event_over", message, draft.excerpt)


def _yesterday(options: ReadOptions) -> date | None:
    return options.today - timedelta(days=1) if options.today else None
