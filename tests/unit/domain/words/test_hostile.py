"""Any text has a draft, at a cost that grows with its length and no faster.

Cost is counted in tokens that are looked at; never timed.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.words.draft import Context
from shared.domain.words.english import ENGLISH
from shared.domain.words.pieces import Sight, pieces_of
from shared.domain.words.reader import Reader
from shared.domain.words.tokens import tokens_of
from shared.domain.words.understand import MOST_CHARACTERS, MOST_SIGNS, understand
from tests.nl.soundness import flaws

CONTEXT = Context(datetime(2026, 11, 25, 9, tzinfo=UTC), "Europe/Berlin")
PATTERNS = [
    "every ", "1 day and ", "(", "monday ", "at 5 ", "#", "#a ", "@b ", '"', "“", "!1d ", "!",
    "remind me 1 day before ", "1 day after ", "the 1st and ", "every monday and ", "tomorrow, ",
    "until ", "for 3 weeks ", "every 2 days until ", "5:00, ", "at 5 and 6 and ", "p1 ", "30/02 ",
    "in 1 hour ", "last ", "second to last ", "a", "1", "1.", "12:", "-", "\x00", "\ud800",
    "please ", "create a task to ", "1st ", "next ", "half past ", "day before yesterday ",
    "new year's ", "Berlin time ", "5pm new york time ", "every! ", "once ", "bi-", "²", "٣ ",
    "2026-11-27 ", "2026-11-27T10:00 ", "27.11. ", "mon-", "mon-fri ", "every jan 1 and ", ",",
]  # fmt: skip


LONG = PATTERNS[::5]
MOST_LOOKS = 400


class Counted(list):
    """A list that knows how often something in it was looked at."""

    looked = 0

    def __getitem__(self, place):
        self.looked += 1
        return super().__getitem__(place)


def looks(text: str) -> int:
    reader = Reader(Counted(tokens_of(text)), ENGLISH)
    object.__setattr__(reader, "own", Counted(reader.own))
    pieces_of(reader, Sight())
    return reader.tokens.looked + reader.own.looked


@pytest.mark.parametrize("pattern", LONG)
def test_long_text_has_a_draft(pattern):
    text = (pattern * MOST_CHARACTERS)[:MOST_CHARACTERS]

    draft = understand(text, CONTEXT)

    assert len(draft.choices) <= MOST_SIGNS
    assert len(draft.problems) <= MOST_SIGNS


@pytest.mark.parametrize("pattern", PATTERNS)
def test_cost_grows_with_the_length(pattern):
    once, twice = looks(pattern * 50), looks(pattern * 100)

    assert once > 0
    assert twice <= 2.2 * once + 500


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_token_is_looked_at_so_many_times_at_most(pattern):
    text = pattern * 60

    assert looks(text) <= MOST_LOOKS * len(tokens_of(text))


WORDS = sorted(
    {*ENGLISH.weekdays, *ENGLISH.months, *ENGLISH.units, *ENGLISH.days, *ENGLISH.times}
    | {*ENGLISH.repeat.each, *ENGLISH.date.on, *ENGLISH.time.before, *ENGLISH.repeat.ends}
    | {*ENGLISH.day_parts, *ENGLISH.adverbs, *ENGLISH.number.ordinals, *ENGLISH.repeat.starts}
    | {"remind", "me", "the", "of", "and", "other", "last", "first", "day", "before", "after"}
    | {"1st", "31st", "5", "9999", "25:00", "17:30", "30/02", "31 april", "2026-02-30", "5pm"}
    | {"!1d", "!30m", "p1", "#A", "@b", "until", "for", "times", "weeks", "completion", "0"}
)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.booleans())
def test_any_order_of_words_has_a_draft(words, is_12h):
    context = Context(
        CONTEXT.now, "America/New_York", "12h" if is_12h else "24h", "SU", day_first=not is_12h
    )

    assert flaws(" ".join(words), context) == []


@settings(max_examples=150)
@given(st.text(st.characters(codec=None), max_size=120))
def test_any_characters_have_a_draft(text):
    assert flaws(text, CONTEXT) == []


def test_a_due_time_in_the_past_is_told_whatever_else_is_wrong():
    draft = understand("yesterday " + "or0/0 yesterday " * 30, CONTEXT)

    assert len(draft.problems) == MOST_SIGNS
    assert draft.problems[0].code == "in_past"
