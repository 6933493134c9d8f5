"""What plain words mean, as documents: the body of a task, and how the text was read."""

from datetime import datetime
from typing import Final

from api.schemas.common import PRIORITY_NAMES, Document
from shared.commands.plain_words import Understood
from shared.domain.moments import day_words, minute_text
from shared.domain.recurrence import parse_rule
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.words import rule_words, sentence
from shared.domain.words.draft import Choice, ReminderDraft
from shared.domain.zones import to_instant, to_local

_PROJECT_UNKNOWN: Final = "project_unknown"


def parsed_document(found: Understood, text: str) -> Document:
    """The answer as `ParseOut`."""
    draft = found.draft
    choices = [_choice(found, each) for each in draft.choices]
    problems = [
        {
            "code": each.code,
            "start": each.span.start,
            "end": each.span.end,
            "message": each.message,
        }
        for each in draft.problems
    ]
    if draft.project is not None and found.project_id is None:
        place = _place_of_project(found)
        message = f"You have no project {draft.project}."
        problems.append({"code": _PROJECT_UNKNOWN, **place, "message": message})
        words = f"Create the project {draft.project}"
        choices.append({**place, "project": draft.project, "words": words})
    return {
        "task": task_body(found),
        "title": draft.title,
        "highlights": [
            {
                "start": each.span.start,
                "end": each.span.end,
                "name": each.name,
                "text": text[each.span.start : each.span.end],
            }
            for each in draft.highlights
        ],
        "choices": choices,
        "problems": problems,
    }


def task_body(found: Understood) -> Document:
    """The body that makes this task. What was not said is left out, so that defaults hold."""
    draft = found.draft
    body: Document = {"title": draft.title}
    if draft.due is not None:
        body["due"] = _due(found, draft.due)
    if draft.recurrence is not None:
        recurrence = draft.recurrence
        body["recurrence"] = {"rrule": recurrence.rrule, "anchor": recurrence.anchor}
    if draft.reminders:
        body["reminders"] = [_reminder(found, each) for each in draft.reminders]
    if draft.priority is not None:
        body["priority"] = PRIORITY_NAMES[draft.priority]
    if draft.labels:
        body["labels"] = list(draft.labels)
    if found.project_id is not None:
        body["project_id"] = str(found.project_id)
    return body


def _place_of_project(found: Understood) -> Document:
    """Where the project is named that counts: the last one."""
    spans = [each.span for each in found.draft.highlights if each.name == "project"]
    return {"start": spans[-1].start, "end": spans[-1].end}


def _due(found: Understood, due: Slot) -> Document:
    if not isinstance(due, datetime):
        return {"date": due}
    zone = found.draft.zone or (found.zone if found.zone != found.user.zone else None)
    # Said elsewhere than at home it stays the time of there.
    return {"datetime_local": due, **({"zone": zone} if zone else {})}


def _reminder(found: Understood, draft: ReminderDraft) -> Document:
    if draft.at is None:
        return {"offset": draft.offset}
    return {"at": to_instant(draft.at, found.draft.zone or found.zone)}


def _choice(found: Understood, choice: Choice) -> Document:
    document: Document = {"start": choice.span.start, "end": choice.span.end}
    if choice.due is not None:
        document["due"] = _due(found, choice.due)
    if choice.rrule is not None:
        document["rrule"] = choice.rrule
    return {**document, "words": _words(found, choice)}


def _words(found: Understood, choice: Choice) -> str:
    due = choice.due
    if choice.rrule is not None and due is not None:
        return sentence(rule_words(parse_rule(choice.rrule), due))
    if due is None:
        return ""
    day = due.date() if isinstance(due, datetime) else due
    words = day_words(day, to_local(found.now, found.zone).date())
    return (
        f"{words} {minute_text(due.time(), found.user.time_format)}"
        if isinstance(due, datetime)
        else words
    )
