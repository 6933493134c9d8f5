"""Where tables are written: as wide as the terminal, and wide enough to be read without one."""

from rich.console import Console

_WIDTH = 150


def table_console(*, stderr: bool = False) -> Console:
    """A console for tables; where the output is no terminal, lines are not cut to one's width."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, width=_WIDTH, highlight=False)
