"""What words mean, as data: the grammar knows their kinds, a language their spelling.

All words are in lower case. A phrase is its words in a row. Order counts where one phrase begins
with another: the longer one comes first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Literal

MonthDay = tuple[int, int]
Words = frozenset[str]
Phrases = tuple[tuple[str, ...], ...]
Period = Literal["week", "weekend", "month", "quarter", "year"]
Edge = Literal["start", "middle", "end"]


class Unit(StrEnum):
    """What an amount counts."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Numbers, and what stands around them."""

    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    """Negative ones count from the end."""
    tens: Words
    """Cardinals that an ordinal can follow: twenty-first."""
    one: Words
    """Articles that count as one: an hour."""
    pairs: Phrases
    """Two of something: a couple of."""
    few: Phrases
    """Three of something, or thereabouts."""
    from_end: Phrases
    """Behind an ordinal, it counts from the end: second to last."""
    half_hours: Phrases
    and_half: Phrases
    joins: Words
    """Between amounts."""
    list_joins: Words
    """Between items of a list."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """What makes a day of names and numbers."""

    articles: Words
    on: Words
    """Prepositions of the day itself."""
    due: Words
    before: Words
    """The day before is meant."""
    purpose: Words
    """They may lead to a day, or to what the title is about: for."""
    by_phrases: Phrases
    named: Mapping[tuple[str, ...], int]
    """Phrases for days, as days from today."""
    within: Words
    """In front of an amount from now on: in."""
    from_now: Phrases
    after: Words
    """Behind an amount, which is added to the day that follows."""
    now: Words
    edges: Mapping[str, Edge]
    edge_joined: Words
    """Edges that a hyphen may join to the month: mid-january."""
    at: Words
    short_edges: Mapping[str, tuple[Period, Edge]]
    of: Words
    within_month: Words
    """Between a weekday and its month: the first monday of, in."""
    next: Words
    this: Words
    periods: Mapping[str, Period]
    weekends: Words
    day: Words
    end_of_day: Words
    week: Words
    """Behind a weekday, a week later: thursday week."""
    quarters: Words
    """Right in front of the number of a quarter."""
    either: Words
    """Between two days one of which is meant."""
    next_week: Phrases
    the_weekend: Phrases
    risky_after_numbers: Words
    """Months that mean other things as well behind a number: 5 may."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What makes a time of day of numbers and names."""

    before: Words
    """Prepositions of times."""
    at: Words
    """Prepositions that make a time of an hour alone."""
    exact: Words
    """Prepositions that make a time of the name of a part of the day."""
    about: Words
    purpose: Words
    """They may lead to a time, or to what the title is about: for."""
    since: Words
    """What follows is the beginning of a span of time: from."""
    between: Words
    """What follows are the two ends of a span of time, joined like the items of a list."""
    until: Words
    """Between the two ends of a span of time."""
    part_leads: Phrases
    """In front of a part of the day: in the."""
    meridiem_leads: Phrases
    """Between an hour and the part of the day it is in: 5 in the afternoon."""
    half: Words
    quarter: Words
    minutes: Words
    past: Words
    to: Words
    o_clock: Words
    hours: Words
    """Behind four digits: 1730 hours."""
    hour_sign: str
    """Right behind an hour: 17h."""
    early_parts: Words
    """Parts of the day whose hours are those before noon."""
    early_letter: str
    late_letter: str
    meridiem_letter: str
    zone: Words
    """Behind a city: Berlin time."""


@dataclass(frozen=True, slots=True)
class RepeatWords:
    """What says that something comes back."""

    each: Words
    single: Words
    other: Words
    through: Words
    on: Words
    of: Words
    of_each: Words
    """Behind `of`, in front of a month or a unit: of every month."""
    days: Words
    weekday: Words
    """Behind an ordinal it is a working day."""
    plural_groups: Words
    """Groups of days that say by themselves that they come back."""
    once: Words
    often: Mapping[str, int]
    """How many times: twice."""
    per: Words
    two: Words
    """In front of an adverb, with a hyphen: bi-weekly."""
    completion: Phrases
    without: Words
    """Behind it stand weekdays on which it does not come: except."""
    holidays: Phrases
    starts: Words
    start_joins: Words
    ends: Words
    ends_with: Words
    """Those behind which a month counts to its end: through."""
    end_joins: Words
    during: Words
    during_joins: Words
    times: Words
    times_sign: str
    """Right behind a number: 3x."""


@dataclass(frozen=True, slots=True)
class ReminderWords:
    """What asks for a reminder."""

    joins: Words
    """In front of it, where it comes behind something else."""
    please: Words
    verbs: Words
    persons: Words
    again: Words
    set: Words
    nouns: Words
    at: Words
    before: Phrases
    after: Words
    previous: Words
    its_due: Phrases
    at_due: Phrases


@dataclass(frozen=True, slots=True)
class LeadWords:
    """How a request begins."""

    hello: Words
    please: Words
    makes: Words
    makes_alone: Words
    """Verbs whose task needs no sign that joins it to the title."""
    make_objects: Words
    new: Words
    recurring: Words
    things: Words
    reminder: Words
    to_do: Phrases
    joins: Phrases
    """Between the lead and the title."""
    asks: Phrases
    remind_me: Phrases
    remind_joins: Phrases
    reminder_to: Words
    tells: Phrases
    open_joins: Words
    """What joins an open lead to its title, behind what stands between them."""
    articles: Words
    """In front of a number in the title: the 9/11 report."""
    not_due: Words
    """In front of a day or a time that is not the due one: after friday, move it to 5pm."""
    going_on: Words
    """Words that may follow a time without making it a part of the title."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language. Weekdays count from Monday, 0; months from 1."""

    weekdays: Mapping[str, int]
    plural_weekdays: Mapping[str, int]
    day_groups: Mapping[str, tuple[int, ...]]
    months: Mapping[str, int]
    risky: Words
    """Names of days and months that mean other things as well."""
    names_before_days: Words
    """With these a weekday is part of a name: Black Friday."""
    names_before_verses: Words
    """Books whose chapters and verses are written like times: John 3:16."""
    units: Mapping[str, tuple[int, Unit]]
    unit_phrases: Mapping[tuple[str, ...], tuple[int, Unit]]
    names: Phrases
    """Names that hold days or times and mean none: Saturday Night Live."""
    short_units: Mapping[str, tuple[int, Unit]]
    """Only right behind a number: 30m."""
    days: Mapping[str, int]
    """Named days, as days from today."""
    feasts: Mapping[tuple[str, ...], MonthDay]
    times: Mapping[str, tuple[int, int]]
    """Named times of day that stand for themselves."""
    day_parts: Mapping[str, tuple[int, int]]
    """Parts of a day, which need a day in front or an article."""
    late_parts: Words
    """The parts whose hours are counted after noon."""
    adverbs: Mapping[str, tuple[int, Unit]]
    meridiems: Mapping[str, bool]
    """Whether it is after noon."""
    number: NumberWords
    date: DateWords
    time: TimeWords
    repeat: RepeatWords
    remind: ReminderWords
    lead: LeadWords
    known: Words = field(init=False)
    """All words there are here: no other word begins a piece."""

    def __post_init__(self) -> None:
        groups = [getattr(self, each.name) for each in fields(self) if each.init]
        object.__setattr__(self, "known", frozenset(_words_in(groups)))


def _words_in(value: object) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _words_in([getattr(value, each.name) for each in fields(value)])
    elif isinstance(value, Iterable):
        for each in value:
            yield from _words_in(each)
