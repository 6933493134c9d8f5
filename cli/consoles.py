"""How answers are written: tables for people, one JSON document for programs."""

import orjson
import typer
from rich.console import Console
from rich.table import Table

DOCUMENT = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z
"""How orjson writes a document for programs."""

_UNCUT = 10_000


def table_console(*, stderr: bool = False) -> Console:
    """A console for tables; where the output is no terminal, no line is folded or cut."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, width=_UNCUT, highlight=False)


def plain_table(*headings: str) -> Table:
    """A table without lines, with these columns; what does not fit is folded."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def print_document(document: object) -> None:
    """One JSON document on standard output; its instants end in Z."""
    typer.echo(orjson.dumps(document, option=DOCUMENT).decode())
