"""What no request may do, whatever is said; the sentences themselves are in tests/nl."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.filters import parse_filter
from shared.domain.words.draft import Context
from shared.domain.words.english_requests import REQUESTS
from shared.domain.words.request_slots import SLOTS, SPANS
from shared.domain.words.requests import Intent, Request, read_request
from shared.domain.words.understand import understand
from tests.nl.cases import load

CONTEXT = Context(
    datetime(2026, 11, 25, 9, tzinfo=UTC), "Europe/Berlin", projects=("Work", "Side Hustle")
)
HARMLESS = {"add", "list", "explain", "help", "projects", "unknown", "decline"}
SENTENCES = [case.text for case in load("intents")]
WORDS = sorted({word for text in SENTENCES for word in text.split()})


REQUESTS_TOO = {"Delete old photos", "Move meeting to 5pm"}
"""Among the sentences of other categories, they are requests in a chat."""


def is_sound(request: Request) -> bool:
    """Whether somebody can carry it out."""
    assert request.intent in get_args(Intent)
    if request.filter is not None:
        assert parse_filter(request.filter)
    if request.when is not None and request.intent in ("postpone", "move", "snooze"):
        draft = understand(request.when, CONTEXT)
        assert (draft.due is not None, draft.title) == (True, "")
    if request.set_repeat is not None:
        draft = understand(request.set_repeat, CONTEXT)
        assert (draft.recurrence is not None, draft.title) == (True, "")
    if request.set_remind is not None:
        assert understand(f"x remind me {request.set_remind}", CONTEXT).reminders
    if request.intent == "delete":
        named = request.query or request.choice or request.is_last or request.filter
        assert named is not None
    is_shown = request.is_last or request.intent == "choose"
    return not request.is_all or request.filter is not None or is_shown


@pytest.mark.parametrize("text", SENTENCES)
def test_sentence_asks_for_what_can_be_done(text):
    assert is_sound(read_request(text, CONTEXT))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10))
def test_any_words_ask_for_what_can_be_done(words):
    assert is_sound(read_request(" ".join(words), CONTEXT))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=120))
def test_any_characters_are_a_request(text):
    assert is_sound(read_request(text, CONTEXT))


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


def test_projects_are_those_of_the_speaker():
    none = replace(CONTEXT, projects=())

    assert read_request("move dentist to Work", CONTEXT).set_project == "Work"
    assert read_request("move dentist to Work", none) == Request()
