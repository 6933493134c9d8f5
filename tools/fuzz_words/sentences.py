"""Sentences from the grammar, from the corpus, mutated, and from no language at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from shared.domain.words.draft import Context
from shared.domain.words.english import ENGLISH
from shared.domain.words.english_requests import REQUESTS
from shared.domain.words.request_words import Item
from shared.domain.words.understand import MOST_CHARACTERS
from tests.nl.cases import load_all

_ZONES: Final = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "UTC",
)
_PROJECTS: Final = ("Work", "Side Hustle", "Home", "C#", "März", "and", "a")
_FIRST: Final = datetime(2024, 1, 1, tzinfo=UTC)
_HOURS: Final = 6 * 366 * 24
_ODD: Final = (
    "\x00", "\ud800", "\u202e", "\u200d", "\ufeff", "\u0301", "٣", "²", "İ", "ß", "ǅ", "\u2028",
    "\U0001d7da", "👩\u200d🚀", "“", "”", "’", "\u00a0", "―", "\t", "\n", '"', "#", "@",
    "!", "p", ":", ";", "(", ")", "-", "/", ".", ",", "'", "<", "&", "|", "=", "\\", "1",
    "0", "-1", "99999999999", "٪",
)  # fmt: skip


def _rows(text: str) -> tuple[str, ...]:
    """What stands between the semicolons."""
    return tuple(text.split("; "))


_TITLES: Final = _rows(
    "pay rent; call mum; write the report; buy 5 eggs; review C# code; John 3:16; read "
    'chapter 3; the "final" cut; x; mail a@b.com; see example.com/#top;'
)
_ROWS: Final = _rows(
    "{title} {date}; {title} {date} {time}; {lead} {title} {date} {time}; {title} {repeat}; "
    "{title} {repeat} {time} {bound}; {repeat} {title}; {date}: {title} {mark}; {title} "
    "{repeat} {bound} {reminder}; {title} {time} {reminder} and {amount} before; {lead} "
    "{date} {time} to {title}; {title} {mark} {mark} {date}; {date} {date} {time} {time}; "
    "{title} {repeat} {repeat}; {title} from {date} to {date}; {title} {date} or {date}; "
    "{repeat} except {day}; {title} {bound} {bound}; {reminder}; {request}; {request}, "
    "{request}"
)
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "title": _TITLES,
    "day": (*ENGLISH.weekdays, *ENGLISH.days, *ENGLISH.plural_weekdays),
    "month": tuple(ENGLISH.months),
    "unit": tuple(ENGLISH.units),
    "n": _rows("1; 2; 3; 0; 31; 5; 30; 12; 29; 9999; a; two; a couple of"),
    "nth": _rows("1st; 2nd; 31st; 29th; first; last; second to last; twenty-first; 0th"),
    "amount": _rows("{n} {unit}; {n}{short}; half an hour; 1.5 hours; {n} {unit} and {n} {unit}"),
    "short": tuple(ENGLISH.short_units),
    "preposition": _rows("on; by; due; before; for; in; at; from; until; after; next"),
    "date": _rows(
        "{day}; {preposition} {day}; next {day}; this {day}; in {amount}; {n} {month}; "
        "{month} {n}; {nth} of {month}; the {nth}; 2026-11-27; 2026-02-30; 30/02; 27.11.; "
        "5/12/2027; {preposition} {date}; end of {month}; the end of next month; eow; "
        "{amount} from {day}; {nth} {day} of {month}; next week; {day} in 2 weeks; 29 "
        "february; the day after tomorrow; yesterday; {amount} ago; in q{n}; new year's eve"
    ),
    "time": _rows(
        "at {n}; {n}pm; at {n}:30; 17:30; 25:00; noon; half past {n}; at midnight; {n} "
        "o'clock; from {n} to {n} pm; in the evening; at 9 and 18; 9am Berlin time; 12:00 "
        "UTC; 2:30am; tonight; 09.15; 1730 hours"
    ),
    "repeat": _rows(
        "every {day}; every {n} {unit}; every! {n} {unit}; every other {day}; daily; weekly; "
        "every {nth}; every {nth} {day}; every {n} {month}; every {day} and {day}; "
        "{day}-{day}; every month on the {nth}; every year on {date}; {amount} after "
        "completion; once a {unit}; twice a {unit}; {n} times a {unit}; every morning; every "
        "{unit} after completion"
    ),
    "bound": _rows(
        "until {date}; for {amount}; {n} times; starting {date}; until {month}; from {date}; "
        "starting {time}; until {date} {time}"
    ),
    "reminder": _rows(
        "remind me {amount} before; !{n}{short}; !9am; remind me {date}; remind me {time}; "
        "remind me {amount} before and {amount} before; remind me the day before at {n}"
    ),
    "mark": _rows('p1; !2; #Work; @home; #"Side Hustle"; #Side Hustle; p9; @; @"a b"; #12'),
    "lead": _rows("remind me to; create a task:; todo:; please; create a weekly task to; add"),
}
_SLOTS: Final = {
    "when": "{date} {time}",
    "old": "{date}",
    "by": "{amount}",
    "day": "{date}",
    "repeat": "{repeat}",
    "remind": "{amount} before",
    "priority": "p1",
    "labels": "home and @shop",
    "marks": "@home #Work",
    "project": "#Work",
    "whose": "today's",
    "hour": "{n}",
    "part": "evening",
    "filter": "overdue tasks {date}",
    "tasks": "all {mark} tasks {date}",
    "pointed": "it",
    "quoted": '"{title}"',
    "any": "{title}",
}
_MOST_DEEP: Final = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, who said it, and in which way it was made."""

    text: str
    context: Context
    way: str


