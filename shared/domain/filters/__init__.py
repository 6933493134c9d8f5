"""Questions about tasks, as text: read, checked, printed. Pure; the SQL is made elsewhere."""

from shared.domain.filters.fields import FIELDS, Field, Kind
from shared.domain.filters.parser import parse_filter
from shared.domain.filters.printer import print_filter
from shared.domain.filters.problems import FilterInvalid, Span
from shared.domain.filters.times import Calendar, Reach
from shared.domain.filters.tree import (
    Among,
    And,
    Compare,
    Moment,
    Node,
    Not,
    Or,
    fields_of,
    names_of,
)

__all__ = [
    "FIELDS",
    "Among",
    "And",
    "Calendar",
    "Compare",
    "Field",
    "FilterInvalid",
    "Kind",
    "Moment",
    "Node",
    "Not",
    "Or",
    "Reach",
    "Span",
    "fields_of",
    "names_of",
    "parse_filter",
    "print_filter",
]
