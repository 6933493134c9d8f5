"""How a task comes back, of all that a sentence says of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shared.core.errors import InvalidInput
from shared.domain.recurrence.slots import Slot
from shared.domain.words.draft import RepeatDraft, day_of
from shared.domain.words.pieces import Piece, PieceKind, lead_of
from shared.domain.words.reading import Reading
from shared.domain.words.repetition import Ends, Repetition, absorb, repetition_of
from shared.domain.words.times_of_day import Timed
from shared.domain.words.today import NoSuchTime, joined
from shared.domain.words.tree import At, Bound, Impossible, Repeat, When
from shared.domain.words.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class _Plan:
    """What comes back, from when, at which times, until when; and the pieces that say so."""

    repeat: Repeat
    times: Timed
    start: date | None = None
    ends: Ends = field(default_factory=Ends)
    pieces: tuple[Piece, ...] = ()


def repeat_of(reading: Reading) -> Piece | None:
    """The repetition that counts, if there is one and nothing contradicts it."""
    found = reading.of(PieceKind.REPEAT)
    leads = reading.of(PieceKind.LEAD)
    lead = lead_of(reading.pieces)
    if lead is not None and lead.repeat is not None and not found:
        return replace(leads[0], value=lead.repeat.value)
    clashes = [*found[1:], *reading.of(PieceKind.ONCE)]
    if clashes:
        reading.refuse("contradiction", clashes[0])
        return None
    if found and not _is_often_enough(reading, found[0]):
        reading.refuse("how_often", found[0])
        return None
    return found[0] if found else None


def _is_often_enough(reading: Reading, piece: Piece) -> bool:
    """Whether twice a day is said with two times."""
    often = piece.value.often
    times = reading.of(PieceKind.TIME, PieceKind.MORE_TIME)
    return often == 1 or (piece.value.unit is Unit.DAY and len(times) == often)


def plan_repeat(reading: Reading, piece: Piece, day: Piece | None, times: Timed) -> None:
    """It comes back from a first day on; or it does not, and a problem says why."""
    try:
        plan = _plan(reading, piece.value, day, times)
        if plan is None:
            return
        found = _repetition(reading, plan.repeat, plan)
    except InvalidInput as error:
        reading.refuse("rule_refused", piece, str(error))
        return
    except NoSuchTime as error:
        reading.refuse(error.code, piece)
        return
    reading.zone = plan.times.times[0].zone if plan.times.times else None
    reading.due, reading.recurrence = found.first, RepeatDraft(found.rrule, found.anchor)
    if piece.kind is PieceKind.REPEAT:
        reading.used.append(piece)
    reading.used.extend([*plan.times.pieces, *reading.of(PieceKind.BOUND), *plan.pieces])
    for bound in reading.of(PieceKind.BOUND):
        if bound.value.has_holidays_off:
            reading.refuse("holidays_not_kept", bound)
    if plan.times.differ:
        reading.refuse("times_differ", plan.times.pieces[0])
    _offer(reading, piece, plan, found.first)


def _repetition(reading: Reading, repeat: Repeat, plan: _Plan) -> Repetition:
    return repetition_of(
        repeat,
        reading.today,
        start=plan.start,
        times=plan.times.times,
        ends=plan.ends,
        week_start=reading.context.week_start,
    )


def _plan(reading: Reading, repeat: Repeat, day: Piece | None, times: Timed) -> _Plan | None:
    bounds = _bounds(reading)
    if bounds is None:
        return None
    times = _times(reading, repeat, bounds, times)
    absorbed = absorb(repeat, day.value.day) if day is not None else repeat
    if day is not None and isinstance(absorbed, Impossible):
        reading.refuse("contradiction", day)
        return None
    ends = Ends(_day_of(reading, bounds.until), bounds.length, bounds.count)
    start = _day_of(reading, bounds.start)
    pieces = (day,) if day is not None else ()
    if isinstance(absorbed, Repeat) and absorbed is not repeat:
        return _Plan(absorbed, times, start, ends, pieces)
    if day is None or start is not None:
        return _Plan(repeat, times, start, ends)
    said = reading.find(day)
    return (
        _Plan(repeat, times, said.day, ends, pieces) if said else _Plan(repeat, times, None, ends)
    )


def _times(reading: Reading, repeat: Repeat, bounds: Bound, times: Timed) -> Timed:
    """The times that are said, or those that the repetition or its beginning says."""
    if times.times:
        return times
    if repeat.at is not None:
        return Timed((repeat.at,))
    if bounds.start is not None and bounds.start.at is not None:
        at, other = reading.today.hour_of(bounds.start.at)
        return Timed((at,), other)
    return times


def _bounds(reading: Reading) -> Bound | None:
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


def _day_of(reading: Reading, when: When | None) -> date | None:
    if when is None or when.day is None:
        return None
    return reading.today.find(when.day).day


def _offer(reading: Reading, piece: Piece, plan: _Plan, first: Slot) -> None:
    """The other half of the day, and every two weeks, may have been meant as well."""
    if plan.times.other is not None and plan.times.pieces:
        reading.offer(plan.times.pieces[0], _other_time(reading, first, plan.times.other))
    if plan.repeat.is_also_interval:
        nth, _ = plan.repeat.nth_days[0]
        days = tuple((0, day) for _, day in plan.repeat.nth_days)
        other = _repetition(reading, Repeat(Unit.WEEK, nth, days), replace(plan, ends=Ends()))
        reading.offer(piece, other.first, other.rrule)


def _other_time(reading: Reading, first: Slot, other: At) -> Slot:
    due = joined(day_of(first), other)
    return due if reading.today.is_still_ahead(due) else due + timedelta(days=1)
