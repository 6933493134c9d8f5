"""`rondel dev`: the whole system on this machine."""

import os
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from cli.consoles import print_document
from cli.dev_view import (
    StackView,
    print_addresses,
    print_app_missing,
    print_error,
    print_health,
    warn_of_full_disk,
)
from cli.embedded.errors import StackError
from cli.embedded.health import as_document, ask_all, lacks_web_app
from cli.embedded.plan import asked_port, forget_ports, moved_ports
from cli.embedded.settings import StackSettings
from cli.embedded.stack import Stack, Wish
from cli.embedded.state import StackState
from cli.failing import WRONG_USE, demand_yes, fail, refuse
from shared.core.settings import WrongSettings, read_settings


class Extra(StrEnum):
    """What may run beside the stack."""

    ZIPKIN = "zipkin"


def dev(
    *,
    detach: Annotated[
        bool, typer.Option("--detach", help="Return when it is up; it goes on running")
    ] = False,
    status: Annotated[bool, typer.Option("--status", help="Say how each service is")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --status: one document")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="Stop it in good order")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Stop it and delete all its data")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --reset: do not ask")] = False,
    services_only: Annotated[
        bool,
        typer.Option(
            "--services-only", help="PostgreSQL, Kafka and the mail sink, without Rondel itself"
        ),
    ] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of the web address, from now on")
    ] = None,
    extras: Annotated[
        list[Extra] | None,
        typer.Option("--with", help="Run Zipkin too, and record every trace"),
    ] = None,
) -> None:
    """Start the whole system here and print its addresses; Ctrl-C stops it.

    What DATABASE_URL, KAFKA_BROKERS or SMTP_HOST name is used instead of the embedded service.
    """
    console = Console()
    if status + stop + reset + detach > 1:
        refuse("Give only one of --detach, --status, --stop and --reset.")
    if as_json and not status:
        refuse("--json goes with --status.")
    try:
        command = _Dev(console, Stack(read_settings(StackSettings)), port)
        if status:
            command.tell(as_json=as_json)
        elif stop:
            command.stop()
        elif reset:
            command.reset(confirmed=yes)
        else:
            wish = Wish(
                port, services_only=services_only, with_zipkin=Extra.ZIPKIN in (extras or [])
            )
            command.start(wish, detach=detach)
    except WrongSettings as error:
        fail(StackError(str(error), "Correct or unset it."), WRONG_USE)
    except StackError as error:
        fail(error)


class _Dev:
    """The ways of the command, on one stack."""

    def __init__(self, console: Console, stack: Stack, asked_port: int | None) -> None:
        self._console = console
        self._stack = stack
        self._asked_port = asked_port
        self._is_up = False

    def start(self, wish: Wish, *, detach: bool) -> None:
        """Bring it up; show where it is if it runs already."""
        with StackView(self._console) as view:
            try:
                if detach:
                    began = self._stack.detach(wish, view.show)
                else:
                    began = self._stack.supervise(wish, lambda state: self._follow(view, state))
            except StackError as error:
                view.hide()
                self._leave_threads_behind(error)
                raise
        state = self._stack.running()
        if not began:
            self._point_to_the_other(state)
        elif detach and state is not None:
            self._announce(state)
        else:
            self._console.print("Rondel has stopped. Its data stays in " + self._where)
            self._leave_threads_behind(None)

    def tell(self, *, as_json: bool) -> None:
        """Print how it is; exit with 1 if it does not run."""
        state = self._stack.running()
        if as_json:
            print_document(as_document(state))
        elif state is None:
            self._console.print("Rondel does not run here. Start it with: [bold]rondel dev[/]")
        else:
            print_health(self._console, state, ask_all(state))
            warn_of_full_disk(self._console, self._stack.folder)
        if state is None:
            raise typer.Exit(1)

    def stop(self) -> None:
        """End it; harmless if it does not run."""
        with StackView(self._console) as view:
            view.note(self._stack.running())
            stopped = self._stack.stop(view.show)
        self._console.print("Rondel has stopped." if stopped else "Rondel was not running.")

    def reset(self, *, confirmed: bool) -> None:
        """Delete its data, after asking."""
        if not self._stack.has_data:
            self._console.print("There is nothing to delete.")
            return
        demand_yes(f"Delete every account, task and mail in {self._where}?", yes=confirmed)
        with StackView(self._console) as view:
            view.note(self._stack.running())
            self._stack.stop(view.show)
        self._stack.wipe()
        forget_ports(self._stack.folder)
        self._console.print("All data is deleted. [bold]rondel dev[/] starts afresh.")

    @property
    def _where(self) -> str:
        return str(self._stack.folder.path)

    def _follow(self, view: StackView, state: StackState) -> None:
        view.show(state)
        if state.phase == "running" and not self._is_up:
            self._is_up = True
            view.hide()
            self._announce(state, in_foreground=True)

    def _announce(self, state: StackState, *, in_foreground: bool = False) -> None:
        """Say which ports are not the usual ones, and where everything is."""
        for name, default, port in moved_ports(state):
            if port != asked_port(self._stack.folder):
                self._console.print(f"Port {default} is in use; {name} has {port} instead.")
        self._print_addresses(state, in_foreground=in_foreground)

    def _print_addresses(self, state: StackState, *, in_foreground: bool = False) -> None:
        self._console.print()
        if lacks_web_app(state):
            print_app_missing(self._console)
        print_addresses(self._console, state, in_foreground=in_foreground)

    def _point_to_the_other(self, state: StackState | None) -> None:
        self._console.print("Rondel already runs here; nothing was started.")
        if state is not None:
            self._print_addresses(state)
            self._refuse_other_port(state)

    def _refuse_other_port(self, state: StackState) -> None:
        """End with 1 if a port was asked for that what runs does not have."""
        port = self._asked_port
        if port is None or state.url.endswith(f":{port}"):
            return
        self._console.print(
            f"\nIt does not listen on port {port}. To have it there, stop it first: "
            f"rondel dev --stop && rondel dev --port {port}",
            soft_wrap=True,
            style="bold red",
        )
        raise typer.Exit(1)

    def _leave_threads_behind(self, error: StackError | None) -> None:
        """A download may go on for long in a thread: nobody waits for it."""
        if self._stack.has_loose_threads:
            if error is not None:
                print_error(Console(stderr=True), error)
            os._exit(1 if error else 0)
