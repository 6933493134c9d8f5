"""From tree to text: what `parse_filter` reads as the same tree."""

import re
from uuid import UUID

from shared.domain.filters.times import moment_text
from shared.domain.filters.tree import Among, And, Compare, Moment, Node, Not, Or, Value

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_RESERVED = frozenset({"and", "or", "not", "null", "unset", "in", "like", "next"})


def print_filter(node: Node) -> str:
    """The filter as text, in its plainest form.

    >>> print_filter(Not(And((Compare("done", "=", True), Compare("due", "=", None)))))
    '!(done = true && due = null)'
    """
    match node:
        case Compare():
            return f"{node.field} {node.operator} {_value(node.value)}"
        case Among():
            values = ", ".join(_value(value) for value in node.values)
            return f"{node.field} {'not in' if node.negated else 'in'} ({values})"
        case Not():
            return f"!{_inner(node.part)}"
        case And():
            return " && ".join(_inner(part) for part in node.parts)
        case Or():
            return " || ".join(_inner(part) for part in node.parts)


def _inner(node: Node) -> str:
    text = print_filter(node)
    return f"({text})" if isinstance(node, And | Or) else text


def _value(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Moment():
            text = moment_text(value)
            return f'"{text}"' if " " in text else text
        case UUID() | int():
            return str(value)
        case str():
            if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
                return value
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