def corpus() -> tuple[str, ...]:
    """All sentences of tests/nl."""
    return tuple(case.text for cases in load_all().values() for case in cases)


def said(random: Random, sentences: Sequence[str]) -> Said:
    """A sentence; the same one for the same state of `random`."""
    way = random.choice(("grammar", "grammar", "request", "mutated", "mutated", "words", "unicode"))
    makers = {
        "grammar": lambda: _filled(random, random.choice(_ROWS), 0),
        "request": lambda: _request(random),
        "mutated": lambda: mutated(random, random.choice(sentences), sentences),
        "words": lambda: _words(random),
        "unicode": lambda: _unicode(random),
    }
    text = makers[way]()
    if random.random() < 0.02:  # noqa: PLR2004 - one in fifty is long
        text, way = _long(random, text), f"long {way}"
    return Said(text[:MOST_CHARACTERS], _context(random), way)


def _context(random: Random) -> Context:
    now = _FIRST + timedelta(hours=random.randrange(_HOURS), minutes=random.choice((0, 30, 59)))
    is_late = random.random() < 0.5  # noqa: PLR2004 - half of them
    return Context(
        now,
        random.choice(_ZONES),
        "12h" if is_late else "24h",
        random.choice(("MO", "SU", "SA")),
        random.choice((True, False)),
        random.choice(((), _PROJECTS)),
    )


def _filled(random: Random, row: str, depth: int) -> str:
    """The row with all its slots filled."""
    if depth > _MOST_DEEP:
        return ""
    pieces = row.split("{")
    text = pieces[0]
    for piece in pieces[1:]:
        name, _, after = piece.partition("}")
        filling = _request(random) if name == "request" else random.choice(_PARTS[name])
        text += (_filled(random, filling, depth + 1) if "{" in filling else filling) + after
    return text


def _request(random: Random) -> str:
    rule = random.choice((*REQUESTS.first, *REQUESTS.others))
    return " ".join(filter(None, (_item(random, item) for item in rule.items)))


def _item(random: Random, item: Item) -> str:
    if item.is_optional and random.choice((True, False)):
        return ""
    if item.words:
        return random.choice(sorted(item.words))
    plain = random.choice(("{title}", "the second one", "it", "{title} {date}", "{n}", '"{title}"'))
    return _filled(random, _SLOTS.get(item.slot, plain), 0)


def mutated(random: Random, text: str, sentences: Sequence[str]) -> str:
    """A sentence with a few slips of the hand."""
    for _ in range(random.randint(1, 3)):
        text = _slip(random, text, sentences)
    return text


def _slip(random: Random, text: str, sentences: Sequence[str]) -> str:
    place = random.randint(0, len(text))
    other = random.randint(0, len(text))
    first, last = min(place, other), max(place, other)
    words = text.split(" ")
    random.shuffle(words)
    return random.choice(
        (
            text[:place] + random.choice(_ODD) + text[place:],
            text[:place] + text[place + 1 :],
            text[:first] + text[last:],
            text[:first] + text[first:last] * 2 + text[last:],
            text.replace(" ", random.choice(("", "  ", "\n", ", ", " and ", '"')), 1),
            text.upper(),
            text.swapcase(),
            " ".join(words),
            f"{text} {random.choice(sentences)}",
            f"{random.choice(sentences)}, {text}",
            f'{text[:first]}"{text[first:last]}"{text[last:]}',
            text[::-1],
        )
    )


def _words(random: Random) -> str:
    known = sorted(ENGLISH.known)
    glue = random.choice((" ", " ", " ", ", ", "-", ""))
    return glue.join(random.choice(known) for _ in range(random.randint(1, 12)))


def _unicode(random: Random) -> str:
    letters = (
        random.choice(_ODD) if random.choice((True, False)) else chr(random.randrange(0x110000))
        for _ in range(random.randint(0, 40))
    )
    return "".join(letters)


def _long(random: Random, text: str) -> str:
    unit = f"{text}{random.choice(('', ' ', ', ', ' and '))}" or "x"
    return unit * (random.randint(1_000, MOST_CHARACTERS) // len(unit) + 1)
