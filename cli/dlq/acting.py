"""The commands that change something: counted first, then asked, then done, and on record."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.text import Text

from api.dead_letter_documents import preview_document, redrive_document
from cli.consoles import print_document, table_console
from cli.dlq import view
from cli.dlq.choosing import (
    AsJson,
    ErrorClass,
    EventType,
    Everything,
    Fingerprint,
    Group,
    Ids,
    Since,
    Until,
    User,
    Wanted,
    wanted_of,
)
from cli.dlq.editing import edited
from cli.dlq.watching import watch
from cli.failing import Yes, can_ask, demand_yes, refuse
from cli.target import acting_person, run_on_database
from shared.commands import dead_letters as commands
from shared.commands.dead_letter_outcomes import Preview
from shared.commands.dead_letters import MOST_LETTERS, Ordered
from shared.db.repositories.redrives import RedriveView
from shared.db.session import Database

Reason = Annotated[str | None, typer.Option(help="Why; it goes into the audit log")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only count")]
Rate = Annotated[
    float,
    typer.Option(
        min=commands.SLOWEST_RATE, max=commands.FASTEST_RATE, help="Dead letters a second"
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Also after two redrives; with a value, also one that does not fit"
    ),
]
Edit = Annotated[bool, typer.Option("--edit", help="Change its value in $EDITOR first")]
Value = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Send this in the place of its value")
]
Follow = Annotated[
    bool | None, typer.Option("--watch/--no-watch", help="Follow it; the default on a terminal")
]


def redrive(
    ids: Ids = None,
    *,
    event_type: EventType = None,
    error_class: ErrorClass = None,
    fingerprint: Fingerprint = None,
    user: User = None,
    group: Group = None,
    since: Since = None,
    until: Until = None,
    everything: Everything = False,
    reason: Reason = None,
    rate: Rate = commands.DEFAULT_RATE,
    force: Force = False,
    edit: Edit = False,
    value: Value = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    follow: Follow = None,
    as_json: AsJson = False,
) -> None:
    """Have dead letters handled once more, each by the worker that it failed in.

    They go to its retry topic, oldest first; other workers do not see the event again.
    """
    wanted = wanted_of(
        ids,
        event_type=event_type,
        error_class=error_class,
        fingerprint=fingerprint,
        user=user,
        group=group,
        since=since,
        until=until,
    )
    _require_a_choice(wanted, everything=everything)
    console = table_console(stderr=as_json)
    ask = _Ask(reason, yes=yes, as_json=as_json)
    if edit or value is not None:
        letter_id = _only_one(wanted, edit=edit, value=value)
        if dry_run:
            refuse("--dry-run does not go with --edit and --value: leave out --yes to be asked.")
        body = _edited(letter_id) if edit else _read(value)
        ordered = _redrive_one(ask, letter_id, body, force=force)
    else:
        preview = _count(wanted, forced=force)
        if _is_told(console, preview, "redriven", preview.redrivable, as_json, dry_run=dry_run):
            return
        ordered = _redrive_all(ask, wanted, preview, rate, force=force)
    _show(console, ordered, as_json, follow=follow)


def discard(
    ids: Ids = None,
    *,
    event_type: EventType = None,
    error_class: ErrorClass = None,
    fingerprint: Fingerprint = None,
    user: User = None,
    group: Group = None,
    since: Since = None,
    until: Until = None,
    everything: Everything = False,
    reason: Reason = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Close dead letters for good: they are not handled, and stay in the table for a while."""
    wanted = wanted_of(
        ids,
        event_type=event_type,
        error_class=error_class,
        fingerprint=fingerprint,
        user=user,
        group=group,
        since=since,
        until=until,
    )
    _require_a_choice(wanted, everything=everything)
    console = table_console(stderr=as_json)
    preview = _count(wanted, forced=True)
    if _is_told(console, preview, "discarded", preview.open, as_json, dry_run=dry_run):
        return
    why = _Ask(reason, yes=yes, as_json=as_json).why("Discard them for good?")
    expected = preview.open if preview.open <= MOST_LETTERS else None

    async def order(db: Database) -> int:
        return await commands.discard(
            db, acting_person(), await wanted.find(db), reason=why, expected_count=expected
        )

    count = run_on_database(order)
    if as_json:
        print_document({"discarded": count, "dry_run": False})
    else:
        console.print(f"{count} discarded.")


