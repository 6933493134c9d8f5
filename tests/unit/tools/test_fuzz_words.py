"""Sentences of the fuzzer are read soundly, and it finds what is not sound."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from shared.domain.words.draft import Context, Draft, Highlight, RepeatDraft
from shared.domain.words.requests import Request
from shared.domain.words.tokens import Span
from shared.domain.words.understand import understand
from tests.nl.soundness import flaws, flaws_of_draft, flaws_of_request
from tools.fuzz_words.__main__ import Run, _lines, fuzz
from tools.fuzz_words.sentences import corpus, said
from tools.fuzz_words.shortening import shortened

CONTEXT = Context(datetime(2026, 11, 25, 9, tzinfo=UTC), "Europe/Berlin")
TEXT = "Pay rent every month on the 1st p1"
SOUND = understand(TEXT, CONTEXT)


def test_sentences_are_read_soundly():
    run = fuzz(seed=11, seconds=60, most=250)

    assert (run.worst, sum(run.ways.values())) == ({}, 250)
    assert run.counted["recurrence"] > 0


@pytest.mark.parametrize(
    "text",
    ["in a min 9a Berlin time midnight", "every0 hour", "a couple workday after completion",
     'o""p', '"S""P"', "Create task1", '#"A\x1b"'],
)  # fmt: skip
def test_sentence_that_was_found_is_read_soundly(text):
    lord_howe = Context(datetime(2029, 3, 2, 8, tzinfo=UTC), "Australia/Lord_Howe", "12h")

    assert flaws(text, CONTEXT) + flaws(text, lord_howe) == []


def test_sentence_is_the_same_for_a_seed():
    sentences = corpus()
    first, again, other = (said(Random(f"1:{number}"), sentences) for number in (5, 5, 6))

    assert first == again != other


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"title": "Pay"}, "title"),
        ({"highlights": SOUND.highlights[::-1]}, "overlap"),
        ({"highlights": (Highlight(Span(30, 99), "due"),)}, "place"),
        ({"recurrence": RepeatDraft("FREQ=SECONDLY", "schedule")}, "rule refused"),
        ({"due": datetime(2026, 12, 2).date()}, "due is not the first slot"),
        ({"recurrence": None, "due": datetime(2026, 11, 24).date()}, "past"),
        ({"priority": 5}, "priority"),
        ({"labels": ("",)}, "refused"),
    ],
)
def test_unsound_draft_is_found(change, flaw):
    found = [each.partition(":")[0] for each in flaws_of_draft(TEXT, CONTEXT, _changed(change))]

    assert flaw in found


def _changed(change) -> Draft:
    return replace(SOUND, **change)


@pytest.mark.parametrize(
    ("request_", "flaw"),
    [
        (Request("delete"), "nothing named"),
        (Request("complete", is_all=True), "all of nothing"),
        (Request("list", filter="&&"), "filter"),
        (Request("move", query="x", when="blue"), "when"),
        (Request("change", query="x", set_repeat="blue"), "repeat"),
        (Request("change", query="x", set_remind="blue"), "remind"),
        (Request("add"), "add without a text"),
    ],
)
def test_unsound_request_is_found(request_, flaw):
    assert flaw in [each.partition(":")[0] for each in flaws_of_request(CONTEXT, request_)]


def test_shortest_sentence_is_shown():
    run = Run(seed=1)
    run.worst = {"long": ("a long one", "long: why"), "short": ("b", "short: why")}

    assert [line for line in _lines(run) if "why" in line] == [
        "\n'b'\n    short: why",
        "\n'a long one'\n    long: why",
    ]
    assert shortened("one two X three", lambda text: "X" in text) == "X"
    assert json.dumps(run.worst)
