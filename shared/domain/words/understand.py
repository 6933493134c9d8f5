"""A sentence becomes the draft of a task. Pure: `now` and the zone are arguments."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from shared.core.errors import InvalidInput
from shared.domain.recurrence.slots import Slot
from shared.domain.words.calendar import NoSuchTime, Said, Today
from shared.domain.words.dates import Dated
from shared.domain.words.draft import (
    Choice,
    Context,
    Draft,
    Highlight,
    PieceName,
    Problem,
    ReminderDraft,
    RepeatDraft,
    day_of,
)
from shared.domain.words.english import ENGLISH
from shared.domain.words.pieces import Piece, PieceKind, Sight, lead_of, pieces_of
from shared.domain.words.reader import Reader
from shared.domain.words.reminders import AT_DUE, draft_of
from shared.domain.words.repetition import Ends, absorb, repetition_of
from shared.domain.words.times_of_day import Timed, timed
from shared.domain.words.titles import title_of
from shared.domain.words.tokens import Span, tokens_of
from shared.domain.words.tree import At, Bound, Impossible, Marked, Remind, Repeat
from shared.domain.words.vocabulary import Unit

MOST_CHARACTERS: Final = 10_000
_ALL_DAY_TIME: Final = time(9)
_NAMES: Final[dict[PieceKind, PieceName]] = {
    PieceKind.LEAD: "lead",
    PieceKind.JOIN: "lead",
    PieceKind.DATE: "due",
    PieceKind.TIME: "due",
    PieceKind.PART: "due",
    PieceKind.MORE_TIME: "due",
    PieceKind.REPEAT: "repeat",
    PieceKind.BOUND: "repeat",
    PieceKind.REMINDER: "reminder",
}
_MESSAGES: Final = {
    "impossible_date": "There is no such day.",
    "impossible_time": "There is no such time.",
    "contradiction": "This says two things that do not go together.",
    "times_differ": "Times of one task on one day differ by whole hours only.",
    "rule_refused": "It cannot come back like this.",
    "empty": "Nothing is left to be the title.",
}


@dataclass(slots=True)
class _Reading:
    """What has been found out so far."""

    reader: Reader
    pieces: Sequence[Piece]
    context: Context
    today: Today
    used: list[Piece] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    due: Slot | None = None
    zone: str | None = None
    recurrence: RepeatDraft | None = None

    def of(self, *kinds: PieceKind) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]

    def span(self, piece: Piece) -> Span:
        return self.reader.span(piece.start, piece.end)

    def refuse(self, code: str, piece: Piece, message: str | None = None) -> None:
        self.problems.append(Problem(code, self.span(piece), message or _MESSAGES[code]))


def understand(text: str, context: Context) -> Draft:
    """The task that is meant; what is not understood stays in its title.

    Linear in the length of the text, of which there may be `MOST_CHARACTERS`.
    """
    reader = Reader(tokens_of(text), ENGLISH)
    today = Today(context.now, context.zone, context.time_format, context.day_first)
    reading = _Reading(
        reader, pieces_of(reader, Sight(context.literal, context.projects)), context, today
    )
    _plan(reading)
    reminders = _reminders(reading)
    marks = _marks(reading, text)
    highlights = _highlights(reading)
    quotes = [reading.span(piece) for piece in reading.of(PieceKind.QUOTE)]
    title = title_of(text, [each.span for each in highlights], quotes)
    if not title:
        reading.problems.append(Problem("empty", Span(0, len(text)), _MESSAGES["empty"]))
    return Draft(
        title=title,
        due=reading.due,
        zone=reading.zone,
        recurrence=reading.recurrence,
        reminders=reminders,
        priority=marks.priority,
        labels=marks.labels,
        project=marks.project,
        highlights=highlights,
        choices=tuple(reading.choices),
        problems=tuple(reading.problems),
    )


def _highlights(reading: _Reading) -> tuple[Highlight, ...]:
    pieces = [*reading.used, *reading.of(PieceKind.LEAD, PieceKind.JOIN)]
    ordered = sorted(set(pieces), key=lambda piece: piece.start)
    return tuple(Highlight(reading.span(piece), _name(piece)) for piece in ordered)


def _name(piece: Piece) -> PieceName:
    if piece.kind is PieceKind.MARK:
        marked: Marked = piece.value
        return marked.kind
    return _NAMES[piece.kind]


def _plan(reading: _Reading) -> None:
    """When it is due, and how it comes back."""
    repeat = _repeat(reading)
    day, others = _day(reading)
    try:
        times = timed(reading.pieces, day or repeat, reading.today, repeats=repeat is not None)
    except NoSuchTime as error:
        reading.refuse(error.code, reading.of(PieceKind.TIME)[-1])
        times = Timed()
    if repeat is not None:
        _plan_repeat(reading, repeat, day, times)
    elif day is not None or times.times:
        _plan_once(reading, day, times)
    for other in others:
        _offer(reading, other)


def _offer(reading: _Reading, other: Piece) -> None:
    """The day that was not taken may have been meant."""
    try:
        said = reading.today.find(other.value.day)
    except NoSuchTime as error:
        reading.refuse(error.code, other)
        return
    reading.choices.append(Choice(reading.span(other), due=said.day))


def _repeat(reading: _Reading) -> Piece | None:
    lead = lead_of(list(reading.pieces))
    found = reading.of(PieceKind.REPEAT)
    if lead is not None and lead.repeat is not None and not found:
        (piece,) = reading.of(PieceKind.LEAD)
        return replace(piece, value=lead.repeat.value)
    clashes = [*found[1:], *reading.of(PieceKind.ONCE)]
    clashes += [piece for piece in found if isinstance(piece.value, Impossible)]
    if clashes:
        reading.refuse("contradiction", clashes[0])
        return None
    return found[0] if found else None


def _day(reading: _Reading) -> tuple[Piece | None, list[Piece]]:
    """The day that counts, and the others."""
    possible = []
    for piece in reading.of(PieceKind.DATE):
        if isinstance(piece.value.day, Impossible):
            reading.refuse(piece.value.day.code, piece)
        else:
            possible.append(piece)
    if not possible:
        return None, []
    strong = [piece for piece in possible if piece.value.is_strong] or possible
    chosen = strong[-1]
    return chosen, [piece for piece in possible if piece is not chosen]


def _clock(at: At | None) -> time | None:
    return None if at is None else time(at.hour % 24, at.minute, at.second)


def _joined(day: date, at: At | None) -> Slot:
    if at is None:
        return day
    if at.hour == 24:
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, time(at.hour, at.minute, at.second))


def _plan_once(reading: _Reading, day: Piece | None, times: Timed) -> None:
    at = times.times[0] if times.times else None
    if day is None:
        reading.due = _next_time(reading.today, at)
        piece = times.pieces[0]
        if times.other is not None:
            other = _next_time(reading.today, times.other)
            reading.choices.append(Choice(reading.span(piece), due=other))
    else:
        said = _find(reading, day, at)
        if said is None:
            return _plan_once(reading, None, times) if times.times else None
        _plan_day(reading, day, said, times)
        reading.used.append(day)
    reading.zone = at.zone if at else None
    reading.used.extend(times.pieces)


def _next_time(today: Today, at: At | None) -> Slot:
    day = today.day
    if at is not None and at.hour != 24 and not today.is_ahead(day, _clock(at)):
        day += timedelta(days=1)
    return _joined(day, at)


def _plan_day(reading: _Reading, piece: Piece, said: Said, times: Timed) -> None:
    at = times.times[0] if times.times else None
    dated: Dated = piece.value
    span = reading.span(piece)
    day = said.day
    if dated.is_before:
        reading.choices.append(Choice(span, due=_joined(day, at)))
        day -= timedelta(days=1)
    reading.due = said.exact if said.exact is not None and at is None else _joined(day, at)
    if said.other is not None:
        reading.choices.append(Choice(span, due=_joined(said.other, at)))
    if times.other is not None:
        reading.choices.append(Choice(reading.span(times.pieces[0]), due=_joined(day, times.other)))


def _find(reading: _Reading, piece: Piece, at: At | None) -> Said | None:
    try:
        return reading.today.find(piece.value.day, _clock(at))
    except NoSuchTime as error:
        reading.refuse(error.code, piece)
        return None


def _plan_repeat(reading: _Reading, piece: Piece, day: Piece | None, times: Timed) -> None:
    repeat: Repeat = piece.value
    if times.times == () and repeat.at is not None:
        times = Timed((repeat.at,))
    bounds = _bounds(reading)
    if bounds is None:
        return None
    if bounds.is_after_completion:
        repeat = replace(repeat, is_after_completion=True)
    if bounds.start is not None and bounds.start.at is not None and not times.times:
        at, other = reading.today.hour_of(bounds.start.at)
        times = Timed((at,), other)
    if day is not None:
        absorbed = absorb(repeat, day.value.day)
        if isinstance(absorbed, Impossible):
            return reading.refuse("contradiction", day)
        if absorbed is not repeat:
            reading.used.append(day)
            repeat, day = absorbed, None
    start = _start(reading, bounds, day)
    ends = Ends(_until(reading, bounds), bounds.length, bounds.count)
    try:
        found = repetition_of(
            repeat,
            reading.today,
            start=start,
            times=times.times,
            ends=ends,
            week_start=reading.context.week_start,
        )
    except InvalidInput as error:
        reading.refuse("rule_refused", piece, str(error))
        return None
    reading.zone = times.times[0].zone if times.times else None
    if times.other is not None and times.pieces:
        _offer_time(reading, times.pieces[0], found.first, times.other)
    if times.differ:
        reading.refuse("times_differ", times.pieces[0])
    reading.due, reading.recurrence = found.first, RepeatDraft(found.rrule, found.anchor)
    reading.used.extend([*times.pieces, *reading.of(PieceKind.BOUND)])
    if piece.kind is PieceKind.REPEAT:
        reading.used.append(piece)
    if day is not None:
        reading.used.append(day)
    if repeat.is_also_interval:
        _offer_interval(reading, piece, repeat, start, times)


def _offer_time(reading: _Reading, piece: Piece, first: Slot, other: At) -> None:
    due = _joined(day_of(first), other)
    if due <= reading.today.local:
        due += timedelta(days=1)
    reading.choices.append(Choice(reading.span(piece), due=due))


def _offer_interval(
    reading: _Reading, piece: Piece, repeat: Repeat, start: date | None, times: Timed
) -> None:
    days = tuple((0, day) for _, day in repeat.nth_days)
    other = repetition_of(
        Repeat(Unit.WEEK, repeat.nth_days[0][0], days),
        reading.today,
        start=start,
        times=times.times,
        ends=Ends(),
        week_start=reading.context.week_start,
    )
    reading.choices.append(Choice(reading.span(piece), due=other.first, rrule=other.rrule))


def _bounds(reading: _Reading) -> Bound | None:
    """All that is said of beginning and end in one; None if it goes not together."""
    whole = Bound()
    for piece in reading.of(PieceKind.BOUND):
        said: Bound = piece.value
        whole = Bound(
            said.start or whole.start,
            said.until or whole.until,
            said.length or whole.length,
            said.count or whole.count,
        )
    if sum(each is not None for each in (whole.until, whole.length, whole.count)) > 1:
        reading.refuse("contradiction", reading.of(PieceKind.BOUND)[-1])
        return None
    return whole


def _start(reading: _Reading, bounds: Bound, day: Piece | None) -> date | None:
    if bounds.start is not None and bounds.start.day is not None:
        return reading.today.find(bounds.start.day).day
    if day is None:
        return None
    said = _find(reading, day, None)
    return said.day if said else None


def _until(reading: _Reading, bounds: Bound) -> date | None:
    if bounds.until is None or bounds.until.day is None:
        return None
    return reading.today.find(bounds.until.day).day


def _reminders(reading: _Reading) -> tuple[ReminderDraft, ...]:
    pieces = reading.of(PieceKind.REMINDER)
    said: list[tuple[Piece, Remind]] = [(piece, each) for piece in pieces for each in piece.value]
    lead = lead_of(list(reading.pieces))
    if not said:
        asks = lead is not None and lead.reminds and reading.due is not None
        return (ReminderDraft(offset=AT_DUE),) if asks else ()
    if reading.due is None and len(said) == 1 and said[0][1].when is not None:
        return _reminder_as_due(reading, *said[0])
    found = []
    for piece, each in said:
        try:
            found.append(
                draft_of(
                    each,
                    reading.due,
                    reading.today,
                    _ALL_DAY_TIME,
                    repeats=reading.recurrence is not None,
                )
            )
        except NoSuchTime as error:
            reading.refuse(error.code, piece)
            continue
        reading.used.append(piece)
    return tuple(dict.fromkeys(found))


def _reminder_as_due(reading: _Reading, piece: Piece, said: Remind) -> tuple[ReminderDraft, ...]:
    """Nothing else says when: the moment of the reminder is when it is due."""
    try:
        found = draft_of(said, None, reading.today, _ALL_DAY_TIME, repeats=False)
    except NoSuchTime as error:
        reading.refuse(error.code, piece)
        return ()
    reading.due = found.at
    reading.used.append(piece)
    return (ReminderDraft(offset=AT_DUE),)


@dataclass(frozen=True, slots=True)
class _Marks:
    priority: int | None = None
    labels: tuple[str, ...] = ()
    project: str | None = None


def _marks(reading: _Reading, text: str) -> _Marks:
    marks = _Marks()
    for piece in reading.of(PieceKind.MARK):
        said: Marked = piece.value
        span = reading.span(piece)
        written = said.text or text[span.start + 1 : span.end].strip('"')
        reading.used.append(piece)
        if said.kind == "priority":
            marks = replace(marks, priority=said.number)
        elif said.kind == "label":
            marks = replace(marks, labels=tuple(dict.fromkeys((*marks.labels, written))))
        else:
            marks = replace(marks, project=written)
    return marks