def cancel(
    redrive_id: Annotated[UUID, typer.Argument(metavar="ID", help="Id of a redrive")],
    *,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Stop a redrive: what it has not sent yet is open again."""
    why = _Ask(reason, yes=True, as_json=as_json).why("")
    after = run_on_database(
        lambda db: commands.cancel_redrive(db, acting_person(), redrive_id, reason=why)
    )
    if as_json:
        print_document(redrive_document(after))
    else:
        typer.echo(f"{after.returned} are open again; {after.done} of {after.total} were sent.")


@dataclass(frozen=True)
class _Ask:
    """What the person at the terminal is asked, if the options do not say it."""

    reason: str | None
    yes: bool
    as_json: bool

    def why(self, question: str) -> str:
        """The reason, once `question` is answered with yes."""
        is_asked = not self.as_json
        demand_yes(
            question, yes=self.yes, is_asked=is_asked, or_else=", or --dry-run to count only"
        )
        if self.reason is not None:
            return self.reason
        if not is_asked or not can_ask():
            refuse("Say why: --reason TEXT. It goes into the audit log.")
        return str(typer.prompt("Why (for the audit log)"))


def _redrive_one(ask: _Ask, letter_id: UUID, body: bytes, *, force: bool) -> Ordered:
    why = ask.why("Redrive it with this value?")
    return run_on_database(
        lambda db: commands.redrive_one(
            db, acting_person(), letter_id, body, reason=why, forced=force
        )
    )


def _redrive_all(
    ask: _Ask, wanted: Wanted, preview: Preview, rate: float, *, force: bool
) -> Ordered:
    why = ask.why("Redrive them?")

    async def order(db: Database) -> Ordered:
        return await commands.order_redrive(
            db,
            acting_person(),
            await wanted.find(db),
            reason=why,
            rate_per_second=rate,
            forced=force,
            expected_count=preview.redrivable,
        )

    return run_on_database(order)


def _count(wanted: Wanted, *, forced: bool) -> Preview:
    async def ask(db: Database) -> Preview:
        return await commands.preview(db, await wanted.find(db), forced=forced)

    return run_on_database(ask)


def _is_told(
    console: Console,
    preview: Preview,
    verb: str,
    count: int,
    as_json: bool,
    *,
    dry_run: bool,
) -> bool:
    """Whether that was all: a dry run. Ends the command if there is nothing to do."""
    if as_json and dry_run:
        document = {"preview": preview_document(preview), "dry_run": True}
        first = {"redrive": None} if verb == "redriven" else {"discarded": count}
        print_document({**first, **document})
        return True
    if not count:
        console.print(Text(preview.describe()))
        console.print("See what there is: [bold]rondel dlq ls --state all[/]")
        if dry_run:
            return True
        raise typer.Exit(1)
    view.print_preview(console, preview, verb, count)
    return dry_run


def _show(console: Console, ordered: Ordered, as_json: bool, *, follow: bool | None) -> None:
    redrive, left = ordered.redrive, ordered.left
    if not as_json:
        console.print(f"Redrive [bold]{redrive.id}[/] has begun.", soft_wrap=True)
        for name in left.paused:
            console.print(Text(view.pause_text(name)))
    if follow if follow is not None else sys.stdout.isatty() and not as_json:
        redrive = _follow(console, redrive)
    if as_json:
        print_document({"redrive": redrive_document(redrive), "preview": preview_document(left)})
    elif redrive.finished_at is None:
        console.print(f"Follow it: [bold]rondel dlq redrives {redrive.id} --watch[/]")
    else:
        console.print(f"{redrive.done} of {redrive.total} were sent to their workers.")


def _follow(console: Console, redrive: RedriveView) -> RedriveView:
    try:
        return run_on_database(lambda db: watch(db, redrive.id, console))
    except KeyboardInterrupt:
        console.print(f"It goes on. Stop it: [bold]rondel dlq cancel {redrive.id}[/]")
        raise typer.Exit(130) from None


def _require_a_choice(wanted: Wanted, *, everything: bool) -> None:
    if wanted.is_everything and not everything:
        refuse("Say which dead letters: their ids, options such as --fingerprint, or --all.")
    if everything and not wanted.is_everything:
        refuse("--all means every open dead letter: leave out the other options.")


def _only_one(wanted: Wanted, *, edit: bool, value: Path | None) -> UUID:
    if edit and value is not None:
        refuse("Give --edit or --value, not both.")
    ids = wanted.ids or ()
    if len(ids) != 1 or wanted != Wanted(ids=ids):
        refuse("--edit and --value are for one dead letter: give its id, and no other option.")
    return ids[0]


def _edited(letter_id: UUID) -> bytes:
    """What came back from the editor."""
    letter = run_on_database(lambda db: commands.show_letter(db, acting_person(), letter_id))
    before = view.readable(letter.record_value)
    after = edited(before)
    if after is None:
        typer.echo("Nothing was changed, so nothing is redriven.", err=True)
        raise typer.Exit(1)
    return after.strip().encode()


def _read(path: Path | None) -> bytes:
    assert path is not None
    try:
        return path.read_bytes().strip()
    except OSError as error:
        refuse(f"{path} cannot be read: {error.strerror}.")
