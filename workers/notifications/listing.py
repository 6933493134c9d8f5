"""What a message about many tasks says, for channels to show as they can. Pure data."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One task: its title as its owner wrote it, on one line, and what there is to say of it."""

    title: str
    detail: str
    """Due today, 5 PM; empty if there is nothing to say."""
    url: str
    """The page of the task; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Section:
    """Some tasks under one heading."""

    heading: str
    """Empty if the title of the message says all of it."""
    lines: tuple[Line, ...]
    more: str = ""
    """and 150 more; empty if these are all."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The body of a digest, a review, or what quiet hours held up."""

    intro: str
    """One sentence on top; may be empty."""
    sections: tuple[Section, ...]
    purpose: str
    """Why it comes, for the foot of a mail."""
    url: str
    """The page that shows all of it."""

    def texts(self) -> Iterator[str]:
        """The body as lines of plain text, empty ones between the sections."""
        if self.intro:
            yield self.intro
        for section in self.sections:
            if self.intro or section is not self.sections[0]:
                yield ""
            if section.heading:
                yield section.heading
            for line in section.lines:
                yield f"- {line.title} ({line.detail})" if line.detail else f"- {line.title}"
            if section.more:
                yield section.more
