"""`rondel cluster`: the whole system in kind or Minikube, as `make up` has it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from cli.cluster.kinds import Cluster, choose
from cli.cluster.programs import Programs
from cli.cluster.up import Kubectl, Up, pods_of
from cli.consoles import table_console
from cli.demo.command import demo as run_demo
from cli.dev_view import print_error
from cli.embedded.errors import StackError

app = typer.Typer(no_args_is_help=True, help="The whole system in kind or Minikube.")

_URL = "http://localhost:3000"
_ADDRESSES = {
    "Web app and API": _URL,
    "Mails": "http://localhost:30025",
    "Grafana": "http://localhost:30000",
    "Zipkin": "http://localhost:30001",
}
Kind = Annotated[
    str | None,
    typer.Option("--cluster", envvar="CLUSTER", help="kind or minikube; else what is installed"),
]


@app.command()
def up(
    *,
    cluster: Kind = None,
    smoke: Annotated[bool, typer.Option(help="Run the demo against it at the end")] = True,
) -> None:
    """Make a cluster if there is none, build the images, and bring everything up in it.

    Running it again is harmless: what is there stays, data included.
    """
    console = Console(soft_wrap=True)
    with _telling(console) as (programs, choice):
        chosen = choice(cluster)
        Up(programs, chosen, lambda line: console.print(f"  {line}")).run()
        if smoke:
            run_demo(url=_URL)
        for name, url in _ADDRESSES.items():
            console.print(f"[bold]{name:<16}[/] {url}")
        console.print(_grafana_hint(chosen))


@app.command()
def down(*, cluster: Kind = None) -> None:
    """Delete the cluster with all its data."""
    console = Console(soft_wrap=True)
    with _telling(console) as (_, choice):
        chosen = choice(cluster)
        if not chosen.exists():
            console.print("There is no cluster.")
            return
        chosen.delete()
        console.print("The cluster is gone.")


@app.command()
def status(
    *,
    cluster: Kind = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """Say how each pod is; exits with 1 if one is not ready."""
    with _telling(Console(stderr=as_json, soft_wrap=True)) as (programs, choice):
        pods = pods_of(Kubectl(programs, _existing(choice(cluster))))
    if as_json:
        fields = [{"pod": pod, "state": state, "restarts": n} for pod, state, n in pods]
        typer.echo(orjson.dumps(fields, option=orjson.OPT_INDENT_2).decode())
    else:
        table = Table("pod", "state", "restarts", box=None)
        for pod, state, restarts in pods:
            table.add_row(pod, state, str(restarts))
        table_console().print(table)
    if any(state not in {"ready", "succeeded"} for _, state, _ in pods):
        raise typer.Exit(1)


@app.command()
def logs(
    process: Annotated[str, typer.Argument(help="api, relay, reminders, …; or kafka, postgres")],
    *,
    cluster: Kind = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as lines come")] = False,
) -> None:
    """Show the log of a process."""
    with _telling(Console(stderr=True, soft_wrap=True)) as (programs, choice):
        kubectl = Kubectl(programs, _existing(choice(cluster)))
        kinds = ("deployment", "statefulset")
        kind = next((k for k in kinds if kubectl.works("get", k, process)), None)
        if kind is None:
            raise StackError(f"There is no {process}.", "See `rondel cluster status`.")
        more = ["--follow"] if follow else []
        raise typer.Exit(kubectl.show("logs", f"{kind}/{process}", "--tail=500", *more))


def _existing(cluster: Cluster) -> Cluster:
    if not cluster.exists():
        raise StackError("There is no cluster.", "Make one with: make up")
    return cluster


def _grafana_hint(cluster: Cluster) -> str:
    command = (
        f"kubectl --context {cluster.context} -n rondel get secret grafana "
        "-o jsonpath='{.data.admin-password}' | base64 -d"
    )
    return f"Grafana's user is admin; its password: {command}"


@contextmanager
def _telling(
    console: Console,
) -> Iterator[tuple[Programs, Callable[[str | None], Cluster]]]:
    """What goes wrong ends the command with a reason and a way out."""
    programs = Programs()
    try:
        yield programs, lambda wanted: choose(wanted or None, programs)
    except StackError as error:
        print_error(console, error)
        raise typer.Exit(1) from error
