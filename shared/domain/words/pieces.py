"""From tokens to pieces: what of a sentence is more than title, and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from shared.domain.words.bounds import read_bound
from shared.domain.words.city_zones import read_zone
from shared.domain.words.clocks import read_day_part, read_time
from shared.domain.words.dates import read_date, read_dates, read_other_date
from shared.domain.words.leads import Lead, read_lead
from shared.domain.words.marks import Projects, read_mark
from shared.domain.words.reader import Found, Reader
from shared.domain.words.reminding import read_more, read_reminders
from shared.domain.words.repeats import read_repeat
from shared.domain.words.tokens import Kind, Span
from shared.domain.words.tree import At

_TRAILING: Final = frozenset(",.;:!?)]}…-–")


class PieceKind(StrEnum):
    """What a piece says."""

    LEAD = "lead"
    DATE = "date"
    TIME = "time"
    PART = "part"
    MORE_TIME = "more_time"
    REPEAT = "repeat"
    BOUND = "bound"
    ONCE = "once"
    REMINDER = "reminder"
    MARK = "mark"
    QUOTE = "quote"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `start` to `end`, which are understood as `value`."""

    kind: PieceKind
    value: Any
    start: int
    end: int

    @property
    def is_fragile(self) -> bool:
        """Whether it counts only if nothing of the title follows."""
        return getattr(self.value, "is_fragile", False)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked for: not in `literal` places, and these projects by their names."""

    literal: tuple[Span, ...] = ()
    projects: Projects = field(default_factory=dict)
    has_bounds: bool = False


def pieces_of(reader: Reader, sight: Sight) -> list[Piece]:
    """All pieces, in order. Where something repeats, its beginning and end are pieces as well."""
    pieces = _sound(reader, list(_scan(reader, sight)))
    lead = lead_of(pieces)
    repeats = any(piece.kind is PieceKind.REPEAT for piece in pieces)
    if not repeats and not (lead is not None and lead.repeat is not None):
        return pieces
    return _sound(reader, list(_scan(reader, replace(sight, has_bounds=True))))


def _scan(reader: Reader, sight: Sight) -> Iterator[Piece]:
    place, last = 0, None
    lead: Piece | None = None
    is_fresh = True
    while reader.at(place).kind is not Kind.END:
        piece = None
        if is_fresh:
            piece = _lead(reader, place, lead, last)
        piece = piece or _piece(reader, place, last, sight)
        if piece is None or _is_literal(reader, piece, sight.literal):
            is_fresh = is_fresh and reader.is_symbol(place, ",") and place > 0
            place += 1
            continue
        yield piece
        lead = piece if piece.kind is PieceKind.LEAD else lead
        last, place = piece, piece.end


def _lead(reader: Reader, place: int, lead: Piece | None, last: Piece | None) -> Piece | None:
    """A lead where no title has begun; or what joins the last one to the title."""
    if lead is None and last is not None and last.kind is PieceKind.REMINDER:
        is_joined = place == last.end and reader.is_word(place, reader.words.lead.open_joins)
        return Piece(PieceKind.JOIN, None, place, place + 1) if is_joined else None
    if lead is None:
        found = read_lead(reader, place) if reader.begins(place) else None
        if found is None or not _is_free(reader, found.end):
            return None
        return Piece(PieceKind.LEAD, found.value, place, found.end)
    is_joined = (
        reader.is_word(place, reader.words.lead.open_joins)
        and lead.value.is_open
        and lead is not last
    )
    return Piece(PieceKind.JOIN, None, place, place + 1) if is_joined else None


def _is_free(reader: Reader, end: int) -> bool:
    """Whether the last word before this place is no part of a longer one: create task1."""
    return reader.ends(end) or reader.at(end - 1).kind is Kind.SYMBOL


def _is_literal(reader: Reader, piece: Piece, literal: tuple[Span, ...]) -> bool:
    return any(reader.span(piece.start, piece.end).overlaps(span) for span in literal)


def _piece(reader: Reader, place: int, last: Piece | None, sight: Sight) -> Piece | None:
    if reader.at(place).kind is Kind.QUOTED:
        return Piece(PieceKind.QUOTE, None, place, place + 1)
    token = reader.at(place)
    if token.kind is Kind.WORD and token.text not in reader.words.known:
        return None
    touching = last if last is not None and _touches(reader, last.end, place) else None
    is_list = touching is not None and reader.is_symbol(place, ",&+")
    if not reader.begins(place) and not is_list:
        return None
    for kind, found in _readings(reader, place, touching, sight):
        if found is not None and reader.ends(found.end):
            return Piece(kind, found.value, place, found.end)
    return None


def _touches(reader: Reader, end: int, place: int) -> bool:
    """Whether at most a comma stands between."""
    return end == place or (end + 1 == place and reader.is_symbol(end, ","))


def _readings(
    reader: Reader, place: int, last: Piece | None, sight: Sight
) -> Iterator[tuple[PieceKind, Found[Any] | None]]:
    kind = last.kind if last else None
    yield PieceKind.MARK, read_mark(reader, place, sight.projects)
    yield PieceKind.REMINDER, read_reminders(reader, place)
    if kind is PieceKind.REMINDER:
        yield PieceKind.REMINDER, read_more(reader, place)
    yield PieceKind.REPEAT, read_repeat(reader, place)
    if kind in (PieceKind.REPEAT, PieceKind.TIME) and reader.is_word(
        place, reader.words.repeat.once
    ):
        yield PieceKind.ONCE, Found(None, place + 1)
    if sight.has_bounds:
        yield PieceKind.BOUND, read_bound(reader, place)
    if kind is PieceKind.DATE:
        yield PieceKind.DATE, read_other_date(reader, place)
    if kind is PieceKind.TIME:
        yield PieceKind.TIME, _other_time(reader, place)
    if kind in (PieceKind.DATE, PieceKind.REPEAT):
        yield PieceKind.PART, read_day_part(reader, place)
    if kind in (PieceKind.TIME, PieceKind.MORE_TIME):
        yield PieceKind.MORE_TIME, _more_time(reader, place)
    read = read_date if sight.has_bounds else read_dates
    yield PieceKind.DATE, read(reader, place)
    is_behind_day = kind in (PieceKind.DATE, PieceKind.REPEAT, PieceKind.PART)
    yield PieceKind.TIME, _time(reader, place, bare=is_behind_day)


def _time(reader: Reader, place: int, *, bare: bool) -> Found[Any] | None:
    """A time, with the zone that is said behind it."""
    found = read_time(reader, place, bare=bare)
    if found is None or not isinstance(found.value, At):
        return found
    zone = read_zone(reader, found.end)
    return Found(replace(found.value, zone=zone.value), zone.end) if zone else found


def _other_time(reader: Reader, place: int) -> Found[Any] | None:
    """Or 6pm, behind another time."""
    if not reader.is_word(place, reader.words.date.either):
        return None
    found = read_time(reader, place + 1, bare=True)
    if found is None or not isinstance(found.value, At):
        return None
    return Found(replace(found.value, is_other=True), found.end)


def _more_time(reader: Reader, place: int) -> Found[Any] | None:
    after = place + 1 if reader.is_symbol(place, ",&") else place
    after = reader.skip(after, reader.words.number.joins)
    return read_time(reader, after, bare=True) if after > place else None


def _sound(reader: Reader, pieces: list[Piece]) -> list[Piece]:
    """Without the fragile ones that the title goes on behind."""
    kept: list[Piece] = []
    starts: set[int] = set()
    before = [None, *pieces]
    for previous, piece in zip(before[-2::-1], pieces[::-1], strict=True):
        if _is_not_due(reader, piece, previous):
            continue
        if _is_doubtful(reader, piece, previous) and not _closes(reader, piece, starts):
            continue
        kept.append(piece)
        starts.add(piece.start)
    return kept[::-1]


def _is_not_due(reader: Reader, piece: Piece, previous: Piece | None) -> bool:
    """Whether the word in front, which is title, says that it is not the due day or time."""
    if piece.kind not in (PieceKind.DATE, PieceKind.TIME) or not piece.start:
        return False
    is_taken = previous is not None and previous.end == piece.start
    return not is_taken and reader.is_word(piece.start - 1, reader.words.lead.not_due)


def _is_doubtful(reader: Reader, piece: Piece, previous: Piece | None) -> bool:
    """Whether it counts only if nothing of the title follows: 9 check mail; the 9am train."""
    if piece.kind is not PieceKind.TIME:
        return piece.is_fragile
    if piece.start and reader.word(piece.start - 1) in reader.words.lead.articles:
        return True
    is_behind_day = (
        previous is not None
        and previous.end == piece.start
        and previous.kind in (PieceKind.DATE, PieceKind.REPEAT)
        and reader.is_word(piece.start, reader.words.time.at)
    )
    return piece.is_fragile and not is_behind_day


def _closes(reader: Reader, piece: Piece, starts: set[int]) -> bool:
    before = reader.word(piece.start - 1) if piece.start else ""
    if piece.kind is PieceKind.REPEAT and (
        reader.is_symbol(piece.end, ":") or read_bound(reader, piece.end) is not None
    ):
        return True
    if piece.kind is PieceKind.TIME and reader.is_word(piece.end, reader.words.lead.going_on):
        return True
    if reader.at(piece.start).kind is Kind.NUMERIC and before in reader.words.lead.articles:
        return False
    place = piece.end
    while reader.at(place).kind is Kind.SYMBOL and reader.at(place).text in _TRAILING:
        if place in starts:
            return True
        place += 1
    return place in starts or reader.at(place).kind is Kind.END


def lead_of(pieces: Sequence[Piece]) -> Lead | None:
    """The lead, if the sentence has one."""
    return next((piece.value for piece in pieces if piece.kind is PieceKind.LEAD), None)
