"""`rondel cluster`: a whole Rondel in a kind or Minikube of this machine."""

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cli.cluster import secrets
from cli.cluster.clusters import Cluster, cluster_of
from cli.cluster.kubectl import Kubectl, logs_command
from cli.cluster.machine import Tool, check_machine, choose_tool
from cli.cluster.ports import ADDRESSES, WEB, demand_free
from cli.cluster.readiness import not_ready, workloads
from cli.cluster.runner import Runner
from cli.cluster.up import Up
from cli.cluster.waiting import Patience
from cli.demo.command import demo
from cli.embedded.errors import StackError
from cli.embedded.layout import PROJECT
from cli.embedded.ports import is_free
from cli.embedded.settings import FolderSettings
from cli.failing import Yes, demand_yes, telling_errors
from shared.core.clock import SystemClock

app = typer.Typer(
    help="Run everything in a Kubernetes of this machine, kind or Minikube.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

_TOOL_FILE = "tool"
_Tool = Annotated[Tool | None, typer.Option("--with", help="What makes the cluster")]


@app.command()
def up(
    tool: _Tool = None,
    demonstrate: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Show the main job on it at the end")
    ] = True,
) -> None:
    """Make the cluster if there is none, build the images, start everything, try it."""
    console = Console(soft_wrap=True)
    clock = SystemClock()
    start = clock.monotonic()
    with telling_errors():
        runner = _runner()
        for warning in check_machine(runner):
            console.print(Text(warning, style="yellow"))
        cluster = cluster_of(choose_tool(tool, runner, _had()), runner)
        if not cluster.exists():
            demand_free(is_free)  # before anything is written down
        _folder().mkdir(parents=True, exist_ok=True)
        (_folder() / _TOOL_FILE).write_text(cluster.tool)
        patience = Patience(console, clock, time.sleep)
        values = Up(runner, cluster, Kubectl(runner), patience, console, _folder()).run()
    console.print(f"Up after {clock.monotonic() - start:.0f} s.\n", highlight=False)
    _print_addresses(console, values)
    if demonstrate:
        console.print()
        demo(url=WEB.url)


@app.command()
def down(*, yes: Yes = False) -> None:
    """Remove the cluster with all its data, and the secrets that were made for it."""
    console = Console(soft_wrap=True)
    with telling_errors():
        cluster = _cluster()
        demand_yes("Delete the cluster with every account, task and mail in it?", yes=yes)
        cluster.remove()
        shutil.rmtree(_folder())
    console.print("The cluster is gone, and its data with it.")


@app.command()
def status() -> None:
    """Show which parts are ready, and what the others wait for; exit code 1 if any is not."""
    console = Console(soft_wrap=True)
    with telling_errors():
        _cluster()
        found = Kubectl(_runner()).show("deployments,statefulsets,pods")
    whys = {each.name: each.why for each in not_ready(found)}
    for each in workloads(found):
        mark = Text("ready   ", style="green") if each.is_ready else Text("waits   ", style="red")
        why = f"  {whys[each.name]}" if each.name in whys else ""
        console.print(mark.append(f"{each.ready}/{each.wanted}  {each.name}{why}", style="none"))
    console.print()
    _print_addresses(console, secrets.read(_folder()))
    if whys or not workloads(found):
        raise typer.Exit(1)


@app.command()
def logs(
    part: Annotated[str, typer.Argument(help="api, relay, kafka ...; all processes if none")] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until Ctrl-C")] = False,
    lines: Annotated[int, typer.Option(min=-1, help="Of each pod; -1 for all")] = 100,
) -> None:
    """Show what the pods of one part wrote, or those of all processes."""
    with telling_errors():
        _cluster()
        code = _runner().pass_through(*logs_command(part, follow=follow, lines=lines))
    raise typer.Exit(code)


def _folder() -> Path:
    return FolderSettings().state_dir / "cluster"


def _runner() -> Runner:
    """With a KUBECONFIG of its own: no other cluster can be meant, and no context is changed."""
    folder = _folder()
    return Runner(PROJECT, folder / "up.log", {"KUBECONFIG": str(folder / "kubeconfig")})


def _had() -> Tool | None:
    """What the cluster that is here was made with."""
    path = _folder() / _TOOL_FILE
    said = path.read_text().strip() if path.is_file() else ""
    if said and said not in set(Tool):
        raise StackError(
            f"{path} names {said!r}, which makes no clusters.",
            f"Write {' or '.join(Tool)} into it, or remove it if there is no cluster.",
        )
    return Tool(said) if said else None


def _cluster() -> Cluster:
    """The cluster that was made here.

    Raises:
        StackError: none was.
    """
    tool = _had()
    if tool is None:
        raise StackError("There is no cluster here.", "Make one with: make up")
    return cluster_of(tool, _runner())


def _print_addresses(console: Console, values: dict[str, str]) -> None:
    lines = [(each.name, each.url) for each in ADDRESSES]
    if "admin-password" in values:
        lines.append(("Grafana's", f"admin / {values['admin-password']}"))
    for name, value in lines:
        console.print(Text(f"{name:<10} ").append(value, style="bold"))
    line = f"For kubectl: export KUBECONFIG={_folder() / 'kubeconfig'}"
    console.print(line, highlight=False, markup=False)
