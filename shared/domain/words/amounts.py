"""Numbers and lengths of time."""

from typing import Final

from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Amount
from shared.domain.words.vocabulary import Unit

_MOST_AMOUNTS: Final = 3
_MOST: Final = 9_999
_ONE: Final = ("a", "an", "one")


def read_number(reader: Reader, place: int) -> Found[int] | None:
    """A number in digits or in words: 3, three, a couple of."""
    number = reader.number(place)
    if number is not None:
        return Found(number, place + 1)
    if reader.is_word(place, ("a", "an")) and reader.is_word(place + 1, ("couple", "pair")):
        return Found(2, reader.skip(place + 2, ("of",)))
    if reader.is_word(place, ("a", "an")):
        return Found(1, place + 1)
    word = reader.word(place)
    return Found(reader.words.numbers[word], place + 1) if word in reader.words.numbers else None


def read_ordinal(reader: Reader, place: int) -> Found[int] | None:
    """A place in an order: 3rd, third, twenty-first, last, second to last."""
    token = reader.at(place)
    if token.kind is Kind.ORDINAL:
        return Found(int(token.text[:-2]), place + 1)
    word = reader.word(place)
    if word in ("twenty", "thirty"):
        return _compound(reader, place, reader.words.numbers[word])
    found = reader.words.ordinals.get(word)
    if found is None:
        return None
    for last in (("to", "last"), ("last",)):
        end = reader.phrase(place + 1, *last)
        if end is not None and found > 0:
            return Found(-found, end)
    return Found(found, place + 1)


def _compound(reader: Reader, place: int, tens: int) -> Found[int] | None:
    rest = place + 2 if reader.is_symbol(place + 1, "-") else place + 1
    ones = reader.words.ordinals.get(reader.at(rest).text, 0)
    return Found(tens + ones, rest + 1) if 0 < ones < 10 else None


def read_unit(reader: Reader, place: int) -> Found[tuple[int, Unit]] | None:
    """A unit, and how many of it the word stands for: days, fortnight, business days."""
    if reader.is_word(place, ("business", "working", "work")):
        if reader.is_word(place + 1, ("day", "days")):
            return Found((1, Unit.WORKDAY), place + 2)
        return None
    unit = reader.words.units.get(reader.word(place))
    return Found(unit, place + 1) if unit else None


def read_amount(reader: Reader, place: int) -> Found[Amount] | None:
    """A number and its unit: 30 minutes, 2h, an hour, half an hour, an hour and a half."""
    end = reader.phrase(place, "half", "an", "hour") or reader.phrase(place, "half", "hour")
    if end is not None:
        return Found((30, Unit.MINUTE), end)
    number = read_number(reader, place)
    if number is None or not 0 <= number.value <= _MOST:
        return None
    glued = _glued_unit(reader, number.end)
    unit = glued or read_unit(reader, number.end)
    if unit is None:
        return _decimal(reader, place)
    times, kind = unit.value
    half = reader.phrase(unit.end, "and", "a", "half")
    if half is not None and kind is Unit.HOUR:
        return Found((number.value * 60 + 30, Unit.MINUTE), half)
    return Found((number.value * times, kind), unit.end)


def _glued_unit(reader: Reader, place: int) -> Found[tuple[int, Unit]] | None:
    token = reader.at(place)
    if not token.is_glued or token.kind is not Kind.WORD or reader.number(place - 1) is None:
        return None
    unit = reader.words.short_units.get(token.text) or reader.words.units.get(token.text)
    return Found(unit, place + 1) if unit else None


def _decimal(reader: Reader, place: int) -> Found[Amount] | None:
    """1.5 hours, in minutes."""
    whole, tenth = reader.number(place), reader.number(place + 2)
    if whole is None or tenth is None or not reader.is_symbol(place + 1, ".,"):
        return None
    if not (reader.is_glued(place + 1) and reader.is_glued(place + 2)) or tenth > 9:
        return None
    unit = _glued_unit(reader, place + 3) or read_unit(reader, place + 3)
    if unit is None or unit.value != (1, Unit.HOUR):
        return None
    return Found((whole * 60 + tenth * 6, Unit.MINUTE), unit.end)


def read_amounts(reader: Reader, place: int) -> Found[tuple[Amount, ...]] | None:
    """Amounts that add up: 1 hour and 30 minutes, 1h30m."""
    first = read_amount(reader, place)
    if first is None:
        return None
    amounts, end = [first.value], first.end
    while len(amounts) < _MOST_AMOUNTS:
        after = end
        if reader.is_symbol(after, ","):
            after += 1
        after = reader.skip(after, ("and",))
        found = read_amount(reader, after)
        if found is None or _size(found.value[1]) >= _size(amounts[-1][1]):
            break
        amounts.append(found.value)
        end = found.end
    return Found(tuple(amounts), end)


def _size(unit: Unit) -> int:
    order = list(Unit)
    return order.index(unit)
