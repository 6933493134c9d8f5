"""What people see of dead letters. Nothing that a record holds can speak to the terminal."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.consoles import plain_table
from shared.commands.dead_letter_outcomes import REFUSALS, Preview
from shared.commands.dead_letters import MOST_LETTERS
from shared.db.repositories.audit import AuditEntry
from shared.db.repositories.dead_letters import Letter, ListedLetter, Stat
from shared.db.repositories.redrives import RedriveView
from shared.events.groups import DEAD_LETTERS_GROUP

_STATES = {
    "open": "red", "redriving": "yellow", "redriven": "green", "discarded": "dim",
    "running": "yellow", "finished": "green", "cancelled": "dim",
}  # fmt: skip
_SHORT = 60


def printable(value: str | None, most: int | None = None) -> str:
    r"""The text without anything that moves a cursor or turns its direction, cut if need be.

    >>> printable("a\x1b[2Jb\u202ec"), printable("abcdef", 4), printable(None)
    ('a\\x1b[2Jb\\u202ec', 'abc…', '')
    """
    text = value or ""
    if most is not None and len(text) > most:
        text = text[: most - 1] + "…"
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
        else character.encode("unicode_escape").decode()
        for character in text
    )


def readable(value: bytes | None) -> str:
    """Bytes as people can read them: JSON laid out, text as it is, else what Python would show."""
    if value is None:
        return "(none)"
    try:
        return orjson.dumps(orjson.loads(value), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        pass
    try:
        return value.decode()
    except UnicodeDecodeError:
        return repr(value)


def print_letters(console: Console, letters: Sequence[ListedLetter]) -> None:
    """A row each."""
    table = _table("id", "died", "type", "worker", "error", "tries", "redrives", "state")
    for each in letters:
        _add(
            table,
            str(each.id),
            _time(each.recorded_at),
            printable(each.event_type),
            printable(each.consumer_group, _SHORT),
            printable(" ".join(filter(None, (each.error_class, each.error))), _SHORT),
            "" if each.attempts is None else str(each.attempts),
            str(each.redrives or ""),
            _state(each.state),
        )
    console.print(table)


def print_letter(console: Console, letter: Letter) -> None:
    """Everything about it."""
    grid = Table.grid(padding=(0, 2))
    for name, value in letter.listed._asdict().items():
        if value is not None:
            shown = _time(value) if isinstance(value, datetime) else printable(str(value))
            grid.add_row(Text(name.replace("_", " "), style="dim"), Text(shown))
    if letter.verdict != "ok":
        grid.add_row(Text("cannot be redriven", style="red"), Text(REFUSALS[letter.verdict]))
    console.print(grid)
    headers = _table("header", "value")
    for header, text in letter.headers:
        _add(headers, printable(readable(header)), printable(readable(text)))
    console.print(headers)
    for title, body in (("key", letter.record_key), ("value", letter.record_value)):
        console.print(Text(f"\n{title}", style="dim"))
        console.print(Text(printable(readable(body))), soft_wrap=True)
    if letter.edited_value is not None:
        console.print(Text("\nsent in its place", style="dim"))
        console.print(Text(printable(readable(letter.edited_value))), soft_wrap=True)


def print_stats(console: Console, types: Sequence[Stat], errors: Sequence[Stat]) -> None:
    """The heaps by type, and by fingerprint."""
    by_type = _table("type", "dead", "first", "last", "workers")
    for each in types:
        names = printable(", ".join(each.event_types)), printable(", ".join(each.groups))
        _add(by_type, names[0], str(each.letters), *_span(each), names[1])
    console.print(by_type)
    by_error = _table("fingerprint", "dead", "first", "last", "types", "error")
    for each in errors:
        _add(
            by_error,
            printable(each.fingerprint) or "(none)",
            str(each.letters),
            *_span(each),
            printable(", ".join(each.event_types)),
            printable(" ".join(filter(None, (each.error_class, each.error))), _SHORT),
        )
    console.print()
    console.print(by_error)


def print_preview(console: Console, preview: Preview, verb: str, count: int) -> None:
    """What an order would do, and what it would leave alone."""
    console.print(Text(f"{_letters(count)} would be {verb}.", style="bold"))
    if count > MOST_LETTERS:
        console.print(f"One order moves {MOST_LETTERS}; the others are for the next one.")
    for name, letters in sorted(preview.groups.items()):
        if verb == "redriven":
            console.print(Text(f"  {letters} to {name}"))
    if verb == "redriven":
        for name in preview.paused:
            console.print(Text(f"  {pause_text(name)}", style="yellow"))
        for why, letters in sorted(preview.refused.items()):
            console.print(Text(f"  {letters} left alone: {REFUSALS[why]}", style="yellow"))
    for state, letters in sorted(preview.closed.items()):
        console.print(Text(f"  {letters} {state} already", style="dim"))
    if preview.unknown:
        console.print(Text(f"  {preview.unknown} of the ids are unknown", style="yellow"))


def pause_text(worker: str) -> str:
    """What a pause of this worker means for a redrive."""
    if worker == DEAD_LETTERS_GROUP:
        return f"The worker {worker} is paused: nothing is sent until it goes on."
    return f"The worker {worker} is paused: its letters wait in its retry topic until it goes on."


def print_redrives(console: Console, redrives: Sequence[RedriveView]) -> None:
    """A row each."""
    table = _table("id", "asked", "by", "state", "done", "left", "back", "rate", "reason")
    for each in redrives:
        _add(
            table,
            str(each.id),
            _time(each.asked_at),
            printable(each.asked_by, _SHORT),
            _state(each.state),
            f"{each.done} of {each.total}",
            str(each.left or ""),
            str(each.returned + each.refused or ""),
            f"{each.rate_per_second:g}/s",
            printable(each.reason, _SHORT),
        )
    console.print(table)


def print_audit(console: Console, entries: Sequence[AuditEntry]) -> None:
    """A row each."""
    table = _table("when", "who", "did", "to", "reason", "details")
    for each in entries:
        details: Mapping[str, object] = each.details
        _add(
            table,
            _time(each.happened_at),
            printable(each.actor),
            each.action,
            printable(each.target),
            printable(each.reason, _SHORT),
            printable(orjson.dumps(details).decode() if details else "", _SHORT),
        )
    console.print(table)


def _letters(count: int) -> str:
    return f"{count} dead letter{'' if count == 1 else 's'}"


def _table(*headings: str) -> Table:
    table = plain_table()
    for heading in headings:
        table.add_column(heading, no_wrap=heading in {"id", "died", "fingerprint"}, overflow="fold")
    return table


def _add(table: Table, *cells: str | Text) -> None:
    """A row whose texts are texts: brackets in them mean nothing."""
    table.add_row(*(Text(each) if isinstance(each, str) else each for each in cells))


def _state(state: str) -> Text:
    return Text(state, style=_STATES[state])


def _span(stat: Stat) -> tuple[str, str]:
    return _time(stat.first_at), _time(stat.last_at)


def _time(instant: datetime) -> str:
    return instant.astimezone().strftime("%Y-%m-%d %H:%M:%S")
