"""A sentence becomes the draft of a task. Pure: `now` and the zone are arguments."""

from dataclasses import dataclass, replace
from typing import Final

from shared.core.errors import InvalidInput
from shared.domain.tasks import TITLE_MAX, check_labels
from shared.domain.words.draft import Choice, Context, Draft, Highlight, PieceName, Problem
from shared.domain.words.english import ENGLISH
from shared.domain.words.marks import known_projects
from shared.domain.words.pieces import Piece, PieceKind, Sight, pieces_of
from shared.domain.words.planning import plan, tell_if_past
from shared.domain.words.reader import Reader
from shared.domain.words.reading import Reading, problem_of
from shared.domain.words.reminder_plan import reminders_of
from shared.domain.words.titles import title_of
from shared.domain.words.today import Today
from shared.domain.words.tokens import Span, tokens_of
from shared.domain.words.tree import Marked

MOST_CHARACTERS: Final = 10_000
"""As many as a text may have for those who ask over the network."""
_IN_PAST: Final = "in_past"
MOST_SIGNS: Final = 20
"""As many other readings, and as many problems, are told."""
_NAMES: Final[dict[PieceKind, PieceName]] = {
    PieceKind.LEAD: "lead",
    PieceKind.JOIN: "lead",
    PieceKind.DATE: "due",
    PieceKind.TIME: "due",
    PieceKind.PART: "due",
    PieceKind.MORE_TIME: "due",
    PieceKind.REPEAT: "repeat",
    PieceKind.BOUND: "repeat",
    PieceKind.REMINDER: "reminder",
}


def understand(text: str, context: Context) -> Draft:
    """The task that is meant; what is not understood stays in its title.

    Linear in the length of the text. Any text has a draft, be it the title alone.
    """
    reader = Reader(tokens_of(text), ENGLISH)
    today = Today(context.now, context.zone, context.time_format, context.day_first)
    sight = Sight(context.literal, known_projects(context.projects))
    reading = Reading(reader, pieces_of(reader, sight), context, today)
    plan(reading)
    reminders = reminders_of(reading)
    tell_if_past(reading)
    marks = _marks(reading, text)
    highlights = _highlights(reading)
    quotes = [reading.span(piece) for piece in reading.of(PieceKind.QUOTE)]
    title = title_of(text, [each.span for each in highlights], quotes)
    if not title:
        reading.problems.append(problem_of("empty", Span(0, len(text))))
    if len(title) > TITLE_MAX:
        reading.problems.append(problem_of("title_too_long", Span(0, len(text))))
    return Draft(
        title=title,
        due=reading.due,
        zone=reading.zone,
        recurrence=reading.recurrence,
        reminders=reminders,
        priority=marks.priority,
        labels=marks.labels,
        project=marks.project,
        highlights=highlights,
        choices=_choices(reading),
        problems=_problems(reading),
    )


def _problems(reading: Reading) -> tuple[Problem, ...]:
    """What is wrong; of too much, what is wrong with the due time itself comes first."""
    found = reading.problems
    if len(found) > MOST_SIGNS:
        found = sorted(found, key=lambda each: each.code != _IN_PAST)
    return tuple(found[:MOST_SIGNS])


def _choices(reading: Reading) -> tuple[Choice, ...]:
    """The other readings that are others indeed, each once."""
    found = [each for each in reading.choices if each.rrule or each.due != reading.due]
    return tuple(dict.fromkeys(found))[:MOST_SIGNS]


def _highlights(reading: Reading) -> tuple[Highlight, ...]:
    pieces = [*reading.used, *reading.of(PieceKind.LEAD, PieceKind.JOIN)]
    ordered = sorted(set(pieces), key=lambda piece: piece.start)
    return tuple(Highlight(reading.span(piece), _name(piece)) for piece in ordered)


def _name(piece: Piece) -> PieceName:
    if piece.kind is PieceKind.MARK:
        marked: Marked = piece.value
        return marked.kind
    return _NAMES[piece.kind]


@dataclass(frozen=True, slots=True)
class _Marks:
    priority: int | None = None
    labels: tuple[str, ...] = ()
    project: str | None = None


def _marks(reading: Reading, text: str) -> _Marks:
    """Of priorities and of projects the last one counts; the others stay in the title."""
    marks = _Marks()
    last = {piece.value.kind: piece for piece in reading.of(PieceKind.MARK)}
    for piece in reading.of(PieceKind.MARK):
        said: Marked = piece.value
        if said.kind != "label" and last[said.kind] is not piece:
            continue
        span = reading.span(piece)
        written = said.text or text[span.start + 1 : span.end].strip('"')
        try:
            marks = _marked(marks, said, written)
        except InvalidInput as error:
            reading.refuse("label_refused", piece, str(error))
            continue
        reading.used.append(piece)
    return marks


def _marked(marks: _Marks, said: Marked, written: str) -> _Marks:
    if said.kind == "priority":
        return replace(marks, priority=said.number)
    if said.kind == "project":
        return replace(marks, project=written)
    labels = tuple(dict.fromkeys((*marks.labels, written)))
    check_labels(labels)
    return replace(marks, labels=labels)
