"""`rondel users`: accounts, from the server's side."""

from typing import Annotated

import typer

from cli.target import acting_person, run_on_database
from shared.commands.operations import ROLES, assign_role

app = typer.Typer(
    help="Accounts.", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def _users() -> None:
    """Accounts."""


@app.command()
def role(
    email: Annotated[str, typer.Argument(help="Address of the account")],
    new_role: Annotated[str, typer.Argument(metavar="ROLE", help=", ".join(ROLES))],
) -> None:
    """Say what an account may do: a user their own tasks, an operator the system as well."""
    known = next((each for each in ROLES if each == new_role), None)
    if known is None:
        raise typer.BadParameter(f"there are {', '.join(ROLES)}", param_hint="ROLE")
    run_on_database(lambda db: assign_role(db, acting_person(), email, known))
    typer.echo(f"{email} has the role {known} from now on.")
