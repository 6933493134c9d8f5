"""iCalendar text (RFC 5545) to components with their properties; in pieces, within bounds."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from icalendar.parser import Contentline

from shared.interchange.errors import InterchangeError
from shared.interchange.texts import ROWS_MAX

# icalendar 7.3 has type hints, but not on this.
_contentline: Callable[[str], Any] = Contentline

LINES_MAX: Final = 10_000
"""Of one component."""
ALL_LINES_MAX: Final = 500_000
_LINE_CHARS_MAX: Final = 200_000
_DEPTH_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its name and parameters in capitals, and its value as it was written."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END; `problem` says why it cannot be taken."""

    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    problem: str = ""

    def first(self, name: str) -> Property | None:
        """The first property of this name."""
        return next((one for one in self.properties if one.name == name), None)

    def all(self, name: str) -> list[Property]:
        """All properties of this name."""
        return [one for one in self.properties if one.name == name]

    def value(self, name: str) -> str:
        """The value of the first property of this name, or an empty text."""
        found = self.first(name)
        return found.value.strip() if found else ""


def components(text: str) -> Iterator[Component]:
    """Each component right below VCALENDAR, then VCALENDAR itself with its own properties.

    Raises:
        InterchangeError: `format_unknown`, `too_many_rows`, `too_many_lines`,
            `ics_too_deep`.
    """
    stack: list[Component] = []
    count = 0
    for line in _unfolded(text):
        head = line.strip().upper()
        if head.startswith("BEGIN:"):
            _open(stack, head[6:].strip())
        elif head.startswith("END:") and stack:
            done = _close(stack, head[4:].strip())
            if done is not None:
                count += 1
                yield done
        elif line.strip():
            if not stack:
                raise _no_calendar()
            _add(stack[-1], line)
        if count > ROWS_MAX:
            raise InterchangeError("too_many_rows", f"A file may have {ROWS_MAX:,} entries.")
    if not count and not stack:
        raise _no_calendar()
    for one in reversed(stack[:2]):
        one.problem = "The file ends before this does."
        yield one


def _open(stack: list[Component], name: str) -> None:
    stack.append(Component(name))
    if stack[0].name != "VCALENDAR":
        raise _no_calendar()
    if len(stack) > _DEPTH_MAX:
        raise InterchangeError("ics_too_deep", "Components are nested too deep.")


def _close(stack: list[Component], name: str) -> Component | None:
    """The component that ended, if it is not a part of another one than VCALENDAR."""
    done = stack.pop()
    if name != done.name:
        done.problem = f"{done.name[:30]} is closed as {name[:30]}"
    if len(stack) <= 1:
        return done
    stack[-1].parts.append(done)
    return None


def _no_calendar() -> InterchangeError:
    return InterchangeError("format_unknown", "It does not begin with BEGIN:VCALENDAR.")


def _unfolded(text: str) -> Iterator[str]:
    kept: list[str] = []
    size = 0
    for number, ended in enumerate(io.StringIO(text, newline=None)):
        if number > ALL_LINES_MAX:
            message = f"A calendar may have {ALL_LINES_MAX:,} lines."
            raise InterchangeError("too_many_lines", message)
        line = ended.removesuffix("\n")
        if line[:1] in (" ", "\t") and kept:
            size += len(line)
            if size <= _LINE_CHARS_MAX:
                kept.append(line[1:])
            continue
        if kept:
            yield "".join(kept)
        kept, size = [line], len(line)
    if kept:
        yield "".join(kept)


def _add(component: Component, line: str) -> None:
    if len(component.properties) >= LINES_MAX:
        component.problem = f"It has more than {LINES_MAX:,} lines."
        return
    try:
        name, params, value = _contentline(line[:_LINE_CHARS_MAX]).parts()
    except ValueError:
        component.properties.append(Property("BROKEN", {}, line[:200]))
        return
    kept = {str(key).upper(): _param(found) for key, found in params.items()}
    component.properties.append(Property(str(name).upper(), kept, str(value)))


def _param(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value)
