"""The files of sentences load, and slips of the pen do not."""

import json

import pytest

from shared.core.errors import InvalidInput
from shared.domain.filters import FilterInvalid
from tests.nl.cases import LEAST, BadCase, load, load_all, read_case

PAY_RENT = {
    "text": "Pay rent every month on the 1st p1",
    "title": "Pay rent",
    "due": "2026-12-01",
    "rrule": "FREQ=MONTHLY;BYMONTHDAY=1",
    "priority": 1,
}


@pytest.mark.parametrize("category", LEAST)
def test_category_loads_and_has_enough_cases(category: str) -> None:
    cases = load(category)

    print(f"{category}: {len(cases)} cases")  # noqa: T201 - shown with -s, and if it fails
    assert len(cases) >= LEAST[category]


def test_no_sentence_stands_in_two_categories() -> None:
    places: dict[tuple[object, ...], list[str]] = {}
    for cases in load_all().values():
        for case in cases:
            places.setdefault((case.intent is None, *case.typed), []).append(case.place)

    assert [found for found in places.values() if len(found) > 1] == []


def test_case_keeps_what_was_written() -> None:
    case = read_case(json.dumps(PAY_RENT), "recurrence")

    assert (case.title, case.due, case.priority) == ("Pay rent", "2026-12-01", 1)
    assert case.settings.now.isoformat() == "2026-11-25T09:00:00+00:00"


def test_title_left_out_is_the_text() -> None:
    assert read_case('{"text": "sat down with Tom"}', "negatives").title == "sat down with Tom"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tilte": "Pay rent"}, "unknown keys"),
        ({"intent": "add"}, "unknown keys"),
        ({"priority": "1"}, "priority is no int"),
        ({"priority": 5}, "priority"),
        ({"due": "2026-12-02"}, "first occurrence"),
        ({"due": "tomorrow"}, "no day or wall time"),
        ({"rrule": "FREQ=SECONDLY"}, "SECONDLY"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=TU"}, "week start"),
        ({"title": "Pay your rent"}, "your: not said"),
        ({"labels": []}, "labels lists no text"),
        ({"labels": ["home", "home"]}, "twice"),
        ({"reminders": ["1 day"]}, "ISO 8601"),
        ({"reminders": ["at:2026-12-01"]}, "no time"),
        ({"ambiguous": ["2026-12-01"]}, "the same"),
        ({"problems": ["Bad Date"]}, "code"),
        ({"anchor": "due"}, "anchor"),
        ({"week_start": "Monday"}, "week_start"),
        ({"now": "2026-11-25"}, "wall time"),
    ],
)
def test_slip_of_the_pen_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises((BadCase, InvalidInput), match=message):
        read_case(json.dumps(PAY_RENT | change), "recurrence")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "x", "text": "y"}', "twice"),
        ('{"text": "x", "intent": "sing"}', "no intent sing"),
        ('{"text": "x", "intent": "list"}', "has a filter"),
        ('{"text": "x", "intent": "help", "due": "2026-12-01"}', "unknown keys"),
        ('{"intent": "help"}', "no text"),
        ('{"text": "x", "intent": "list", "filter": "&"}', "stands here"),
        ('{"text": "x", "intent": "delete", "query": "milk"}', "milk: not said"),
        ('{"text": "x", "intent": "choose", "choice": "2"}', "choice is no int"),
    ],
)
def test_intent_with_a_slip_is_refused(line: str, message: str) -> None:
    with pytest.raises((BadCase, InvalidInput, FilterInvalid), match=message):
        read_case(line, "intents")
