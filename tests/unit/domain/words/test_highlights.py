"""Highlighted = removed = used, over generated sentences."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shared.domain.words.draft import Context, Draft
from shared.domain.words.understand import understand
from tests.nl.soundness import flaws_of_draft, flaws_of_literal

CONTEXT = Context(datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "Europe/Berlin", projects=("Home",))
CONTEXTS = [
    CONTEXT,
    replace(CONTEXT, now=datetime(2026, 11, 30, 1, tzinfo=UTC)),
    replace(CONTEXT, now=datetime(2027, 2, 11, 22, tzinfo=UTC)),
]

TITLES = st.sampled_from(
    ["Pay rent", "Call mum about the car", "Write report", "Buy 5 eggs", "Review C# code", "x"]
)
DATES = st.sampled_from(
    ["tomorrow", "on friday", "by 27 November", "in 3 days", "next tuesday", "on 2026-12-24",
     "before monday", "at the end of the month", "on 5/12"]
)  # fmt: skip
# Not 9am: what starts on a day without a time starts then, so that it would add nothing.
TIMES = st.sampled_from(["at 5pm", "at 17:30", "at noon", "at 5", "in the evening", "8am"])
REPEATS = st.sampled_from(
    ["every day", "every other friday", "every 2nd tuesday", "every! 3 days", "on weekdays",
     "every month on the 31st", "every 2 hours", "every 29 february",
     "every last day of the month"]
)  # fmt: skip
BOUNDS = st.sampled_from(["until 1 June 2027", "for 3 weeks", "5 times", "starting 1 December"])
REMINDERS = st.sampled_from(["remind me 1 day before", "!30m", "remind me an hour before"])
MARKS = st.sampled_from(["p1", "#Home", "#Other", "@phone", "!2"])
LEADS = st.sampled_from(["remind me to", "create a task to", "todo:", "please"])


@st.composite
def sentences(draw) -> str:
    tail = [draw(TITLES)]
    when = draw(st.sampled_from(["date", "repeat", "none"]))
    if when == "date":
        tail.append(draw(DATES))
    if when == "repeat":
        tail.append(draw(REPEATS))
    if draw(st.booleans()):
        tail.append(draw(TIMES))
    if when == "repeat" and draw(st.booleans()):
        tail.append(draw(BOUNDS))
    tail += draw(st.lists(st.one_of(REMINDERS, MARKS), max_size=2, unique=True))
    if draw(st.booleans()):
        tail.insert(0, draw(LEADS))
    return draw(st.sampled_from([" ", "  ", ", "])).join(tail)


def meaning(draft: Draft) -> tuple[object, ...]:
    return (
        draft.due, draft.recurrence, draft.reminders, draft.priority, draft.labels, draft.project,
        draft.zone,
    )  # fmt: skip


@settings(max_examples=150)
@given(sentences())
def test_sentence_is_read_soundly(text):
    draft = understand(text, CONTEXT)

    assert list(flaws_of_draft(text, CONTEXT, draft)) == []


@settings(max_examples=80)
@given(sentences(), st.integers(min_value=0, max_value=6))
def test_highlight_taken_back_is_title_and_means_nothing(text, index):
    draft = understand(text, CONTEXT)
    assume(draft.highlights)
    highlight = draft.highlights[index % len(draft.highlights)]
    assume(highlight.name != "lead")

    others = [replace(context, literal=(highlight.span,)) for context in CONTEXTS]
    assert list(flaws_of_literal(text, CONTEXTS[0], highlight)) == []
    # On some days tomorrow at 5 is what 5 alone would be.
    assert any(
        meaning(understand(text, other)) != meaning(understand(text, context))
        for other, context in zip(others, CONTEXTS, strict=True)
    )
