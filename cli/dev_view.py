"""What people see of the stack while it starts, runs and stops."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from cli.consoles import plain_table
from cli.embedded.errors import StackError
from cli.embedded.health import Health
from cli.embedded.state import ServiceState, StackState, StateFolder

_WORDS = {
    "waiting": "waits",
    "preparing": "being prepared",
    "starting": "starting",
    "running": "runs",
    "restarting": "will be started again",
    "done": "done",
    "stopping": "stopping",
    "stopped": "stopped",
    "failed": "failed",
}
_STYLES = {
    "running": "green", "done": "green", "failed": "red", "restarting": "yellow",
    "ok": "green", "down": "red", "degraded": "yellow",
}  # fmt: skip
_LITTLE_BYTES = 100 << 20
_NAMES = {"postgres": "PostgreSQL", "kafka": "Kafka", "zipkin": "Zipkin"}
_QUIET = ("waiting", "stopped")


class StackView:
    """Follows a stack: a table that changes in place on a terminal, else a line a change."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=12, transient=True)
        self._seen: dict[str, str] = {}
        self._spinners: dict[str, Spinner] = {}
        self._notes = 0

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._live.stop()

    def note(self, state: StackState | None) -> None:
        """What is so already is no news."""
        if state is not None:
            self._notes = len(state.notes)
            self._seen |= {service.name: service.phase for service in state.services}

    def hide(self) -> None:
        """The table is gone; changes come as lines from now on."""
        self._live.stop()

    def show(self, state: StackState) -> None:
        """Show `state`, or what has changed in it."""
        if self._live.is_started:
            self._live.update(self._table(state))
        for note in state.notes[self._notes :]:
            self._console.print(note, soft_wrap=True)
        self._notes = len(state.notes)
        for service in _visible(state):
            if self._seen.get(service.name) != service.phase:
                self._seen[service.name] = service.phase
                if not self._live.is_started and service.phase not in _QUIET:
                    self._console.print(_line(service))

    def _table(self, state: StackState) -> RenderableType:
        table = Table.grid(padding=(0, 2))
        for service in _visible(state):
            mark = self._mark(service)
            what = service.detail or _WORDS[service.phase]
            name = Text(service.name, style="dim" if service.phase in _QUIET else "")
            table.add_row(mark, name, Text(what, style=_STYLES.get(service.phase, "dim")))
        return Group(Text("Rondel is " + state.phase, style="bold"), table)

    def _mark(self, service: ServiceState) -> RenderableType:
        match service.phase:
            case "running" | "done":
                return Text("●", style="green")
            case "failed":
                return Text("●", style="red")
            case "waiting" | "stopped":
                return Text("○", style="dim")
            case _:
                return self._spinners.setdefault(service.name, Spinner("dots", style="yellow"))


def print_addresses(console: Console, state: StackState, *, in_foreground: bool = False) -> None:
    """What to do next and where everything is; the addresses to open are the last lines."""
    has_api = any(service.name == "api" for service in state.services)
    beside = [(_NAMES[each.kind], each.url) for each in state.services if each.kind in _NAMES]
    if has_api:
        to_open = [("Web app", state.url), ("Mails", state.mail), ("API docs", f"{state.url}/docs")]
    else:
        names = ("DATABASE_URL", "KAFKA_BROKERS", "SMTP_HOST", "SMTP_PORT")
        to_open = [("Mails", state.mail), *((name, state.environment[name]) for name in names)]
        to_open += [pair for pair in beside if pair[0] == _NAMES["zipkin"]]
    if has_api:
        _print_places(console, beside)
        console.print("\nFirst account: sign up in the web app; or, with tasks, [bold]make demo[/]")
    dev = f"[bold]{_command()} dev"
    stop = "[bold]Ctrl-C[/]" if in_foreground else f"{dev} --stop[/]"
    console.print(f"How it is: {dev} --status[/]   Stop: {stop}\n", soft_wrap=True)
    _print_places(console, to_open)


def _print_places(console: Console, places: Sequence[tuple[str, str | None]]) -> None:
    for name, value in places:
        if value is not None:
            console.print(Text(f"{name:<14} ").append(value, style="bold"), soft_wrap=True)


def print_app_missing(console: Console) -> None:
    """What the web address shows instead of the app, and the way out."""
    text = Text("The web app is not built: ", style="yellow").append("make web", style="bold")
    console.print(text.append(", then start Rondel again."), soft_wrap=True)


def _command() -> str:
    """How this very `rondel` is called from a shell."""
    found = shutil.which("rondel")
    here = Path(sys.executable).with_name("rondel")
    if found is not None and Path(found).resolve() == here.resolve():
        return "rondel"
    return str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here)


def print_health(
    console: Console, state: StackState, services: list[tuple[ServiceState, Health]]
) -> None:
    """A table of the services."""
    table = plain_table()
    for heading in ("service", "health", "address", "pid", "restarts"):
        table.add_column(heading, no_wrap=True)
    for service, health in services:
        table.add_row(
            service.name,
            Text(health, style=_STYLES.get(health, "yellow")),
            service.url + (" (external)" if service.external else ""),
            str(service.process.pid) if service.process else "",
            str(service.restarts) if service.restarts else "",
        )
    console.print(table)
    console.print(f"\nRondel is {state.phase} under PID {state.supervisor.pid}.")


def warn_of_full_disk(console: Console, folder: StateFolder) -> None:
    """Say so if hardly any room is left; nothing otherwise."""
    free = folder.free_bytes
    if free < _LITTLE_BYTES:
        text = f"The disk of {folder.path} has {free >> 20} MB free: services may stop."
        console.print(Text(text, style="bold red"))


def print_error(console: Console, error: StackError) -> None:
    """What went wrong, and the way out."""
    console.print(Text(str(error), style="bold red"))
    console.print(Text(error.way_out))


def _visible(state: StackState) -> list[ServiceState]:
    return [service for service in state.services if not service.optional]


def _line(service: ServiceState) -> Text:
    what = service.detail if service.phase in ("restarting", "failed") else service.url
    words = f"{service.name}: {_WORDS[service.phase]}"
    return Text(f"{words} ({what})" if what else words)
