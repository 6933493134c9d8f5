"""`rondel`: a list of commands. Each is imported when it is asked for, so that all start fast."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup
from typing_extensions import override

_COMMANDS: Mapping[str, str] = {
    "dev": "cli.dev:dev",
    "demo": "cli.demo.command:demo",
    "serve": "cli.serve:serve",
    "worker": "cli.worker:worker",
    "workers": "cli.workers:app",
    "timeline": "cli.timeline:timeline",
    "dlq": "cli.dlq.command:app",
    "channels": "cli.channels:app",
    "users": "cli.users:app",
    "audit": "cli.audit:audit",
    "import": "cli.importing:import_file",
    "export": "cli.exporting:export_account",
    "bench": "cli.bench.command:bench",
    "chaos": "cli.chaos.command:chaos",
    "migrate": "cli.migrate:migrate",
    "reminders": "cli.reminders:app",
    "topics": "cli.topics:app",
    "zones": "cli.zones:app",
}

_WRONG_USE = 2


class _Commands(TyperGroup):
    """Finds a command by its name in the list above."""

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(_COMMANDS)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        return _as_command(cmd_name, getattr(importlib.import_module(module), attribute))


def _as_command(name: str, found: Any) -> Any:
    """A click command of what a module offers: a typer app, or one function."""
    if isinstance(found, typer.Typer):
        app = found
    else:
        app = typer.Typer(
            add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich"
        )
        app.command(name)(found)
    command = typer.main.get_command(app)
    command.name = name
    return command


app = typer.Typer(
    cls=_Commands, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def _rondel() -> None:
    """A task manager for work that comes back, with reminders on the exact second."""


def main() -> None:
    """Run the command that the arguments name."""
    if any(not _is_text(argument) for argument in sys.argv[1:]):
        typer.echo("The arguments are not UTF-8.", err=True)
        sys.exit(_WRONG_USE)
    app(prog_name="rondel")


def _is_text(argument: str) -> bool:
    """Python hands on bytes that are no text as lone surrogates, which nothing else takes."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
