"""One checked file: its text, its syntax tree, and the comments that allow an exception."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from typing_extensions import override

Node = TypeVar("Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef

_ESCAPE = re.compile(r"house: allow (?P<rule>[a-z-]+)(?: -- (?P<reason>\w.*))?")
_COMMENT_ONLY = re.compile(r"\s*(#|//|<!--)")


@dataclass(frozen=True, order=True)
class Finding:
    """A place where a rule is broken; prints as `path:line rule message`."""

    path: str
    line: int
    rule: str
    message: str

    @override
    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.rule} {self.message}"


@dataclass(frozen=True)
class Escape:
    """A comment `house: allow <rule> -- reason`; standing alone it covers the next line too."""

    line: int
    rule: str
    reason: str | None
    covered: frozenset[int]


class Source:
    """A file of the repository, read once and parsed when a rule asks for it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @property
    def is_python(self) -> bool:
        """The file has a syntax tree."""
        return self.path.endswith(".py")

    def is_in(self, *places: str) -> bool:
        """The file is one of `places`, or lies in one that ends with a slash."""
        return any(
            self.path.startswith(place) if place.endswith("/") else self.path == place
            for place in places
        )

    @cached_property
    def lines(self) -> list[str]:
        """The text without line ends; line 1 is index 0."""
        return self.text.splitlines()

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text, filename=self.path))) if self.is_python else []

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of that kind; none in a file that is not Python."""
        return (node for node in self._nodes if isinstance(node, kind))

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        yield from self.nodes(ast.FunctionDef)
        yield from self.nodes(ast.AsyncFunctionDef)

    @cached_property
    def imported(self) -> dict[str, str]:
        """Local name → the full dotted name it was imported as."""
        names: dict[str, str] = {}
        for plain in self.nodes(ast.Import):
            for alias in plain.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        for named in self.nodes(ast.ImportFrom):
            for alias in named.names:
                names[alias.asname or alias.name] = f"{named.module}.{alias.name}"
        return names

    def full_name(self, node: ast.expr) -> str:
        """The dotted name that `node` stands for through the imports; empty if it is no name."""
        match node:
            case ast.Name(id=name):
                return self.imported.get(name, name)
            case ast.Attribute(value=value, attr=attr):
                owner = self.full_name(value)
                return f"{owner}.{attr}" if owner else ""
            case _:
                return ""

    @cached_property
    def comments(self) -> list[tuple[int, str]]:
        """Line and text of every comment; in files that are not Python, every line."""
        if not self.is_python:
            return list(enumerate(self.lines, start=1))
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return [(t.start[0], t.string) for t in tokens if t.type == tokenize.COMMENT]

    @cached_property
    def escapes(self) -> list[Escape]:
        """The exceptions that this file claims, in order."""
        if "house: allow" not in self.text:  # spares the tokenizer
            return []
        return [
            self._escape(line, match)
            for line, comment in self.comments
            if (match := _ESCAPE.search(comment))
        ]

    def _escape(self, line: int, match: re.Match[str]) -> Escape:
        alone = _COMMENT_ONLY.match(self.lines[line - 1])
        covered = {line, line + 1} if alone else {line}
        reason = match["reason"]
        return Escape(line, match["rule"], reason, frozenset(covered))
