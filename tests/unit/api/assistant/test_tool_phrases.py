"""Lengths of time in words, and what a text says."""

from datetime import date

import pytest

from api.assistant.plans import Change, Plan, Step, plan_of
from api.assistant.tools.finding import asks_about_status
from api.assistant.tools.phrases import NotUnderstood, read_length, said_in
from api.assistant.tools.updating import changed_labels
from shared.domain.words.pieces import PieceKind

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("phrase", "iso"),
    [
        ("2 days", "P2D"),
        ("a week", "P7D"),
        ("for 10 minutes", "PT10M"),
        ("by an hour and 30 minutes", "PT1H30M"),
        ("1h30m", "PT1H30M"),
        ("half an hour", "PT30M"),
        ("1 month", "P28D"),
        ("1 year", "P365D"),
        ("a couple of days", "P2D"),
        ("1 day and 2 hours", "P1DT2H"),
    ],
)
def test_a_length_from_a_day_on(phrase, iso):
    assert read_length(phrase).iso(DAY) == iso


@pytest.mark.parametrize(
    "phrase",
    ["", "soon", "2", "days", "2 days blah", "0 days", "-1 day", "friday", "P1D", "2 dayz"],
)
def test_what_is_no_length_is_refused(phrase):
    with pytest.raises(NotUnderstood) as refused:
        read_length(phrase)
    assert refused.value.outcome.ok is False
    assert "Nothing was changed." in refused.value.outcome.words


def test_what_a_text_says():
    assert said_in("friday 3pm") == {PieceKind.DATE, PieceKind.TIME}
    assert said_in("every monday") == {PieceKind.REPEAT}
    assert said_in("blah") == set()


def test_labels_are_the_same_in_any_case():
    assert changed_labels(["Home", "x"], ["@home", "@y"], ["X"]) == ["Home", "y"]
    assert changed_labels(["x"], [], []) == ["x"]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("done = true", True),
        ("today & completed", True),
        ("status = skipped", True),
        ("#Undone", False),
        ("@done", False),
        ("abandoned", False),
        ("", False),
    ],
)
def test_filters_that_ask_about_status(text, asks):
    assert asks_about_status(text) is asks


def test_a_plan_is_read_back_as_it_was_stored():
    plan = Plan(
        words="Delete “X”",
        done_words="Deleted: “X”.",
        steps=(Step("DELETE", "/api/tasks/1", None, 3), Step("POST", "/x", {"a": [1]})),
        changes=(Change("1", "X", "task", "no date", "deleted"),),
        needs_confirmation=True,
        more="More.",
        tells_reminders=True,
    )
    assert plan_of(plan.as_document()) == plan
    older = {k: v for k, v in plan.as_document().items() if k not in {"more", "tells_reminders"}}
    assert plan_of(older).more == ""
