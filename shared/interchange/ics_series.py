"""How a component of iCalendar comes back: its rule with the dates beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots, parse_rule
from shared.domain.tasks import Anchor, Due
from shared.interchange.drafts import Draft, not_repeated, repeat
from shared.interchange.due_rules import moved_rule, moved_slot
from shared.interchange.ics_lines import Component, Property
from shared.interchange.ics_rules import plain_rule
from shared.interchange.ics_times import Times
from shared.interchange.records import ReadOptions, TaskRecord
from shared.interchange.rows import Row, skipped

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
            InvalidInput: the rule is not valid.
        """
        exdates, rdates = (tuple(self._of_kind(days)) for days in (self.exdates, self.rdates))
        whole = Series(self.rule, self.start, self.zone, exdates=exdates, rdates=rdates)
        found = next_slots(whole, after, 1)
        is_ahead = after is None or self.start.toordinal() > after.toordinal()
        if is_ahead and self.start not in exdates:
            found.append(self.start)
        return min(found, default=None)

    def _of_kind(self, days: Iterable[date]) -> Iterable[date]:
        is_timed = isinstance(self.start, datetime)
        return (day for day in days if isinstance(day, datetime) is is_timed)


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
        draft.lose("rdate_alone", "RDATE", "Dates without a rule are not taken over.")
    return task


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
    return _todo(draft, one, task, dates)


def _todo(draft: Draft, one: Component, task: TaskRecord, dates: _Set) -> TaskRecord | Row:
    """From its first date on that is not taken out."""
    begins = task.due
    moved = _by_due(draft, task, dates)
    there = moved or dates
    try:
        first = there.first(None)
    except InvalidInput:
        first = there.start  # what is wrong with the rule is said where it is kept
    if first is None:
        message = "All its dates are excluded, or tasks of their own; none is left."
        return skipped(draft.number, "series_over", message, draft.excerpt)
    task = _later(task, there.start, first)
    if moved is None:
        lines = (_text(line) for name in _NAMES for line in one.all(name))
        why = "Its rule counts from its start, and no rule counts like that from its due time."
        return not_repeated(draft, task, "; ".join(lines), "rule_of_start", why)
    return _kept(draft, task, moved, one.value("RRULE"), dtstart=begins)


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
) -> TaskRecord:
    """From its first slot that is not over today: an event that was is no work left undone."""
    begins = task.due
    yesterday = options.today - timedelta(days=1) if options.today else None
    try:
        first = dates.first(yesterday)
    except InvalidInput:
        first = None
    if first is not None:
        task = _later(task, dates.start, first)
    return _kept(draft, task, dates, words, dtstart=begins)


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


def _text(line: Property) -> str:
    params = "".join(f";{name}={value}" for name, value in line.params.items())
    return f"{line.name}{params}:{line.value}"
