"""When a task is due: the day and the time that count, of all that a sentence says."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from shared.domain.recurrence.slots import Slot
from shared.domain.words.pieces import Piece, PieceKind
from shared.domain.words.reading import Reading
from shared.domain.words.repeat_plan import plan_repeat, repeat_of
from shared.domain.words.times_of_day import Timed, other_times, timed
from shared.domain.words.today import NoSuchTime, Said, Today, clock_of, joined
from shared.domain.words.tree import At, Bound, Dated, Impossible, OnWeekday

_DAY_HOURS: Final = 24
_SAY_WHEN: Final = frozenset(
    {PieceKind.DATE, PieceKind.BOUND, PieceKind.REPEAT, PieceKind.TIME, PieceKind.REMINDER}
)


def plan(reading: Reading) -> None:
    """It is known when it is due, and how it comes back."""
    reading.today = replace(reading.today, said_zone=_zone_said(reading))
    repeat = repeat_of(reading)
    day, others = _day(reading)
    times = _times(reading, day or repeat, repeats=repeat is not None)
    if repeat is not None:
        plan_repeat(reading, repeat, day, times)
    elif day is not None or times.times:
        _plan_once(reading, day, times)
    for piece in reading.used:
        said = piece.value
        at = said.start.at if isinstance(said, Bound) and said.start is not None else said
        if isinstance(at, At | Dated) and at.has_end:
            reading.refuse("end_not_kept", piece)
    if any(problem.code == "contradiction" for problem in reading.problems):
        return
    for other in others:
        said = reading.find(other)
        if said is not None and other not in reading.used:
            reading.offer(other, said.day)


def _zone_said(reading: Reading) -> str | None:
    """The one zone of all times that are said."""
    zones = {piece.value.zone for piece in reading.of(PieceKind.TIME) if _is_time(piece)}
    return zones.pop() if len(zones) == 1 else None


def _is_time(piece: Piece) -> bool:
    return isinstance(piece.value, At)


def tell_if_past(reading: Reading) -> None:
    """What is due in the past is told as a problem of what says so."""
    today = replace(reading.today, said_zone=reading.zone)
    if reading.due is None or not today.is_over(reading.due):
        return
    said = [piece for piece in reading.used if piece.kind in _SAY_WHEN]
    if said:
        reading.refuse("in_past", said[0])


def _times(reading: Reading, beside: Piece | None, *, repeats: bool) -> Timed:
    try:
        return timed(reading.pieces, beside, reading.today, repeats=repeats)
    except NoSuchTime as error:
        reading.refuse(error.code, reading.of(PieceKind.TIME)[-1])
        return Timed()


def _day(reading: Reading) -> tuple[Piece | None, list[Piece]]:
    """The day that counts, and the others."""
    possible = []
    for piece in reading.of(PieceKind.DATE):
        if isinstance(piece.value.day, Impossible):
            reading.refuse(piece.value.day.code, piece)
        else:
            possible.append(piece)
    if not possible:
        return None, []
    first = [piece for piece in possible if not piece.value.is_other] or possible
    strong = [piece for piece in first if piece.value.is_strong] or first
    chosen = strong[-1]
    return chosen, [piece for piece in possible if piece is not chosen]


def _plan_once(reading: Reading, day: Piece | None, times: Timed) -> None:
    at = times.times[0] if times.times else None
    said = reading.find(day, at) if day is not None else None
    if day is not None and said is not None:
        _plan_day(reading, day, said, times)
        reading.used.append(day)
        _plan_others(reading, day, at)
    elif at is not None:
        reading.due = next_time(reading.today, at)
        if times.other is not None:
            reading.offer(times.pieces[0], next_time(reading.today, times.other))
    else:
        return
    reading.zone = at.zone if at else None
    reading.used.extend(times.pieces)
    _plan_other_times(reading, times)


def _plan_others(reading: Reading, day: Piece, at: At | None) -> None:
    """Friday or saturday: the other days are choices, and no title."""
    end = day.end
    for piece in reading.of(PieceKind.DATE):
        if not piece.value.is_other or piece.start != end:
            continue
        said = reading.find(piece, at)
        if said is not None:
            reading.offer(piece, joined(said.day, at))
            reading.used.append(piece)
            end = piece.end


def _plan_other_times(reading: Reading, times: Timed) -> None:
    """At 5pm or 6pm: the others are choices, and no title."""
    if not isinstance(reading.due, datetime) or not times.pieces:
        return
    for piece, at in other_times(reading.pieces, times.pieces[0], reading.today):
        reading.offer(piece, joined(reading.due.date(), at))
        reading.used.append(piece)


def next_time(today: Today, at: At) -> Slot:
    """The next time that clocks show it."""
    day = today.day
    if at.hour != _DAY_HOURS and not today.is_ahead(day, clock_of(at)):
        day += timedelta(days=1)
    return joined(day, at)


def _ahead(reading: Reading, day: date, times: Timed) -> Timed:
    """The other half of the day, if only that is still ahead: today at 5, said at 10."""
    if times.other is None or not reading.today.is_over(joined(day, times.times[0])):
        return times
    if reading.today.is_over(joined(day, times.other)):
        return times
    return replace(times, times=(times.other,), other=None)


def _plan_day(reading: Reading, piece: Piece, said: Said, times: Timed) -> None:
    times = _ahead(reading, said.day, times)
    at = times.times[0] if times.times else None
    dated: Dated = piece.value
    day = said.day
    if dated.is_before:
        reading.offer(piece, joined(day, at))
        day -= timedelta(days=1)
    reading.due = said.exact if said.exact is not None and at is None else joined(day, at)
    if said.other is not None:
        reading.offer(piece, joined(said.other, at))
    if dated.weekday not in (None, said.day.weekday()):
        other = reading.today.find(OnWeekday(dated.weekday), clock_of(at))
        reading.offer(piece, joined(other.day, at))
    if times.other is not None:
        reading.offer(times.pieces[0], joined(day, times.other))
