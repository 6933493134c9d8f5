"""How answers of other libraries are judged, without the libraries."""

import json
from collections.abc import Sequence

import pytest

from tests.nl.cases import Case, read_case
from tools.compare_parsers.score import is_asked, same_rule, score, title_of

NOTHING = {"moments": [], "spans": [], "rrule": None, "title": None, "failed": None, "seconds": 0.5}
MONDAYS = {
    "text": "Gym every monday at 18:00",
    "title": "Gym",
    "due": "2026-11-30T18:00",
    "rrule": "FREQ=WEEKLY;BYDAY=MO;WKST=MO",
}


def case(category: str = "dates", **parts: object) -> Case:
    return read_case(json.dumps(parts), category)


CALL = case(text="Call mum on friday", title="Call mum", due="2026-11-27")


def right(found: Case, category: str, answer: dict[str, object], claims: str, about: str) -> bool:
    tally = score({category: [found]}, [NOTHING | answer], claims).tallies[about]
    assert tally.asked == 1
    return tally.right == 1


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        (["2026-11-27T10:00"], True),
        (["2026-11-26T10:00", "2026-11-27T00:00"], True),
        (["2026-11-26T10:00"], False),
        ([], False),
    ],
)
def test_any_moment_of_the_day_is_right(moments: Sequence[str], expected: bool) -> None:
    assert right(CALL, "dates", {"moments": moments}, "d", "dates") is expected


def test_whole_needs_the_title_too() -> None:
    found = {"moments": ["2026-11-27T00:00"]}

    assert right(CALL, "dates", found | {"spans": [(9, 18)]}, "dt", "whole")
    assert not right(CALL, "dates", found | {"spans": [(12, 18)]}, "dt", "whole")


def test_title_said_by_the_library_is_taken() -> None:
    assert title_of("Call mum friday", {"title": " Call  mum , ", "spans": []}) == "Call mum"


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", True),
        ("RRULE:BYDAY=MO;BYHOUR=18;BYMINUTE=0;INTERVAL=1;FREQ=WEEKLY", True),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", False),
        ("FREQ=NEVER", False),
        (None, False),
    ],
)
def test_rules_are_the_same_if_their_slots_are(rrule: str | None, expected: bool) -> None:
    assert same_rule(case("recurrence", **MONDAYS), rrule) is expected


def test_anything_found_where_nothing_is_counts_against_the_library() -> None:
    sat = case("negatives", text="sat down with Tom")

    assert right(sat, "negatives", {}, "d", "negatives")
    assert not right(sat, "negatives", {"moments": ["2026-11-28T00:00"]}, "d", "negatives")
    assert not right(sat, "negatives", {"rrule": "FREQ=DAILY"}, "d", "negatives")


@pytest.mark.parametrize(
    "parts",
    [
        {"text": "Call mum in the evening", "title": "Call mum", "due": "2026-11-25T19:00"},
        {"text": "Call mum", "at_zone": "Asia/Tokyo"},
        {"text": "Call mum next friday", "due": "2026-12-04", "ambiguous": ["2026-11-27"]},
        {
            "text": "Pay on the 31st monthly",
            "due": "2026-11-30",
            "rrule": "FREQ=MONTHLY;BYMONTHDAY=-1",
        },
    ],
)
def test_what_was_decided_here_is_not_asked(parts: dict[str, object]) -> None:
    assert not is_asked(case(**parts), "dates")


def test_failures_and_seconds_are_counted() -> None:
    found = score({"dates": [CALL]}, [NOTHING | {"failed": "KeyError"}], "d")

    assert found.failures == {"KeyError": 1}
    assert (found.percentile(0.5), found.percentile(0.99)) == (0.5, 0.5)
