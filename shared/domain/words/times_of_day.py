"""Which of the times in a sentence is the due time's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.words.pieces import Piece, PieceKind
from shared.domain.words.today import NoSuchTime, Today
from shared.domain.words.tree import At, Impossible

_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class Timed:
    """The times of day, the other one that may have been meant, and the pieces that say so."""

    times: tuple[At, ...] = ()
    other: At | None = None
    pieces: tuple[Piece, ...] = ()
    differ: bool = False


def timed(pieces: Sequence[Piece], day: Piece | None, today: Today, *, repeats: bool) -> Timed:
    """The time beside the chosen day if there is one, or else the last; several if it repeats."""
    parts = [piece for piece in pieces if piece.kind is PieceKind.PART]
    times = [piece for piece in pieces if piece.kind is PieceKind.TIME and not _is_other(piece)]
    part = parts[-1] if parts else None
    said = _part_of(day) if part is None else part.value
    if not times:
        return Timed((said,) if said else (), pieces=(part,) if part else ())
    chosen = _nearest(times, day)
    if isinstance(chosen.value, Impossible):
        raise NoSuchTime(chosen.value.code)
    is_late = said is not None and said.hour >= _NOON
    at, other = today.hour_of(_in_half_of_other(pieces, chosen), is_late=is_late)
    more = _more(pieces, chosen, today) if repeats else []
    differ = any((each.minute, each.second) != (at.minute, at.second) for _, each in more)
    said_times = (at,) if differ else (at, *(each for _, each in more))
    every = {_plain(each) for each in said_times}
    used = (chosen, *(piece for piece, _ in more), *((part,) if part else ()))
    is_sure = said is not None and not is_late
    ordered = tuple(sorted(every, key=lambda each: (each.hour, each.minute)))
    return Timed(ordered, None if is_sure else other, used, differ=differ)


def _is_other(piece: Piece) -> bool:
    return isinstance(piece.value, At) and piece.value.is_other


def other_times(pieces: Sequence[Piece], chosen: Piece, today: Today) -> list[tuple[Piece, At]]:
    """The times that may be meant instead of the one that was chosen: at 5pm or 6pm."""
    found, end = [], chosen.end
    for piece in pieces:
        if piece.start == end and piece.kind is PieceKind.TIME and _is_other(piece):
            found.append((piece, today.hour_of(piece.value)[0]))
            end = piece.end
    return found


def _in_half_of_other(pieces: Sequence[Piece], chosen: Piece) -> At:
    """The time, in the half of the day that the other one is in: at 7 or 8pm."""
    at: At = chosen.value
    for piece in pieces:
        is_behind = piece.start == chosen.end and piece.kind is PieceKind.TIME
        if is_behind and isinstance(piece.value, At) and piece.value.is_other:
            other = piece.value
            if not at.is_sure and at.hour < _NOON <= other.hour and at.hour + _NOON <= other.hour:
                return replace(at, hour=at.hour + _NOON, is_sure=True)
    return at


def _plain(at: At) -> At:
    """The time without how it was written: twice the same one is one."""
    return replace(at, is_clock=False, is_fragile=False)


def _part_of(day: Piece | None) -> At | None:
    """The part of the day that the word for the day says."""
    return day.value.part if day is not None and day.kind is PieceKind.DATE else None


def _nearest(times: Sequence[Piece], day: Piece | None) -> Piece:
    if day is not None:
        for piece in times:
            if piece.start == day.end or piece.end == day.start:
                return piece
    return times[-1]


def _more(pieces: Sequence[Piece], chosen: Piece, today: Today) -> list[tuple[Piece, At]]:
    found = []
    end = chosen.end
    for piece in pieces:
        if piece.kind is PieceKind.MORE_TIME and piece.start == end:
            end = piece.end
            if isinstance(piece.value, At):
                found.append((piece, replace(today.hour_of(piece.value)[0], is_sure=True)))
    return found
