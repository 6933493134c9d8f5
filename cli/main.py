"""`rondel`: a list of commands. Each is imported when it is asked for, so that all start fast."""

import importlib
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.completion import completion_init  # type: ignore[attr-defined]  # it has no __all__
from typer.core import TyperCommand, TyperGroup
from typing_extensions import override

from shared.core.version import own_version

_OF_PEOPLE: Mapping[str, tuple[str, str]] = {
    "add": ("cli.tasks.adding:add", "Add tasks from plain words, and say what was understood."),
    "today": (
        "cli.tasks.listing:today",
        "Show what is overdue and what is due today, with ids that other commands take.",
    ),
    "list": ("cli.tasks.listing:list_tasks", "List the tasks that a filter finds."),
    "done": ("cli.tasks.doing:done", "Mark tasks as done, and say when they come next."),
    "skip": (
        "cli.tasks.doing:skip",
        "Skip one occurrence of a task that comes back, without doing it.",
    ),
    "postpone": (
        "cli.tasks.postponing:postpone",
        "Put a task off: to a time in words, or by a length of time.",
    ),
    "undo": (
        "cli.tasks.undoing:undo",
        (
            "Take back the last change: done, skipped, postponed, edited, deleted. "
            "Again: the one before."
        ),
    ),
    "import": (
        "cli.importing:import_file",
        "Import a file of Rondel or of another program (docs/import-export.md).",
    ),
    "export": (
        "cli.exporting:export_account",
        "Export the account to a file (docs/import-export.md).",
    ),
    "login": (
        "cli.tasks.logging_in:login",
        "Store a server and an API token, which commands use from now on.",
    ),
    "logout": (
        "cli.tasks.logging_in:logout",
        "Forget the server and the token that `rondel login` stored.",
    ),
    "mcp": (
        "cli.mcp:mcp",
        "Connect an assistant to Rondel: the Model Context Protocol over stdin and stdout.",
    ),
    "completion": (
        "cli.completion:completion",
        "Print a script that makes a shell complete commands, options and tasks.",
    ),
}
_OF_OPERATORS: Mapping[str, tuple[str, str]] = {
    "dev": ("cli.dev:dev", "Start the whole system here and print its addresses; Ctrl-C stops it."),
    "cluster": (
        "cli.cluster.command:app",
        "Run everything in a Kubernetes of this machine, kind or Minikube.",
    ),
    "demo": (
        "cli.demo.command:demo",
        (
            "Show the main job on the running system: tasks, a reminder on the "
            "second, a next occurrence."
        ),
    ),
    "serve": (
        "cli.serve:serve",
        "Serve the API until told to stop; with --all, the workers as well, in the same process.",
    ),
    "worker": (
        "cli.worker:worker",
        "Run one worker until it is told to stop; the same as `python -m workers.NAME`.",
    ),
    "doctor": (
        "cli.doctor.command:doctor",
        "Check a whole installation, and say how to mend what is wrong.",
    ),
    "ops": ("cli.ops:app", "See how far everything is: lag, outbox, leases, channels, schedules."),
    "workers": ("cli.workers:app", "See, pause and resume kinds of workers."),
    "timeline": (
        "cli.timeline:timeline",
        "Follow a user, task, reminder or event from the API call to the mail server's answer.",
    ),
    "dlq": (
        "cli.dlq.command:app",
        "Dead letters: events that a worker could not handle. Look, redrive, discard.",
    ),
    "channels": ("cli.channels:app", "Encrypt the settings of all channels with another key."),
    "users": ("cli.users:app", "Make, invite, disable and sign out accounts."),
    "audit": (
        "cli.audit:audit",
        "List what operators did, the newest first; entries are never changed nor removed.",
    ),
    "bench": (
        "cli.bench.command:bench",
        "Measure the system against its targets, on services and processes of the bench's own.",
    ),
    "chaos": (
        "cli.chaos.command:chaos",
        (
            "Kill, freeze and starve the whole system under load, and check every "
            "invariant at the end."
        ),
    ),
    "backup": (
        "cli.backup.commands:backup",
        "Write the whole database to one file, while everything runs.",
    ),
    "restore": (
        "cli.backup.commands:restore",
        "Fill an empty database from a file of `rondel backup`, whole or not at all.",
    ),
    "migrate": ("cli.migrate:migrate", "Bring the database to the newest schema."),
    "reminders": ("cli.reminders:app", "Look after the reminders that wait."),
    "topics": (
        "cli.topics:app",
        "Hold the topics of the brokers to the catalogue, and print who may use them.",
    ),
    "zones": ("cli.zones:app", "Look after plans when governments change their clocks."),
}
COMMANDS: Mapping[str, tuple[str, str]] = {**_OF_PEOPLE, **_OF_OPERATORS}
"""Where each command is, and the first line of its help: the list is shown without any of them."""

_WRONG_USE = 2


class _Commands(TyperGroup):
    """Finds a command by its name in the list above."""

    @override
    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        _hide_types_of_flags(self)

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A name with its line of help, for lists and completion."""
        if cmd_name not in COMMANDS:
            return None
        panel = "Tasks" if cmd_name in _OF_PEOPLE else "Running Rondel"
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name][1], rich_help_panel=panel)

    @override
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command itself, imported: it is about to be used."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found and imported_command(str(name)), rest


def imported_command(name: str) -> Any:
    """The command of this name."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    return _as_command(name, getattr(importlib.import_module(module), attribute))


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
    _hide_types_of_flags(command)
    return command


def _hide_types_of_flags(command: Any) -> None:
    """The help does not show `<bool>` beside an option that takes no value, as Typer 0.29 does."""
    for option in command.get_params(typer.Context(command)):
        if getattr(option, "is_flag", False):
            option.metavar = ""
    for each in getattr(command, "commands", {}).values():
        _hide_types_of_flags(each)


app = typer.Typer(
    cls=_Commands, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"rondel {own_version()}")
        raise typer.Exit


@app.callback()
def _rondel(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show which version this is."
        ),
    ] = False,
) -> None:
    """A task manager for work that comes back, with reminders on the exact second."""


def main() -> None:
    """Run the command that the arguments name."""
    if any(not _is_text(argument) for argument in sys.argv[1:]):
        typer.echo("The arguments are not UTF-8.", err=True)
        sys.exit(_WRONG_USE)
    completion_init()
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
