"""What filters mean, and where they are wrong."""

import pytest

from shared.domain.filters import FilterInvalid, parse_filter, print_filter

MEANINGS = [
    ("done = false && due < now/d+1d && priority <= 2", None),
    ("recurring = true && missed >= 2", None),
    ('labels in home, "waiting on"', 'labels in (home, "waiting on")'),
    (
        "today | overdue & p1 & #Work & !@waiting",
        "due = today || (overdue = true && priority = 1 && project = Work && !labels = waiting)",
    ),
    ("search: buy milk & no date", 'text like "buy milk" && due = null'),
    ("created after: -365 days", "created > today-365d"),
    ("due after: +3 days", "due > today+3d"),
    ("completed before: 2 weeks ago", "completed < today-2w"),
    ("date: today", "due = today"),
    ("due before: next friday", 'due < "next friday"'),
    ("##One Off Tasks, /Sec*", 'project = "One Off Tasks" || section like "Sec*"'),
    ("7 days", "due >= today && due < today+7d"),
    ("not done and not (p1 or p2)", "!done = true && !(priority = 1 || priority = 2)"),
    ("Due = Fri+1w", "due = friday+1w"),
    ("dueDate != NULL & tags not in 'a', b", "due != null && labels not in (a, b)"),
    ('title not like "a*"', 'title not like "a*"'),
    ('title = "say \\"and\\""', 'title = "say \\"and\\""'),
    ("priority = high", "priority = 1"),
    ("2031-11-27", "due = 2031-11-27"),
    ("no labels", "labels = null"),
    ("due >= 2031-11-27T09:00Z", "due >= 2031-11-27T09:00:00+00:00"),
]


@pytest.mark.parametrize(("text", "plain"), MEANINGS)
def test_a_filter_means(text, plain):
    assert print_filter(parse_filter(text)) == (plain or text)


@pytest.mark.parametrize(
    ("text", "code", "column", "length", "suggestion"),
    [
        ("priorrity = 3", "filter_unknown_field", 1, 9, "priority"),
        ("done = false && priority like x", "filter_operator", 26, 4, None),
        ("priority = 9", "filter_value", 12, 1, None),
        ("priority = x", "filter_value", 12, 1, None),
        ("due = 2026-02-30", "filter_value", 7, 10, None),
        ("due = tomorow", "filter_value", 7, 7, "tomorrow"),
        ("due = today+1h", "filter_value", 7, 8, "today"),
        ("status = opn", "filter_value", 10, 3, "open"),
        ("title = buy milk", "filter_syntax", 13, 4, '"buy milk"'),
        ("due =", "filter_syntax", 6, 0, None),
        ("(p1", "filter_syntax", 4, 0, None),
        ("p1)", "filter_syntax", 3, 1, None),
        ("", "filter_syntax", 1, 0, None),
        ("p1 & & p2", "filter_syntax", 6, 1, None),
        ("todday", "filter_unknown_word", 1, 6, "today"),
        ("p1 & due", "filter_syntax", 9, 0, None),
        ("priority = null", "filter_value", 12, 4, "priority = 4"),
        ("due < null", "filter_operator", 7, 4, None),
        ('title = "abc', "filter_quote_open", 9, 1, None),
        ("#", "filter_syntax", 1, 1, None),
        ("search:", "filter_syntax", 1, 7, None),
        ("due before: soon", "filter_value", 13, 4, None),
        ("title = ''", "filter_value", 9, 2, None),
        ("missed > 99999999999", "filter_value", 10, 11, None),
        ("parent = 7", "filter_value", 10, 1, None),
        ("streak > 3", "filter_unknown_field", 1, 6, None),
        ("p1 \x00", "filter_control", 4, 1, None),
        ("p1 \ud800", "filter_control", 4, 1, None),
        ("!" * 51 + "p1", "filter_too_deep", 51, 1, None),
        ("(" * 1000 + "p1" + ")" * 1000, "filter_too_deep", 51, 1, None),
        ("p1," * 101, "filter_too_many", 301, 2, None),
        ("p1 " * 4000, "filter_too_long", 4001, 8000, None),
    ],
)
def test_what_is_wrong_is_pointed_at(text, code, column, length, suggestion):
    with pytest.raises(FilterInvalid) as caught:
        parse_filter(text)
    error = caught.value
    assert (error.reason_code, error.span.column, error.span.length, error.suggestion) == (
        code,
        column,
        length,
        suggestion,
    )
    assert error.members["errors"][0]["pointer"] == "/filter"


def test_fifty_deep_is_not_too_deep():
    assert print_filter(parse_filter("(" * 50 + "p1" + ")" * 50)) == "priority = 1"


def test_an_error_repeats_little_of_what_it_was_sent():
    with pytest.raises(FilterInvalid) as caught:
        parse_filter("a" * 4000)
    assert len(str(caught.value)) < 300
