"""The reminders of a task, of all that a sentence says of them."""

from shared.core.errors import InvalidInput
from shared.domain.reminders import parse_offset
from shared.domain.tasks import REMINDERS_MAX
from shared.domain.words.draft import ReminderDraft
from shared.domain.words.pieces import Piece, PieceKind, lead_of
from shared.domain.words.reading import Reading
from shared.domain.words.reminder_drafts import AT_DUE, draft_of
from shared.domain.words.today import NoSuchTime
from shared.domain.words.tree import Remind
from shared.domain.words.vocabulary import Unit


def reminders_of(reading: Reading) -> tuple[ReminderDraft, ...]:
    """The reminders that are asked for; a lead asks for one at the due time."""
    pieces = reading.of(PieceKind.REMINDER)
    said: list[tuple[Piece, Remind]] = [(piece, each) for piece in pieces for each in piece.value]
    lead = lead_of(reading.pieces)
    if not said:
        asks = lead is not None and lead.reminds and reading.due is not None
        return (ReminderDraft(offset=AT_DUE),) if asks else ()
    if reading.due is None and len(said) == 1 and said[0][1].when is not None:
        return _reminder_as_due(reading, *said[0])
    found: dict[ReminderDraft, None] = {}
    for piece in pieces:
        drafts = _drafts(reading, piece)
        if len(found) + len(drafts) > REMINDERS_MAX:
            reading.refuse("reminder_refused", piece, f"At most {REMINDERS_MAX} reminders a task.")
        elif drafts:
            if _counts_months(reading, piece):
                reading.refuse("month_in_days", piece)
            reading.used.append(piece)
            found.update(dict.fromkeys(drafts))
    return tuple(found)


def _counts_months(reading: Reading, piece: Piece) -> bool:
    """Whether it is months before something that does not come back in years: of other lengths."""
    repeats = reading.recurrence
    if repeats is None or repeats.rrule.startswith("FREQ=YEARLY"):
        return False
    units = {unit for said in piece.value for _, unit in (*said.before, *said.after)}
    return bool(units & {Unit.MONTH, Unit.YEAR})


def _drafts(reading: Reading, piece: Piece) -> list[ReminderDraft]:
    """The reminders of one piece: all of them, or none and a problem."""
    repeats = reading.recurrence is not None
    try:
        found = [
            draft_of(each, reading.due, reading.today, repeats=repeats) for each in piece.value
        ]
        for draft in found:
            parse_offset(draft.offset or AT_DUE)
    except NoSuchTime as error:
        reading.refuse(error.code, piece)
        return []
    except InvalidInput as error:
        reading.refuse("reminder_refused", piece, str(error))
        return []
    return found


def _reminder_as_due(reading: Reading, piece: Piece, said: Remind) -> tuple[ReminderDraft, ...]:
    """Nothing else says when: the moment of the reminder is when it is due."""
    try:
        found = draft_of(said, None, reading.today, repeats=False)
    except NoSuchTime as error:
        reading.refuse(error.code, piece)
        return ()
    reading.due = found.at
    reading.used.append(piece)
    return (ReminderDraft(offset=AT_DUE),)
