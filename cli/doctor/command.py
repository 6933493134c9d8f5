"""`rondel doctor`: is the whole installation sound, and what mends it."""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cli.consoles import print_document
from cli.doctor.finding import Finding, Status, problem
from cli.doctor.installation import names_services, read_installation
from cli.doctor.running import examine, worst_exit_code
from cli.embedded.state import running_stack
from shared.core.settings import LogSettings, inherited_environment
from shared.observability.logging import configure_logging

_MARKS = {
    Status.OK: ("ok", "green"),
    Status.WARNING: ("warning", "yellow"),
    Status.PROBLEM: ("problem", "bold red"),
    Status.SKIPPED: ("skipped", "dim"),
}
_BEGIN = (
    "Start it with make dev (rondel dev), or set DATABASE_URL, KAFKA_BROKERS and the other "
    "settings of the processes (docs/self-hosting/settings.md)."
)
_ORDER = (Status.PROBLEM, Status.WARNING, Status.SKIPPED, Status.OK)


def doctor(
    *,
    send_to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Send a mail there, too")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one document")] = False,
) -> None:
    """Check a whole installation, and say how to mend what is wrong.

    Settings, secrets, database, schema, clocks, zone data, topics, consumer groups, leases, mail,
    web address, assistant, tracing and disk; nothing is changed, and no mail is sent without
    --send-to. It looks at what the environment names, else at the running `rondel dev`.
    Exit codes: 0 all is well, 1 there are warnings, 2 there are problems.
    """
    findings = _join_running_stack()
    configure_logging(LogSettings(format="console", level="error"), "doctor")
    logging.disable(logging.CRITICAL)  # what libraries say comes as a finding
    findings = findings or asyncio.run(examine(read_installation(), send_to))
    if as_json:
        _print_document(findings)
    else:
        _show(findings, Console(soft_wrap=True, highlight=False))
    raise typer.Exit(worst_exit_code(findings))


def _join_running_stack() -> list[Finding]:
    """This process has the environment of the `rondel dev` that runs, if nothing else is named.

    If none runs, that is the one finding.
    """
    if names_services():
        return []
    state = running_stack()
    if state is not None and {"DATABASE_URL", "KAFKA_BROKERS"} <= state.environment.keys():
        command = [sys.executable, "-m", "cli.main", *sys.argv[1:]]
        os.execve(sys.executable, command, inherited_environment(state.environment))  # noqa: S606 - ourselves
    return [problem("installation", "Rondel does not run here, and no services are named.", _BEGIN)]


def _print_document(findings: Sequence[Finding]) -> None:
    counts = {str(status): sum(each.status is status for each in findings) for status in Status}
    document = {
        "counts": counts,
        "findings": [
            {
                "check": each.check,
                "status": str(each.status),
                "what": each.what,
                "mend": each.mend or None,
            }
            for each in findings
        ],
    }
    print_document(document)


def _show(findings: Sequence[Finding], console: Console) -> None:
    for each in sorted(findings, key=lambda finding: _ORDER.index(finding.status)):
        word, style = _MARKS[each.status]
        console.print(Text.assemble((f"{word:<8}", style), f" {each.check}: {each.what}"))
        if each.mend:
            console.print(Text(f"         {each.mend}", style="cyan"))
    bad = sum(each.status is Status.PROBLEM for each in findings)
    odd = sum(each.status is Status.WARNING for each in findings)
    console.print(f"\nProblems: {bad}, warnings: {odd}, findings: {len(findings)}.")
