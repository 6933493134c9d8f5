"""What no request may do, whatever is said; the sentences themselves are in tests/nl."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.words.draft import Context
from shared.domain.words.english_requests import REQUESTS
from shared.domain.words.reader import Reader
from shared.domain.words.request_slots import SLOTS, SPANS
from shared.domain.words.requests import Request, read_request
from tests.nl.cases import load
from tests.nl.soundness import flaws_of_request

CONTEXT = Context(
    datetime(2026, 11, 25, 9, tzinfo=UTC), "Europe/Berlin", projects=("Work", "Side Hustle")
)
HARMLESS = {"add", "list", "explain", "help", "projects", "unknown", "decline"}
SENTENCES = [case.text for case in load("intents")]
WORDS = sorted({word for text in SENTENCES for word in text.split()})


REQUESTS_TOO = {"Delete old photos", "Move meeting to 5pm"}
"""Among the sentences of other categories, they are requests in a chat."""


@pytest.mark.parametrize("text", SENTENCES)
def test_sentence_asks_for_what_can_be_done(text):
    assert list(flaws_of_request(CONTEXT, read_request(text, CONTEXT))) == []


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10))
def test_any_words_ask_for_what_can_be_done(words):
    assert list(flaws_of_request(CONTEXT, read_request(" ".join(words), CONTEXT))) == []


@pytest.mark.parametrize(
    "lead", ["add a task: ", "remind me to ", "todo: ", "create a daily task: "]
)
@pytest.mark.parametrize("text", SENTENCES)
def test_lead_always_means_a_new_task(lead, text):
    assert read_request(lead + text, CONTEXT).intent == "add"


@pytest.mark.parametrize("text", SENTENCES)
def test_quotes_hold_no_requests(text):
    quoted = '"' + text.replace('"', "") + '"'

    assert read_request(quoted, CONTEXT).intent in HARMLESS
    assert read_request(f"complete {quoted}", CONTEXT) == Request(
        "complete", query=" ".join(quoted.strip('"').split())
    )


@pytest.mark.parametrize("text", [case.text for case in load("negatives") + load("mixed")])
def test_sentence_of_another_kind_changes_no_task(text):
    assert (read_request(text, CONTEXT).intent in HARMLESS) is (text not in REQUESTS_TOO)


def test_slots_of_all_templates_are_known():
    rules = (*REQUESTS.first, *REQUESTS.others)
    slots = {item.slot for rule in rules for item in rule.items if item.slot}

    assert slots == {*SLOTS, *SPANS}


LONG = [
    "move a to b ", "rename a to ", "complete it and ", "remind me of a 1 hour before ",
    "make a every day ", "repeat two every other saturday ", "delete all tasks ", "show overdue, ",
    "why was I not reminded of ", "add @a to b ", "postpone a from friday to ", "“", '"a"b',
]  # fmt: skip


@pytest.mark.parametrize("pattern", LONG)
def test_cost_grows_with_the_length(pattern, monkeypatch):
    looks = 0
    at = Reader.at

    def counted(reader, place):
        nonlocal looks
        looks += 1
        return at(reader, place)

    monkeypatch.setattr(Reader, "at", counted)
    read_request(pattern * 60, CONTEXT)
    once, looks = looks, 0
    read_request(pattern * 120, CONTEXT)

    assert 0 < looks <= 2.3 * once + 2000


def test_projects_are_those_of_the_speaker():
    none = replace(CONTEXT, projects=())

    assert read_request("move dentist to Work", CONTEXT).set_project == "Work"
    assert read_request("move dentist to Work", none) == Request()
