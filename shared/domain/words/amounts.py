"""Numbers and lengths of time."""

from typing import Final

from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Amount
from shared.domain.words.vocabulary import Unit

_MOST_AMOUNTS: Final = 3
_MOST: Final = 9_999
_TENS: Final = 10
_FEW: Final = 3
_LAST_DIGIT: Final = 9
_HOUR_MINUTES: Final = 60


def read_number(reader: Reader, place: int) -> Found[int] | None:
    """A number in digits or in words: 3, three, a couple of."""
    number = reader.number(place)
    if number is not None:
        return Found(number, place + 1)
    pair = reader.phrases(place, reader.words.number.pairs)
    if pair is not None:
        return Found(2, pair)
    few = reader.phrases(place, reader.words.number.few)
    if few is not None:
        return Found(_FEW, few)
    if reader.is_word(place, reader.words.number.one):
        return Found(1, place + 1)
    number = reader.words.number.cardinals.get(reader.word(place))
    return None if number is None else Found(number, place + 1)


def read_ordinal(reader: Reader, place: int) -> Found[int] | None:
    """A place in an order: 3rd, third, twenty-first, last, second to last."""
    token = reader.at(place)
    if token.kind is Kind.ORDINAL:
        return Found(int(token.text[:-2]), place + 1)
    word = reader.word(place)
    if word in reader.words.number.tens:
        return _compound(reader, place, reader.words.number.cardinals[word])
    found = reader.words.number.ordinals.get(word)
    if found is None:
        return None
    end = reader.phrases(place + 1, reader.words.number.from_end)
    if end is not None and found > 0:
        return Found(-found, end)
    return Found(found, place + 1)


def _compound(reader: Reader, place: int, tens: int) -> Found[int] | None:
    rest = place + 2 if reader.is_symbol(place + 1, "-") else place + 1
    ones = reader.words.number.ordinals.get(reader.at(rest).text, 0)
    return Found(tens + ones, rest + 1) if 0 < ones < _TENS else None


def read_unit(reader: Reader, place: int) -> Found[tuple[int, Unit]] | None:
    """A unit, and how many of it the word stands for: days, fortnight, business days."""
    pair = (reader.word(place), reader.word(place + 1))
    phrase = reader.words.unit_phrases.get(pair)
    if phrase is not None:
        return Found(phrase, place + len(pair))
    unit = reader.words.units.get(reader.word(place))
    return Found(unit, place + 1) if unit else None


def read_amount(reader: Reader, place: int) -> Found[Amount] | None:
    """A number and its unit: 30 minutes, 2h, an hour, half an hour, an hour and a half."""
    end = reader.phrases(place, reader.words.number.half_hours)
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
    minutes = _glued_minutes(reader, unit.end) if glued and kind is Unit.HOUR else None
    if minutes is not None:
        return Found((number.value * _HOUR_MINUTES + minutes, Unit.MINUTE), unit.end + 1)
    half = reader.phrases(unit.end, reader.words.number.and_half)
    if half is not None and kind is Unit.HOUR:
        return Found((number.value * _HOUR_MINUTES + 30, Unit.MINUTE), half)
    return Found((number.value * times, kind), unit.end)


def _glued_unit(reader: Reader, place: int) -> Found[tuple[int, Unit]] | None:
    token = reader.at(place)
    if not token.is_glued or token.kind is not Kind.WORD or reader.number(place - 1) is None:
        return None
    unit = reader.words.short_units.get(token.text) or reader.words.units.get(token.text)
    return Found(unit, place + 1) if unit else None


def _glued_minutes(reader: Reader, place: int) -> int | None:
    """The minutes of 1h30."""
    number = reader.number(place)
    is_whole = reader.is_glued(place) and len(reader.at(place).text) == len("30")
    if number is None or not is_whole or number >= _HOUR_MINUTES:
        return None
    return number if reader.ends(place + 1) else None


def _decimal(reader: Reader, place: int) -> Found[Amount] | None:
    """1.5 hours, in minutes."""
    whole, tenth = reader.number(place), reader.number(place + 2)
    if whole is None or tenth is None or not reader.is_symbol(place + 1, ".,"):
        return None
    if not (reader.is_glued(place + 1) and reader.is_glued(place + 2)) or tenth > _LAST_DIGIT:
        return None
    unit = _glued_unit(reader, place + 3) or read_unit(reader, place + 3)
    if unit is None or unit.value != (1, Unit.HOUR):
        return None
    return Found((whole * _HOUR_MINUTES + tenth * 6, Unit.MINUTE), unit.end)


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
        after = reader.skip(after, reader.words.number.joins)
        found = read_amount(reader, after)
        if found is None or _size(found.value[1]) >= _size(amounts[-1][1]):
            break
        amounts.append(found.value)
        end = found.end
    return Found(tuple(amounts), end)


def _size(unit: Unit) -> int:
    order = list(Unit)
    return order.index(unit)
