"""What has been found out so far of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.domain.recurrence.slots import Slot
from shared.domain.words.draft import Choice, Context, Problem, RepeatDraft
from shared.domain.words.pieces import Piece, PieceKind
from shared.domain.words.reader import Reader
from shared.domain.words.today import NoSuchTime, Said, Today, clock_of
from shared.domain.words.tokens import Span
from shared.domain.words.tree import At

_MESSAGES: Final = {
    "impossible_date": "There is no such day.",
    "impossible_time": "There is no such time.",
    "contradiction": "This says two things that do not go together.",
    "times_differ": "Times of one task on one day differ by whole hours only.",
    "rule_refused": "It cannot come back like this.",
    "label_refused": "There can be no such label.",
    "reminder_refused": "There can be no such reminder.",
    "title_too_long": "The title is too long.",
    "end_not_kept": "A task has no end: the time is that of its beginning.",
    "how_often": "Say at which times of the day, or on which days.",
    "holidays_not_kept": "Which days are holidays is not known: it comes back on them as well.",
    "month_in_days": "Reminders count days: it is as many before each as before the first.",
    "in_past": "This is in the past.",
    "empty": "Nothing is left to be the title.",
}


@dataclass(slots=True)
class Reading:
    """A sentence in pieces, which of them are used, and what became of them."""

    reader: Reader
    pieces: Sequence[Piece]
    context: Context
    today: Today
    used: list[Piece] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    due: Slot | None = None
    zone: str | None = None
    recurrence: RepeatDraft | None = None

    def of(self, *kinds: PieceKind) -> list[Piece]:
        """The pieces of these kinds, in order."""
        return [piece for piece in self.pieces if piece.kind in kinds]

    def span(self, piece: Piece) -> Span:
        """Where the piece stands in the text."""
        return self.reader.span(piece.start, piece.end)

    def offer(self, piece: Piece, due: Slot | None = None, rrule: str | None = None) -> None:
        """This may have been meant as well."""
        self.choices.append(Choice(self.span(piece), due=due, rrule=rrule))

    def refuse(self, code: str, piece: Piece, message: str | None = None) -> None:
        """Something is wrong with this piece, and is said of it."""
        self.problems.append(problem_of(code, self.span(piece), message))

    def find(self, piece: Piece, at: At | None = None) -> Said | None:
        """The day of a date; None if there is no such, which is then a problem."""
        try:
            return self.today.find(piece.value.day, clock_of(at))
        except NoSuchTime as error:
            self.refuse(error.code, piece)
            return None


def problem_of(code: str, span: Span, message: str | None = None) -> Problem:
    """The problem with its usual message, if it has none of its own."""
    return Problem(code, span, message or _MESSAGES[code])
