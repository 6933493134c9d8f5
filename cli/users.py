"""`rondel users`: accounts, from the server's side."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from cli.account_links import public_links
from cli.consoles import print_document, table_console
from cli.failing import Yes, demand_yes
from cli.new_accounts import add_user, invite_user, role_of
from cli.target import acting_person, run_on_database
from cli.users_view import print_account, print_accounts
from shared.commands import governing
from shared.commands.governing import Admin
from shared.commands.operations import ROLES
from shared.core.errors import NotFound
from shared.db.repositories.governing import (
    AccountView,
    find_account,
    find_account_id,
    list_accounts,
)
from shared.db.session import Database

T = TypeVar("T")

app = typer.Typer(
    help="Make, invite, disable and sign out accounts.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Email = Annotated[str, typer.Argument(help="Address of the account")]
Reason = Annotated[str, typer.Option(help="Why, for the audit log", prompt="Why")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document")]

_MOST = 1_000


@app.callback()
def _users() -> None:
    """Accounts. Whoever has the database may do all of this; each act is in the audit log."""


app.command("add")(add_user)
app.command("invite")(invite_user)


@app.command("list")
def list_users(
    *,
    query: Annotated[str | None, typer.Option(help="Part of address or name")] = None,
    role: Annotated[str | None, typer.Option(help=", ".join(ROLES))] = None,
    disabled: Annotated[
        bool, typer.Option("--disabled", help="Only those that are disabled")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="How many at most")] = 50,
    as_json: AsJson = False,
) -> None:
    """List accounts, the newest first; never what is in them."""
    wanted = role_of(role, "--role") if role is not None else None

    async def ask(db: Database) -> Sequence[AccountView]:
        async with db.read() as connection:
            return await list_accounts(
                connection,
                db.clock.now(),
                before=None,
                limit=limit,
                query=query,
                role=wanted,
                state="disabled" if disabled else None,
            )

    found = run_on_database(ask)
    if as_json:
        print_document({"items": list(map(_document, found))})
    elif found:
        print_accounts(table_console(), found)
    else:
        typer.echo("There is no such account.")


@app.command()
def show(email: Email, *, as_json: AsJson = False) -> None:
    """Show one account; never what is in it."""

    async def ask(db: Database, user_id: UUID) -> AccountView:
        async with db.read() as connection:
            account = await find_account(connection, user_id, db.clock.now())
        if account is None:
            raise NotFound("account", user_id)
        return account

    account = _on_account(email, ask)
    if as_json:
        print_document(_document(account))
    else:
        print_account(table_console(), account)


@app.command()
def role(
    email: Email,
    new_role: Annotated[str, typer.Argument(metavar="ROLE", help=", ".join(ROLES))],
) -> None:
    """Say what an account may do: a user their own tasks, an operator the system, an admin all."""
    known = role_of(new_role, "ROLE")
    _on_account(email, lambda db, user_id: governing.assign_role(db, _by(), user_id, known))
    typer.echo(f"{email} has the role {known} from now on.")


@app.command()
def disable(email: Email, *, reason: Reason) -> None:
    """Disable an account: nobody can use it, and nothing is sent, until it is enabled."""
    ended = _on_account(email, lambda db, user_id: governing.disable(db, _by(), user_id, reason))
    typer.echo(f"{email} is disabled; {_devices(ended)} signed out.")


@app.command()
def enable(email: Email, *, reason: Reason) -> None:
    """Enable an account again; its owner has to sign in anew."""
    _on_account(email, lambda db, user_id: governing.enable(db, _by(), user_id, reason))
    typer.echo(f"{email} can sign in again.")


@app.command("sign-out")
def sign_out(email: Email) -> None:
    """Sign out every device of an account."""
    ended = _on_account(email, lambda db, user_id: governing.sign_out(db, _by(), user_id))
    typer.echo(f"{_devices(ended)} of {email} signed out.")


@app.command("reset-factor")
def reset_factor(email: Email, *, reason: Reason) -> None:
    """Turn off the second factor of somebody who has lost it; a mail tells them."""
    _on_account(email, lambda db, user_id: governing.reset_factor(db, _by(), user_id, reason))
    typer.echo(f"Signing in to {email} asks for the password alone.")


@app.command("reset-password")
def reset_password(
    email: Email,
    *,
    link: Annotated[
        bool, typer.Option("--link", help="Print a link to hand over instead of sending a mail")
    ] = False,
) -> None:
    """Let somebody set a new password: by a mail to their address, or by a link."""
    if not link:
        _on_account(email, lambda db, user_id: governing.send_reset(db, _by(), user_id))
        typer.echo(f"A mail to {email} is on its way.")
        return
    links = public_links()
    mail_id = _on_account(email, lambda db, user_id: governing.make_reset_link(db, _by(), user_id))
    typer.echo(links.account(mail_id))
    typer.echo("It works once, within a day.", err=True)


@app.command()
def erase(
    email: Email,
    *,
    reason: Reason,
    yes: Yes = False,
) -> None:
    """Delete an account with all that belongs to it, for good."""
    demand_yes(f"Delete {email} with all tasks, for good?", yes=yes)
    _on_account(email, lambda db, user_id: governing.erase(db, _by(), user_id, reason))
    typer.echo(f"{email} cannot be used any more; a worker deletes what belongs to it.")


def _on_account(email: str, work: Callable[[Database, UUID], Awaitable[T]]) -> T:
    """What `work` answers for the account of this address."""
    address = email.strip().lower()

    async def run(db: Database) -> T:
        async with db.read() as connection:
            user_id = await find_account_id(connection, address)
        if user_id is None:
            raise NotFound("account", address)
        return await work(db, user_id)

    return run_on_database(run)


def _by() -> Admin:
    return Admin(acting_person())


def _devices(ended: Sequence[UUID]) -> str:
    return "1 device was" if len(ended) == 1 else f"{len(ended)} devices were"


def _document(account: AccountView) -> dict[str, Any]:
    return {**asdict(account), "id": str(account.id)}
