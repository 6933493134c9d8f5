"""What a filter means, as a tree. The text, a visual builder and the SQL all share it.

Every node is true or false of every task, never unknown: `Not` is the exact complement.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.domain.filters.problems import Span

Operator = Literal["=", "!=", ">", ">=", "<", "<=", "like", "not like"]
StepUnit = Literal["s", "m", "h", "d", "w", "M", "y"]
_NOWHERE = Span(1, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of date maths: `amount` units later or earlier, or `/`: back to their beginning."""

    kind: Literal["+", "-", "/"]
    unit: StepUnit
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Moment:
    """`base`: now, a word for a day, a date, a wall time, or an instant; then steps, in order.

    What begins with a day or a word for one means the whole day, anything else a moment.
    """

    base: str | date | datetime
    steps: tuple[Step, ...] = ()

    @property
    def is_day(self) -> bool:
        """Whether a whole day is meant."""
        return self.base != "now" and not isinstance(self.base, datetime)


Value = str | int | bool | UUID | Moment | None


@dataclass(frozen=True, slots=True)
class Compare:
    """`value` None: whether the field is set, with the operators = and != alone.

    An unset field fulfils != and `not like`, and none of the others.
    """

    field: str
    operator: Operator
    value: Value
    span: Span = dataclasses.field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """The field is one of the values; `negated`: it is none of them, or unset."""

    field: str
    values: tuple[Value, ...]
    negated: bool = False
    spans: tuple[Span, ...] = dataclasses.field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not find."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """What every part finds; there are two at least."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any part finds; there are two at least."""

    parts: tuple["Node", ...]


Node = Compare | Among | Not | And | Or


def fields_of(node: Node) -> set[str]:
    """The names of the fields that the filter asks about."""
    match node:
        case Compare() | Among():
            return {node.field}
        case Not():
            return fields_of(node.part)
        case And() | Or():
            return set().union(*(fields_of(part) for part in node.parts))


def names_of(node: Node, field: str) -> list[tuple[str, Span]]:
    """The names that the field is compared with as a whole, and where they stand."""
    match node:
        case Compare(operator="=" | "!=", value=str() as name) if node.field == field:
            return [(name, node.span)]
        case Among() if node.field == field:
            spans = node.spans or (_NOWHERE,) * len(node.values)
            pairs = zip(node.values, spans, strict=True)
            return [(value, span) for value, span in pairs if isinstance(value, str)]
        case Not():
            return names_of(node.part, field)
        case And() | Or():
            return [pair for part in node.parts for pair in names_of(part, field)]
        case _:
            return []
