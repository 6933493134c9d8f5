"""What holds of each sentence, however odd: checked by property tests and by tools/fuzz_words.

A flaw is `name: what was found`; the same flaw has the same name in every sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import pairwise
from typing import get_args

from shared.core.errors import InvalidInput
from shared.domain.filters import FilterInvalid, parse_filter
from shared.domain.recurrence import Series, next_slots, normalise_pattern
from shared.domain.reminders import parse_offset
from shared.domain.tasks import check_labels
from shared.domain.words.draft import Context, Draft, Highlight
from shared.domain.words.requests import Intent, Request, read_request
from shared.domain.words.today import Today
from shared.domain.words.tokens import Span
from shared.domain.words.understand import MOST_SIGNS, understand

PAST = "in_past"
"""The problem that says so."""
_WORD = re.compile(r"\w+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DUE_INTENTS = frozenset({"postpone", "move", "snooze"})


def words(text: str) -> list[str]:
    """Its words and numbers, in order."""
    return _WORD.findall(text)


def rest(text: str, draft: Draft) -> str:
    """What no highlight covers."""
    kept, start = [], 0
    for highlight in draft.highlights:
        kept.append(text[start : highlight.span.start])
        start = highlight.span.end
    return " ".join([*kept, text[start:]])


def flaws_of_draft(text: str, context: Context, draft: Draft) -> Iterator[str]:
    """What is wrong with the draft of a sentence; nothing if it is sound."""
    yield from flaws_of_places(text, draft)
    yield from _flaws_of_title(text, draft)
    yield from flaws_of_rule(context, draft)
    yield from _flaws_of_due(context, draft)
    yield from _flaws_of_the_rest(draft)


def flaws_of_places(text: str, draft: Draft) -> Iterator[str]:
    """Highlights lie in the text, in order, apart, on more than spaces; signs lie in the text."""
    found = [each.span for each in draft.highlights]
    if any(left.end > right.start for left, right in pairwise(found)):
        yield f"overlap: {found}"
    if any(not _is_inside(span, text) or not text[span.start : span.end].strip() for span in found):
        yield f"place: {found}"
    signs = [each.span for each in (*draft.choices, *draft.problems)]
    if any(not _is_inside(span, text) for span in signs):
        yield f"sign outside: {signs}"


def _is_inside(span: Span, text: str) -> bool:
    return 0 <= span.start <= span.end <= len(text)


def _flaws_of_title(text: str, draft: Draft) -> Iterator[str]:
    if words(draft.title) != words(rest(text, draft)):
        yield f"title: {draft.title!r} instead of {rest(text, draft)!r}"
    if draft.title != draft.title.strip() or _CONTROL.search(draft.title):
        yield f"title written: {draft.title!r}"
    if not draft.title and all(problem.code != "empty" for problem in draft.problems):
        yield "empty title: no problem says so"


def flaws_of_rule(context: Context, draft: Draft) -> Iterator[str]:
    """The rule is as the domain keeps it, and the due time is its first slot."""
    if draft.recurrence is None:
        return
    rule, anchor, due = draft.recurrence.rrule, draft.recurrence.anchor, draft.due
    if due is None:
        yield f"rule without a due time: {rule}"
        return
    try:
        kept = normalise_pattern(rule, due, anchor=anchor)
        series = Series(rule, due, draft.zone or context.zone, anchor=anchor)
        first, later = next_slots(series, None, 1), next_slots(series, due, 1)
    except InvalidInput as error:
        yield f"rule refused: {rule}: {error}"
        return
    if kept != rule:
        yield f"rule kept otherwise: {rule}, {kept}"
    if first != [due]:
        yield f"due is not the first slot: {due}, {first}"
    if any(each <= due for each in later):
        yield f"slots go back: {due}, {later}"


def _flaws_of_due(context: Context, draft: Draft) -> Iterator[str]:
    is_told = any(problem.code == PAST for problem in draft.problems)
    if draft.due is not None and is_past(context, draft) != is_told:
        yield f"past: due {draft.due} and {'a' if is_told else 'no'} problem {PAST}"


def is_past(context: Context, draft: Draft) -> bool:
    """Whether it is due before it was said, by the clock of the zone that is said."""
    if draft.due is None:
        return False
    now = Today(context.now, draft.zone or context.zone).local
    if isinstance(draft.due, datetime):
        return draft.due < now.replace(second=0, microsecond=0)
    return datetime.combine(draft.due, time.max) < now


def _flaws_of_the_rest(draft: Draft) -> Iterator[str]:
    if len(draft.choices) > MOST_SIGNS or len(draft.problems) > MOST_SIGNS:
        yield f"signs: {len(draft.choices)} choices, {len(draft.problems)} problems"
    if draft.priority not in (None, 1, 2, 3, 4):
        yield f"priority: {draft.priority}"
    try:
        check_labels(draft.labels)
        for each in draft.reminders:
            parse_offset(each.offset or "PT0S")
    except InvalidInput as error:
        yield f"refused: {error}"
    if any(choice.due == draft.due and choice.rrule is None for choice in draft.choices):
        yield "choice: the same as the due time"


def flaws_of_literal(text: str, context: Context, highlight: Highlight) -> Iterator[str]:
    """A highlight that is taken back is title."""
    span = highlight.span
    title = words(understand(text, replace(context, literal=(span,))).title)
    said = words(text[span.start : span.end])
    places = range(len(title) - len(said) + 1)
    if not any(title[place : place + len(said)] == said for place in places):
        yield f"taken back: {said} is not in {title}"


def flaws_of_request(context: Context, request: Request) -> Iterator[str]:
    """What is wrong with a request; nothing if somebody can carry it out."""
    if request.intent not in get_args(Intent):
        yield f"intent: {request.intent}"
    try:
        if request.filter is not None:
            parse_filter(request.filter)
    except FilterInvalid as error:
        yield f"filter: {request.filter}: {error}"
    yield from _flaws_of_phrases(context, request)
    is_named = request.query or request.choice or request.is_last or request.filter
    if request.intent in ("delete", "complete", "reopen", "skip") and not is_named:
        yield f"nothing named: {request.intent}"
    is_shown = request.is_last or request.intent == "choose"
    if request.is_all and request.filter is None and not is_shown:
        yield f"all of nothing: {request.intent}"
    if request.intent == "add" and request.text is None:
        yield "add without a text"


def _flaws_of_phrases(context: Context, request: Request) -> Iterator[str]:
    if request.when is not None and request.intent in _DUE_INTENTS:
        draft = understand(request.when, context)
        if draft.due is None or draft.title:
            yield f"when: {request.when!r} is not read as a due time"
    if request.set_repeat is not None:
        draft = understand(request.set_repeat, context)
        if draft.recurrence is None or draft.title:
            yield f"repeat: {request.set_repeat!r} is not read as a repetition"
    if request.set_remind is not None:
        draft = understand(f"x remind me {request.set_remind}", context)
        refused = any(problem.code == "reminder_refused" for problem in draft.problems)
        if not draft.reminders and not refused:
            yield f"remind: {request.set_remind!r} is not read as a reminder"


def flaws(text: str, context: Context) -> list[str]:
    """All that is wrong with how a sentence is read, as a task and as a request."""
    try:
        draft = understand(text, context)
        found = [*flaws_of_draft(text, context, draft)]
        for highlight in draft.highlights[:3]:
            found += flaws_of_literal(text, context, highlight)
        return [*found, *flaws_of_request(context, read_request(text, context))]
    except Exception as error:  # noqa: BLE001 - whatever is raised is the flaw
        return [f"{type(error).__name__}: {error}"]
