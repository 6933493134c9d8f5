"""`rondel audit`: who did what to the system."""

from collections.abc import Sequence
from typing import Annotated

import typer

from api.audit_documents import audit_document
from cli.consoles import print_document, table_console
from cli.dlq import view
from cli.target import run_on_database
from shared.db.repositories.audit import AuditEntry, list_entries
from shared.db.session import Database


def audit(
    *,
    action: Annotated[
        str | None, typer.Option(help="How the action begins, such as redrive")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many at most")] = 50,
    before: Annotated[
        int | None, typer.Option(min=1, max=2**62, help="Only those before this entry")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """List what operators did, the newest first; entries are never changed nor removed."""

    async def ask(db: Database) -> Sequence[AuditEntry]:
        async with db.read() as connection:
            return await list_entries(connection, before=before, limit=limit, prefix=action)

    found = run_on_database(ask)
    if as_json:
        print_document({"items": list(map(audit_document, found))})
    elif found:
        view.print_audit(table_console(), found)
    else:
        typer.echo("No operator has done anything yet.")
